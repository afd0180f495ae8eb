"""The law, loaded: every instrument under a folder, checked as a whole.

instruments/
├── facts.toml              the questions
└── cn/genai-2023/          the instrument's id is its path
    ├── instrument.toml     title, issuers, rank, days, addresses
    └── art-14.toml         one file per provision
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hegui import ids
from hegui.errors import InvalidInstrument, UnknownObligation
from hegui.law.condition import Condition
from hegui.law.facts import Fact, load_facts
from hegui.law.instrument import RANKS, Instrument, Obligation
from hegui.law.provision import FILE_NAME, Provision, absolute, read_provision
from hegui.law.source import Table, near, read

__all__ = ["PACKAGED", "Law", "load"]

PACKAGED: Final = Path(__file__).parent.parent / "instruments"
"""The instruments that come with hegui."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """All instruments of one folder. Immutable; compare by `digest`."""

    instruments: Mapping[str, Instrument]
    """By id, in the order of their paths."""

    obligations: Mapping[str, Obligation]
    """By full id, in law order: instrument, article number, order in the file."""

    facts: Mapping[str, Fact]
    """By name, in the order of ``facts.toml``."""

    conditions: Mapping[str, Condition]
    """By obligation id."""

    digest: str
    """``sha256:…`` over the path and the bytes of every file."""

    def obligation(self, id: str) -> Obligation:  # noqa: A002 (the field's own word)
        """Return an obligation by its full id.

        Raises:
            UnknownObligation: nothing has this id; the error knows near ones.
        """
        if id not in self.obligations:
            raise UnknownObligation(id, near=near(id, self.obligations))
        return self.obligations[id]


def _digest(folder: Path, files: list[Path]) -> str:
    total = sha256()
    for file in files:
        content = file.read_bytes()
        total.update(f"{file.relative_to(folder).as_posix()}\n{len(content)}\n".encode())
        total.update(content)
    return f"sha256:{total.hexdigest()}"


def _instrument(
    home: Path, id_: str, shown: Path, facts: Mapping[str, Fact]
) -> tuple[Instrument, list[Provision]]:
    top = read(home / "instrument.toml", InvalidInstrument).top
    top.only(
        *("title", "short", "issuer", "rank", "number", "adopted", "published"),
        *("from", "until", "addresses", "penalties"),
    )
    issuers = top.tables("issuer")
    if not issuers:
        raise top.fail("", "at least one [[issuer]]", "none")
    for issuer in issuers:
        issuer.only("name")
    start, end = top.interval()
    penalties = top.texts("penalties")
    files = [file for file in home.glob("*.toml") if file.name != "instrument.toml"]
    provisions = [
        read_provision(
            file, instrument=id_, facts=facts, shown=shown / file.name, penalties=penalties
        )
        for file in files
    ]
    provisions.sort(key=lambda provision: int(provision.article.number))
    numbers = {f"{id_}/art-{p.article.number}" for p in provisions}
    for reference in penalties:
        if absolute(reference, id_) not in numbers:
            raise top.fail(
                "penalties",
                "an article of this instrument",
                repr(reference),
                near(reference, (n.rpartition("/")[2] for n in sorted(numbers))),
            )
    instrument = Instrument(
        id=id_,
        title=top.bilingual("title"),
        short=top.bilingual("short"),
        issuers=tuple(issuer.bilingual("name") for issuer in issuers),
        rank=top.choice("rank", RANKS),
        number=top.maybe_bilingual("number"),
        adopted=top.day("adopted"),
        published=top.day("published"),
        start=start,
        end=end,
        addresses=top.texts("addresses"),
        articles=tuple(provision.article for provision in provisions),
        file=shown / "instrument.toml",
    )
    return instrument, provisions


def _check_references(obligations: Mapping[str, Obligation], tables: Mapping[str, Table]) -> None:
    for duty in obligations.values():
        named = [("succeeds", target) for target in duty.succeeds]
        named += [(edge.kind, edge.obligation) for edge in duty.displaces]
        for key, target in named:
            if target not in obligations:
                raise tables[duty.id].fail(
                    key, "the id of an obligation", repr(target), near(target, obligations)
                )


@lru_cache(maxsize=8)
def _load(folder: Path) -> Law:
    facts = load_facts(folder / "facts.toml")
    files = sorted(folder.rglob("*.toml"))
    instruments: dict[str, Instrument] = {}
    obligations: dict[str, Obligation] = {}
    conditions: dict[str, Condition] = {}
    tables: dict[str, Table] = {}
    for home in sorted({f.parent for f in files if FILE_NAME.fullmatch(f.name)}):
        id_ = home.relative_to(folder).as_posix()
        if not ids.is_valid(f"{id_}/art-1"):
            raise InvalidInstrument(
                home,
                1,
                expected="a folder <jurisdiction>/<instrument>, for example cn/genai-2023",
                found=id_,
            )
        instruments[id_], provisions = _instrument(home, id_, Path(*home.parts[-4:]), facts)
        for provision in provisions:
            obligations.update({duty.id: duty for duty in provision.obligations})
            conditions.update(provision.conditions)
            tables.update(provision.tables)
    _check_references(obligations, tables)
    return Law(
        instruments=MappingProxyType(instruments),
        obligations=MappingProxyType(obligations),
        facts=MappingProxyType(dict(facts)),
        conditions=MappingProxyType(conditions),
        digest=_digest(folder, files),
    )


def load(folder: Path | None = None) -> Law:
    """Return the law under a folder; without one, the law that comes with hegui.

    Raises:
        InvalidInstrument: with file, line, what was expected and what was found.

    Notes:
        Reads each folder once in the life of a process.
    """
    return _load((folder or PACKAGED).resolve())
