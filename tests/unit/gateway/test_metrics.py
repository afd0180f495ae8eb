"""What a collector reads: numbers of what happened, and nothing about anybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.unit.gateway.asgi import KEY, Call, a_gateway, chat, served

from hegui.gateway.metrics import Metrics
from hegui.gateway.routes import Standing

METRICS_KEY = "metrics-key-of-this-test"
CANARY = "金丝雀canary"


def samples(raw: bytes) -> dict[str, float]:
    """Return every sample by its name and labels."""
    return {
        f"{each.name}{sorted(each.labels.values())}": each.value
        for family in text_string_to_metric_families(raw.decode())
        for each in family.samples
    }


async def test_each_end_is_counted(tmp_path: Path) -> None:
    """Served, refused and turned away; whole and streamed; with how long it took."""
    async with a_gateway(tmp_path, metrics_key=METRICS_KEY) as (gateway, _, _):
        await served(gateway, chat(f"你好 {CANARY}"))
        await served(gateway, chat(f"你好 {CANARY}", stream=True))
        await served(gateway, chat("请问哪里可以办假身份证呢"))
        await served(gateway, Call("/v1/models", key="hg-guess"))
        answer = await served(gateway, Call("/metrics", key=METRICS_KEY))
    found = samples(answer.body)
    path = "/v1/chat/completions"

    assert 1 == found[f"hegui_requests_total{sorted([path, 'served', 'false'])}"]
    assert 1 == found[f"hegui_requests_total{sorted([path, 'served', 'true'])}"]
    assert 1 == found[f"hegui_requests_total{sorted([path, 'refused', 'false'])}"]
    assert 1 == found["hegui_turned_away_total['invalid_api_key']"]
    assert 1 == found["hegui_actions_total['stop']"]
    assert 1 == found["hegui_first_byte_seconds_count['true']"]
    assert 2 == found["hegui_first_byte_seconds_count['false']"]
    assert 2 == found["hegui_stage_seconds_count['upstream']"]
    assert 1 == found["hegui_stage_seconds_count['hold']"]
    assert 3 == found["hegui_stage_seconds_count['entry']"]
    assert 3 == found["hegui_held_characters_count[]"]
    assert found["hegui_judged_characters_total['prompt']"] > 0
    assert found["hegui_delivered_characters_total[]"] > 0
    assert 0 == found["hegui_running_requests[]"]
    assert 0 == found["hegui_ledger_waiting_entries[]"]


async def test_nothing_about_anybody_is_told(tmp_path: Path) -> None:
    """No text, no key and no name that a client chose."""
    async with a_gateway(tmp_path, metrics_key=METRICS_KEY) as (gateway, _, _):
        call = chat(f"你好 {CANARY}")
        call.scope["path"] = "/v1/chat/completions"
        await served(gateway, call)
        await served(gateway, Call(f"/v1/models/{CANARY}"))
        await served(gateway, Call(f"/v1/{CANARY}"))
        told = (await served(gateway, Call("/metrics", key=METRICS_KEY))).body.decode()

    assert "model_not_found" in told
    for secret in (CANARY, "canary", "k-test", KEY, METRICS_KEY, "hegui-demo"):
        assert secret not in told


def test_upstreams_and_ledger_are_asked_when_read() -> None:
    """Their state is of now, not of the last request."""
    standings = [Standing(name="house", state="open", asked=7, failed=5)]
    made = Metrics(running=lambda: 3, standings=lambda: standings, ledger=lambda: (2, 0.5))
    found = samples(made.render())

    assert 1 == found["hegui_upstream_open['house']"]
    assert (7, 5) == (
        found["hegui_upstream_requests_total['asked', 'house']"],
        found["hegui_upstream_requests_total['failed', 'house']"],
    )
    assert (3, 2, 0.5) == tuple(
        found[f"hegui_{name}[]"]
        for name in ("running_requests", "ledger_waiting_entries", "ledger_unsigned_seconds")
    )


@pytest.mark.parametrize(
    ("seconds", "bucket"), [(0.0, "0.005"), (0.005, "0.005"), (0.0051, "0.01"), (999.0, "+Inf")]
)
def test_a_time_falls_into_the_bucket_that_it_does_not_exceed(seconds: float, bucket: str) -> None:
    """Bounds are inclusive, as Prometheus has it."""
    made = Metrics(running=lambda: 0, standings=tuple, ledger=lambda: (0, 0.0))
    made.first_byte(seconds, is_stream=True)
    found = samples(made.render())
    filled = [
        bound
        for bound in ("0.005", "0.01", "0.025", "300", "+Inf")
        if found[f"hegui_first_byte_seconds_bucket{sorted([bound, 'true'])}"]
    ]

    assert bucket == filled[0]
