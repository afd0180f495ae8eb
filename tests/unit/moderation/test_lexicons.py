"""The starter lexicon: enough terms, no innocent sentence stopped."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hegui.finding import Stage
from hegui.moderation import load_rules
from hegui.moderation.importing import benign

RULES = load_rules()
TEXTS = Path(__file__).parents[2] / "_data"
TERMS = [term for lexicon in RULES.lexicons for term in lexicon.terms]


def sentences(name: str) -> list[str]:
    """Return the sentences of a file, comments left out."""
    lines = (TEXTS / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def rules_found(text: str) -> set[str]:
    """Return the rules that find something in a prompt."""
    return {finding.rule for finding in RULES.scan(text, Stage.PROMPT)}


def test_there_are_terms_enough_in_both_languages() -> None:
    languages = Counter(term.lang for term in TERMS)

    assert RULES.terms >= 3000
    assert languages["zh"] >= 1500
    assert languages["en"] >= 1000
    assert set(languages) == {"zh", "en"}


def test_every_subject_has_its_file() -> None:
    assert {
        "starter/drugs",
        "starter/fraud",
        "starter/gambling",
        "starter/hate",
        "starter/malware",
        "starter/obscenity",
        "starter/offers",
        "starter/self-harm",
        "starter/weapons",
    } == {lexicon.name for lexicon in RULES.lexicons}


def test_no_term_is_political() -> None:
    """The library of such words is the operator's duty and the operator's choice."""
    political = ("a1.subversion", "a1.national-security", "a1.secession", "a1.false-information")

    assert [] == [term.rule for term in TERMS if term.category in political]


def test_no_lawful_sentence_is_stopped() -> None:
    """Over-blocking is a defect; the sentences were chosen to tempt it."""
    benign = sentences("benign.txt")
    stopped = {
        text: [finding.rule for finding in RULES.scan(text, stage)]
        for text in benign
        for stage in Stage
        if RULES.scan(text, stage)
    }

    assert {} == stopped
    assert len(set(benign)) >= 600


def test_most_plain_requests_for_harm_are_found() -> None:
    """Nine tenths of our own list; what is told in other words needs a classifier."""
    harmful = sentences("harmful.txt")
    found = [text for text in harmful if RULES.scan(text, Stage.PROMPT)]

    assert len(set(harmful)) >= 250
    assert len(found) / len(harmful) >= 0.9


def test_every_term_finds_itself() -> None:
    assert [] == [
        term.rule
        for term in TERMS
        if term.rule not in rules_found(f"{term.text}，{term.near[0]}" if term.near else term.text)
    ]


def test_every_excuse_excuses() -> None:
    assert [] == [
        (term.rule, text) for term in TERMS for text in term.allow if term.rule in rules_found(text)
    ]


KEYWORDS = [term for term in TERMS if term.near]
"""Words of every newspaper that the starter lexicon has beside an offer only."""

NEWS = (
    "警方昨日通报一起案件，涉及{}，三名嫌疑人已被移送起诉。",
    "第一百二十条 违反国家规定，非法持有、买卖{}的，依法追究刑事责任。",
    "本单元讨论{}的危害，请同学们课前查阅资料。",
    "Police said on Monday that {} had been seized at the port.",
)


def test_a_keyword_alone_stops_no_news_no_law_and_no_lesson() -> None:
    """Each is silent in every such sentence, and found where somebody offers it."""
    silent = [sentence.format(term.text) for term in KEYWORDS for sentence in NEWS]

    assert len(KEYWORDS) >= 35
    assert [] == [text for text in silent if rules_found(text)]
    assert [] == [
        (term.text, offer)
        for term in KEYWORDS
        for offer in term.near
        if term.rule not in rules_found(f"{term.text}，{offer}")
    ]


def test_the_keywords_are_words_of_lawful_text() -> None:
    """Without their condition they would stop sentences of our own that nobody should miss."""
    lawful = [*sentences("benign.txt"), *(passage.text for passage in benign())]
    naming = [text for text in lawful if any(term.text in text for term in KEYWORDS)]

    assert len(naming) >= 20
    assert [] == [text for text in naming if rules_found(text)]
