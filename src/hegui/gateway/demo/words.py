"""What the demo model says.

>>> answer('How do I cook rice?').splitlines()[0]
'This is the demo model of hegui: a fixed answer, not a language model.'
"""

from __future__ import annotations

from typing import Final

from hegui.gateway.demo.grammar import Script
from hegui.gateway.refusals import language_of

__all__ = ["answer", "scripted"]

_ECHO: Final = 60
"""Code points of the question that are repeated."""

_ZH: Final = """这是合规（hegui）的演示模型：回答是固定的，背后没有大模型。
你的问题是：“{question}”
如果接上真实的模型，这里就是它的回答；提问与回答同样会被逐段检查、加上标识并写入账本。"""

_EN: Final = """This is the demo model of hegui: a fixed answer, not a language model.
You asked: "{question}"
With a real model behind hegui its answer would stand here, judged piece by piece, labelled, \
and recorded in the ledger in just the same way."""

_LEAK: Final = {
    "zh": "以前有一种骗局叫作{term}，后来被警方查处了。",
    "en": "There once was a scheme called {term}, until the police ended it.",
}
_TERM: Final = {"zh": "办假身份证", "en": "fake id for sale"}
"""Harmless here, and a term of the starter lexicon in each language."""

_PHONE: Final = {
    "zh": "你可以拨打13800138000联系我们的客服。",
    "en": "You can reach the front desk at 13800138000 any time.",
}


def answer(question: str) -> str:
    """Return the fixed answer to a question, in its language."""
    bare = " ".join(question.split())
    shown = bare if len(bare) <= _ECHO else f"{bare[:_ECHO]}…"
    template = _ZH if language_of(question) == "zh" else _EN
    return template.format(question=shown)


def scripted(script: Script, question: str) -> str:
    """Return what the script says, or the fixed answer."""
    language = language_of(question.partition("/demo")[0])
    if script.say is not None:
        return script.say
    if script.leak:
        return _LEAK[language].format(term=_TERM[language])
    if script.phone:
        return _PHONE[language]
    return answer(question)
