"""Requests made from a description by Schemathesis, the same ones each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

__all__ = ["Draw", "asked_in_every_way"]

Draw = Callable[[st.SearchStrategy[Any]], Any]
"""Returns a value of a strategy."""


def asked_in_every_way(
    schema: Any,
    examples: int,
    ask: Callable[[Any, Draw], str],
    paths: Collection[str] | None = None,
) -> Counter[str]:
    """Ask each operation in so many ways; return what `ask` told of each, with counts.

    Args:
        schema: the description as Schemathesis read it.
        examples: how many requests of each operation, as often again of forbidden ones.
        ask: sends one case and tells its end; it may draw from strategies of its own.
        paths: which operations; None means every one.
    """
    ends: Counter[str] = Counter()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if paths is not None and operation.path not in paths:
            continue
        for mode in GenerationMode:

            @seed(45654)
            @settings(
                max_examples=examples,
                deadline=None,
                database=None,
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            )
            @given(operation.as_strategy(generation_mode=mode), st.data())
            def each(case: Any, data: st.DataObject) -> None:
                ends[ask(case, data.draw)] += 1

            each()
    return ends
