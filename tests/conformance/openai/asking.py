"""Ask a gateway with the real SDK and keep what a user would have seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import openai

MODEL = "hegui-demo"


@dataclass
class Seen:
    """One choice as it reached the client."""

    text: str = ""
    reasoning: str = ""
    tool: str = ""
    finish: str | None = None


@dataclass
class Answer:
    """What reached the client."""

    receipt: str
    choices: dict[int, Seen] = field(default_factory=dict)
    usage: int | None = None
    model: str = ""
    fingerprint: str | None = None
    chunks: int = 0

    @property
    def text(self) -> str:
        """The first choice."""
        return self.choices[0].text

    @property
    def finish(self) -> str | None:
        """Its finish reason."""
        return self.choices[0].finish


def ask(client: openai.OpenAI, question: str, *, stream: bool, **more: Any) -> Answer:
    """Ask one question, as a stream or not."""
    arguments: dict[str, Any] = {
        "model": MODEL,
        "messages": [{"role": "user", "content": question}],
        **more,
    }
    create = client.chat.completions.with_raw_response.create
    if stream:
        reply = create(stream=True, **arguments)
        answer = Answer(reply.headers["x-hegui-receipt"])
        for chunk in reply.parse():
            _add(answer, chunk)
        return answer
    reply = create(**arguments)
    completion = reply.parse()
    answer = Answer(reply.headers["x-hegui-receipt"], model=completion.model)
    answer.fingerprint = completion.system_fingerprint
    answer.usage = completion.usage.total_tokens
    for choice in completion.choices:
        calls = choice.message.tool_calls or []
        answer.choices[choice.index] = Seen(
            text=choice.message.content or "",
            reasoning=getattr(choice.message, "reasoning_content", "") or "",
            tool="".join(call.function.arguments for call in calls),
            finish=choice.finish_reason,
        )
    return answer


def _add(answer: Answer, chunk: Any) -> None:
    answer.chunks += 1
    answer.model = chunk.model
    answer.fingerprint = chunk.system_fingerprint
    if chunk.usage is not None:
        answer.usage = chunk.usage.total_tokens
    for choice in chunk.choices:
        seen = answer.choices.setdefault(choice.index, Seen())
        seen.text += choice.delta.content or ""
        seen.reasoning += getattr(choice.delta, "reasoning_content", "") or ""
        for call in choice.delta.tool_calls or []:
            seen.tool += call.function.arguments or ""
        seen.finish = choice.finish_reason or seen.finish
