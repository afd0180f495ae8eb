"""Load lexicons from files and folders into one rule set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from hegui.errors import LexiconTwice, NoLexicon
from hegui.moderation.lexicon import STARTER, Lexicon
from hegui.moderation.lexicon_csv import read_csv
from hegui.moderation.lexicon_toml import read_toml
from hegui.moderation.rules import RuleSet

__all__ = ["load_rules"]

_READERS: Final = {".toml": read_toml, ".csv": read_csv}


def load_rules(paths: Sequence[Path] | None = None) -> RuleSet:
    """Return the rules of some lexicons, or of the starter lexicon.

    Args:
        paths: ``.toml`` and ``.csv`` files, and folders of them, which are read
            in the order of their names. None means the starter lexicon; an
            empty sequence means identifiers only.

    Raises:
        NoLexicon: a path is missing, or a folder holds no lexicon.
        InvalidLexicon: a file does not follow the format.
        LexiconTwice: two files carry one lexicon name.
    """
    files: dict[str, Path] = {}
    lexicons: list[Lexicon] = []
    for path in (STARTER,) if paths is None else paths:
        for file in _files(path):
            lexicon = _READERS[file.suffix](file)
            if lexicon.name in files:
                raise LexiconTwice(lexicon.name, files[lexicon.name], file)
            files[lexicon.name] = file
            lexicons.append(lexicon)
    return RuleSet(lexicons)


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        inside = sorted(p for p in path.iterdir() if p.suffix in _READERS)
        if not inside:
            raise NoLexicon(path)
        yield from inside
    elif path.suffix in _READERS and path.is_file():
        yield path
    else:
        raise NoLexicon(path)
