"""A real judge over the starter lexicon, for tests of what an answer turns into."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conformance.openai.serving import the_plan

from hegui.controls.plan import Plan
from hegui.gateway.choice import Choice
from hegui.gateway.exchange import Exchange
from hegui.gateway.judge import Judge
from hegui.gateway.keys import Key
from hegui.gateway.request import parse
from hegui.moderation import load_rules

TERM = "办假身份证"
LABEL = "（内容由人工智能生成）"


@cache
def plan() -> Plan:
    """Return the plan under which every control is bound."""
    with TemporaryDirectory() as folder:
        return the_plan(Path(folder))


def an_exchange(*, client_labels: bool = False, verdicts_limit: int = 64) -> Exchange:
    """Return the record of a request that begins."""
    asked = parse(b'{"model": "m", "messages": [{"role": "user", "content": "hi"}]}')
    return Exchange(
        receipt="r-test",
        key=Key(id="k-test", name="test", client_labels=client_labels),
        request=asked,
        plan=plan(),
        rules="sha256:0",
        verdicts_limit=verdicts_limit,
    )


def a_judge(exchange: Exchange | None = None) -> Judge:
    """Return a judge that keeps its rulings in `exchange`."""
    return Judge(plan(), load_rules(), exchange or an_exchange())


def a_choice(index: int = 0, judge: Judge | None = None) -> Choice:
    """Return a choice that gets the plan's label."""
    return Choice(index, judge or a_judge(), plan().text_label, "你好")
