"""An answer changes its own line and nothing else, however the file is written."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from hegui.law.answering import with_answer

NAMES = ("stage", "role.provider", "role.platform", "service.a.b", "users")
VALUES = ("true", "false", '"public"', '["a", "b"]', "3", "2026-11-21", '"?"')

remark = st.sampled_from(("", "  # ours", ' # "quoted" = [', "\t# 备注"))
line = st.sampled_from(NAMES).flatmap(
    lambda name: st.builds(
        "{}{} = {}{}".format,
        st.sampled_from(("", "# ")),  # answered, or the template's example
        st.just(name),
        st.sampled_from(VALUES),
        remark,
    )
)
comment = st.sampled_from(("", "# ── 一行说明", "# [facts] is above", "#"))


@st.composite
def profiles(draw: st.DrawFn) -> str:
    """Return a profile in which each fact is answered at most once."""
    lines: list[str] = []
    answered: set[str] = set()
    for each in draw(st.lists(st.one_of(line, comment), max_size=12)):
        name = each.partition(" =")[0]
        if name in answered:
            continue
        if name in NAMES:
            answered.add(name)
        lines.append(each)
    head = draw(st.sampled_from(('[service]\nname.zh = "甲"\nname.en = "A"\n\n', "")))
    tail = draw(st.sampled_from(("", '\n[[event]]\nkind = "launch"\non = 2026-10-08\n')))
    ending = draw(st.sampled_from(("\n", "\r\n")))
    return (head + "[facts]\n" + "\n".join([*lines, ""]) + tail).replace("\n", ending)


def flat(text: str) -> dict[str, object]:
    """Return the answers by dotted name."""

    def walk(table: object, name: str) -> dict[str, object]:
        if not isinstance(table, dict):
            return {name: table}
        found: dict[str, object] = {}
        for key, value in table.items():
            found |= walk(value, f"{name}.{key}" if name else key)
        return found

    return walk(tomllib.loads(text).get("facts", {}), "")


@given(profiles(), st.sampled_from(NAMES), st.sampled_from(VALUES))
def test_setting_changes_one_answer(text: str, name: str, value: str) -> None:
    """The file says what it said, and the one answer."""
    mended = with_answer(text, name, value)

    assert flat(text) | {name: tomllib.loads(f"x = {value}")["x"]} == flat(mended)


@given(profiles(), st.sampled_from(NAMES), st.sampled_from(VALUES))
def test_every_other_line_stays(text: str, name: str, value: str) -> None:
    """To the letter and in order; at most one line goes and one comes."""
    old, new = text.splitlines(), with_answer(text, name, value).splitlines()
    same = next((i for i, pair in enumerate(zip(old, new, strict=False)) if len({*pair}) > 1), None)
    at = len(old) if same is None else same

    assert len(new) - len(old) in {0, 1}
    assert old[at + 1 :] == new[at + 1 :] or old[at:] == new[at + 1 :] or old == new


@given(profiles(), st.sampled_from(NAMES))
def test_taking_away_can_be_undone(text: str, name: str) -> None:
    """The line becomes a comment, so that the answer is still there to read."""
    without = with_answer(text, name, None)
    expected = {key: value for key, value in flat(text).items() if key != name}

    assert expected == flat(without)
    assert len(text.splitlines()) == len(without.splitlines())


@given(profiles(), st.sampled_from(NAMES), st.sampled_from(VALUES))
def test_setting_twice_is_setting_once(text: str, name: str, value: str) -> None:
    once = with_answer(text, name, value)

    assert once == with_answer(once, name, value)
