"""What a stream holds, and when it lets go."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.finding import Stage
from hegui.moderation import Lexicon, RuleSet, Term, fold, load_rules
from hegui.moderation.kept import NO_WORD


def rules_of(*texts: str, allow: tuple[str, ...] = ()) -> RuleSet:
    """Return a rule set of these terms; `allow` belongs to the first."""
    terms = tuple(
        Term(
            rule=f"t#{at}",
            text=text,
            category="a1.other-banned",
            severity=1,
            allow=allow if at == 1 else (),
        )
        for at, text in enumerate(texts, 1)
    )
    lexicon = Lexicon(name="t", version="1", author="", source="", terms=terms, file=Path("t"))
    return RuleSet((lexicon,))


def releases(rules: RuleSet, *chunks: str) -> list[str]:
    """Return what each push releases, findings in brackets, then what finish() does."""
    stream = rules.stream(Stage.OUTPUT)
    return [
        "".join(f"[{s.text}]" if s.findings else s.text for s in segments)
        for segments in (*map(stream.push, chunks), stream.finish())
    ]


def test_clean_text_is_not_held() -> None:
    """No delay where no term begins."""
    assert ["今天", "天气", "很好。", ""] == releases(rules_of("赌博"), "今天", "天气", "很好。")


def test_a_live_prefix_is_held_until_it_dies() -> None:
    assert ["他", "", "赌气了", ""] == releases(rules_of("赌博网站"), "他", "赌", "气了")


def test_a_prefix_inside_a_prefix_stays_held() -> None:
    """The longer one dies and the shorter one lives on."""
    assert ["", "", "网上[赌博]", ""] == releases(rules_of("网上赌场", "赌博"), "网上", "赌", "博")


def test_signs_after_a_prefix_are_held_with_it() -> None:
    assert ["", "", "", "[赌 *\u200b博]", ""] == releases(
        rules_of("赌博"), "赌", " *", "\u200b", "博"
    )


def test_too_many_signs_let_go() -> None:
    assert ["", "赌" + "*" * 17, "博", ""] == releases(rules_of("赌博"), "赌", "*" * 17, "博")


def test_a_word_waits_for_its_end() -> None:
    """A letter that follows would make it another word."""
    rules = rules_of("meth")

    assert ["", "method", ""] == releases(rules, "meth", "od")
    assert ["", "[meth] ", ""] == releases(rules, "meth", " ")
    assert ["", "[meth]"] == releases(rules, "meth")


def test_no_word_begins_inside_a_word() -> None:
    """English text is not held for terms that could only be part of a word."""
    assert ["some", "ass", ""] == releases(rules_of("me", "assert"), "some", "ass")


def test_a_term_waits_for_an_excuse() -> None:
    rules = rules_of("赌博", allow=("赌博的危害",))

    assert ["", "", "赌博的危害", ""] == releases(rules, "赌博", "的", "危害")
    assert ["", "", "[赌博]的网", ""] == releases(rules, "赌博", "的", "网")
    assert ["", "", "[赌博]的"] == releases(rules, "赌博", "的")


def test_a_found_term_waits_for_what_may_overlap_it() -> None:
    rules = rules_of("网赌", "赌博网站")

    assert ["", "", "[网赌博网站]", ""] == releases(rules, "网赌", "博网", "站")
    assert ["", "", "[网赌]博弈", ""] == releases(rules, "网赌", "博", "弈")


def test_digits_wait_for_the_next_character() -> None:
    rules = load_rules(())

    assert ["共", "12元", ""] == releases(rules, "共1", "2元")
    assert ["", "[13800138000]。", "好", ""] == releases(rules, "138001", "38000。", "好")
    assert ["", "", "[13800138000]. ok", ""] == releases(rules, "138001", "38000.", " ok")
    assert ["", "138001380001字", ""] == releases(rules, "13800138000", "1字")


def test_a_long_run_of_digits_is_let_go() -> None:
    """What cannot be an identifier any more is not held."""
    stream = load_rules(()).stream(Stage.OUTPUT)
    for _ in range(100):
        stream.push("7" * 10)

    assert 0 == stream.held


def test_invisible_characters_are_held_and_counted() -> None:
    rules = rules_of("赌博")
    stream = rules.stream(Stage.OUTPUT)

    assert () == stream.push("\u200b" * 128)
    assert 128 == stream.held
    (segment,) = stream.push("\u200b")
    assert ["hold-limit"] == [finding.rule for finding in segment.findings]
    assert 0 == stream.held


def test_a_stream_forgets_what_is_decided() -> None:
    """Memory does not grow with the text."""
    stream = rules_of("赌博").stream(Stage.OUTPUT)
    for _ in range(1000):
        stream.push("今天天气很好。")

    assert len(stream._chars) < 1000


def test_clear_text_goes_at_once() -> None:
    """What begins no term goes by the quick way, but a last character that may begin one."""
    stream = rules_of("赌博网").stream(Stage.OUTPUT)

    assert "今天天气" == stream.clear("今天天气")
    assert "很" == stream.clear("很赌")
    assert 1 == stream.held
    assert "" == stream.clear("博")
    assert "赌博吧" == stream.clear("吧")


def test_what_needs_a_closer_look_is_not_taken() -> None:
    """The quick way takes no third character of a term, no sign, no letter and no digit."""
    stream = rules_of("赌博网").stream(Stage.OUTPUT)

    assert "" == stream.clear("赌博")
    for text in ("网", "", "。", "好。", "a", "1", "\u200b"):
        assert stream.clear(text) is None
    assert 2 == stream.held

    (segment,) = (*stream.push("网"), *stream.finish())

    assert ["t#1"] == [finding.rule for finding in segment.findings]
    with pytest.raises(ValueError, match="finish"):
        stream.push("好")


def test_nothing_comes_after_the_end() -> None:
    stream = rules_of("赌博").stream(Stage.OUTPUT)
    stream.push("赌")

    assert ["赌"] == [segment.text for segment in stream.finish()]
    assert () == stream.finish()
    with pytest.raises(ValueError, match="no more text"):
        stream.push("博")


def test_han_characters_fold_one_to_one() -> None:
    """Runs of them are taken at once on the strength of this; no table may break it unseen."""
    han = "".join(map(chr, (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))))
    folded = fold(han)

    assert list(range(len(han))) == list(folded.origin)
    assert min(folded.text) >= NO_WORD
