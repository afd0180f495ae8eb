"""The commented ``hegui.toml`` that `hegui init` writes."""

from __future__ import annotations

import json
from textwrap import TextWrapper

from hegui.law.facts import Fact, FactGroup, FactKind
from hegui.law.law import Law

__all__ = ["profile_template"]

_HEAD = """\
# 服务画像。说明你的服务一次，hegui 据此判断哪些义务适用、为什么、尚缺什么。
# The profile of one service. hegui reads it to tell which obligations bind, why, and what is
# missing.
#
# 每个事实默认被注释掉，即"尚不清楚"。知道答案时删去行首的 "# "；不知道就留着，不要猜。
# Each fact is commented out, which means "not known". Take the "# " away when you know the
# answer, and leave the line alone when you do not: unknown is an honest answer, a guess is not.

[service]
name.zh = %(zh)s
name.en = %(en)s

[facts]
"""

_EXAMPLE = {
    FactKind.YES_NO: "true    # true = 是 yes, false = 否 no",
    FactKind.NUMBER: "0",
    FactKind.DATE: "2026-01-01",
}


def _comment(text: str, indent: str = "# ") -> str:
    wrapper = TextWrapper(
        width=98, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    return wrapper.fill(text)


def _entry(fact: Fact) -> str:
    lines = [
        f"# ── {fact.name} " + "─" * max(0, 74 - len(fact.name)),
        f"# {fact.question.zh}",
        _comment(fact.question.en),
        f"#   {fact.help.zh}",
        _comment(fact.help.en, "#   "),
        f"#   何处可查：{fact.where.zh}",
        _comment(f"Usually found in: {fact.where.en}", "#   "),
        *(f'#     "{o.key}"  {o.words.zh} / {o.words.en}' for o in fact.options),
    ]
    example = _EXAMPLE.get(fact.kind) or ", ".join(f'"{key}"' for key in fact.keys[:1])
    if fact.kind is FactKind.SET:
        example = f"[{example}]"
    return "\n".join([*lines, f"# {fact.name} = {example}"])


def _group(group: FactGroup, law: Law) -> list[str]:
    """Return the heading and the entries of a group; nothing when all of it is derived."""
    asked = [law.facts[name] for name in group.facts if not law.facts[name].is_derived]
    heading = f"# ══ {group.words.zh} · {group.words.en} ".ljust(80, "═")
    return [heading, *map(_entry, asked)] if asked else []


def _quoted(text: str) -> str:
    """Return any text as a TOML string: JSON's, and what TOML alone wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def profile_template(law: Law, *, zh: str = "我的服务", en: str = "My service") -> str:
    """Return a profile with every fact that is asked explained and none answered.

    The facts stand under the headings of their groups. The text is valid TOML:
    loaded as it is, everything is unknown.

    Args:
        law: whose facts are asked.
        zh: name of the service in Chinese, any text of one line.
        en: the same in English.
    """
    parts = [part for group in law.groups for part in _group(group, law)]
    head = _HEAD % {"zh": _quoted(zh), "en": _quoted(en)}
    return head + "\n" + "\n\n".join(parts) + "\n"
