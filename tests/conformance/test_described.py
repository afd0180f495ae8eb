"""No request that the description allows, and none that it forbids, is a fault of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.conformance.described import asked_in_every_way
from tests.conformance.openai.serving import serving

PATHS: Final = ("/v1/chat/completions", "/v1/moderations", "/v1/models/{name}")


def test_no_described_request_gets_a_500(tmp_path: Path) -> None:
    """Four of each kind on three operations; `tests.conformance.described` asks thousands."""
    with serving(tmp_path) as served:
        ends = asked_in_every_way(served.url, 4, PATHS)

    assert ends["POST /v1/chat/completions: 200"]
    assert ends["POST /v1/chat/completions: 400"]
