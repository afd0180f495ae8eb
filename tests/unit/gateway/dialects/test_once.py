"""Endpoints whose answers come at once: read strictly, refused by an error that says it kindly."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from tests.unit.gateway.judging import a_request, a_voice

from hegui.errors import (
    ContentPolicyViolation,
    InvalidValue,
    UnjudgeableContent,
    UnsupportedParameter,
    UpstreamInvalid,
)
from hegui.gateway.admission import RULES, Who
from hegui.gateway.dialects import DIALECTS
from hegui.gateway.limits import Limits
from hegui.gateway.multipart import Part, written

EMBEDDINGS = "/v1/embeddings"
IMAGES = "/v1/images/generations"
SPEECH = "/v1/audio/speech"
WITH_WORDS = {"/v1/chat/completions", "/v1/messages", "/v1/responses", "/v1/completions"}
ONCE = [EMBEDDINGS, "/v1/moderations", IMAGES, SPEECH]


def parse(path: str, **fields: object) -> Any:
    """Return what a JSON body asks of an endpoint."""
    body = orjson.dumps({"model": "m", **fields})
    return DIALECTS[path].parse(body, "application/json", Limits())


def form(path: str, *parts: Part) -> Any:
    """Return what a form asks of an endpoint."""
    body, content_type = written((Part(name="model", raw=b"m"), *parts))
    return DIALECTS[path].parse(body, content_type.decode(), Limits())


def test_every_endpoint_is_for_key_holders() -> None:
    """A dialect without a rule would answer nobody, one with another rule anybody."""
    rules = {(rule.method, rule.path): rule.who for rule in RULES}

    assert {Who.KEY_HOLDER} == {rules["POST", path] for path in DIALECTS}


@pytest.mark.parametrize("path", ONCE)
def test_no_stream_is_let_in(path: str) -> None:
    """And it is named."""
    with pytest.raises(UnsupportedParameter) as caught:
        parse(path, input="x", prompt="x", stream=True)

    assert caught.value.param == "stream"


@pytest.mark.parametrize("path", sorted(set(DIALECTS) - WITH_WORDS))
def test_a_refusal_without_a_place_for_words_is_an_error_that_says_them(path: str) -> None:
    """Kindly."""
    asked = a_request(options={"response_format": "json"})
    with pytest.raises(ContentPolicyViolation, match="说不了"):
        DIALECTS[path].whole(asked, a_voice(asked)).speak("说不了")


@pytest.mark.parametrize("given", [[1, 2], [[1], [2]]])
@pytest.mark.parametrize(("path", "name"), [(EMBEDDINGS, "input"), ("/v1/completions", "prompt")])
def test_tokens_are_no_text(path: str, name: str, given: object) -> None:
    """Only the model can read them."""
    with pytest.raises(UnjudgeableContent):
        parse(path, **{name: given})


@pytest.mark.parametrize("given", [None, [], 1, [None], {}])
def test_an_input_that_is_missing_is_told(given: object) -> None:
    """With what was expected."""
    with pytest.raises(InvalidValue):
        parse(EMBEDDINGS, input=given)


def test_all_texts_of_an_embedding_are_judged() -> None:
    """And whatever stands beside them."""
    asked = parse(EMBEDDINGS, input=["甲", "乙"], user="u", dimensions=3)

    assert asked.texts == ("甲", "乙", "u")
    assert (asked.user, asked.n) == ("u", 1)


@pytest.mark.parametrize(
    "data",
    [
        "x",
        ["x"],
        [{"embedding": "有字"}],
        [{"embedding": ["x"]}],
        [{"embedding": [1], "index": "0"}],
    ],
)
def test_vectors_that_are_no_numbers_are_refused(data: object) -> None:
    """They could be a text."""
    asked = a_request()
    with pytest.raises(UpstreamInvalid):
        DIALECTS[EMBEDDINGS].whole(asked, a_voice(asked)).take(orjson.dumps({"data": data}), b"")


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"prompt": "x", "response_format": "url"}, UnsupportedParameter),
        ({"prompt": "x", "partial_images": 2}, UnsupportedParameter),
        ({"prompt": ""}, InvalidValue),
        ({"prompt": "x", "n": 9}, InvalidValue),
    ],
)
def test_what_gives_no_picture_to_label_is_refused(
    fields: dict[str, object], error: type[Exception]
) -> None:
    """Before anything acts on it."""
    with pytest.raises(error):
        parse(IMAGES, **fields)


@pytest.mark.parametrize(
    "data", [[], ["x"], [{"url": "https://x"}], [{"b64_json": "?"}], [{"b64_json": 1}]]
)
def test_a_picture_behind_an_address_is_not_passed(data: object) -> None:
    """Nobody could label it."""
    asked = a_request()
    with pytest.raises(UpstreamInvalid):
        DIALECTS[IMAGES].whole(asked, a_voice(asked)).take(orjson.dumps({"data": data}), b"")


@pytest.mark.parametrize(
    ("raw", "kind"), [(b"", b"audio/wav"), (b"{}", b"application/json"), (b"x", b"text/html")]
)
def test_what_is_no_sound_is_not_passed(raw: bytes, kind: bytes) -> None:
    """It could be a text."""
    asked = a_request()
    with pytest.raises(UpstreamInvalid):
        DIALECTS[SPEECH].whole(asked, a_voice(asked)).take(raw, kind)


def test_a_form_is_judged_but_for_its_files() -> None:
    """The file's name can be read."""
    asked = form(
        "/v1/images/edits",
        Part(name="prompt", raw="加一顶帽子".encode()),
        Part(name="image[]", raw=b"abc", filename="甲.png"),
        Part(name="mask", raw=b"de", filename="乙.png"),
    )

    assert asked.texts == ("加一顶帽子", "甲.png", "乙.png")
    assert [(u.field, u.kind, u.bytes) for u in asked.unjudged] == [
        ("image[]", "image", 3),
        ("mask", "image", 2),
    ]
    assert asked.content_type.startswith(b"multipart/form-data")


@pytest.mark.parametrize(
    ("path", "parts", "error"),
    [
        ("/v1/images/edits", (Part(name="prompt", raw=b"x"), Part(name="prompt", raw=b"y")),
         InvalidValue),
        ("/v1/images/edits", (Part(name="prompt", raw=b"x"),
                              Part(name="note", raw=b"y", filename="a.txt")), InvalidValue),
        ("/v1/images/edits", (Part(name="prompt", raw=b"x"), Part(name="stream", raw=b"true")),
         UnsupportedParameter),
        ("/v1/audio/transcriptions", (Part(name="response_format", raw=b"srt"),),
         UnsupportedParameter),
        ("/v1/audio/transcriptions", (Part(name="include[]", raw=b"logprobs"),),
         UnsupportedParameter),
    ],
    ids=["twice", "a strange file", "a stream", "a format", "probabilities"],
)  # fmt: skip
def test_a_form_that_cannot_be_judged_is_refused(
    path: str, parts: tuple[Part, ...], error: type[Exception]
) -> None:
    """Before anything acts on it."""
    with pytest.raises(error):
        form(path, *parts)


def test_the_pieces_of_a_transcript_share_its_lot() -> None:
    """Clean ones are delivered with their numbers, and nothing else of them."""
    asked = a_request(options={"response_format": "verbose_json"})
    answer = DIALECTS["/v1/audio/transcriptions"].whole(asked, a_voice(asked))
    segment = {"id": 0, "start": 0.5, "text": "你好。", "tokens": [1], "note": "未判"}
    masked = {"text": "打13800138000", "segments": [{"text": "打13800138000"}]}
    answer.take(orjson.dumps({"text": "你好。", "segments": [segment]}), b"")
    other = DIALECTS["/v1/audio/transcriptions"].whole(asked, a_voice(asked))
    other.take(orjson.dumps(masked), b"")

    assert orjson.loads(answer.body()[1])["segments"] == [{"id": 0, "start": 0.5, "text": "你好。"}]
    assert "segments" not in orjson.loads(other.body()[1])
