"""Errors about the law as data, or the profile it is asked about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hegui.errors.base import HeguiError, nearest

__all__ = [
    "DayNotPublished",
    "InvalidAnswer",
    "InvalidInstrument",
    "InvalidProfile",
    "LawError",
    "MalformedCondition",
    "MalformedId",
    "ProfileExists",
    "ProfileNotEdited",
    "ProfileNotFound",
    "ProfileNotWritten",
    "UnknownFact",
    "UnknownInstrument",
    "UnknownObligation",
    "UnknownRegime",
]


class LawError(HeguiError):
    """The law as data, or the profile it is asked about."""


class MalformedId(LawError, ValueError):
    """A string is not an obligation id."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            "expected '<jurisdiction>/<instrument>/<provision>', "
            f"for example 'cn/genai-2023/art-14-1-stop'; got {text!r}"
        )


class UnknownObligation(LawError, LookupError):
    """An id is well formed but names nothing in the loaded instruments."""

    def __init__(self, id_: str, *, near: tuple[str, ...] = ()) -> None:
        self.id = id_
        self.near = near
        self.hint = nearest(near) or "List the known ids with `hegui applies --all`."
        super().__init__(f"no obligation {id_} in the loaded instruments")


class InvalidInstrument(LawError):
    """A file under instruments/ does not follow the schema.

    The message names file, line, what was expected and what was found.
    """

    def __init__(
        self, file: Path, line: int, *, expected: str, found: str, near: tuple[str, ...] = ()
    ) -> None:
        self.file = file
        self.line = line
        self.expected = expected
        self.found = found
        self.near = near
        self.hint = nearest(near)
        super().__init__(f"{file}:{line}: expected {expected}; found {found}")


class InvalidProfile(LawError):
    """A service profile (hegui.toml) cannot be read as answers to the declared facts."""

    def __init__(
        self, file: Path, line: int, *, expected: str, found: str, near: tuple[str, ...] = ()
    ) -> None:
        self.file = file
        self.line = line
        self.expected = expected
        self.found = found
        self.near = near
        self.hint = nearest(near)
        super().__init__(f"{file}:{line}: expected {expected}; found {found}")


class MalformedCondition(LawError, ValueError):
    """A `when` line is outside the grammar, or asks a fact for what it cannot answer."""

    def __init__(self, *, expected: str, found: str, near: tuple[str, ...] = ()) -> None:
        self.expected = expected
        self.found = found
        self.near = near
        self.hint = nearest(near)
        super().__init__(f"expected {expected}; found {found}")


class UnknownInstrument(LawError, LookupError):
    """Nothing under instruments/ has this id."""

    def __init__(self, id_: str, *, near: tuple[str, ...] = ()) -> None:
        self.id = id_
        self.near = near
        self.hint = nearest(near) or "List the known ones with `hegui law list`."
        super().__init__(f"no instrument, provision or obligation {id_} is loaded")


class UnknownRegime(LawError, LookupError):
    """A comparison names a jurisdiction that has no regime."""

    def __init__(self, key: str, *, known: tuple[str, ...]) -> None:
        self.key = key
        self.known = known
        super().__init__(f"expected one of {', '.join(known)}; got {key!r}")


class DayNotPublished(LawError, LookupError):
    """A day lies outside the calendar of working days, and nothing is guessed."""

    def __init__(self, day: date, *, first: date, last: date) -> None:
        self.day = day
        self.first = first
        self.last = last
        super().__init__(f"expected a day from {first} to {last}, as published; got {day}")


class InvalidAnswer(LawError, ValueError):
    """An answer does not fit its fact."""

    def __init__(self, fact: str, *, expected: str, found: str) -> None:
        self.fact = fact
        self.expected = expected
        self.found = found
        super().__init__(f"expected {fact} = {expected}; found {found}")


class UnknownFact(LawError, LookupError):
    """A name is not that of a fact that people answer."""

    def __init__(self, name: str, *, near: tuple[str, ...] = ()) -> None:
        self.name = name
        self.near = near
        self.hint = nearest(near) or "See docs/reference/facts.md for the questions."
        super().__init__(f"no question {name} is asked")


class ProfileNotEdited(LawError):
    """A service profile is written in a way that cannot be changed line by line."""

    def __init__(self, file: Path, fact: str) -> None:
        self.file = file
        self.fact = fact
        self.hint = f"Write {fact} under [facts] by hand."
        super().__init__(f"cannot change {fact} in {file} and leave the rest as it is")


class ProfileNotFound(LawError, LookupError):
    """No service profile stands where one is looked for."""

    hint = "Write one with `hegui init`, or name one with --profile or HEGUI_PROFILE."

    def __init__(self, looked: tuple[Path, ...]) -> None:
        self.looked = looked
        super().__init__(f"no service profile in {' or '.join(map(str, looked))}")


class ProfileExists(LawError, FileExistsError):
    """A service profile would be overwritten."""

    hint = "Name another path, or say --force to replace the file."

    def __init__(self, file: Path) -> None:
        self.file = file
        super().__init__(f"{file} exists already")


class ProfileNotWritten(LawError, OSError):
    """A service profile cannot be written where it was asked for."""

    hint = "Name a file in a folder that exists and that you may write to."

    def __init__(self, file: Path, reason: str) -> None:
        self.file = file
        super().__init__(f"cannot write {file}: {reason}")
