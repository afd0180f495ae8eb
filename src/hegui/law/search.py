"""Words, in Chinese or English, over everything the law says in our words.

Every word asked for must occur, as a part of words too (so that Chinese needs
no segmentation and ``label`` finds *labels*); case does not matter. A hit in an
id or a title counts more than one in the text, one in what an obligation asks
more than one in our reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from hegui.bilingual import Bilingual
from hegui.law.instrument import Article, Instrument, Obligation
from hegui.law.load import Law

__all__ = ["Hit", "search"]

Kind = Literal["instrument", "provision", "obligation"]

_ID: Final = 8
_TITLE: Final = 4
_MUST: Final = 2
_TEXT: Final = 1
"""What a hit counts in an id, a title or topic, a duty's words, and longer text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place where all words occur."""

    id: str
    """Of an instrument, a provision (``cn/genai-2023/art-14``) or an obligation."""

    kind: Kind
    title: Bilingual

    words: Bilingual
    """The passage to show: what it asks, or what it says."""

    score: int

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title.as_dict(),
            "words": self.words.as_dict(),
            "score": self.score,
        }


Field = tuple[int, str]
"""A weight and a text in lower case."""


def _both(weight: int, words: Bilingual | None) -> Iterator[Field]:
    if words is not None:
        yield weight, words.zh.lower()
        yield weight, words.en.lower()


def _score(fields: Iterable[Field], words: tuple[str, ...]) -> int:
    """Return the sum of each word's best weight, or 0 when one word is nowhere."""
    known = list(fields)
    best = [max((w for w, text in known if word in text), default=0) for word in words]
    return sum(best) if all(best) else 0


def _of_instrument(instrument: Instrument) -> Iterator[Field]:
    yield _ID, instrument.id
    yield from _both(_TITLE, instrument.title)
    yield from _both(_TITLE, instrument.short)
    yield from _both(_TITLE, instrument.number)
    yield from _both(_TEXT, instrument.note)
    for issuer in instrument.issuers:
        yield from _both(_MUST, issuer)


def _of_article(instrument: Instrument, article: Article) -> Iterator[Field]:
    yield _ID, f"{instrument.id}/{article.stem}"
    yield from _both(_TITLE, article.topic)
    yield from _both(_TITLE, article.words)
    for expression in article.expressions:
        yield from _both(_TEXT, expression.says)
        yield from _both(_TEXT, expression.reading)


def _of_duty(duty: Obligation) -> Iterator[Field]:
    yield _ID, duty.id
    yield from _both(_TITLE, duty.title)
    yield from _both(_MUST, duty.must)
    yield from _both(_TEXT, duty.reading)
    yield from _both(_TEXT, duty.because)
    for word in (duty.theme, duty.point, duty.matter):
        yield _MUST, word or ""


def _hits(law: Law, words: tuple[str, ...]) -> Iterator[Hit]:
    for instrument in law.instruments.values():
        yield Hit(
            id=instrument.id,
            kind="instrument",
            title=instrument.short,
            words=instrument.title,
            score=_score(_of_instrument(instrument), words),
        )
        for article in instrument.articles:
            yield Hit(
                id=f"{instrument.id}/{article.stem}",
                kind="provision",
                title=article.topic,
                words=article.expressions[-1].says,
                score=_score(_of_article(instrument, article), words),
            )
            for id_ in article.obligations:
                duty = law.obligations[id_]
                yield Hit(
                    id=id_,
                    kind="obligation",
                    title=duty.title,
                    words=duty.must,
                    score=_score(_of_duty(duty), words),
                )


def search(law: Law, query: str) -> tuple[Hit, ...]:
    """Return where all words of a query occur, best first, in law order among equals.

    Args:
        law: as loaded.
        query: words between spaces; an empty query finds nothing.

    Notes:
        Reads everything once: a few milliseconds for all packs, no index.
    """
    words = tuple(query.lower().split())
    if not words:
        return ()
    return tuple(sorted((hit for hit in _hits(law, words) if hit.score), key=lambda h: -h.score))
