"""LangChain, LlamaIndex and LiteLLM work through the gateway as they do without it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conformance.clients import frameworks
from tests.conformance.clients.speaking import TERM, VECTOR
from tests.conformance.openai.serving import KEY
from tests.fault.conftest import Pair
from tests.fault.scripted import MODEL

from hegui.labels import has_explicit_label

PYTHON = Path(sys.prefix) / "clients" / "bin" / "python"
EACH = pytest.mark.parametrize("name", ["langchain", "llama_index", "litellm"])


@pytest.fixture(scope="session")
def told(clients: Pair) -> dict[str, dict[str, Any]]:
    """What each of them got, asked in an environment of their own."""
    quiet = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LANGSMITH_TRACING": "false"}
    run = subprocess.run(
        [PYTHON, frameworks.__file__, clients.served.base_url, KEY, MODEL],
        env={**os.environ, **quiet},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout.splitlines()[-1])
    assert isinstance(found, dict)
    return found


@EACH
def test_chats(told: dict[str, dict[str, Any]], name: str) -> None:
    """A whole answer with the label."""
    said = told[name]["chat"]

    assert said == f"您说：{frameworks.QUESTION}\n\n（内容由人工智能生成）"


@EACH
def test_streams(told: dict[str, dict[str, Any]], name: str) -> None:
    """The same in parts."""
    parts = told[name]["stream"]

    assert "".join(parts) == told[name]["chat"]
    assert len([part for part in parts if part]) > 3


@EACH
@pytest.mark.parametrize("step", ["tool", "tool_stream"])
def test_calls_tools(told: dict[str, dict[str, Any]], name: str, step: str) -> None:
    """Name and arguments arrive as the model gave them."""
    assert told[name][step] == ["weather", {"city": "北京"}]


@EACH
def test_embeds(told: dict[str, dict[str, Any]], name: str) -> None:
    """Numbers arrive as the model gave them."""
    assert told[name]["embedding"] == list(VECTOR)


@EACH
def test_shows_a_refusal_as_an_answer(told: dict[str, dict[str, Any]], name: str) -> None:
    """No exception: words for the user."""
    said = told[name]["refused"]

    assert has_explicit_label(said)
    assert TERM not in said
    assert "Error" not in said


@EACH
def test_gets_nothing_of_a_term(told: dict[str, dict[str, Any]], name: str) -> None:
    """A stream that is stopped ends well for it."""
    said = told[name]["leak"]

    assert said.startswith("您说：请接着说。")
    assert TERM[0] not in said
    assert has_explicit_label(said)
