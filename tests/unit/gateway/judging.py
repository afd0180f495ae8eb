"""A real judge over the starter lexicon, for tests of what an answer turns into."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.conformance.openai.serving import the_plan
from tests.starter import starter_rules

from hegui.controls.plan import Plan
from hegui.gateway.asked import Asked
from hegui.gateway.choice import Choice
from hegui.gateway.exchange import Exchange
from hegui.gateway.judge import Judge
from hegui.gateway.keys import Key
from hegui.gateway.voice import Files, Voice

TERM = "办假身份证"
LABEL = "（内容由人工智能生成）"


@cache
def plan() -> Plan:
    """Return the plan under which every control is bound."""
    with TemporaryDirectory() as folder:
        return the_plan(Path(folder))


class Brief(Voice):
    """A voice that closes with a fixed word, so that a test can name it."""

    __slots__ = ()

    def closing(self, choice: Choice) -> str:
        """Return the word."""
        del choice
        return "停。"


def a_request(*, n: int = 1, last: str = "你好", **more: Any) -> Asked:
    """Return a request as any dialect hands it over."""
    return Asked(model="m", texts=(last,), last=last, body=b"{}", n=n, **more)


def an_exchange(
    request: Asked | None = None, *, client_labels: bool = False, verdicts_limit: int = 64
) -> Exchange:
    """Return the record of a request that begins."""
    return Exchange(
        receipt="r-test",
        key=Key(id="k-test", name="test", client_labels=client_labels),
        endpoint="/v1/test",
        request=request or a_request(),
        plan=plan(),
        rules="sha256:0",
        verdicts_limit=verdicts_limit,
    )


def a_judge(exchange: Exchange | None = None) -> Judge:
    """Return a judge that keeps its rulings in `exchange`."""
    return Judge(plan(), starter_rules(), exchange or an_exchange())


def a_voice(
    request: Asked | None = None, exchange: Exchange | None = None, files: Files | None = None
) -> Brief:
    """Return the voice of one request."""
    asked = request or a_request()
    kept = exchange or an_exchange(asked)
    return Brief(asked, a_judge(kept), kept, files)


def a_choice(index: int = 0, judge: Judge | None = None) -> Choice:
    """Return a choice that gets the plan's label."""
    return Choice(index, judge or a_judge(), plan().text_label, "你好")
