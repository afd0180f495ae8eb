"""Which upstreams a model's name leads to, and in which order."""

from __future__ import annotations

from collections import Counter

import pytest

from hegui.gateway.declared import RouteRule, Target
from hegui.gateway.route import Route, RouteTable, matches


def table(*models: str) -> RouteTable:
    """Return a table of routes that each lead to an upstream named after them."""
    return RouteTable(
        RouteRule(model=model, to=(Target(upstream=f"u{n}"),)) for n, model in enumerate(models)
    )


@pytest.mark.parametrize(
    ("model", "route"),
    [
        ("qwen-max", "qwen-max"),
        ("qwen-vl-7b", "qwen-vl-*"),
        ("qwen-7b", "qwen-*"),
        ("x-embed", "*-embed"),
        ("other", "*"),
        ("", "*"),
    ],
)
def test_the_closest_name_wins(model: str, route: str) -> None:
    """Exact, then the longest beginning, then the rest; not the order of the file."""
    found = table("*", "*-embed", "qwen-*", "qwen-vl-*", "qwen-max").find(model)

    assert found is not None
    assert route == found.model


def test_a_pattern_in_the_middle_is_used_where_no_beginning_fits() -> None:
    """In the order of the file."""
    found = table("a-*-vl", "*-vl", "a-*").find("b-vl")

    assert found is not None
    assert "*-vl" == found.model


def test_no_route_is_none() -> None:
    """An unknown model is nobody's."""
    assert table("qwen-*").find("qwen") is None


def test_turns_follow_the_weights_smoothly() -> None:
    """3 to 1 over any four requests, never three of one in a block with the other last."""
    route = Route(RouteRule(model="m", to=(Target(upstream="a", weight=3), Target(upstream="b"))))
    first = [route.turn("m")[0].upstream for _ in range(400)]

    assert {"a": 300, "b": 100} == Counter(first)
    assert ["a", "a", "b", "a"] == first[:4]


def test_a_reserve_is_asked_last_and_never_first() -> None:
    """Weight 0 stands in for the others only."""
    targets = (Target(upstream="r", weight=0), Target(upstream="a"), Target(upstream="b"))
    orders = [
        [each.upstream for each in Route(RouteRule(model="m", to=targets)).turn("m")]
        for _ in range(3)
    ]

    assert all(order[-1] == "r" for order in orders)


@pytest.mark.parametrize(
    ("pattern", "target", "asked", "named"),
    [
        ("fast", "qwen3-8b", "fast", "qwen3-8b"),
        ("azure/*", "*", "azure/gpt", "gpt"),
        ("*-vl", "vl/*", "qwen-vl", "vl/qwen"),
        ("qwen-*", None, "qwen-7b", "qwen-7b"),
    ],
)
def test_a_model_may_be_called_something_else_there(
    pattern: str, target: str | None, asked: str, named: str
) -> None:
    """A star in the target stands for what the route's star matched."""
    rule = RouteRule(model=pattern, to=(Target(upstream="a", model=target),))

    assert [named] == [each.model for each in Route(rule).turn(asked)]


@pytest.mark.parametrize(("pattern", "text"), [("ab*b", "ab"), ("a", "aa"), ("*x", "y")])
def test_parts_of_a_pattern_do_not_overlap(pattern: str, text: str) -> None:
    """``ab*b`` needs two."""
    assert not matches(pattern, text)
