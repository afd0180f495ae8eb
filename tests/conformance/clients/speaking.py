"""A scripted model that speaks well, at every address that a client may ask it for.

It answers with the last thing said to it. `TOOL` in the question makes it call
the first tool it was offered; `LEAK` makes it say a term.
"""

from __future__ import annotations

from typing import Any, Final

import orjson
from tests.conformance.clients.messages_model import answer_messages
from tests.fault.scripted import (
    ABOUT,
    DONE,
    Asked,
    Move,
    delta,
    event_stream,
    finish,
    usage,
    whole,
)

__all__ = ["ARGUMENTS", "LEAK", "TERM", "TOOL", "VECTOR", "speak"]

TERM: Final = "办假身份证"
TOOL: Final = "天气"
LEAK: Final = "接着说"
ARGUMENTS: Final = '{"city": "北京"}'
VECTOR: Final = (0.25, -0.5, 1.0)


def speak(asked: Asked) -> tuple[Move, ...]:
    """Return the moves that answer a request."""
    if asked.path.endswith("/embeddings"):
        return _embeddings(orjson.loads(asked.body))
    if asked.path.endswith("/chat/completions"):
        return _chat(orjson.loads(asked.body))
    if asked.path.endswith("/messages"):
        body = orjson.loads(asked.body)
        said, is_call = _said(body)
        return answer_messages(body, said, ARGUMENTS if is_call else None)
    return whole({"error": {"message": f"nothing at {asked.path}"}}, status=404)


def _chat(body: dict[str, Any]) -> tuple[Move, ...]:
    said, is_call = _said(body)
    if not body.get("stream"):
        message: dict[str, Any] = {"role": "assistant", "content": said}
        if is_call:
            message = {"role": "assistant", "content": None, "tool_calls": [_call(body)]}
        choice = {
            "index": 0,
            "message": message,
            "finish_reason": "tool_calls" if is_call else "stop",
        }
        spent = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}
        return whole({**ABOUT, "object": "chat.completion", "choices": [choice], "usage": spent})
    frames = [delta("", role="assistant")]
    if is_call:
        call = _call(body)
        arguments = call["function"].pop("arguments")
        call["function"]["arguments"] = ""
        frames.append(delta(tool_calls=[{"index": 0, **call}]))
        frames += [
            delta(tool_calls=[{"index": 0, "function": {"arguments": part}}]) for part in arguments
        ]
    else:
        frames += [delta(said[at : at + 3]) for at in range(0, len(said), 3)]
    frames.append(finish("tool_calls" if is_call else "stop"))
    if (body.get("stream_options") or {}).get("include_usage"):
        frames.append(usage(7))
    return event_stream(*frames, DONE)


def _said(body: dict[str, Any]) -> tuple[str, bool]:
    """Return what to say, and whether to call a tool instead."""
    question = _text(body["messages"][-1]["content"])
    leak = f"。{TERM}，再见。" if LEAK in question else ""
    return f"您说：{question}{leak}", TOOL in question and bool(body.get("tools"))


def _call(body: dict[str, Any]) -> dict[str, Any]:
    name = body["tools"][0]["function"]["name"]
    return {
        "id": "call_1",
        "type": "function",
        "function": {"name": name, "arguments": ARGUMENTS},
    }


def _embeddings(body: dict[str, Any]) -> tuple[Move, ...]:
    asked = body["input"] if isinstance(body["input"], list) else [body["input"]]
    listed = [
        {"object": "embedding", "index": at, "embedding": list(VECTOR)} for at in range(len(asked))
    ]
    spent = {"prompt_tokens": 3, "total_tokens": 3}
    return whole({"object": "list", "data": listed, "model": body["model"], "usage": spent})


def _text(content: str | list[dict[str, str]]) -> str:
    return content if isinstance(content, str) else "".join(part["text"] for part in content)
