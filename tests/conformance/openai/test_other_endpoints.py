"""The endpoints beside chat with the real SDK: judged, with a receipt and one entry each."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import pytest
from tests.conformance.openai.asking import MODEL
from tests.conformance.openai.serving import KEY, Served, b64, serving

from hegui.gateway.demo.others import PICTURE, SOUND
from hegui.labels import has_explicit_label

TERM = "办假身份证"
BOTH = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])


def complete(client: openai.OpenAI, prompt: Any, *, stream: bool, **more: Any) -> tuple[str, Any]:
    """Return the text of the first choice and its finish reason."""
    if not stream:
        (first, *_) = client.completions.create(model=MODEL, prompt=prompt, **more).choices
        return first.text, first.finish_reason
    text, finish = "", None
    for chunk in client.completions.create(model=MODEL, prompt=prompt, stream=True, **more):
        for choice in chunk.choices:
            if choice.index == 0:
                text += choice.text
                finish = choice.finish_reason or finish
    return text, finish


def b64_of(raw: bytes) -> str:
    """Return bytes in base64."""
    return b64encode(raw).decode()


def last_entry(served: Served) -> Any:
    """Return the payload of the newest entry."""
    return served.reader.entry(served.reader.size() - 1).payload


@BOTH
def test_a_continued_text_is_labelled(client: openai.OpenAI, served: Served, stream: bool) -> None:
    """As a chat's answer is."""
    text, finish = complete(client, "春天适合种什么花？", stream=stream)

    assert "春天适合种什么花" in text
    assert (has_explicit_label(text), finish) == (True, "stop")
    entry = last_entry(served)
    assert (entry["endpoint"], entry["labelled"]) == ("/v1/completions", True)


@BOTH
@pytest.mark.parametrize("prompt", [f"哪里可以{TERM}", f"你好 /demo say-b64 {b64(f'好{TERM}吧')}"])
def test_a_continued_text_is_judged(client: openai.OpenAI, prompt: str, stream: bool) -> None:
    """The prompt and what follows it."""
    text, finish = complete(client, prompt, stream=stream)

    assert finish == "content_filter"
    assert TERM[:2] not in text
    assert has_explicit_label(text)


def test_several_prompts_are_several_choices(client: openai.OpenAI) -> None:
    """Each is judged and labelled apart."""
    choices = client.completions.create(model=MODEL, prompt=["一", "二"], n=2).choices

    assert [0, 1, 2, 3] == [choice.index for choice in choices]
    assert all(has_explicit_label(choice.text) for choice in choices)


@pytest.mark.parametrize("encoding", ["float", "base64"])
def test_embeddings_are_numbers_and_their_input_is_judged(
    client: openai.OpenAI, served: Served, encoding: Any
) -> None:
    """A term is refused with an error that says it kindly, since no words fit in a vector."""
    found = client.embeddings.create(model=MODEL, input=["一", "二"], encoding_format=encoding)
    entry = last_entry(served)
    with pytest.raises(openai.BadRequestError) as caught:
        client.embeddings.create(model=MODEL, input=["一", TERM], encoding_format=encoding)
    refused = last_entry(served)

    assert [0, 1] == [item.index for item in found.data]
    assert (entry["endpoint"], entry["outcome"]) == ("/v1/embeddings", "served")
    assert caught.value.code == "content_policy_violation"
    assert caught.value.response.headers["x-hegui-receipt"]
    assert TERM not in str(caught.value)
    assert (refused["outcome"], refused["action"], refused["status"]) == ("refused", "stop", 400)


def test_tokens_in_place_of_text_are_refused(client: openai.OpenAI) -> None:
    """Only the model can read them."""
    with pytest.raises(openai.BadRequestError) as caught:
        client.embeddings.create(model=MODEL, input=[[1, 2, 3]])

    assert (caught.value.code, caught.value.param) == ("unjudgeable_content", "input[0]")


def test_moderations_are_answered_from_the_rules_in_force(
    client: openai.OpenAI, served: Served
) -> None:
    """OpenAI's shape, ours beside it, and no call of the model."""
    before = len(served.demo.requests)

    found = client.moderations.create(input=["你好", f"哪里可以{TERM}"])

    clean, bad = found.results
    assert (clean.flagged, bad.flagged) == (False, True)
    assert (clean.categories.illicit, bad.categories.illicit) == (False, True)
    assert bad.category_scores.illicit == 1.0
    assert bad.categories.sexual is False
    ours = bad.model_dump()["hegui"]
    assert [(f["category"], f["start"], f["end"]) for f in ours] == [("a1.other-banned", 4, 9)]
    assert len(served.demo.requests) == before
    entry = last_entry(served)
    assert (entry["endpoint"], entry["outcome"]) == ("/v1/moderations", "served")
    assert TERM not in repr(entry)


def test_a_picture_passes_as_a_file(client: openai.OpenAI, served: Served) -> None:
    """Nobody labels it here, and the entry says so."""
    found = client.images.generate(model=MODEL, prompt="一只猫", n=2)

    assert found.data is not None
    assert [b64_of(PICTURE)] * 2 == [picture.b64_json for picture in found.data]
    assert "一只猫" in (found.data[0].revised_prompt or "")
    entry = last_entry(served)
    assert entry["endpoint"] == "/v1/images/generations"
    assert entry["files"][1] == {
        "field": "1.b64_json",
        "kind": "image",
        "bytes": [[0, len(PICTURE)]],
        "labelled": False,
    }
    assert "1.revised_prompt" in entry["ranges"]


@pytest.mark.parametrize("prompt", [TERM, f"一只猫 /demo say-b64 {b64(f'画一张{TERM}的广告')}"])
def test_a_picture_s_prompt_is_judged_and_what_the_model_made_of_it(
    client: openai.OpenAI, served: Served, prompt: str
) -> None:
    """Neither gives a picture."""
    with pytest.raises(openai.BadRequestError) as caught:
        client.images.generate(model=MODEL, prompt=prompt)

    assert caught.value.code == "content_policy_violation"
    assert TERM not in str(caught.value)
    assert last_entry(served)["outcome"] == "refused"


def test_a_picture_is_edited(client: openai.OpenAI, served: Served) -> None:
    """The form is written anew; what was sent in it is unjudged, and named."""
    found = client.images.edit(
        model=MODEL, prompt="加一顶帽子", image=("cat.png", io.BytesIO(PICTURE), "image/png")
    )

    assert found.data is not None
    assert found.data[0].b64_json == b64_of(PICTURE)
    entry = last_entry(served)
    assert entry["unjudged"] == [{"field": "image", "kind": "image", "bytes": [[0, len(PICTURE)]]}]
    assert served.demo.requests[-1]["image"] == len(PICTURE)


def test_speech_is_made_of_judged_text(client: openai.OpenAI, served: Served) -> None:
    """The sound arrives as it is."""
    sound = client.audio.speech.create(model=MODEL, input="你好", voice="alloy")
    entry = last_entry(served)
    with pytest.raises(openai.BadRequestError) as caught:
        client.audio.speech.create(model=MODEL, input=TERM, voice="alloy")

    assert sound.content == SOUND
    assert sound.response.headers["content-type"] == "audio/wav"
    assert (entry["endpoint"], entry["files"][0]["kind"]) == ("/v1/audio/speech", "audio")
    assert caught.value.code == "content_policy_violation"


@pytest.mark.parametrize("form", ["json", "text", "verbose_json"])
def test_a_transcript_is_judged_and_labelled(
    client: openai.OpenAI, served: Served, form: Any
) -> None:
    """The recording is unjudged, and named."""
    arguments: dict[str, Any] = {"model": MODEL, "response_format": form}
    said = b64(f"请问{TERM}吗")

    good = client.audio.transcriptions.create(
        file=("a.wav", io.BytesIO(SOUND)), prompt="你好", **arguments
    )
    entry = last_entry(served)
    bad = client.audio.transcriptions.create(
        file=("a.wav", io.BytesIO(SOUND)), prompt=f"你好 /demo say-b64 {said}", **arguments
    )

    text = good if isinstance(good, str) else good.text
    assert has_explicit_label(text)
    assert entry["unjudged"] == [{"field": "file", "kind": "audio", "bytes": [[0, len(SOUND)]]}]
    assert TERM[:2] not in repr(bad)
    assert last_entry(served)["finish_reason"] == "content_filter"
    if form == "verbose_json":
        assert good.segments[0].end == 0.1
        assert not bad.segments


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_a_format_that_has_no_place_for_a_label_is_refused(
    client: openai.OpenAI, form: Any
) -> None:
    """And named."""
    with pytest.raises(openai.BadRequestError) as caught:
        client.audio.transcriptions.create(
            file=("a.wav", io.BytesIO(SOUND)), model=MODEL, response_format=form
        )

    assert (caught.value.code, caught.value.param) == ("unsupported_parameter", "response_format")


@pytest.fixture(scope="module")
def labelling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a gateway whose hook writes a mark behind each file, but for sounds."""

    def mark(raw: bytes, kind: str) -> bytes:
        if kind == "audio":
            raise ValueError("no label for this format")
        return raw + b"AIGC"

    folder = tmp_path_factory.mktemp("labelling")
    with serving(folder, parts=lambda _ledger, _plan: {"files": mark}) as gateway:
        yield gateway


def test_what_the_hook_returns_is_delivered(labelling: Served) -> None:
    """And a file whose label cannot be written is not."""
    with openai.OpenAI(base_url=labelling.base_url, api_key=KEY, max_retries=0) as client:
        found = client.images.generate(model=MODEL, prompt="一只猫")
        entry = last_entry(labelling)
        with pytest.raises(openai.InternalServerError) as caught:
            client.audio.speech.create(model=MODEL, input="你好", voice="alloy")

    assert found.data is not None
    assert found.data[0].b64_json == b64_of(PICTURE + b"AIGC")
    assert entry["files"][0]["labelled"] is True
    assert caught.value.code == "file_withheld"
    assert last_entry(labelling)["error"] == "file_withheld"


def test_an_endpoint_that_nobody_judges_is_refused(client: openai.OpenAI, tmp_path: Path) -> None:
    """Not passed on."""
    with pytest.raises(openai.NotFoundError) as caught:
        client.fine_tuning.jobs.create(model=MODEL, training_file=str(tmp_path))

    assert caught.value.code == "unknown_route"
