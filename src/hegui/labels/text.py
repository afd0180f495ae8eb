r"""Explicit labels on text: writing one, and telling whether one is there.

A written label needs two elements in one notice: that it was a machine (人工智能
or AI) and that it generated or synthesised (生成, 合成). The wording is free, so
reading is by grammar:

    a notice   = [what] [by] AI [kind of AI] generated [noun] [advice]
    set apart  = between line ends, brackets or sentence marks
    near       = wholly within the first or the last `ZONE` code points

Reading is strict on purpose. Taking a sentence *about* generated content for a
label would send an answer out without one; missing an odd label only adds a
second. So these are no labels: a product name (AI播客), a technology (生成式人工智能),
a quotation, a question, a denial, or the words in the midst of an answer.

>>> has_explicit_label('春天来了。\n\n（内容由人工智能生成）')
True
>>> has_explicit_label('AI播客是一种新节目。')
False
>>> has_explicit_label('Paris is the capital of France.\n\n(AI-generated content)')
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args
from unicodedata import normalize

from hegui.bilingual import Bilingual
from hegui.errors import InvalidPosition, UnclearLabel

__all__ = ["ZONE", "Position", "TextLabel", "has_explicit_label"]

Position = Literal["start", "end"]
"""Where a label is written: before the first or after the last character."""

ZONE: Final = 80
"""How near to the start or the end a notice must lie, in code points, its own included.

The standard says start, end or a fitting place between, and gives no number. We
read "start" and "end" as what a reader meets without scrolling: two short lines.
"""

_SAMPLE: Final = 1_000
"""Code points that decide the language of an answer; the rest costs nothing."""

# Quotation marks and hyphens are no edges: what they join or quote is not a notice.
_EDGE: Final = r"""(?:[^\w\s,、\-"'“”‘’「」『』《》〈〉`]|[_\n])"""

_AI_ZH: Final = r"(?:人工智能(?:\s*\(\s*ai\s*\))?|a\.?i\.?)"
_KIND_ZH: Final = (
    r"(?:大语言|语言|大|小|模型|技术|算法|服务|助手|工具|系统|机器人|"
    r"辅助|自动|协助|参与|所|进行|\s)"
)
_NOUN_ZH: Final = r"(?:[内內]容|文[字本章案档]?|回[答复]|信息|答案|结果|作品|对话|摘要|译文)"
_ADVICE: Final = (
    r"(?:[,、;]\s*(?:仅供|请|可能|不代表|不构成|谨慎|注意|for reference|may |might |"
    r"can |please |check |verify |not )[^\n()]{0,40})?"
)
_NOTICE_ZH: Final = (
    rf"(?:本|此|该|以上|以下|上述|前述)?{_NOUN_ZH}?(?:全部|部分|均|都)?(?:系|是|为)?"
    rf"(?:由|经|使用|通过|利用|借助)?\s*{_AI_ZH}{_KIND_ZH}{{0,4}}"
    rf"(?:生成合成|合成生成|生成|合成)(?:与|和|或|/)?(?:合成)?(?:的|而成)?{_NOUN_ZH}?{_ADVICE}"
)

_AI_EN: Final = r"(?:a\.?i\.?|artificial intelligence)"
_KIND_EN: Final = r"(?: (?:models?|systems?|assistants?|tools?|technology|language models?))?"
_NOUN_EN: Final = (
    r"(?:contents?|texts?|answers?|responses?|repl(?:y|ies)|messages?|output|summar(?:y|ies)|"
    r"translations?|articles?)"
)
_MADE_EN: Final = r"(?:(?:generated|synthesi[sz]ed)(?: (?:and|or) (?:generated|synthesi[sz]ed))?)"
_WHAT_EN: Final = (
    rf"(?:(?:(?:the|this|these|above|following|all) ?){{0,3}}(?:{_NOUN_EN} )?"
    r"(?:(?:is|are|was|were|has been|have been) )?"
    r"(?:(?:partly|partially|fully|entirely|automatically) )?)"
)
_NOTICE_EN: Final = (
    rf"{_WHAT_EN}(?:{_AI_EN}[\s\-]{_MADE_EN}(?: {_NOUN_EN})?"
    rf"|{_MADE_EN} (?:by|with|using)(?: (?:the )?(?:help|use|assistance) of)?"
    rf"(?: an?| the)? {_AI_EN}{_KIND_EN}){_ADVICE}"
)

_NOTICE: Final = re.compile(
    rf"{_EDGE}\s*(?:-\s+)?(?:{_NOTICE_ZH}|{_NOTICE_EN})\s*(?=(?![?]|\.\w){_EDGE})"
)

_GENERATION: Final = ("生成", "合成", "generated", "synthesi")
"""Every notice holds one of them, folded."""

_BLANKS: Final = re.compile(r"\s+")
_LINE_ENDS: Final = frozenset("\n\r\u2028\u2029")

_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LATIN_WORD: Final = re.compile(r"[A-Za-z\u00c0-\u024f]+")


def has_explicit_label(text: str) -> bool:
    """Tell whether `text` carries a notice with both elements near its start or end.

    Full-width and upper-case letters count as plain ones. White space around the
    text does not count towards the zone.

    Args:
        text: any length, as the reader gets it.

    Returns:
        True when a notice lies wholly within the first or the last `ZONE` code
        points. True says nothing about who wrote it.

    Notes:
        O(`ZONE`) but for one strip. The pattern has no nested repetition over
        the same characters, so a hostile text costs no more than another.

    Source:
        GB 45438-2025, clause 5, for the two elements.

    >>> has_explicit_label('由ＡＩ合成')
    True
    >>> has_explicit_label('本文不是由人工智能生成的。')
    False
    """
    bare = text.strip()
    if len(bare) <= ZONE:
        return _holds_notice(f"\n{bare}\n")
    # One code point beyond the zone shows whether the notice really ends there.
    head, tail = f"\n{bare[: ZONE + 1]}", f"{bare[-ZONE - 1 :]}\n"
    # The end first: labels mostly stand there, and then the start need not be read.
    return _holds_notice(tail) or _holds_notice(head)


def _holds_notice(zone: str) -> bool:
    # Full-width brackets are made plain by hand, as NFKC would make them: what is normal already
    # takes 0.4 µs to normalise, and a zone with our own label otherwise 11.
    plain = normalize("NFKC", zone.replace("（", "(").replace("）", ")")).casefold()
    if not any(word in plain for word in _GENERATION):
        return False  # nearly every zone without a label; four look-ups in place of a search
    # Squeezed, so that a text of line ends and blanks has one way to be read, not thousands.
    return _NOTICE.search(_BLANKS.sub(_squeezed, plain)) is not None


def _squeezed(run: re.Match[str]) -> str:
    return " " if _LINE_ENDS.isdisjoint(run[0]) else "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLabel:
    r"""The explicit label that a service puts on its answers.

    Raises:
        UnclearLabel: one of the wordings would not be read back as a label.
        InvalidPosition: `position` is neither ``start`` nor ``end``.

    >>> label = TextLabel(wording=Bilingual(zh='内容由人工智能生成', en='AI-generated content'),
    ...                   position='end')
    >>> label.apply('你好！')
    '你好！\n\n（内容由人工智能生成）'
    """

    wording: Bilingual
    """The notice in both languages, with or without its own brackets."""

    position: Position

    def __post_init__(self) -> None:
        """Refuse words that nobody would recognise, before anybody is shown them."""
        if self.position not in get_args(Position):
            raise InvalidPosition(self.position)
        for words in (_bracketed(self.wording.zh, "（）"), _bracketed(self.wording.en, "()")):
            # INVARIANT: what `apply` writes, `has_explicit_label` reads.
            if len(words) > ZONE or not has_explicit_label(words):
                raise UnclearLabel(
                    "expected words that say both that it was AI (人工智能, AI) and that it "
                    f"generated (生成, 合成, generated), at most {ZONE} characters; got {words!r}"
                )

    def words_for(self, text: str) -> str:
        """Return the notice in the language of `text`, as it stands in an answer.

        Chinese when the first 1,000 code points hold at least as many Han
        characters as Latin words (so also when they hold neither), else English.

        >>> TextLabel(wording=Bilingual(zh='AI生成', en='AI-generated'), position='end').words_for(
        ...     'Hello there')
        '(AI-generated)'
        """
        sample = text[:_SAMPLE]
        han = sum(map(len, _HAN.findall(sample)))
        latin = len(_LATIN_WORD.findall(sample))
        if han >= latin:
            return _bracketed(self.wording.zh, "（）")
        return _bracketed(self.wording.en, "()")

    def addition(self, text: str) -> str:
        """Return what has to be written at `position` so that `text` carries the label.

        Empty when it already does. A stream adds it after its last character,
        or before its first one with ``addition('')`` plus a blank line.
        """
        if has_explicit_label(text):
            return ""
        words = self.words_for(text)
        if not text:
            return words
        return f"{words}\n\n" if self.position == "start" else f"\n\n{words}"

    def apply(self, text: str) -> str:
        """Return `text` with the label at `position`; a labelled text comes back unchanged.

        The text itself is never altered: the result starts or ends with it.
        """
        addition = self.addition(text)
        return addition + text if self.position == "start" else text + addition


def _bracketed(words: str, brackets: str) -> str:
    """Return `words` in `brackets`, unless they bring their own."""
    bare = words.strip()
    return bare if bare[:1] in set("（(【[〔") else f"{brackets[0]}{bare}{brackets[1]}"
