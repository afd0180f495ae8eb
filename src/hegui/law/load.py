"""The law, loaded: every instrument under a folder, checked as a whole.

instruments/
├── facts/training.toml     the questions, one file for each group
├── precedence.toml         which rule goes first, and on what ground
└── cn/genai-2023/          the instrument's id is its path
    ├── instrument.toml     title, issuers, rank, days, addresses
    └── art-14.toml         one file per provision: articles, clauses, annexes …
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hegui import ids
from hegui.errors import InvalidInstrument
from hegui.law.condition import Condition
from hegui.law.duty import Home, absolute
from hegui.law.grammar import Grammar
from hegui.law.grounds import load_grounds
from hegui.law.instrument import RANKS, Instrument, Obligation
from hegui.law.law import Law
from hegui.law.naming import named, order
from hegui.law.precedence import clashes
from hegui.law.provision import Provision, read_provision
from hegui.law.questions import load_questions
from hegui.law.source import Table, near, read

__all__ = ["PACKAGED", "Law", "load", "read_law"]

PACKAGED: Final = Path(__file__).parent.parent / "instruments"
"""The instruments that come with hegui."""

_GROUNDS: Final = "precedence.toml"


def _contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every TOML file by its path from the folder, in order of the paths.

    Raises:
        InvalidInstrument: a file cannot be read.
    """
    root = os.path.join(folder, "")  # noqa: PTH118 - hundreds of paths, handled as text
    names = [
        os.path.join(home, name)  # noqa: PTH118 - as above
        for home, _, files in os.walk(folder)
        for name in files
        if name.endswith(".toml")
    ]
    contents: dict[str, bytes] = {}
    for name in sorted(names):
        try:
            with open(name, "rb") as file:  # noqa: PTH123 - as above
                contents[name[len(root) :].replace(os.sep, "/")] = file.read()
        except OSError as cause:
            raise InvalidInstrument(
                Path(name), 1, expected="a file that can be read", found=str(cause.strerror).lower()
            ) from cause
    return contents


def _digest(contents: Mapping[str, bytes]) -> str:
    total = sha256()
    for name, content in contents.items():
        total.update(f"{name}\n{len(content)}\n".encode())
        total.update(content)
    return f"sha256:{total.hexdigest()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One instrument, and where its parts stand."""

    instrument: Instrument
    provisions: tuple[Provision, ...]
    top: Table


def _instrument(folder: Path, id_: str, contents: Mapping[str, bytes], grammar: Grammar) -> _Read:
    home = folder / id_
    shown = Path(*home.parts[-4:])
    top = read(home / "instrument.toml", InvalidInstrument, contents.get("instrument.toml")).top
    top.only(
        *("title", "short", "issuer", "rank", "authority", "number", "adopted", "published"),
        *("from", "until", "addresses", "penalties", "succeeds", "note"),
    )
    issuers = top.tables("issuer")
    if not issuers:
        raise top.fail("", "at least one [[issuer]]", "none")
    for issuer in issuers:
        issuer.only("name")
    start, end = top.interval()
    stands = Home(
        instrument=id_,
        published=top.day("published"),
        penalties=top.texts("penalties"),
        shown=shown,
    )
    provisions = [
        read_provision(home / name, stands, grammar, content)
        for name, content in contents.items()
        if name != "instrument.toml"
    ]
    provisions.sort(key=lambda provision: order(provision.article.stem))
    instrument = Instrument(
        id=id_,
        title=top.bilingual("title"),
        short=top.bilingual("short"),
        issuers=tuple(issuer.bilingual("name") for issuer in issuers),
        rank=top.choice("rank", RANKS),
        authority=top.text("authority"),
        number=top.maybe_bilingual("number"),
        adopted=top.maybe_day("adopted"),
        published=stands.published,
        start=start,
        end=end,
        succeeds=top.texts("succeeds"),
        note=top.maybe_bilingual("note"),
        addresses=top.texts("addresses"),
        articles=tuple(provision.article for provision in provisions),
        file=shown / "instrument.toml",
    )
    return _Read(instrument=instrument, provisions=tuple(provisions), top=top)


def _check_instruments(found: Mapping[str, _Read], provisions: frozenset[str]) -> None:
    """Raise where an instrument names an instrument or a provision that is not there."""
    for id_, each in found.items():
        for target in each.instrument.succeeds:
            if target not in found:
                raise each.top.fail(
                    "succeeds", "the id of an instrument", repr(target), near(target, found)
                )
        for reference in each.top.texts("penalties"):
            target = absolute(reference, id_)
            if target not in provisions:
                raise each.top.fail(
                    "penalties", "a provision", repr(reference), near(target, provisions)
                )


def _check_obligations(
    obligations: Mapping[str, Obligation], tables: Mapping[str, Table], provisions: frozenset[str]
) -> None:
    """Raise where an obligation names an obligation or a provision that is not there."""
    for duty in obligations.values():
        table = tables[duty.id]
        named_here = [("succeeds", target) for target in duty.succeeds]
        named_here += [(edge.kind, edge.obligation) for edge in duty.displaces]
        for key, target in named_here:
            if target not in obligations:
                raise table.fail(
                    key, "the id of an obligation", repr(target), near(target, obligations)
                )
        for target in duty.penalties:
            if target not in provisions:
                raise table.fail("penalties", "a provision", repr(target), near(target, provisions))
        for edge in duty.displaces:
            if ids.parse(edge.obligation).jurisdiction != ids.parse(duty.id).jurisdiction:
                raise table.fail(
                    edge.kind, "an obligation of the same jurisdiction", repr(edge.obligation)
                )


def _homes(folder: Path, contents: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    """Return the files of each folder that holds an instrument, by the instrument's id.

    Raises:
        InvalidInstrument: a folder that holds one is not named as an instrument is.
    """
    homes: dict[str, dict[str, bytes]] = {}
    for path, content in contents.items():
        id_, _, name = path.rpartition("/")
        homes.setdefault(id_, {})[name] = content
    found = {
        id_: files
        for id_, files in sorted(homes.items())
        if "instrument.toml" in files or any(map(named, files))
    }
    for id_ in found:
        if not ids.is_valid(f"{id_}/art-1"):
            raise InvalidInstrument(
                folder / id_,
                1,
                expected="a folder <jurisdiction>/<instrument>, for example cn/genai-2023",
                found=id_,
            )
    return found


def read_law(folder: Path) -> Law:
    """Return the law under a folder, read anew; see `load`, which reads it once.

    Raises:
        InvalidInstrument: with file, line, what was expected and what was found.

    Notes:
        About a quarter of a millisecond an obligation.
    """
    questions = load_questions(folder / "facts")
    grammar = Grammar(questions.facts)
    contents = _contents(folder)
    found: dict[str, _Read] = {}
    obligations: dict[str, Obligation] = {}
    conditions: dict[str, Condition] = {}
    tables: dict[str, Table] = {}
    for id_, files in _homes(folder, contents).items():
        found[id_] = _instrument(folder, id_, files, grammar)
        for provision in found[id_].provisions:
            obligations.update({duty.id: duty for duty in provision.obligations})
            conditions.update(provision.conditions)
            tables.update(provision.tables)
    provisions = frozenset(
        f"{id_}/{article.stem}"
        for id_, each in found.items()
        for article in each.instrument.articles
    )
    _check_instruments(found, provisions)
    _check_obligations(obligations, tables, provisions)
    instruments = {id_: each.instrument for id_, each in found.items()}
    grounds = folder / _GROUNDS
    return Law(
        instruments=MappingProxyType(instruments),
        obligations=MappingProxyType(obligations),
        facts=MappingProxyType(dict(questions.facts)),
        groups=questions.groups,
        conditions=MappingProxyType(conditions),
        reasons=MappingProxyType(
            {name: grammar.reasons(f) for name, f in questions.facts.items() if f.is_derived}
        ),
        clashes=clashes(obligations, instruments),
        grounds=load_grounds(grounds if grounds.is_file() else PACKAGED / _GROUNDS),
        digest=_digest(contents),
    )


_load = lru_cache(maxsize=8)(read_law)


def load(folder: Path | None = None) -> Law:
    """Return the law under a folder; without one, the law that comes with hegui.

    A folder without ``precedence.toml`` takes the words of the one that comes with
    hegui: who goes first is the same for all, and a folder may say it otherwise.

    Raises:
        InvalidInstrument: with file, line, what was expected and what was found.

    Notes:
        Reads each folder once in the life of a process.
    """
    return _load((folder or PACKAGED).resolve())
