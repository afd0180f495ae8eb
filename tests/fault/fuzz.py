"""Feed the readers of requests and answers what no server and no client would write.

    python -m tests.fault.fuzz <seconds> [seed]

Every dialect of the gateway reads every input as a request, as a whole answer
and as a stream cut anywhere. Whatever comes, an error is one that a client is
told (`GatewayError`), no input takes a second, and no term is in what goes out.
`tests.fault.fuzz_guided` does the same guided by coverage.
"""

from __future__ import annotations

import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from time import monotonic, process_time
from typing import Any, Final

import orjson
from tests.unit.gateway.judging import TERM, a_request, a_voice

from hegui.errors import GatewayError
from hegui.gateway import Limits
from hegui.gateway.dialects import DIALECTS
from hegui.gateway.dialects.once import Once
from hegui.gateway.sse import Frames

__all__ = ["mutants", "read_all"]

SLOWEST_S: Final = 1.0
LIMITS: Final = Limits(answer_bytes=1_000_000)
SAID: Final = f"今天很好。{TERM}，再见。13800138000"

_CALL: Final = {"id": "c", "type": "function", "function": {"name": "f", "arguments": '{"a":1}'}}
_MESSAGE: Final = {
    "role": "assistant",
    "content": SAID,
    "reasoning_content": SAID,
    "refusal": None,
    "tool_calls": [{"index": 0, **_CALL}],
    "audio": {"id": "a", "data": "AAAA", "transcript": SAID, "expires_at": 1},
    "annotations": [{"type": "url_citation", "url_citation": {"title": SAID}}],
}
_TOKEN: Final = {"token": TERM, "logprob": -1.0, "bytes": [1], "top_logprobs": []}
_CHOICE: Final = {
    "index": 0,
    "finish_reason": "stop",
    "logprobs": {"content": [_TOKEN], "refusal": None},
}
_USAGE: Final = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
_BLOCK: Final = {"type": "text", "text": SAID}

SEEDS: Final[tuple[dict[str, Any], ...]] = (
    {"model": "m", "messages": [{"role": "user", "content": SAID}], "stream": True, "n": 2},
    {"model": "m", "messages": [{"role": "user", "content": [_BLOCK]}], "max_tokens": 5,
     "system": [_BLOCK], "tools": [{"name": "f", "input_schema": {}}]},
    {"model": "m", "input": [{"role": "user", "content": [{"type": "input_text", "text": SAID}]}],
     "instructions": SAID, "tools": [{"type": "function", "name": "f", "parameters": {}}]},
    {"model": "m", "prompt": [SAID, SAID], "suffix": SAID, "logprobs": 1, "echo": True},
    {"model": "m", "input": SAID, "voice": "v", "response_format": "b64_json", "size": "1x1"},
    {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "usage": _USAGE,
     "choices": [{**_CHOICE, "message": _MESSAGE}]},
    {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "usage": None,
     "choices": [{**_CHOICE, "delta": _MESSAGE, "finish_reason": None}]},
    {"id": "x", "object": "text_completion", "choices": [{**_CHOICE, "text": SAID}]},
    {"id": "x", "type": "message", "role": "assistant", "content": [_BLOCK], "usage": _USAGE,
     "stop_reason": "end_turn"},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": SAID}},
    {"type": "content_block_start", "index": 0, "content_block": _BLOCK},
    {"type": "message_start", "message": {"id": "x", "type": "message", "content": []}},
    {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": _USAGE},
    {"id": "r", "object": "response", "status": "completed", "usage": _USAGE,
     "output": [{"type": "message", "id": "o", "content": [{"type": "output_text",
                                                            "text": SAID, "annotations": []}]}]},
    {"type": "response.output_text.delta", "item_id": "o", "output_index": 0, "content_index": 0,
     "delta": SAID},
    {"type": "response.completed", "response": {"id": "r", "output": []}},
    {"object": "list", "data": [{"object": "embedding", "index": 0, "embedding": [0.1]}]},
    {"created": 1, "data": [{"b64_json": "AAAA", "url": "http://x", "revised_prompt": SAID}]},
    {"text": SAID, "segments": [{"id": 0, "text": SAID}], "words": [{"word": TERM}]},
    {"error": {"message": SAID, "type": "x", "code": 1}},
)  # fmt: skip

ODD: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1e308, 2**53, "", "x" * 300, "\u0000", "\u202e", SAID, TERM, [], {},
    [[]], [None], {"": ""}, {"type": "text"}, "data: ", "[DONE]", [{}] * 70, "\U0001f600" * 9,
)  # fmt: skip
_TOKENS: Final = (
    b"data: ", b"\n\n", b"\r", b"\r\n\r\n", b"[DONE]", b"\xff", b"\xe5\x8a", b'"', b"\\u529e",
    b"\\ud800", b"{", b"]", b",", b"null", b"1e999", b"-", b"\x00", b"\xef\xbb\xbf", b"event: x\n",
    b"[" * 600, b'{"a":' * 600,
)  # fmt: skip


def mutants(chance: random.Random) -> Iterator[bytes]:
    """Yield inputs without end: seeds with values exchanged, frames of them, bytes exchanged."""
    while True:
        count = chance.choice((1, 1, 2, 4))
        found = [_changed(chance.choice(SEEDS), chance) for _ in range(count)]
        raws = [orjson.dumps(each) for each in found]
        framed = chance.random() < 0.4
        raw = b"".join(b"data: " + each + b"\n\n" for each in raws) if framed else raws[0]
        for _ in range(chance.choice((0, 0, 0, 0, 1, 4))):
            at = chance.randrange(len(raw) + 1)
            cut = at + chance.choice((0, 0, 1, 4))
            raw = raw[:at] + chance.choice(_TOKENS) + raw[cut:]
        yield raw


def _changed(seed: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    found = deepcopy(seed)
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        here: Any = found
        while True:
            places = list(here) if isinstance(here, dict) else list(range(len(here)))
            if not places:
                break
            place = chance.choice(places)
            inner = here[place]
            if isinstance(inner, dict | list) and inner and chance.random() < 0.75:
                here = inner
                continue
            _exchange(here, place, chance)
            break
    return found


def _exchange(here: Any, place: Any, chance: random.Random) -> None:
    what = chance.random()
    if what < 0.6:
        here[place] = deepcopy(chance.choice(ODD))
    elif what < 0.75:
        del here[place]
    elif what < 0.9 and isinstance(here, dict):
        here[chance.choice(("text", "content", "delta", "index", "type", "error", "é"))] = here.pop(
            place
        )
    else:
        here[place] = [deepcopy(here[place])]


def read_all(raw: bytes, cut: int) -> Counter[str]:
    """Let every dialect read one input in every role; return how each ended.

    Args:
        raw: what came.
        cut: where a stream of it is cut in two.

    Raises:
        AssertionError: a term is in what would go out, or it took too long.
    """
    ends: Counter[str] = Counter()
    for path, dialect in DIALECTS.items():
        asked = a_request(n=2, stream=True, options={"response_format": "verbose_json"})
        out: list[bytes] = []
        reads: dict[str, Callable[[], object]] = {
            "request": partial(dialect.parse, raw, "application/json", LIMITS),
            "whole": partial(_whole, dialect, asked, raw, out),
        }
        if not isinstance(dialect, Once):
            reads["stream"] = partial(_stream, dialect, asked, raw, cut, out)
        for role, read in reads.items():
            ends[f"{path} {role}: {_end(read)}"] += 1
        if TERM.encode() in b"".join(out):
            raise AssertionError(f"{path} lets a term out")
    return ends


def _end(read: Callable[[], object]) -> str:
    begun = process_time()
    try:
        read()
    except GatewayError as error:
        end = error.code
    else:
        end = "read"
    took = process_time() - begun
    if took > SLOWEST_S:
        raise AssertionError(f"it took {took:.1f} s")
    return end


def _whole(dialect: Any, asked: Any, raw: bytes, out: list[bytes]) -> None:
    answer = dialect.whole(asked, a_voice(asked))
    answer.take(raw, b"application/json")
    out.append(answer.body()[1])


def _stream(dialect: Any, asked: Any, raw: bytes, cut: int, out: list[bytes]) -> None:
    answer = dialect.streamed(asked, a_voice(asked))
    frames = Frames(limit=LIMITS.answer_bytes)
    try:
        for piece in (raw[:cut], raw[cut:]):
            if answer.take_all(frames.push(piece)):
                break
        else:
            answer.take_all(frames.finish())
        answer.end()
        out.extend(answer.tail)
    finally:
        out.extend(answer.out)


def _own(seconds: float, seed: int) -> int:
    chance = random.Random(seed)  # noqa: S311 - to be drawn again from its seed
    ends: Counter[str] = Counter()
    a_voice(a_request())  # rules and plan are loaded once, which no reader is to be blamed for
    broken: dict[str, bytes] = {}
    until, count = monotonic() + seconds, 0
    for raw in mutants(chance):
        count += 1
        cut = chance.randrange(len(raw) + 1)
        try:
            ends += read_all(raw, cut)
        except Exception as error:  # noqa: BLE001 - all of them are to be told
            place = traceback.extract_tb(error.__traceback__)[-1]
            what = f"{type(error).__name__} at {place.filename}:{place.lineno}: {error}"
            broken.setdefault(what[:200], raw)
        if monotonic() > until:
            break
    for end, times in sorted(ends.items()):
        print(f"{times:9} {end}")  # noqa: T201 - what the script is for
    for what, raw in broken.items():
        print(f"{what}: {raw!r}")  # noqa: T201 - the same
    print(f"{count} inputs, {ends.total()} readings, {len(broken)} ways to break, seed {seed}")  # noqa: T201 - the same
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(_own(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 45438))
