"""The demo model: its grammar, and that its leak is one."""

from __future__ import annotations

import pytest
from tests.starter import starter_rules

from hegui.finding import Stage
from hegui.gateway.demo.grammar import Script, read
from hegui.gateway.demo.words import answer, scripted


@pytest.mark.parametrize(
    ("prompt", "script"),
    [
        ("你好", Script()),
        ("/demo say-b64 5aW9", Script(say="好")),
        ("/demo leak /demo chunk 3", Script(leak=True, chunk=3)),
        ("x /demo cut /demo crlf", Script(cut=0, crlf=True)),
        ("/demo wait 0.5 /demo status 503 /demo finish length",
         Script(wait=0.5, status=503, finish="length")),
        ("a line\n/demo stall 2\nanother", Script(stall=2)),
    ],
)  # fmt: skip
def test_instructions_are_read_in_any_order(prompt: str, script: Script) -> None:
    """They may stand anywhere in the prompt."""
    assert read(prompt) == script


@pytest.mark.parametrize("prompt", ["/demo fly", "/demo say-b64 !!", "/demo chunk x", "/demo wait"])
def test_what_it_does_not_know_it_says(prompt: str) -> None:
    """A typing error in a test must not pass for a plain answer."""
    with pytest.raises(ValueError, match=r"\w"):
        read(prompt)


@pytest.mark.parametrize("question", ["你好", "hello"])
def test_its_leak_is_found_and_its_answer_is_clean(question: str) -> None:
    """One term of the starter lexicon, in a sentence that is harmless otherwise."""
    rules = starter_rules()

    assert len(rules.scan(scripted(Script(leak=True), question), Stage.OUTPUT)) == 1
    assert rules.scan(answer(question), Stage.OUTPUT) == ()
    assert [f.rule for f in rules.scan(scripted(Script(phone=True), question), Stage.OUTPUT)] == [
        "mobile"
    ]


def test_a_long_question_is_shortened() -> None:
    """It repeats sixty characters at most."""
    assert "…" in answer("长" * 100)
    assert "长" * 61 not in answer("长" * 100)
