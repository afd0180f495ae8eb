"""One gateway for all conformance tests, and the real SDK's clients for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import openai
import pytest
from tests.conformance.openai.serving import CLIENT_LABELS_KEY, KEY, Served, serving


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a gateway with default limits."""
    with serving(tmp_path_factory.mktemp("gateway")) as gateway:
        yield gateway


@pytest.fixture
def client(served: Served) -> Iterator[openai.OpenAI]:
    """Return the SDK's client; it retries nothing, so that each test sees the first answer."""
    with openai.OpenAI(base_url=served.base_url, api_key=KEY, max_retries=0) as found:
        yield found


@pytest.fixture
def labelling_client(served: Served) -> Iterator[openai.OpenAI]:
    """Return a client whose holder shows the label itself."""
    with openai.OpenAI(base_url=served.base_url, api_key=CLIENT_LABELS_KEY, max_retries=0) as found:
        yield found


@pytest.fixture
async def async_client(served: Served) -> AsyncIterator[openai.AsyncOpenAI]:
    """Return the SDK's asynchronous client."""
    async with openai.AsyncOpenAI(base_url=served.base_url, api_key=KEY, max_retries=0) as found:
        yield found
