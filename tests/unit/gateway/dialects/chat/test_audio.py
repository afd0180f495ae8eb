"""Sound says what its transcript says, so it waits for it and shares its lot."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

import orjson
import pytest
from tests.unit.gateway.judging import TERM, a_request, a_voice, an_exchange

from hegui.errors import FileWithheld, UpstreamInvalid
from hegui.gateway.dialects.chat.streamed import StreamedChat
from hegui.gateway.dialects.chat.whole import WholeChat

SOUND = b64encode(b"sound").decode()


def play(*pieces: dict[str, object]) -> tuple[list[dict[str, Any]], dict[str, object]]:
    """Return the deltas of a spoken answer, and its entry."""
    asked = a_request()
    exchange = an_exchange(asked)
    answer = StreamedChat(asked, a_voice(asked, exchange))
    for piece in pieces:
        choice = {"index": 0, "delta": {"audio": piece}}
        answer.take(orjson.dumps({"id": "x", "choices": [choice]}))
        if answer.is_over:
            break
    answer.end()
    frames = [orjson.loads(frame.removeprefix(b"data: ")) for frame in answer.out]
    return [frame["choices"][0]["delta"] for frame in frames], exchange.payload()


def test_the_sound_follows_its_transcript_in_one_piece() -> None:
    """Its pieces are joined as bytes, not as base64."""
    deltas, entry = play(
        {"id": "audio_1", "transcript": "你好，", "data": SOUND},
        {"transcript": "再见。", "data": SOUND, "expires_at": 5},
    )

    spoken = [delta["audio"] for delta in deltas if "audio" in delta]
    assert "".join(piece.get("transcript", "") for piece in spoken) == "你好，再见。"
    assert [piece["data"] for piece in spoken if "data" in piece] == [
        b64encode(b"soundsound").decode()
    ]
    assert (spoken[-1]["id"], spoken[-1]["expires_at"]) == ("audio_1", 5)
    assert entry["files"] == [
        {"field": "0.audio", "kind": "audio", "bytes": [[0, 10]], "labelled": False}
    ]
    assert "0.audio.transcript" in str(entry["ranges"])


@pytest.mark.parametrize("said", [TERM, "打13800138000"], ids=["stopped", "masked"])
def test_sound_that_says_what_may_not_pass_is_not_delivered(said: str) -> None:
    """A mask in the transcript is none in the sound."""
    deltas, entry = play({"transcript": f"你好，{said}。", "data": SOUND}, {"transcript": "好"})

    assert "data" not in repr(deltas)
    assert said not in repr(deltas)
    assert "files" not in entry


@pytest.mark.parametrize("piece", [{"data": 1}, {"data": "?"}, {"id": "有字"}])
def test_what_is_no_sound_is_refused(piece: dict[str, object]) -> None:
    """Nothing of it is passed on."""
    with pytest.raises(UpstreamInvalid):
        play(piece)


def test_a_whole_answer_has_its_sound_labelled() -> None:
    """Or is withheld when that fails."""
    asked = a_request()
    message = {"content": None, "audio": {"id": "a", "transcript": "你好", "data": SOUND}}
    raw = orjson.dumps({"id": "x", "choices": [{"index": 0, "message": message}]})
    answer = WholeChat(asked, a_voice(asked, files=lambda found, kind: found + kind.encode()))
    answer.take(raw, b"")

    def fail(found: bytes, kind: str) -> bytes:
        raise ValueError(f"no label for {kind} of {len(found)} bytes")

    spoken = orjson.loads(answer.body()[1])["choices"][0]["message"]["audio"]
    assert b64decode(spoken["data"]) == b"soundaudio"
    assert spoken["transcript"] == "你好"
    with pytest.raises(FileWithheld):
        WholeChat(asked, a_voice(asked, files=fail)).take(raw, b"")
