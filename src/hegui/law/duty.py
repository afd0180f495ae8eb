"""One ``[[obligation]]`` of a provision file, read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from hegui import ids
from hegui.law.instrument import (
    BEARERS,
    CONFIDENCES,
    POINTS,
    STAGES,
    THEMES,
    Article,
    Displacement,
    Earlier,
    Expression,
    Obligation,
    is_in_force,
    is_known,
)
from hegui.law.source import Table, describe
from hegui.law.timing import read_deadline, read_recurrence, read_retention

__all__ = ["Home", "absolute", "read_obligation"]

_KEYS = (
    *("id", "title", "bearer", "when", "must", "reading", "from", "until", "known", "known_until"),
    *("theme", "stage", "point", "parameters", "confidence", "because", "matter", "demand"),
    *("deadline", "recurs", "retain", "was", "succeeds", "special_to", "supersedes", "penalties"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The instrument that a provision stands in, and what it takes over from there."""

    instrument: str
    """Its id."""

    published: date
    """Since when its text could be known, unless a part of it says otherwise."""

    penalties: tuple[str, ...]
    """Its default, for obligations that name none."""

    shown: Path
    """Its folder as obligations name it."""


def absolute(reference: str, instrument: str) -> str:
    """Return a reference in full; one without a slash is meant within `instrument`.

    >>> absolute('art-21', 'cn/genai-2023')
    'cn/genai-2023/art-21'
    """
    return reference if "/" in reference else f"{instrument}/{reference}"


def _frozen(value: object) -> object:
    """Return a TOML value as a read-only one: tables as mappings, lists as tuples."""
    match value:
        case dict():
            return MappingProxyType({key: _frozen(inner) for key, inner in value.items()})
        case list():
            return tuple(_frozen(inner) for inner in value)
        case _:
            return value


def _id(table: Table, stem: str, instrument: str) -> str:
    name = table.text("id")
    full = f"{instrument}/{name}"
    if not ids.is_valid(full) or not (name == stem or name.startswith(f"{stem}-")):
        raise table.fail(
            "id",
            f"'{stem}' or '{stem}-…' in lower case letters, digits and single hyphens",
            describe(name),
        )
    return full


def _displacements(table: Table, instrument: str) -> tuple[Displacement, ...]:
    edges = []
    for kind in ("special_to", "supersedes"):
        for edge in table.tables(kind):
            edge.only("id", "basis")
            edges.append(
                Displacement(
                    kind=kind,
                    obligation=absolute(edge.text("id"), instrument),
                    basis=edge.bilingual("basis"),
                )
            )
    return tuple(edges)


def _was(table: Table) -> tuple[Earlier, ...]:
    earlier: list[Earlier] = []
    for each in table.tables("was"):
        each.only("from", "until", "known", "known_until", "source")
        start, end = each.interval()
        known, known_until = each.interval("known", "known_until")
        if known_until is None:
            raise each.fail("", "known_until = the day on which this was replaced", "none")
        if earlier and known < earlier[-1].known_until:
            raise each.fail(
                "known", f"a day from {earlier[-1].known_until} on", describe(each.values["known"])
            )
        earlier.append(
            Earlier(
                start=start,
                end=end,
                known=known,
                known_until=known_until,
                source=each.text("source"),
            )
        )
    return tuple(earlier)


def _known(table: Table, was: tuple[Earlier, ...], text: Expression) -> tuple[date, date | None]:
    """Return since when and until when the present days of the duty are known."""
    default = was[-1].known_until if was else text.known
    known = table.maybe_day("known") or default
    if was and known < was[-1].known_until:
        raise table.fail(
            "known", f"a day from {was[-1].known_until} on, when [[was]] ends", describe(known)
        )
    until = table.maybe_day("known_until")
    if until is not None and until <= known:
        raise table.fail("known_until", f"a day after {known}, when it was known", describe(until))
    return known, until


def _text(table: Table, expressions: tuple[Expression, ...], start: date) -> Expression:
    """Return the expression that an obligation tells: in force and known when it begins."""
    standing = [e for e in expressions if is_in_force(e.start, e.end, start)]
    if not standing:
        raise table.fail("from", "a day on which an [[expression]] stands", describe(start))
    known, until = table.maybe_day("known"), table.maybe_day("known_until")
    if known is None and until is not None:
        fitting = [e for e in standing if e.known < until]
    else:
        fitting = [e for e in standing if is_known(e.known, e.known_until, known)]
    return (fitting or standing)[-1]


def read_obligation(table: Table, article: Article, home: Home) -> Obligation:
    """Return the obligation that a table states.

    Args:
        table: the ``[[obligation]]``.
        article: its provision; status and confidence come from the expression it tells.
        home: the instrument of the provision.

    Raises:
        InvalidInstrument: with file, line, what was expected and what was found.
    """
    table.only(*_KEYS)
    full = _id(table, article.stem, home.instrument)
    start, end = table.interval()
    text = _text(table, article.expressions, start)
    was = _was(table)
    known, known_until = _known(table, was, text)
    references = table.texts("penalties") if table.has("penalties") else home.penalties
    parameters = table.maybe_table("parameters")
    deadline, recurs, retain = map(table.maybe_table, ("deadline", "recurs", "retain"))
    stated = table.choice("confidence", CONFIDENCES) if table.has("confidence") else None
    return Obligation(
        id=full,
        instrument=home.instrument,
        article=article.number,
        provision=article.stem,
        provision_words=article.words,
        title=table.bilingual("title"),
        bearer=table.choice("bearer", BEARERS),
        when=table.text("when"),
        must=table.bilingual("must"),
        reading=table.maybe_bilingual("reading"),
        start=start,
        end=end,
        known=known,
        known_until=known_until,
        was=was,
        theme=table.choice("theme", THEMES),
        stage=table.choice("stage", STAGES),
        point=table.choice("point", POINTS) if table.has("point") else None,
        deadline=None if deadline is None else read_deadline(deadline),
        recurs=None if recurs is None else read_recurrence(recurs),
        retain=None if retain is None else read_retention(retain),
        parameters=MappingProxyType(
            {} if parameters is None else {k: _frozen(v) for k, v in parameters.values.items()}
        ),
        because=table.maybe_bilingual("because"),
        matter=table.text("matter") if table.has("matter") else None,
        demand=table.text("demand") if table.has("demand") else None,
        succeeds=tuple(absolute(r, home.instrument) for r in table.texts("succeeds")),
        displaces=_displacements(table, home.instrument),
        penalties=tuple(absolute(r, home.instrument) for r in references),
        status=text.status,
        confidence=stated or text.confidence,
        source=text.source,
        checked=text.checked,
        file=article.file,
        line=table.source.line(table.place),
    )
