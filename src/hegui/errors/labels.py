"""Errors about labels and files."""

from __future__ import annotations

from hegui.errors.base import HeguiError

__all__ = [
    "DamagedFile",
    "FileNotReadable",
    "InvalidChecklist",
    "InvalidKeyFile",
    "InvalidLabel",
    "InvalidPlacement",
    "InvalidPosition",
    "LabelError",
    "LabelNotRendered",
    "LabelNotWritten",
    "MalformedProviderCode",
    "MarkNotEmbedded",
    "MissingGlyph",
    "OverLimit",
    "UnclearLabel",
    "UnknownContainer",
    "UnreadableCapture",
    "UnreadableText",
]


class LabelError(HeguiError):
    """Labels and files."""


class UnclearLabel(LabelError, ValueError):
    """The words of an explicit label would not be recognised as one."""

    hint = "Say that it is AI and that it generated, for example 内容由人工智能生成."


class InvalidPosition(LabelError, ValueError):
    """A label cannot stand there."""

    def __init__(self, position: str) -> None:
        self.position = position
        super().__init__(f"expected position 'start' or 'end'; got {position!r}")


class InvalidPlacement(LabelError, ValueError):
    """An explicit label cannot stand there on a picture, or in a sound."""

    def __init__(self, place: str, *, known: tuple[str, ...]) -> None:
        self.place = place
        self.known = known
        super().__init__(f"expected one of {', '.join(known)}; got {place!r}")


class UnreadableText(LabelError, ValueError):
    """A text to be labelled cannot be read."""

    hint = "Give text in UTF-8."

    def __init__(self, where: str, *, found: str) -> None:
        self.where = where
        self.found = found
        super().__init__(f"{where}: expected text in UTF-8; found {found}")


class InvalidLabel(LabelError, ValueError):
    """An implicit label may not be written as it stands."""

    def __init__(self, field: str, *, expected: str, found: str) -> None:
        self.field = field
        self.expected = expected
        self.found = found
        super().__init__(f"{field} of an implicit label: expected {expected}; found {found}")


class InvalidChecklist(LabelError, ValueError):
    """An app store's checklist cannot be read."""

    hint = "See `hegui label app --help`."

    def __init__(self, name: str, *, expected: str, found: str) -> None:
        self.name = name
        self.expected = expected
        self.found = found
        super().__init__(f"{name}: expected {expected}; found {found}")


class InvalidKeyFile(LabelError, ValueError):
    """A file with keys for labels cannot be read. The message never shows what it holds."""

    def __init__(self, name: str, *, expected: str) -> None:
        self.name = name
        self.expected = expected
        super().__init__(f"{name}: expected {expected}; found something else")


class MalformedProviderCode(LabelError, ValueError):
    """A string is not a provider code."""

    hint = "Take the code from the registration; it cannot be made up."

    def __init__(self, code: str, *, expected: str, found: str) -> None:
        self.provider_code = code
        self.expected = expected
        self.found = found
        super().__init__(f"provider code {code!r}: expected {expected}; found {found}")


class DamagedFile(LabelError, ValueError):
    """A file breaks the rules of its own format, so nothing can be said of its labels."""

    def __init__(self, where: str, offset: int, *, expected: str, found: str) -> None:
        self.where = where
        self.offset = offset
        self.expected = expected
        self.found = found
        super().__init__(f"{where}, byte {offset}: expected {expected}; found {found}")


class OverLimit(LabelError, ValueError):
    """Reading a file on would take more than an untrusted file is granted."""

    def __init__(self, what: str, limit: int) -> None:
        self.what = what
        self.limit = limit
        super().__init__(f"expected at most {limit:,} {what}; the file asks for more")


class UnknownContainer(LabelError, LookupError):
    """A file is of a kind that hegui cannot label."""

    def __init__(self, name: str, *, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known
        super().__init__(f"{name}: expected one of {', '.join(known)}; found none of them")


class LabelNotWritten(LabelError):
    """A label cannot be written into a file without breaking something; the file is as it was."""

    def __init__(self, name: str, because: str, *, hint: str = "") -> None:
        self.name = name
        self.because = because
        self.hint = hint
        super().__init__(f"{name} keeps its bytes: {because}")


class LabelNotRendered(LabelError):
    """An explicit label cannot be drawn or mixed into content; no file was written."""

    def __init__(self, name: str, because: str, *, hint: str = "") -> None:
        self.name = name
        self.because = because
        self.hint = hint
        super().__init__(f"{name} gets no explicit label: {because}")


class MarkNotEmbedded(LabelError):
    """A hidden mark cannot be put into a picture's pixels; there is no new picture."""

    def __init__(self, because: str, *, hint: str = "") -> None:
        self.because = because
        self.hint = hint
        super().__init__(f"the picture gets no mark in its pixels: {because}")


class MissingGlyph(LabelError, LookupError):
    """A font cannot show a character, and a box in its place would be no label."""

    hint = "Choose other words, or name a font that holds them."

    def __init__(self, font: str, missing: str) -> None:
        self.font = font
        self.missing = missing
        super().__init__(f"{font}: expected a glyph for each character; found none for {missing}")


class FileNotReadable(LabelError, OSError):
    """A file to be labelled or verified cannot be opened."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"cannot read {name}: {reason}")


class UnreadableCapture(LabelError, ValueError):
    """A captured label cannot be restored from its document."""

    hint = "Make it with `hegui label capture`."

    def __init__(self, name: str, *, form: str, found: str) -> None:
        self.name = name
        self.form = form
        self.found = found
        super().__init__(f"{name}: expected a document of the form {form}; found {found}")
