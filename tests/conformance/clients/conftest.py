"""One gateway before a scripted model, for every kind of client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.conformance.clients.speaking import speak
from tests.fault.conftest import Pair, pairing


@pytest.fixture(scope="session")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The gateway that clients talk to."""
    with pairing(tmp_path_factory.mktemp("clients")) as pair:
        pair.upstream.choose = speak
        yield pair
