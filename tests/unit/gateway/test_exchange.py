"""The record of a request: what was asked, decided and delivered, and no text."""

from __future__ import annotations

import pytest
from tests.unit.gateway.judging import TERM, a_judge, an_exchange

from hegui.errors import GatewayError, ModelNotFound, UpstreamCut
from hegui.gateway.exchange import Outcome
from hegui.gateway.field import Field


def test_a_quiet_request_names_its_moments_and_its_end() -> None:
    exchange = an_exchange()
    judge = a_judge(exchange)
    judge.prompt(("你好",))
    judge.answer("你好！（内容由人工智能生成）")
    payload = exchange.payload()

    assert ("moment/answer", "moment/prompt", "outcome/served") == exchange.refs()
    assert ("allow", [], 200) == (payload["action"], payload["verdicts"], payload["status"])
    assert {"prompt": 2, "answer": 0} == payload["judged"]
    assert "error" not in payload
    assert "verdicts_dropped" not in payload


def test_the_strongest_action_stands_and_controls_are_named_once() -> None:
    """A mask after a stop does not weaken it."""
    exchange = an_exchange()
    judge = a_judge(exchange)
    judge.whole(Field("0.a", None, is_shown=True), TERM)
    judge.whole(Field("0.b", None, is_shown=True), "号码是13800138000，也可以打13900139000")
    payload = exchange.payload()

    assert "stop" == payload["action"]
    assert 1 == exchange.refs().count("control/content/personal_identifiers_are_not_echoed")
    assert "control/content/illegal_output_is_stopped" in exchange.refs()
    assert TERM not in repr(payload)
    assert "13800138000" not in repr(payload)


@pytest.mark.parametrize(
    ("error", "outcome"), [(UpstreamCut(), "upstream-error"), (ModelNotFound("m"), "failed")]
)
def test_a_failure_takes_the_finish_reason_back(error: GatewayError, outcome: Outcome) -> None:
    """No entry says both that an answer was finished and that it was not."""
    exchange = an_exchange()
    exchange.finish_reason = "stop"
    exchange.fail(error, outcome)
    payload = exchange.payload()

    assert (error.status, error.code) == (payload["status"], payload["error"])
    assert (outcome, None) == (payload["outcome"], payload["finish_reason"])
    assert f"outcome/{outcome}" in exchange.refs()


def test_the_first_byte_is_noted_once() -> None:
    exchange = an_exchange()
    exchange.first_byte()
    first = exchange.upstream_first_ms
    exchange.first_byte()

    assert first is not None
    assert first == exchange.upstream_first_ms
