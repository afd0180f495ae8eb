"""One gateway for these tests, and the real SDK's client for it."""

from __future__ import annotations

from collections.abc import Iterator

import anthropic
import pytest
from tests.conformance.openai.serving import KEY, Served, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a gateway with default limits."""
    with serving(tmp_path_factory.mktemp("gateway")) as gateway:
        yield gateway


@pytest.fixture
def client(served: Served) -> Iterator[anthropic.Anthropic]:
    """Return the SDK's client; it shows its key as ``x-api-key`` and retries nothing."""
    with anthropic.Anthropic(base_url=served.url, api_key=KEY, max_retries=0) as found:
        yield found
