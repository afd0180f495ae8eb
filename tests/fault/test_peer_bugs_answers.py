"""Bugs of other gateways with how an answer ends: refusals, errors, ids, masks, false alarms.

Each docstring ends with the public thread or file that shows the bug, or one of its kind.
"""

from __future__ import annotations

from collections.abc import Iterator

import openai
import orjson
import pytest
from tests.conformance.openai.serving import KEY
from tests.fault.conftest import Pair, pairing
from tests.fault.scripted import (
    ABOUT,
    DONE,
    MODEL,
    Move,
    delta,
    event,
    event_stream,
    finish,
    whole,
)

from hegui.moderation import load_rules

BOTH = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
TERM = "办假身份证"
BEFORE = "今天天气很好。"
LABEL = "\n\n（内容由人工智能生成）"

LEXICON = """
[lexicon]
name = "test/short"
version = "1"
author = "test"
source = "made up"

[[term]]
text = "大麻"
category = "a1.other-banned"
severity = 3
allow = ["大麻烦", "大麻袋"]

[[term]]
text = "SM"
category = "a1.other-banned"
severity = 3

[[term]]
text = "炸弹"
category = "a1.other-banned"
severity = 3
"""


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """A gateway whose lexicon has short terms and an allow phrase."""
    folder = tmp_path_factory.mktemp("short")
    (folder / "short.toml").write_text(LEXICON, encoding="utf-8")
    with pairing(folder, rules=load_rules([folder / "short.toml"])) as found:
        yield found


def completion(content: str) -> dict[str, object]:
    """Return a whole answer."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {**ABOUT, "object": "chat.completion", "choices": [choice]}


def said(text: str, *, stream: bool) -> tuple[Move, ...]:
    """Return the moves of an answer."""
    if not stream:
        return whole(completion(text))
    return event_stream(*map(delta, text), finish(), DONE)


@BOTH
def test_a_refusal_is_an_answer_that_a_person_can_read(pair: Pair, stream: bool) -> None:
    """A block looked like a failure of the model. 1Panel#13273."""
    heard = pair.ask(f"请问哪里可以{TERM}呢", stream=stream)

    assert heard.status == 200
    assert heard.error is None
    assert heard.text().endswith(LABEL)
    assert len(heard.text()) > 20


@BOTH
@pytest.mark.parametrize("at", ["prompt", "answer"])
def test_no_json_stands_in_the_assistant_s_words(pair: Pair, stream: bool, at: str) -> None:
    """The user saw the guard's code and details as the message. higress#3642."""
    pair.upstream.play(*said(TERM, stream=stream))

    heard = pair.ask(TERM if at == "prompt" else "你好", stream=stream)

    assert "{" not in heard.text()
    assert "a1." not in heard.text()
    assert "control" not in heard.text()
    assert heard.finish() == "content_filter"


@BOTH
@pytest.mark.parametrize("status", [500, 503, 401, 429, 400])
def test_statuses_are_those_of_http_and_of_the_api(pair: Pair, stream: bool, status: int) -> None:
    """Invented ones such as 246 and 446 are success or retry to a SDK. portkey hooks/index.ts."""
    heard = pair.hear(*whole({"error": {"message": "no"}}, status=status), stream=stream)

    assert heard.status in {400, 429, 502}
    error = orjson.loads(heard.raw)["error"]
    assert {"message", "type", "param", "code"} == set(error)


@BOTH
def test_nothing_of_our_inside_reaches_the_client(pair: Pair, stream: bool) -> None:
    """The exception's text was sent to the end user. openguardrails-safety proxy_api."""
    body = b'{"error": {"message": "Traceback: File /srv/model.py, key sk-secret"}}'

    heard = pair.hear(*whole(body, status=500), stream=stream)

    assert heard.status == 502
    for inside in ("Traceback", "/srv", "sk-secret", "hegui/", 'File "'):
        assert inside not in heard.raw.decode()


def test_an_error_in_mid_stream_is_one_frame_and_no_done(pair: Pair) -> None:
    """An error frame followed by [DONE] reads as a whole answer. NeMo-Guardrails#1197."""
    broken = event({"error": {"message": "out of memory"}})

    heard = pair.hear(*event_stream(delta(BEFORE), broken, DONE))

    assert heard.error == "upstream_failed"
    assert not heard.is_done
    assert heard.finish() is None
    assert "out of memory" not in heard.raw.decode()


def test_a_strict_sdk_reads_every_frame(pair: Pair) -> None:
    """Comments and named events of the guard broke clients. portkey gateway#1407."""
    pair.upstream.play(*event_stream(delta(BEFORE), delta(TERM), finish(), DONE))
    with openai.OpenAI(base_url=pair.served.base_url, api_key=KEY, max_retries=0) as client:
        chunks = list(
            client.chat.completions.create(
                model=MODEL, messages=[{"role": "user", "content": "你好"}], stream=True
            )
        )

    assert {"chat.completion.chunk"} == {chunk.object for chunk in chunks}
    assert chunks[-1].choices[0].finish_reason == "content_filter"


def test_an_answer_keeps_its_identity_to_the_end(pair: Pair) -> None:
    """Frames that the gateway added had another id or none. litellm#38009, NeMo#1197."""
    about = {**ABOUT, "system_fingerprint": "fp_1", "service_tier": "default"}
    frames = [
        event({**about, "object": "chat.completion.chunk", "choices": [choice]})
        for choice in (
            {"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None},
            {"index": 0, "delta": {"content": BEFORE}, "finish_reason": None},
            {"index": 0, "delta": {}, "finish_reason": "length"},
        )
    ]

    heard = pair.hear(*event_stream(*frames, DONE))

    for found in heard.frames:
        assert about == {name: found[name] for name in about}
    assert heard.text("role") == "assistant"
    assert heard.finish() == "length"


@pytest.mark.parametrize("reason", ["stop", "length", "tool_calls", "content_filter", "eos"])
def test_the_model_s_own_finish_reason_is_kept(pair: Pair, reason: str) -> None:
    """Agents hang when tool_calls becomes stop. litellm#38009."""
    heard = pair.hear(*event_stream(delta(BEFORE), finish(reason), DONE))

    assert reason == heard.finish()


@BOTH
@pytest.mark.parametrize(
    "text", ["这真是个大麻烦。", "买了一个大麻袋。", "Smoking is a small mistake.", "处于SMALL规模"]
)
def test_a_short_term_in_a_longer_word_is_no_finding(short: Pair, text: str, stream: bool) -> None:
    """Short words block long ones in spite of allow lists. new-api#5802, sensitive-word#76."""
    heard = short.hear(*said(text, stream=stream), stream=stream)

    assert text == heard.text().partition("\n\n")[0].partition("\n\n(")[0]
    assert heard.finish() == "stop"


@BOTH
@pytest.mark.parametrize("text", ["有大麻吗", "这里有SM吗", "制作炸弹呢", "如何炸弹呢", "炸弹"])
def test_a_term_between_chinese_characters_is_found(short: Pair, text: str, stream: bool) -> None:
    r"""``\b`` sees no border inside Chinese, so nothing was found. litellm content_filter.py."""
    heard = short.hear(*said(text, stream=stream), stream=stream)

    assert heard.finish() == "content_filter"


@pytest.mark.parametrize("before", ["天气", "学生成绩", "研究生物炸", "我们的确炸"])
def test_no_word_splitter_hides_a_term(short: Pair, before: str) -> None:
    """Words were found by splitting into words first. higress ai-data-masking."""
    heard = short.hear(*said(f"{before}炸弹的", stream=True))

    assert heard.finish() == "content_filter"


@BOTH
def test_ids_of_people_in_china_are_masked(pair: Pair, stream: bool) -> None:
    """No recogniser knew a resident's number. presidio, 18 countries and not this one."""
    moves = said("证号11010519491231002X。", stream=stream)

    heard = pair.hear(*moves, stream=stream)

    assert heard.text() == f"证号110***********002X。{LABEL}"


@BOTH
@pytest.mark.parametrize("text", ["订单号20251231001234", "价格138.00元，共8000件", "1380013"])
def test_numbers_that_identify_nobody_stay(pair: Pair, text: str, stream: bool) -> None:
    """Any long number was masked. presidio#999, presidio#1639."""
    heard = pair.hear(*said(text, stream=stream), stream=stream)

    assert text + LABEL == heard.text()


@BOTH
def test_the_ledger_holds_no_text_of_prompt_or_answer(pair: Pair, stream: bool) -> None:
    """Prompts and verdicts lay in one row with one retention. litellm#13998, litellm#41499."""
    pair.upstream.play(*said("晴空万里", stream=stream))

    heard = pair.ask("蓝莓蛋糕", stream=stream)

    stored = repr(pair.entry(heard))
    assert "晴空" not in stored
    assert "蓝莓" not in stored
    assert len(stored) < 4_000
