"""A model that breaks in forty-nine ways, streamed and not: one clear end each.

For every fault: an error of ours or a whole answer, never a word of what was
not judged, no task left behind, exactly one entry. Faults in mid-stream come
after the beginning of a term, so that whatever flushes its buffer is caught.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from typing import Any, Final

import orjson
import pytest
from tests.fault.conftest import Pair, pairing
from tests.fault.scripted import (
    ABOUT,
    DONE,
    HEAD,
    Ending,
    Move,
    Pause,
    delta,
    event,
    event_stream,
    finish,
    piece,
    whole,
)

from hegui.gateway import Limits

OK = b"HTTP/1.1 200 OK\r\n"
JSON = OK + b"content-type: application/json\r\n"
CLEAN = "今天很好。"
BEGUN = delta(CLEAN) + delta("办假身份")
"""Some clean words, then all but the last character of a term."""

WHOLE = orjson.dumps(
    {
        **ABOUT,
        "object": "chat.completion",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": f"{CLEAN}办假身份"},
                "finish_reason": "stop",
            }
        ],
    }
)

BRIEF = Limits(
    first_byte_s=0.5, answer_s=0.5, between_chunks_s=0.5, total_s=1.2, answer_bytes=300_000
)
"""For faults of time alone: on a busy machine anything may take half a second."""


MANY: Final[dict[str, Any]] = {f"f{n}": "x" for n in range(80)}


def dripping(raw: bytes) -> tuple[Move, ...]:
    """Return single bytes with pauses: no single read is ever late."""
    return tuple(move for byte in raw for move in (bytes([byte]), Pause(0.15)))


CUT: Final = Ending.CUT
STALL: Final = Ending.STALL
CLOSE: Final = Ending.CLOSE

FAULTS: Final[dict[str, tuple[str, tuple[Move, ...]]]] = {
    # before an answer
    "closes at once": ("upstream_cut", (CLOSE,)),
    "resets at once": ("upstream_cut", (CUT,)),
    "says nothing": ("upstream_timeout", (STALL,)),
    "half a status line": ("upstream_cut", (b"HTTP/1.1 2", CLOSE)),
    "half a head": ("upstream_cut", (OK + b"content-ty", CUT)),
    "a head that never ends": ("upstream_timeout", (OK, *dripping(b"x-a: 1\r\n" * 4), STALL)),
    "a head of a megabyte": ("upstream_invalid", (OK, b"x-a: " + b"y" * 1_000_000 + b"\r\n\r\n")),
    "no HTTP": ("upstream_invalid", (b"\x16\x03\x01\x02\x00\x01\x00", CLOSE)),
    "HTTP/2": ("upstream_invalid", (b"\x00\x00\x12\x04\x00\x00\x00\x00\x00", CLOSE)),
    "an SSH server": ("upstream_invalid", (b"SSH-2.0-OpenSSH_9.2\r\n", STALL)),
    "announcements for ever": ("upstream_timeout", (b"HTTP/1.1 102 Wait\r\n\r\n", STALL)),
    # statuses
    "500": ("upstream_failed", whole(BEGUN, status=500)),
    "502 with a page": ("upstream_failed", whole(b"<html>", status=502, content_type="text/html")),
    "301": ("upstream_failed", whole(b"", status=301)),
    "429": ("upstream_busy", whole({"error": {"message": "slow down"}}, status=429)),
    "400 with a term": ("upstream_rejected", whole({"error": {"message": "办假身份证"}},
                                                   status=400)),
    "204 without a body": ("upstream_failed", (b"HTTP/1.1 204 None\r\n\r\n",)),
    # bodies that lie
    "shorter than it said": ("upstream_cut", (JSON + b"content-length: 99999\r\n\r\n" + WHOLE,
                                              CLOSE)),
    "compressed": ("upstream_invalid", (JSON + b"content-encoding: gzip\r\ncontent-length: %d"
                                        b"\r\n\r\n" % len(gzip.compress(WHOLE))
                                        + gzip.compress(WHOLE),)),
    "a wrong chunk size": ("upstream_invalid", (HEAD, piece(BEGUN), b"zz\r\n")),
    "two lengths": ("upstream_invalid", (JSON + b"content-length: 5\r\ncontent-length: 9\r\n\r\n"
                                         + WHOLE,)),
    "empty": ("upstream_cut or upstream_invalid", whole(b"")),
    "a page": ("upstream_cut or upstream_invalid", whole(b"<html>bad gateway</html>")),
    "no UTF-8": ("upstream_invalid", whole(WHOLE.replace(CLEAN.encode(), b"\xff\xfe"))),
    "brackets without end": ("upstream_invalid", whole(b'{"choices":' + b"[" * 100_000)),
    "null": ("upstream_cut or upstream_invalid", whole(b"null")),
    "an error with status 200": ("upstream_failed", whole({"error": {"message": "no"}})),
    "a list in place of text": (
        "upstream_invalid",
        whole(WHOLE.replace(f'"{CLEAN}办假身份"'.encode(), b'["x"]')),
    ),
    "another choice than asked": ("upstream_invalid", whole(WHOLE.replace(b'"index":0',
                                                                          b'"index":7'))),
    "longer than the bound": ("upstream_too_long", whole(b" " * 400_000 + WHOLE)),
}  # fmt: skip
"""By name: the code of the error and what the server does, streamed or not."""

STREAMED: Final[dict[str, tuple[str, tuple[Move, ...]]]] = {
    "reset in mid-stream": ("upstream_cut", (HEAD, piece(BEGUN), Pause(0.05), CUT)),
    "closed in mid-stream": ("upstream_cut", (HEAD, piece(BEGUN), Pause(0.05), CLOSE)),
    "stalled in mid-stream": ("upstream_timeout", (HEAD, piece(BEGUN), STALL)),
    "dripping for ever": ("upstream_timeout", (HEAD, piece(BEGUN), *dripping(b"1\r\n:\r\n" * 4),
                                               STALL)),
    "half a frame": ("upstream_cut or upstream_invalid", (HEAD, piece(BEGUN),
                                                          piece(delta("好")[:-20]), b"0\r\n\r\n")),
    "no end": ("upstream_cut", (HEAD, piece(BEGUN), b"0\r\n\r\n")),
    "nothing but comments": ("upstream_cut", event_stream(b": a\n\n", b": b\n\n")),
    "nothing but done": ("upstream_cut", event_stream(DONE)),
    "an error frame": ("upstream_failed", event_stream(BEGUN, event({"error": {"message": "x"}}))),
    "no JSON in a frame": ("upstream_invalid", event_stream(BEGUN, b"data: {nope\n\n")),
    "no UTF-8 in a frame": ("upstream_invalid", event_stream(BEGUN, b'data: {"a": "\xff"}\n\n')),
    "a number as a frame": ("upstream_invalid", event_stream(BEGUN, b"data: 7\n\n")),
    "a page in mid-stream": ("upstream_invalid", event_stream(BEGUN, b"data: <html></html>\n\n")),
    "a broken chunk": ("upstream_invalid", (HEAD, piece(BEGUN), b"-5\r\n")),
    "a list as content": ("upstream_invalid", event_stream(BEGUN, delta(content=["x"]))),
    "an unknown choice": ("upstream_invalid", event_stream(BEGUN, delta("x", index=3))),
    "a line without end": ("upstream_too_long", (HEAD, piece(BEGUN), piece(b"data: "),
                                                 *[piece(b"x" * 60_000)] * 6, STALL)),
    "eighty fields": ("upstream_invalid", event_stream(BEGUN, delta(**MANY))),
    "two answers in one": ("", event_stream(BEGUN, finish(), delta("证"), finish(), DONE)),
}  # fmt: skip
"""By name, for streams alone. An empty code: it is a whole answer, of what was judged."""


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """A gateway that does not wait long."""
    with pairing(tmp_path_factory.mktemp("brief"), limits=BRIEF) as found:
        found.hear(*event_stream(delta(CLEAN), finish(), DONE))
        yield found


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """A gateway that waits as it does by default, for answers of the same length."""
    limits = Limits(answer_bytes=BRIEF.answer_bytes)
    with pairing(tmp_path_factory.mktemp("patient"), limits=limits) as found:
        found.hear(*event_stream(delta(CLEAN), finish(), DONE))
        yield found


def settled(pair: Pair, tasks: int) -> bool:
    """Tell whether the gateway's loop is down to as many tasks within three seconds."""
    for _ in range(60):
        if pair.tasks() <= tasks and not pair.upstream.playing:
            return True
        time.sleep(0.05)
    return False


def check(pair: Pair, code: str, moves: tuple[Move, ...], *, stream: bool) -> None:
    """Hear one fault and look at everything it may not do."""
    size, tasks = pair.served.reader.size(), pair.tasks()

    heard = pair.hear(*moves, stream=stream)

    assert heard.error in code.split(" or ") if code else heard.error is None
    assert heard.is_done is not bool(code)
    shown = heard.text()
    assert shown.startswith(CLEAN) or not shown
    assert "办" not in heard.raw.decode() if code else "证" not in shown
    assert size + 1 == pair.served.reader.size()
    payload = pair.entry(heard).payload
    assert heard.error == payload.get("error")
    assert len(shown) == payload["delivered"]
    assert payload["outcome"] == ("upstream-error" if code.startswith("upstream") else "served")
    assert settled(pair, tasks)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_one_clear_end(brief: Pair, patient: Pair, name: str, stream: bool) -> None:
    """Streamed or not, the same fault is the same error."""
    code, moves = FAULTS[name]

    check(brief if code == "upstream_timeout" else patient, code, moves, stream=stream)


@pytest.mark.parametrize("name", STREAMED)
def test_a_fault_in_mid_stream_has_one_clear_end(brief: Pair, patient: Pair, name: str) -> None:
    """What was judged has been delivered; what was held has not."""
    code, moves = STREAMED[name]

    check(brief if code == "upstream_timeout" else patient, code, moves, stream=True)


def test_the_gateway_is_as_good_as_new_after_all_of_them(patient: Pair) -> None:
    """The next answer is whole."""
    heard = patient.hear(*event_stream(delta(CLEAN), finish(), DONE))

    assert heard.is_done
    assert heard.text().startswith(CLEAN)
