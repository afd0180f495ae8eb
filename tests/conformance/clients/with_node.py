"""OpenAI's SDK for Node works through the gateway as it does without it.

``make node`` puts the SDK beside the other clients (``.venv/clients/node``).
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conformance.clients.speaking import ARGUMENTS, TERM, VECTOR
from tests.conformance.openai.serving import KEY
from tests.fault.conftest import Pair
from tests.fault.scripted import MODEL

from hegui.labels import has_explicit_label

SCRIPT = Path(__file__).parent / "node" / "ask.cjs"
FOLDER = Path(sys.prefix) / "clients" / "node"
SAID = "您说：花怎么种？\n\n（内容由人工智能生成）"


@pytest.fixture(scope="module")
def told(clients: Pair) -> dict[str, Any]:
    """What each step got."""
    assert (FOLDER / "node_modules").is_dir(), "say: make .venv/.node"
    run = subprocess.run(
        ["node", SCRIPT, FOLDER, clients.served.base_url, KEY, MODEL],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found = json.loads(run.stdout)
    assert isinstance(found, dict)
    return found


def test_it_chats_and_streams(told: dict[str, Any]) -> None:
    """The same text, whole and in parts."""
    assert told["chat"] == SAID
    assert "".join(told["stream"]) == SAID
    assert len(told["stream"]) > 3


@pytest.mark.parametrize("step", ["tool", "toolStream"])
def test_it_calls_tools(told: dict[str, Any], step: str) -> None:
    """Name and arguments arrive as the model gave them."""
    assert told[step] == {"name": "weather", "arguments": ARGUMENTS}


def test_it_embeds(told: dict[str, Any]) -> None:
    """Numbers arrive as the model gave them."""
    assert told["embedding"] == list(VECTOR)


def test_it_gets_nothing_of_a_term(told: dict[str, Any]) -> None:
    """Neither asked for nor said by the model; no exception."""
    reason, refused = told["refused"]

    assert reason == "content_filter"
    for said in (refused, told["leak"]):
        assert TERM[0] not in said
        assert has_explicit_label(said)


def test_it_lists_models_and_tells_errors_apart(told: dict[str, Any]) -> None:
    """Status and code arrive where a developer looks for them."""
    assert told["models"] == [MODEL]
    assert told["wrongKey"] == [401, "invalid_api_key"]
