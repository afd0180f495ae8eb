"""Explanation trees: the smallest because, and the facts that block."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from hegui.law import Answer, Law, Node
from hegui.law.condition import evaluate
from hegui.law.grammar import parse


def tree(law: Law, text: str, answers: Mapping[str, Answer]) -> Node:
    """Return the evaluated condition."""
    return evaluate(parse(text, law.facts), answers)


@pytest.mark.parametrize(
    ("text", "answers", "because"),
    [
        ("role.provider", {"role.provider": False}, ["role.provider"]),
        ("not role.provider", {"role.provider": True}, ["role.provider"]),
        ("not (not role.provider)", {"role.provider": True}, ["role.provider"]),
        (
            "role.provider and users > 1",
            {"role.provider": True, "users": 2},
            ["role.provider", "users > 1"],
        ),
        # One false part settles it; the unknown one is left out.
        ("role.provider and users > 1", {"users": 1}, ["users > 1"]),
        # Of two that settle it, the smaller; of equals, the first.
        (
            "(role.provider and users > 1) or stage == 'public'",
            {"role.provider": True, "users": 2, "stage": "public"},
            ["stage == 'public'"],
        ),
        ("users > 1 or users > 0", {"users": 2}, ["users > 1"]),
        # The same leaf twice is said once.
        (
            "role.provider and (role.provider or users > 1)",
            {"role.provider": True},
            ["role.provider"],
        ),
        ("not (role.provider or users > 1)", {"role.provider": True}, ["role.provider"]),
        (
            "not (role.provider or users > 1)",
            {"role.provider": False, "users": 0},
            ["role.provider", "users > 1"],
        ),
        ("role.provider", {}, []),
        ("role.provider and users > 1", {"role.provider": True}, []),
        ("True", {}, ["True"]),
    ],
)
def test_because_is_the_smallest_reason(
    tiny: Law, text: str, answers: Mapping[str, Answer], because: list[str]
) -> None:
    """The fewest leaves that fix the value; none while it is open."""
    assert because == [leaf.label for leaf in tree(tiny, text, answers).because()]


@pytest.mark.parametrize(
    ("text", "answers", "blockers"),
    [
        ("role.provider", {}, ("role.provider",)),
        ("role.provider", {"role.provider": True}, ()),
        ("role.provider and users > 1", {}, ("role.provider", "users")),
        ("role.provider and users > 1", {"role.provider": True}, ("users",)),
        ("role.provider and users > 1", {"role.provider": False}, ()),
        # Inside the `or` nothing can change any more, so `stage` does not block.
        ("(True or stage == 'public') and users > 1", {}, ("users",)),
        ("users > 1 and (users < 9 or not role.provider)", {}, ("users", "role.provider")),
    ],
)
def test_blockers_are_what_can_still_change_it(
    tiny: Law, text: str, answers: Mapping[str, Answer], blockers: tuple[str, ...]
) -> None:
    """Facts in a part that is already decided are not asked for."""
    assert blockers == tree(tiny, text, answers).blockers()


def test_leaves_come_in_the_order_of_the_text(tiny: Law) -> None:
    node = tree(tiny, "not (users > 1 or True) and role.provider", {})

    assert ["users > 1", "True", "role.provider"] == [leaf.label for leaf in node.leaves()]


def test_as_dict_leaves_out_what_is_empty(tiny: Law) -> None:
    """The shape of every JSON output."""
    shown = tree(tiny, "not role.provider", {}).as_dict()

    assert ["kind", "label", "value", "children"] == list(shown)
    assert ("not", None) == (shown["kind"], shown["value"])
