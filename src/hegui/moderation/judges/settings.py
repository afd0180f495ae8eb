"""The tables ``[judges]`` and ``[[judge]]`` of a service's ``hegui.toml``.

    [judges]                          # all optional
    policy         = "policy.toml"    # what is done about findings and silence; beside this file
    exposure_chars = 64               # `follow`: how far text runs ahead of the judges
    sure           = 0.9              # `follow`: from here one sentence alone stops
    [judges.modes]                    # hold, follow or end, by risk or group
    "a1.*" = "hold"

    [[judge]]
    kind   = "embedded"               # the model that comes with hegui, or file = "…"

    [[judge]]
    kind    = "guard"                 # a guard model on an OpenAI-compatible server
    url     = "http://127.0.0.1:8000/v1"
    model   = "Qwen/Qwen3Guard-Gen-0.6B"
    format  = "qwen3guard"
    key_env = "GUARD_KEY"             # the environment variable with its key, never the key

What cannot be is refused when it is read. Addresses are checked by whoever
connects. Secrets never stand in the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import msgspec

from hegui.errors import InvalidJudge
from hegui.finding import Stage
from hegui.moderation.classifiers.vendor import VendorShape
from hegui.moderation.context import Window
from hegui.moderation.lane import Mode
from hegui.moderation.policy import DEFAULT_POLICY

__all__ = [
    "Embedded",
    "GuardServer",
    "Judge",
    "JudgeSettings",
    "OnnxFile",
    "VendorApi",
    "read_judges",
]

_FILE_BYTES: Final = 1024 * 1024
_MOST: Final = 8
"""Most judges of one service; each is asked about each sentence."""


class Embedded(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="embedded", tag_field="kind"
):
    """A linear model in this process."""

    file: str = "default"
    """The model that comes with hegui, or a file made by ``hegui moderation train``."""

    stages: tuple[Stage, ...] = ()
    """Which texts it is asked about; all that it was trained on when empty."""


class OnnxFile(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="onnx", tag_field="kind"
):
    """A graph of the operator's own, in this process."""

    file: str
    risks: tuple[str, ...]
    """Of its outputs, in order."""

    bits: int
    threshold: float = 0.5
    stages: tuple[Stage, ...] = (Stage.PROMPT, Stage.OUTPUT)
    within_s: float = 2.0
    at_once: int = 2


class GuardServer(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    tag="guard",
    tag_field="kind",
    rename={"form": "format"},
):
    """A guard model on an OpenAI-compatible server."""

    url: str
    """Up to and with the version, as ``https://host/v1``."""

    model: str
    form: str
    """``qwen3guard`` or ``llama-guard``."""

    key_env: str = ""
    """Environment variable with the key; none is sent when empty."""

    private: bool = False
    """The host's name may mean a private machine."""

    strict: bool = False
    """What it calls controversial counts as flagged."""

    risks: Mapping[str, str] = {}
    """Its names with the risks they are here, where another reading is wanted."""

    stages: tuple[Stage, ...] = (Stage.PROMPT, Stage.OUTPUT)
    within_s: float = 2.0
    at_once: int = 16
    longest: int = 8192
    """Code points of the longest passage that it is sent."""

    masks_identifiers: bool = True
    """Telephone numbers and the like are masked before a text is sent to it."""


class VendorApi(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="vendor", tag_field="kind"
):
    """A content-safety API of a vendor."""

    name: str
    """What entries call it."""

    url: str
    shape: VendorShape
    """Where its JSON has what; see `hegui.moderation.classifiers.vendor`."""

    key_env: str = ""
    key_header: str = "authorization"
    """Header that carries the key as it is, so with ``Bearer`` before it if it wants that."""

    private: bool = False
    strict: bool = False
    stages: tuple[Stage, ...] = (Stage.PROMPT, Stage.OUTPUT)
    within_s: float = 2.0
    at_once: int = 16
    masks_identifiers: bool = True


Judge = Embedded | OnnxFile | GuardServer | VendorApi


class JudgeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that is set about the judges of a service."""

    judges: tuple[Judge, ...] = ()
    policy: Path = DEFAULT_POLICY
    modes: Mapping[str, Mode] | None = None
    """Those of `LanePlan` when None."""

    longest_sentence: int = 120
    exposure_chars: int = 64
    sure: float = 0.9
    window_turns: int = 4
    window_chars: int = 600
    """How much of what came before a text goes with it as context."""

    @property
    def window(self) -> Window:
        """How much of earlier turns is context."""
        return Window(turns=self.window_turns, chars=self.window_chars)


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    policy: str | None = None
    modes: Mapping[str, Mode] | None = None
    longest_sentence: int = 120
    exposure_chars: int = 64
    sure: float = 0.9
    window_turns: int = 4
    window_chars: int = 600


class _File(msgspec.Struct, frozen=True):
    judges: _Table = _Table()
    judge: tuple[Judge, ...] = ()


def read_judges(file: Path) -> JudgeSettings:
    """Return what a ``hegui.toml`` says about judges; its other tables are for others to read.

    Raises:
        InvalidJudge: the file cannot be read, or a value is not as expected.
    """
    try:
        if file.stat().st_size > _FILE_BYTES:
            raise InvalidJudge(file, expected=f"at most {_FILE_BYTES} bytes", found="more")
        tables = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise InvalidJudge(file, expected="a readable file", found=str(error)) from error
    except (ValueError, RecursionError) as error:
        raise InvalidJudge(file, expected="TOML", found=str(error)) from error
    try:
        told = msgspec.convert(tables, type=_File)
        _check_shapes(tables)
    except (msgspec.ValidationError, ValueError) as error:
        raise InvalidJudge(file, expected="tables as documented", found=str(error)) from error
    _check(file, told)
    table = told.judges
    return JudgeSettings(
        judges=tuple(_beside(file, each) for each in told.judge),
        policy=DEFAULT_POLICY if table.policy is None else file.parent / table.policy,
        modes=table.modes,
        longest_sentence=table.longest_sentence,
        exposure_chars=table.exposure_chars,
        sure=table.sure,
        window_turns=table.window_turns,
        window_chars=table.window_chars,
    )


def _check_shapes(tables: Mapping[str, Any]) -> None:
    """Refuse fields of a shape that are none; they would be passed over."""
    known = {field.name for field in fields(VendorShape)}
    for row in tables.get("judge", ()):
        if unknown := sorted(row.get("shape", {}).keys() - known):
            raise ValueError(f"a shape has no field {', '.join(unknown)}")


def _check(file: Path, told: _File) -> None:
    if len(told.judge) > _MOST:
        raise InvalidJudge(file, expected=f"at most {_MOST} judges", found=str(len(told.judge)))
    for number, each in enumerate(told.judge, 1):
        where = f"judge {number}"
        if Stage.CORPUS in each.stages:
            raise InvalidJudge(
                file, expected=f"{where}: stages among prompt and output", found="corpus"
            )
        if isinstance(each, Embedded):
            continue
        if not 0 < each.within_s <= 60 or not 1 <= each.at_once <= 256:
            raise InvalidJudge(
                file,
                expected=f"{where}: within_s in (0, 60] and at_once from 1 to 256",
                found=f"{each.within_s:g} and {each.at_once}",
            )
    table = told.judges
    if (
        min(table.window_turns, table.window_chars, table.exposure_chars) < 0
        or not 1 <= table.longest_sentence <= 2000
        or table.window_chars > 4000
        or not 0 <= table.sure <= 1
    ):
        raise InvalidJudge(
            file,
            expected="judges: bounds of at least 0, longest_sentence from 1 to 2000, window_chars "
            "of at most 4000 and sure in [0, 1]",
            found="another value",
        )


def _beside(file: Path, judge: Judge) -> Judge:
    """Return a judge whose file is looked for beside the settings."""
    if isinstance(judge, OnnxFile) or (isinstance(judge, Embedded) and judge.file != "default"):
        return msgspec.structs.replace(judge, file=str(file.parent / judge.file))
    return judge
