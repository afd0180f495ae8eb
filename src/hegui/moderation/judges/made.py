"""From settings to judges: classifiers for what runs here, `Remote`s for what runs elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hegui.errors import InvalidJudge, InvalidModel
from hegui.finding import Stage
from hegui.moderation.classifiers.base import Classifier
from hegui.moderation.classifiers.embedded import EmbeddedClassifier
from hegui.moderation.classifiers.guard import Guard
from hegui.moderation.classifiers.onnx import OnnxClassifier
from hegui.moderation.classifiers.remote import Remote
from hegui.moderation.classifiers.vendor import Vendor
from hegui.moderation.judges.settings import Embedded, GuardServer, Judge, OnnxFile, VendorApi

__all__ = ["Made", "made"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A judge that can be asked, and what was set about it."""

    setting: Judge

    here: Classifier | None
    """What runs in this process …"""

    elsewhere: Remote | None
    """… or is asked over a network; exactly one of both."""

    stages: frozenset[Stage]
    """Those set and those it can judge."""

    headers: Mapping[str, str]
    """What goes with each request to it, its key included."""


def made(file: Path, setting: Judge, environ: Mapping[str, str]) -> Made:
    """Return the judge of a setting.

    Args:
        file: where it was set, for errors.
        setting: one ``[[judge]]``.
        environ: where keys are.

    Raises:
        InvalidJudge: a format, risk, shape, key or model that is none.
        MissingExtra: onnxruntime is not installed.
    """
    here: Classifier | None = None
    elsewhere: Remote | None = None
    try:
        if isinstance(setting, Embedded | OnnxFile):
            here = _here(setting)
        else:
            elsewhere = _elsewhere(setting)
    except ValueError as error:
        if isinstance(error, InvalidModel):
            raise
        raise InvalidJudge(
            file, expected="a judge that can be made", found=f"one of which it is said: {error}"
        ) from error
    able = frozenset(Stage) if here is None else here.stages
    stages = frozenset(setting.stages) & able if setting.stages else able - {Stage.CORPUS}
    if not stages:
        raise InvalidJudge(
            file,
            expected=f"stages among {', '.join(sorted(able))}, which it can judge",
            found=", ".join(setting.stages),
        )
    return Made(
        setting=setting,
        here=here,
        elsewhere=elsewhere,
        stages=stages,
        headers=_headers(file, setting, environ),
    )


def _here(setting: Embedded | OnnxFile) -> Classifier:
    if isinstance(setting, OnnxFile):
        return OnnxClassifier(
            Path(setting.file), risks=setting.risks, bits=setting.bits, threshold=setting.threshold
        )
    if setting.file == "default":
        return EmbeddedClassifier.default()
    return EmbeddedClassifier.read(Path(setting.file))


def _elsewhere(setting: GuardServer | VendorApi) -> Remote:
    if isinstance(setting, VendorApi):
        return Vendor(setting.shape, name=setting.name, strict=setting.strict)
    return Guard(
        setting.model,
        form=setting.form,
        risks=setting.risks,
        strict=setting.strict,
        longest=setting.longest,
    )


def _headers(file: Path, setting: Judge, environ: Mapping[str, str]) -> dict[str, str]:
    if isinstance(setting, Embedded | OnnxFile) or not setting.key_env:
        return {}
    key = environ.get(setting.key_env, "").strip()
    if not key or not key.isascii() or not key.isprintable():
        raise InvalidJudge(
            file,
            expected=f"a key in the environment variable {setting.key_env}",
            found="none that a header can hold",
        )
    if isinstance(setting, GuardServer):
        return {"authorization": f"Bearer {key}"}
    return {setting.key_header.lower(): key}
