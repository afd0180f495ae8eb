"""Why a finding is one, in a sentence that a person can check.

The words that matched are quoted as they were written, then as the rule has
them when the two differ: that is what a user who was stopped asks about, and
what a reviewer has to see to lift the stop. Control characters are blanked, and
long quotes are cut, since the sentence is shown on pages and terminals.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hegui.bilingual import Bilingual
from hegui.finding import Finding, Span
from hegui.moderation.categories import categories
from hegui.moderation.classifiers.base import DETECTOR
from hegui.moderation.fold import fold
from hegui.moderation.rules import RuleSet

__all__ = ["CONTEXT", "explain", "quote"]

CONTEXT: Final = "moderation.context"
"""Detector of what only several turns together hold."""

_LONGEST: Final = 40
"""Code points of a quote."""


def quote(text: str) -> str:
    r"""Return a text fit to be shown inside a sentence.

    >>> quote('a\x1b[31mb')
    'a [31mb'
    """
    shown = "".join(char if char.isprintable() else " " for char in text[: _LONGEST + 1])
    return f"{shown[:_LONGEST]}…" if len(shown) > _LONGEST else shown


def explain(
    finding: Finding, text: str, rules: RuleSet, *, places: Sequence[Span] = ()
) -> Bilingual:
    """Return why a finding is one.

    Args:
        finding: of rules, of a classifier, or of several turns.
        text: in which it was found.
        rules: that found it.
        places: what weighed most with a classifier.
    """
    risk = categories()[finding.category]
    zh_risk, en_risk = f"{risk.annex} {risk.name.zh}", f"{risk.annex} {risk.name.en}"
    if finding.detector == DETECTOR:
        return _by_classifier(finding, text, places, zh_risk, en_risk)
    shown = "" if finding.span is None else text[finding.span.start : finding.span.end]
    zh, en = f"命中「{quote(shown)}」", f"matched “{quote(shown)}”"
    if finding.detector == CONTEXT:
        zh, en = (
            f"结合前文命中规则，本条中的部分是「{quote(shown)}」",
            (f"matched together with the turns before; “{quote(shown)}” is the part in this one"),
        )
    term = rules.term(finding.rule)
    if term is None:
        return Bilingual(
            zh=f"{zh}，因为规则 {finding.rule} 认出了它；归入{zh_risk}",
            en=f"{en} because rule {finding.rule} recognised it; filed under {en_risk}",
        )
    name = finding.rule.partition("#")[0]
    lexicon = next((each for each in rules.lexicons if each.name == name), None)
    version = "" if lexicon is None else f" {lexicon.version}"
    same = shown == term.text
    zh_form = "" if same else f"，归一后为「{quote(fold(shown).text)}」"
    en_form = "" if same else f", which folds to “{quote(fold(shown).text)}”,"
    return Bilingual(
        zh=f"{zh}{zh_form}，因为词库 {name}{version} 的词条「{quote(term.text)}」"
        f"（{finding.rule}）归入{zh_risk}",
        en=f"{en}{en_form} because the term “{quote(term.text)}” ({finding.rule}) of lexicon "
        f"{name}{version} is filed under {en_risk}",
    )


def _by_classifier(
    finding: Finding, text: str, places: Sequence[Span], zh_risk: str, en_risk: str
) -> Bilingual:
    zh_places = en_places = ""
    if places:
        quotes = [quote(text[span.start : span.end]) for span in places]
        zh_places = f"，主要依据{'、'.join(f'「{each}」' for each in quotes)}"
        en_places = f", mostly by {', '.join(f'“{each}”' for each in quotes)}"
    return Bilingual(
        zh=f"分类器 {finding.rule} 给出 {finding.score:.2f}，达到其阈值{zh_places}；"
        f"最可能属于{zh_risk}",
        en=f"classifier {finding.rule} gives {finding.score:.2f}, at or above its threshold"
        f"{en_places}; most likely {en_risk}",
    )
