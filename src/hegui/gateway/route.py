"""Which upstreams serve a model, by the name that a client gives.

    "qwen3-max"   exact: first
    "qwen-*"      beginning: the longest one next
    "*-vl"        a ``*`` elsewhere: in the order of the file
    "*"           everything else

Among the upstreams of a route the turn goes round by weight, smoothly (weights
3 and 1 give a a b a, not a a a b). The others follow in the order of the file,
so that each request has somebody to fall back on.

>>> targets = (Target(upstream="a", weight=3), Target(upstream="b"))
>>> table = RouteTable([RouteRule(model="qwen-*", to=targets)])
>>> [target.upstream for target in table.find("qwen-7b").turn("qwen-7b")]
['a', 'b']
>>> table.find("gpt-9") is None
True
"""

from __future__ import annotations

from collections.abc import Iterable

from hegui.gateway.declared import RouteRule, Target

__all__ = ["Route", "RouteTable", "matches"]


class Route:
    """One route, and whose turn it is."""

    def __init__(self, rule: RouteRule) -> None:
        self.model = rule.model
        self.is_exact = "*" not in rule.model
        self.targets = rule.to
        self._total = sum(each.weight for each in rule.to)
        self._credit = [0] * len(rule.to)

    def turn(self, model: str) -> list[Target]:
        """Return the targets to ask, first choice first, each with its own name of `model`.

        O(targets). Every call moves the turn on.
        """
        if len(self.targets) == 1:
            return [self._named(self.targets[0], model)]
        credit = self._credit
        for index, each in enumerate(self.targets):
            credit[index] += each.weight
        first = max(
            (i for i, each in enumerate(self.targets) if each.weight), key=credit.__getitem__
        )
        credit[first] -= self._total
        # Those with a share come before those that stand in for them.
        rest = sorted(
            (i for i in range(len(self.targets)) if i != first),
            key=lambda i: self.targets[i].weight == 0,
        )
        return [self._named(self.targets[i], model) for i in (first, *rest)]

    def named(self, model: str) -> list[Target]:
        """Return all targets in the order of the file, without moving the turn."""
        return [self._named(each, model) for each in self.targets]

    def _named(self, target: Target, model: str) -> Target:
        name = target.model or model
        if target.model and "*" in target.model:
            head, _, tail = self.model.partition("*")
            name = target.model.replace("*", model[len(head) : len(model) - len(tail)])
        return Target(upstream=target.upstream, model=name, weight=target.weight)


class RouteTable:
    """All routes, ordered by how closely they name a model."""

    def __init__(self, rules: Iterable[RouteRule]) -> None:
        routes = [Route(rule) for rule in rules]
        self.exact = {route.model: route for route in routes if route.is_exact}
        self.patterns = tuple(sorted((r for r in routes if not r.is_exact), key=_looseness))

    def find(self, model: str) -> Route | None:
        """Return the route of a model, or None. O(patterns), O(1) for an exact name."""
        found = self.exact.get(model)
        if found is None:
            for route in self.patterns:
                if matches(route.model, model):
                    return route
        return found


def _looseness(route: Route) -> tuple[int, int]:
    """Order patterns: longer beginnings first, a star elsewhere next, the bare star last."""
    if route.model == "*":
        return 2, 0
    return (0, -len(route.model)) if route.model.endswith("*") else (1, 0)


def matches(pattern: str, text: str) -> bool:
    """Tell whether a text is a pattern's, with at most one ``*``.

    >>> matches("a*c", "abc"), matches("a*a", "a"), matches("a", "ab")
    (True, False, False)
    """
    head, star, tail = pattern.partition("*")
    if not star:
        return pattern == text
    return len(text) >= len(head) + len(tail) and text.startswith(head) and text.endswith(tail)
