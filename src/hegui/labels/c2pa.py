"""C2PA manifests: made last, checked apart from the label, trust told apart from validity.

    absent     no manifest
    invalid    it is there, and something in it or in the content does not hold
    valid      everything holds, and the signer is not among those that are trusted
    trusted    everything holds, and the signer's chain ends at an anchor that was handed in

A manifest says who signed what. It does not replace the implicit label, which
goes in first: writing anything afterwards breaks the manifest.

Needs the extra ``media``. The library is native code, so it is used on a file
that somebody names, never on uploads of strangers (those meet
`hegui.labels.manifest_trace`). It fetches nothing: remote manifests and
revocation lists are switched off.

Source:
    C2PA specification 2.1; c2pa-python.
"""

from __future__ import annotations

import os
import secrets
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from hegui.errors import LabelNotWritten, MissingExtra
from hegui.labels.aigc import FIELDS, AIGCLabel, Grammar
from hegui.labels.read import Reading, read

__all__ = ["ASSERTION", "MIME_TYPES", "Credential", "ManifestCheck", "check_manifest", "sign"]

ASSERTION: Final = "cn.tc260.aigc"
"""Label of the assertion that repeats the implicit label under the manifest's signature."""

_GENERATED: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"

MIME_TYPES: Final = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "tiff": "image/tiff",
    "heif": "image/heic",
    "mp4": "video/mp4",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "flac": "audio/flac",
    "avi": "video/avi",
    "pdf": "application/pdf",
}
"""Containers in which the library keeps a manifest."""

_QUIET: Final = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    "builder": {"thumbnail": {"enabled": False}},
}

State = Literal["absent", "invalid", "valid", "trusted"]
"""What checking a manifest came to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What a manifest is signed with."""

    certificates: bytes
    """The signer's certificate and those above it, in PEM, without the root or with it."""

    private_key: bytes
    """In PEM, PKCS #8."""

    algorithm: str = "es256"
    time_authority: str | None = None
    """Address of an RFC 3161 service; None signs without a time stamp and fetches nothing."""

    def __repr__(self) -> str:
        """Show no key."""
        return f"Credential(algorithm={self.algorithm!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestCheck:
    """What the manifest of one file is worth."""

    state: State
    signer: str = ""
    """Name in the signer's certificate; an unproven word unless the state is trusted."""

    failures: tuple[str, ...] = ()
    """Codes of C2PA for what does not hold; an untrusted signer is one and not counted here."""

    label: AIGCLabel | None = None
    """The implicit label as the manifest repeats it."""

    is_label_same: bool | None = None
    """Whether that is the label in the file's metadata; None without one in the manifest."""

    def as_dict(self) -> dict[str, object]:
        """Return the answer, for JSON."""
        return {
            "state": self.state,
            "signer": self.signer,
            "failures": list(self.failures),
            "label": None if self.label is None else self.label.as_dict(),
            "is_label_same": self.is_label_same,
        }


def _library() -> Any:
    try:
        import c2pa  # type: ignore[import-untyped]  # noqa: PLC0415 - needs the extra; no types
    except ModuleNotFoundError as error:
        raise MissingExtra("label sign", "media", str(error.name)) from error
    return c2pa


def _context(trust: str = "") -> Any:
    library = _library()
    settings: dict[str, object] = {**_QUIET}
    if trust:
        settings["trust"] = {"trust_anchors": trust}
    return library.Context(library.Settings.from_dict(settings))


def _mime(reading: Reading, name: str) -> str:
    found = MIME_TYPES.get(reading.container)
    if found is None:
        raise LabelNotWritten(name, "its container holds no C2PA manifest")
    return found


def sign(path: Path, credential: Credential, grammar: Grammar) -> ManifestCheck:
    """Put a signed manifest into a labelled file, as its last change.

    Args:
        path: carries exactly one implicit label; is replaced in one step.
        credential: certificates and key.
        grammar: what a conforming label holds.

    Returns:
        What checking the finished file came to; valid, or there is an error.

    Raises:
        LabelNotWritten: no label, a manifest that is there already, or a container
            without a place for one; the file is as it was.
        MissingExtra: ``media`` is not installed.
    """
    reading = read(path, grammar)
    label = reading.label
    if label is None:
        hint = "Label first, sign last: `hegui label write`."
        raise LabelNotWritten(path.name, "it carries no implicit label", hint=hint)
    if check_manifest(path, grammar).state != "absent":
        raise LabelNotWritten(path.name, "it carries a manifest already")
    library, mime = _library(), _mime(reading, path.name)
    final = path.resolve()
    beside = final.with_name(f".{final.name[:100]}.{secrets.token_hex(6)}.part")
    try:
        with ExitStack() as stack:
            context = stack.enter_context(_context())
            info = library.C2paSignerInfo(
                credential.algorithm.encode(),
                credential.certificates,
                credential.private_key,
                None if credential.time_authority is None else credential.time_authority.encode(),
            )
            signer = stack.enter_context(library.Signer.from_info(info))
            builder = stack.enter_context(library.Builder(_told(label), context=context))
            source = stack.enter_context(final.open("rb"))
            target = stack.enter_context(beside.open("xb+"))
            builder.sign(signer, mime, source, target)
            target.flush()
            os.fsync(target.fileno())
        beside.chmod(final.stat().st_mode & 0o7777)
        found = check_manifest(beside, grammar)
        if found.state not in {"valid", "trusted"} or not found.is_label_same:
            raise LabelNotWritten(path.name, f"the manifest was not read back: {found.state}")
        beside.replace(final)
    except library.C2paError as error:
        raise LabelNotWritten(path.name, f"it could not be signed ({error})") from error
    finally:
        beside.unlink(missing_ok=True)
    return found


def _told(label: AIGCLabel) -> dict[str, object]:
    created = {"action": "c2pa.created", "digitalSourceType": _GENERATED}
    return {
        "claim_generator_info": [{"name": "hegui"}],
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [created]}},
            {"label": ASSERTION, "data": label.as_dict()},
        ],
    }


def check_manifest(path: Path, grammar: Grammar, *, trust: str = "") -> ManifestCheck:
    """Return what the manifest of a file is worth.

    Args:
        path: the file.
        grammar: what a conforming label holds.
        trust: certificates of those who are trusted, in PEM; empty trusts nobody.

    Raises:
        FileNotReadable: it cannot be opened.
        LabelNotWritten: its container holds no manifest.
        MissingExtra: ``media`` is not installed.
    """
    reading = read(path, grammar)
    library, mime = _library(), _mime(reading, path.name)
    try:
        with _context(trust) as context, path.open("rb") as file:
            reader = library.Reader.try_create(mime, file, context=context)
            if reader is None:
                return ManifestCheck(state="absent")
            with reader:
                state = str(reader.get_validation_state())
                results = reader.get_validation_results() or {}
                manifest = reader.get_active_manifest() or {}
    except library.C2paError as error:
        return ManifestCheck(state="invalid", failures=(str(error)[:200],))
    label = _label_in(manifest)
    return ManifestCheck(
        state=_state(state, is_anchored=bool(trust)),
        signer=str(manifest.get("signature_info", {}).get("common_name", "")),
        failures=tuple(_failures(results)),
        label=label,
        is_label_same=None if label is None else label == reading.label,
    )


def _state(told: str, *, is_anchored: bool) -> State:
    match told:
        case "Trusted" if is_anchored:
            return "trusted"
        case "Trusted" | "Valid":
            return "valid"
        case _:
            return "invalid"


def _failures(results: dict[str, Any]) -> list[str]:
    found = results.get("activeManifest", {}).get("failure", [])
    codes = (str(each.get("code", "")) for each in found)
    return [code for code in codes if code != "signingCredential.untrusted"]


def _label_in(manifest: dict[str, Any]) -> AIGCLabel | None:
    for each in manifest.get("assertions", []):
        fields = each.get("data")
        if each.get("label") == ASSERTION and isinstance(fields, dict):
            return AIGCLabel(**{own: str(fields.get(name, "")) for name, own in FIELDS.items()})
    return None
