"""Which obligation of one instrument answers to which of another, as data.

    # instruments/pairs/genai-draft-to-final.toml
    before = "cn/genai-draft-2023"
    after  = "cn/genai-2023"

    [[pair]]
    before = "art-6-assess"
    after  = "art-17-assess"
    note.zh = "…"                  # what the change means, in a sentence
    note.en = "…"

A pair without ``after`` says why nothing answers to a dropped duty, one without
``before`` why a duty is new. Numbers of articles are no clue between two
instruments, so that a person asserts these pairs; what nobody asserted is
paired by `succeeds` and by the matter, or else counts as dropped and added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from hegui.bilingual import Bilingual
from hegui.errors import InvalidInstrument
from hegui.law.load import PACKAGED, Law
from hegui.law.source import Table, near, read

__all__ = ["Pair", "load_pairs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An assertion that one obligation answers to another."""

    before: str | None
    """Full id; None for a duty that is new."""

    after: str | None
    """Full id; None for a duty that was dropped."""

    note: Bilingual | None


def _reference(table: Table, key: str, instrument: str, law: Law) -> str | None:
    if not table.has(key):
        return None
    full = f"{instrument}/{table.text(key)}"
    names = [d.removeprefix(f"{instrument}/") for d in law.obligations if d.startswith(instrument)]
    if full not in law.obligations:
        raise table.fail(
            key,
            f"the id of an obligation of {instrument}",
            repr(table.text(key)),
            near(table.text(key), names),
        )
    return full


def _pairs(file: Path, law: Law) -> tuple[tuple[str, str], tuple[Pair, ...]]:
    top = read(file, InvalidInstrument).top
    top.only("before", "after", "pair")
    sides = [top.text("before"), top.text("after")]
    for key, side in zip(("before", "after"), sides, strict=True):
        if side not in law.instruments:
            raise top.fail(key, "the id of an instrument", repr(side), near(side, law.instruments))
    pairs = []
    for table in top.tables("pair"):
        table.only("before", "after", "note")
        before = _reference(table, "before", sides[0], law)
        after = _reference(table, "after", sides[1], law)
        if before is None and after is None:
            raise table.fail("", "before or after, or both", "neither")
        pairs.append(Pair(before=before, after=after, note=table.maybe_bilingual("note")))
    return (sides[0], sides[1]), tuple(pairs)


def load_pairs(law: Law, folder: Path | None = None) -> Mapping[tuple[str, str], tuple[Pair, ...]]:
    """Return the asserted pairs, by the ids of the two instruments.

    Args:
        law: whose obligations the pairs name.
        folder: the instruments that `law` was loaded from; those that come with
            hegui when None. Without ``pairs/`` in it there are none.

    Raises:
        InvalidInstrument: with file, line, what was expected and what was found.
    """
    files = sorted(((folder or PACKAGED) / "pairs").glob("*.toml"))
    return MappingProxyType(dict(_pairs(file, law) for file in files))
