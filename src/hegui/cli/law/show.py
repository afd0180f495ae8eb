"""``hegui law show``: an instrument, a provision or an obligation, with its words and days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hegui.bilingual import Bilingual
from hegui.cli.output import JSON, LANGUAGE, language_of, print_json, today_or
from hegui.errors import UnknownInstrument
from hegui.law import Article, Expression, Instrument, Law, Obligation, load
from hegui.law.aspects import aspects
from hegui.law.source import near

__all__ = ["show"]

_WORDS: Final = {
    "issuer": Bilingual(zh="发布机关", en="issued by"),
    "rank": Bilingual(zh="效力位阶", en="rank"),
    "number": Bilingual(zh="文号", en="number"),
    "published": Bilingual(zh="公布", en="published"),
    "in force": Bilingual(zh="施行", en="in force"),
    "succeeds": Bilingual(zh="承接", en="succeeds"),
    "source": Bilingual(zh="出处", en="source"),
    "note": Bilingual(zh="说明", en="note"),
    "status": Bilingual(zh="效力", en="status"),
    "checked": Bilingual(zh="核对", en="checked"),
    "reading": Bilingual(zh="理解", en="reading"),
    "because": Bilingual(zh="由人完成", en="by a person"),
    "penalties": Bilingual(zh="罚则", en="penalties"),
    "law": Bilingual(zh="文件", en="file"),
    "was": Bilingual(zh="此前所知", en="known before"),
}


def show(
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="An instrument, a provision or an obligation.")
    ],
    *,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="YYYY-MM-DD", help="Its words on a day; today in Beijing."),
    ] = None,
    as_json: JSON = False,
    lang: LANGUAGE = None,
) -> None:
    """Show what something in the law says, from when, and how we know.

    ID is cn/genai-2023, cn/genai-2023/art-14 or cn/genai-2023/art-14-1-stop.

    Exits with 0; with 2 when nothing has this id.
    """
    law, day, language = load(), today_or(on), language_of(lang)
    home, _, stem = id_.rpartition("/")
    page = _Page(language)
    if id_ in law.obligations:
        found: dict[str, object] = _duty_as_dict(law.obligations[id_])
        page.duty(law.obligations[id_])
    elif id_ in law.instruments:
        found = _instrument_as_dict(law.instruments[id_], law, day)
        page.instrument(law.instruments[id_], law, day)
    elif home in law.instruments and (article := law.instruments[home].article(stem)):
        found = _article_as_dict(home, article, law)
        page.article(home, article, law, day)
    else:
        raise UnknownInstrument(id_, near=near(id_, _names(law)))
    if as_json:
        print_json(found)
    else:
        page.print()


def _names(law: Law) -> Iterator[str]:
    for instrument in law.instruments.values():
        yield instrument.id
        for article in instrument.articles:
            yield f"{instrument.id}/{article.stem}"
            yield from article.obligations


def _days(start: date, end: date | None) -> str:
    return f"{start}" if end is None else f"{start} → {end}"


class _Page:
    """Lines of one page: labels on the left, words on the right."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.parts: list[tuple[int, Text | Table]] = []

    def head(self, id_: str, words: Bilingual) -> None:
        told = Text.assemble((id_, "bold"), f"  {words.in_language(self.language)}")
        self.parts.append((0, told))

    def line(self, label: str | Bilingual, value: object) -> None:
        words = _WORDS[label] if isinstance(label, str) else label
        told = value.in_language(self.language) if isinstance(value, Bilingual) else str(value)
        last = self.parts[-1][1] if self.parts else None
        if isinstance(last, Table):
            table = last
        else:
            table = Table.grid(padding=(0, 2, 0, 0))
            table.add_column(no_wrap=True, style="dim")
            table.add_column(overflow="fold")
            self.parts.append((2, table))
        table.add_row(words.in_language(self.language), told)

    def instrument(self, each: Instrument, law: Law, day: date) -> None:
        self.head(each.id, each.title)
        for issuer in each.issuers:
            self.line("issuer", issuer)
        self.line("rank", each.rank)
        if each.number is not None:
            self.line("number", each.number)
        self.line("published", each.published)
        self.line("in force", _days(each.start, each.end))
        for former in each.succeeds:
            self.line("succeeds", former)
        for address in each.addresses:
            self.line("source", address)
        if each.note is not None:
            self.line("note", each.note)
        for article in each.articles:
            self.parts.append((0, Text()))
            self.article(each.id, article, law, day)

    def article(self, home: str, article: Article, law: Law, day: date) -> None:
        self.head(f"{home}/{article.stem}", article.topic)
        text = article.expression(day)
        for each in article.expressions if text is None else (text,):
            self.expression(each)
        for id_ in article.obligations:
            duty = law.obligations[id_]
            told = Text.assemble((id_, "bold"), f"  {duty.title.in_language(self.language)}")
            self.parts.append((4, told))

    def expression(self, text: Expression) -> None:
        self.line("in force", _days(text.start, text.end))
        self.line("status", f"{text.status}, {text.confidence}")
        self.line("checked", f"{text.checked}  {text.source}")
        self.parts.append((2, Text(text.says.in_language(self.language))))
        if text.reading is not None:
            self.line("reading", text.reading)

    def duty(self, duty: Obligation) -> None:
        self.head(duty.id, duty.title)
        self.line("in force", _days(duty.start, duty.end))
        for earlier in duty.was:
            told = f"{_days(earlier.start, earlier.end)} ({earlier.known} → {earlier.known_until})"
            self.line("was", told)
        for aspect in aspects(duty):
            if aspect.name != "title" and aspect.after is not None:
                self.line(aspect.label, aspect.after)
        for penalty in duty.penalties:
            self.line("penalties", penalty)
        if duty.because is not None:
            self.line("because", duty.because)
        self.line("checked", f"{duty.checked}  {duty.source}")
        self.line("law", f"{duty.file.as_posix()}:{duty.line}")

    def print(self) -> None:
        console = Console(highlight=False)
        for indent, part in self.parts:
            console.print(Padding(part, (0, 0, 0, indent), expand=False))


def _text_as_dict(text: Expression) -> dict[str, object]:
    return {
        "from": text.start.isoformat(),
        "until": None if text.end is None else text.end.isoformat(),
        "known": text.known.isoformat(),
        "known_until": None if text.known_until is None else text.known_until.isoformat(),
        "status": text.status,
        "confidence": text.confidence,
        "checked": text.checked.isoformat(),
        "source": text.source,
        "says": text.says.as_dict(),
        "reading": None if text.reading is None else text.reading.as_dict(),
    }


def _article_as_dict(home: str, article: Article, law: Law) -> dict[str, object]:
    return {
        "id": f"{home}/{article.stem}",
        "topic": article.topic.as_dict(),
        "expressions": [_text_as_dict(text) for text in article.expressions],
        "obligations": [_duty_as_dict(law.obligations[id_]) for id_ in article.obligations],
        "penalties": [
            {
                "on": penalty.on.as_dict(),
                "measures": list(penalty.measures),
                "fine_at_least": penalty.fine_at_least,
                "fine_at_most": penalty.fine_at_most,
                "currency": penalty.currency,
                "turnover_share": penalty.turnover_share,
            }
            for penalty in article.penalties
        ],
        "file": article.file.as_posix(),
    }


def _instrument_as_dict(each: Instrument, law: Law, day: date) -> dict[str, object]:
    return {
        "id": each.id,
        "on": day.isoformat(),
        "title": each.title.as_dict(),
        "issuers": [issuer.as_dict() for issuer in each.issuers],
        "rank": each.rank,
        "authority": each.authority,
        "number": None if each.number is None else each.number.as_dict(),
        "published": each.published.isoformat(),
        "from": each.start.isoformat(),
        "until": None if each.end is None else each.end.isoformat(),
        "succeeds": list(each.succeeds),
        "addresses": list(each.addresses),
        "note": None if each.note is None else each.note.as_dict(),
        "provisions": [_article_as_dict(each.id, article, law) for article in each.articles],
    }


def _duty_as_dict(duty: Obligation) -> dict[str, object]:
    return {
        "id": duty.id,
        "title": duty.title.as_dict(),
        "from": duty.start.isoformat(),
        "until": None if duty.end is None else duty.end.isoformat(),
        "theme": duty.theme,
        "stage": duty.stage,
        "point": duty.point,
        "matter": duty.matter,
        "aspects": {
            aspect.name: None if aspect.after is None else aspect.after.as_dict()
            for aspect in aspects(duty)
        },
        "because": None if duty.because is None else duty.because.as_dict(),
        "penalties": list(duty.penalties),
        "succeeds": list(duty.succeeds),
        "checked": duty.checked.isoformat(),
        "source": duty.source,
        "file": f"{duty.file.as_posix()}:{duty.line}",
    }
