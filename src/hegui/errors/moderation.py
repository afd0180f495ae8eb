"""Errors about lexicons and rule sets."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from hegui.errors.base import HeguiError, nearest

__all__ = [
    "InvalidExamples",
    "InvalidExpression",
    "InvalidJudge",
    "InvalidLexicon",
    "InvalidModel",
    "InvalidPolicy",
    "LexiconTwice",
    "ModerationError",
    "NoLexicon",
    "RulesFindNothing",
    "UnknownIdentifier",
]


class ModerationError(HeguiError):
    """Lexicons and rule sets."""


class InvalidLexicon(ModerationError):
    """A lexicon file does not follow the format.

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


class NoLexicon(ModerationError, LookupError):
    """A path names no lexicon, so that moderation would find nothing by it."""

    hint = "Give a .toml or .csv file, or a folder that holds some."

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"expected a lexicon at {path}; found none")


class LexiconTwice(ModerationError):
    """Two files carry one lexicon name, so that a rule id would mean two terms."""

    hint = "Rename one of them in its [lexicon] table."

    def __init__(self, name: str, first: Path, second: Path) -> None:
        self.name = name
        self.files = (first, second)
        super().__init__(f"expected each lexicon name once; found {name!r} in {first} and {second}")


class UnknownIdentifier(ModerationError, LookupError):
    """An operator asked for a kind of identifier that nothing recognises."""

    def __init__(self, name: str, *, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known
        self.hint = nearest(tuple(get_close_matches(name, known, n=2)))
        super().__init__(f"expected kinds of identifiers among {', '.join(known)}; got {name!r}")


class InvalidModel(ModerationError, ValueError):
    """A file is no classifier's model, or was cut or changed."""

    hint = "Make it again with `hegui moderation train`."

    def __init__(self, file: Path, *, expected: str, found: str) -> None:
        self.file = file
        self.expected = expected
        self.found = found
        super().__init__(f"{file}: expected {expected}; found {found}")


class InvalidExamples(ModerationError, ValueError):
    """Labelled texts cannot be read, or are not enough to learn or measure from."""

    hint = "Give JSONL with text, label (0 or 1), source and category in each line."

    def __init__(self, file: Path | None, line: int, *, expected: str, found: str) -> None:
        self.file = file
        self.line = line
        self.expected = expected
        self.found = found
        where = f"{file}:{line}: " if file is not None else ""
        super().__init__(f"{where}expected {expected}; found {found}")


class InvalidJudge(ModerationError, ValueError):
    """A judge of ``hegui.toml`` cannot be what is set about it."""

    hint = "See docs/how-to/add-a-guard-model.md."

    def __init__(self, file: Path, *, expected: str, found: str) -> None:
        self.file = file
        self.expected = expected
        self.found = found
        super().__init__(f"{file}: expected {expected}; found {found}")


class InvalidPolicy(ModerationError, ValueError):
    """A moderation policy asks for what cannot be done, or cannot be read."""

    def __init__(self, where: str, *, expected: str, found: str) -> None:
        self.where = where
        self.expected = expected
        self.found = found
        super().__init__(f"{where}: expected {expected}; found {found}")


class InvalidExpression(ModerationError, ValueError):
    """A pattern of an operator is wrong, or would cost too much."""

    def __init__(self, name: str, *, expected: str, found: str, near: tuple[str, ...] = ()) -> None:
        self.name = name
        self.expected = expected
        self.found = found
        self.near = near
        self.hint = nearest(near)
        super().__init__(f"expression {name!r}: expected {expected}; found {found}")


class RulesFindNothing(ModerationError):
    """New rules were tried on their own terms and found none, so they are not used."""

    def __init__(self, tried: int) -> None:
        self.tried = tried
        super().__init__(f"expected the rules to find their own terms; {tried} tried, none found")
