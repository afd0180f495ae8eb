"""docs/reference/obligations/…: one page for each instrument, one anchor for each obligation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from docs.pages.markdown import both, page, table
from hegui import controls, ids
from hegui.bilingual import Bilingual
from hegui.law import Article, Instrument, Law, Obligation, load

__all__ = ["address", "pages"]

_FOLDER: Final = "docs/reference/obligations"
_CONFIDENCE: Final = {
    "primary": "primary: read in an official text or a full copy of it",
    "secondary": "secondary: seen in a digest; the official wording was not read",
    "recalled": "recalled: not found again; treat as unverified",
}


def address(instrument: str) -> str:
    """Return the path of an instrument's page from the root of the repository."""
    return f"{_FOLDER}/{instrument}.md"


def _answer(obligation: Obligation) -> str:
    """Return who answers a duty: its controls, or the reason why a person must."""
    answering = controls.of_obligation(obligation.id)
    if answering:
        links = [f"[{control.name}](../../controls/{control.name}.md)" for control in answering]
        return "Answered by " + ", ".join(links) + "."
    if obligation.because is None:
        return "Answered by nobody."
    return f"Answered by a person.\n\n{both(obligation.because)}"


def _dates(start: date, end: date | None) -> str:
    until = "" if end is None else f" until {end.isoformat()}"
    return f"from {start.isoformat()}{until}"


def _value(value: object) -> str:
    """Return a parameter as the law file has it; tables in the order of their keys."""
    if isinstance(value, Bilingual):
        return f"{value.zh} · {value.en}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} = {_value(value[key])}" for key in sorted(value))
    if isinstance(value, tuple):
        return ", ".join(_value(each) for each in value)
    return str(value)


def _terms(duty: Obligation) -> list[tuple[str, str]]:
    """Return until when, how often and how long, as the rule states it."""
    terms = []
    if (due := duty.deadline) is not None:
        unit = due.unit.replace("_", " ")
        terms.append(("Deadline", f"within {due.within} {unit} {due.side} {due.event}"))
    if (recurs := duty.recurs) is not None:
        terms.append(("Recurs", f"once in {recurs.every} {recurs.unit}"))
    if (kept := duty.retain) is not None:
        terms.append(("Kept", f"at least {kept.at_least} {kept.unit}: {kept.what.en}"))
    return terms + [
        (f"Known until {was.known_until}", _dates(was.start, was.end)) for was in duty.was
    ]


def _duty(duty: Obligation) -> str:
    rows: list[Sequence[object]] = [
        ["Id", f"`{duty.id}`"],
        ["Bearer", duty.bearer],
        ["When", f"`{duty.when}`"],
        ["In force", _dates(duty.start, duty.end)],
        ["Theme, stage", f"{duty.theme}, {duty.stage}"],
        ["Status", duty.status],
        ["Confidence", _CONFIDENCE[duty.confidence]],
        ["Source", f"<{duty.source}>, compared {duty.checked.isoformat()}"],
    ]
    if duty.point is not None:
        rows.append(["Control point", duty.point])
    if duty.matter is not None:
        rows.append(["Matter, demand", ", ".join(filter(None, (duty.matter, duty.demand)))])
    rows += [list(term) for term in _terms(duty)]
    rows += [[f"`{name}`", _value(duty.parameters[name])] for name in sorted(duty.parameters)]
    rows += [["Penalties", ", ".join(duty.penalties)]] if duty.penalties else []
    reading = () if duty.reading is None else ("Our reading:", both(duty.reading))
    return "\n\n".join(
        (
            f'<a id="{ids.parse(duty.id).provision}"></a>',
            f"### {ids.parse(duty.id).provision}",
            f"**{duty.title.zh} · {duty.title.en}**",
            both(duty.must),
            table(["", ""], rows),
            *reading,
            _answer(duty),
        )
    )


def _article(law: Law, article: Article) -> str:
    told = [
        f"{_dates(each.start, each.end)} ({each.status}, {each.confidence}):\n\n{both(each.says)}"
        for each in article.expressions
    ]
    duties = [_duty(law.obligations[id_]) for id_ in article.obligations]
    return "\n\n".join(
        (
            f"## {article.words.en}",
            f"**{article.topic.zh} · {article.topic.en}**",
            *told,
            *(duties or ["Asks nothing of a service."]),
        )
    )


def _made(instrument: Instrument) -> str:
    """Return when it was adopted, where that is known, and published."""
    adopted, published = instrument.adopted, instrument.published.isoformat()
    if adopted is None:
        return f"Published {published}, "
    return f"Adopted {adopted.isoformat()}, published {published}, "


def _instrument(law: Law, instrument: Instrument) -> str:
    duties = [duty for duty in law.obligations.values() if duty.instrument == instrument.id]
    overview = [
        [
            f"[{ids.parse(duty.id).provision}](#{ids.parse(duty.id).provision})",
            duty.title.zh,
            duty.title.en,
            "control" if controls.of_obligation(duty.id) else "person",
            duty.confidence,
        ]
        for duty in duties
    ]
    return page(
        instrument.id,
        both(instrument.title),
        _made(instrument)
        + f"in force {_dates(instrument.start, instrument.end)}. Official text: "
        + ", ".join(f"<{address}>" for address in instrument.addresses)
        + ".",
        "Told in our own words; the official text stands at its source. This is no legal advice.",
        table(["Obligation", "义务", "In English", "Answered by", "Confidence"], overview),
        *(_article(law, article) for article in instrument.articles),
    )


def pages() -> dict[str, str]:
    """Return one page for each loaded instrument."""
    law = load()
    return {
        address(instrument.id): _instrument(law, instrument)
        for instrument in law.instruments.values()
    }
