"""Bugs of other gateways when their own guard fails: what is not judged is passed.

Each docstring ends with the public thread or file that shows the bug, or one of its kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.fault.conftest import Pair, pairing
from tests.fault.faulty import MINE, a_plan_that_breaks, rules_that_break
from tests.fault.scripted import ABOUT, DONE, Move, Pause, delta, event_stream, finish, whole

from hegui.moderation import load_rules

BOTH = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
BEFORE = "今天天气很好。"


@pytest.fixture(scope="module")
def breaking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """A gateway whose engine raises at a sign."""
    rules = rules_that_break(load_rules())
    with pairing(tmp_path_factory.mktemp("breaking"), rules=rules) as found:
        yield found


@pytest.fixture(scope="module")
def raising(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """A gateway with two controls that raise whatever they are asked."""
    plan = a_plan_that_breaks(
        "content/illegal_output_is_stopped", "content/personal_identifiers_are_not_echoed"
    )
    with pairing(tmp_path_factory.mktemp("raising"), plan=plan) as found:
        yield found


def said(*texts: str, stream: bool) -> tuple[Move, ...]:
    """Return the moves of an answer."""
    if stream:
        frames = [move for text in texts for move in (delta(text), Pause(0.05))]
        return event_stream(*frames, finish(), DONE)
    message = {"role": "assistant", "content": "".join(texts)}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return whole({**ABOUT, "object": "chat.completion", "choices": [choice]})


@BOTH
def test_an_engine_that_raises_on_an_answer_passes_nothing(breaking: Pair, stream: bool) -> None:
    """``except Exception: pass`` stood around the guard. openguardrails-safety proxy_api."""
    heard = breaking.hear(*said(BEFORE, MINE + "后面。", stream=stream), stream=stream)

    assert heard.error == "moderation_unavailable"
    assert heard.text() == (BEFORE if stream else "")
    assert not heard.is_done
    assert "secret" not in heard.raw.decode()


@BOTH
def test_an_engine_that_raises_on_a_prompt_asks_no_model(breaking: Pair, stream: bool) -> None:
    """The check of inputs failed open. openguardrails-safety gateway_integration_service."""
    before = len(breaking.upstream.asked)

    heard = breaking.ask(f"你好{MINE}", stream=stream)

    assert (503, "moderation_unavailable") == (heard.status, heard.error)
    assert before == len(breaking.upstream.asked)


@BOTH
@pytest.mark.parametrize("field", ["reasoning_content", "refusal", "thinking"])
def test_an_engine_that_raises_on_another_field_passes_nothing(
    breaking: Pair, field: str, stream: bool
) -> None:
    """Only the lane of content failed closed. NeMo-Guardrails llmrails.py, parallel rails."""
    if stream:
        found: dict[str, Any] = {field: MINE}
        moves = event_stream(delta(**found), delta(BEFORE), finish(), DONE)
    else:
        message = {"role": "assistant", "content": BEFORE, field: MINE}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        moves = whole({**ABOUT, "choices": [choice]})

    heard = breaking.hear(*moves, stream=stream)

    assert heard.error == "moderation_unavailable"
    assert BEFORE not in heard.raw.decode()


def test_a_broken_guard_leaves_an_entry_that_says_so(breaking: Pair) -> None:
    """The log said success. litellm#35257."""
    heard = breaking.hear(*said(BEFORE, MINE, stream=True))

    payload = breaking.entry(heard).payload
    assert ("failed", "moderation_unavailable") == (payload["outcome"], payload["error"])
    assert payload["delivered"] == len(BEFORE)


def test_an_engine_that_raises_at_the_end_keeps_what_it_held(tmp_path: Path) -> None:
    """The queue was flushed unjudged when the guard went away. higress ai-security-guard."""
    with pairing(tmp_path, rules=rules_that_break(load_rules(), at_end=True)) as pair:
        heard = pair.hear(*said("今天。", "办假身", stream=True))

        assert heard.error == "moderation_unavailable"
        assert "办" not in heard.text()
        assert not heard.is_done


@BOTH
def test_a_mask_that_fails_does_not_show_the_number(raising: Pair, stream: bool) -> None:
    """Masking fell back to the unmasked text. litellm content_filter.py."""
    moves = said(BEFORE, "号码13800138000", "。好的。", stream=stream)

    heard = raising.hear(*moves, stream=stream)

    assert "8000" not in heard.raw.decode()
    assert heard.finish() == "content_filter"
    refs = raising.entry(heard).refs
    assert "error/content/personal_identifiers_are_not_echoed" in refs


@BOTH
def test_a_rail_that_raises_does_not_let_the_stream_go_on(raising: Pair, stream: bool) -> None:
    """Parallel rails that raised were logged, and the text flowed. NeMo llmrails.py."""
    moves = said(BEFORE, "办假身份证", "。好的。", stream=stream)

    heard = raising.hear(*moves, stream=stream)

    assert "办" not in heard.raw.decode()
    assert "好的" not in heard.raw.decode()
    assert "error/content/illegal_output_is_stopped" in raising.entry(heard).refs
