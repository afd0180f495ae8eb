"""Rules and controls that break on purpose, at a place that a test names.

`MINE` is the sign at which they break: whoever says it meets the fault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from hegui.controls.plan import Plan
from hegui.moderation import RuleSet, Stream

__all__ = ["MINE", "EngineBroke", "a_plan_that_breaks", "rules_that_break"]

MINE: Final = "雷"


class EngineBroke(Exception):
    """What an engine with a bug raises; its text is not for clients."""

    def __init__(self) -> None:
        super().__init__("secret of the engine")


def _meet(text: str) -> None:
    if MINE in text:
        raise EngineBroke


class _Breaking:
    """A hold-back that raises where the sign is, or when it is to end."""

    def __init__(self, stream: Stream, *, at_end: bool) -> None:
        self._stream = stream
        self._at_end = at_end

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def clear(self, text: str) -> str | None:
        if not self._at_end:
            _meet(text)
        return self._stream.clear(text)

    def push(self, text: str) -> Any:
        if not self._at_end:
            _meet(text)
        return self._stream.push(text)

    def finish(self) -> Any:
        if self._at_end:
            raise EngineBroke
        return self._stream.finish()


def rules_that_break(rules: RuleSet, *, at_end: bool = False) -> RuleSet:
    """Return rules like `rules` whose every look at `MINE`, or every end of a stream, raises."""

    class Breaking(RuleSet):
        def __init__(self) -> None:
            self.__dict__.update(rules.__dict__)

        def scan(self, text: str, *more: Any, **others: Any) -> Any:
            _meet(text)
            return rules.scan(text, *more, **others)

        def segments(self, text: str, *more: Any, **others: Any) -> Any:
            _meet(text)
            return rules.segments(text, *more, **others)

        def stream(self, *more: Any, **others: Any) -> Stream:
            return cast("Stream", _Breaking(rules.stream(*more, **others), at_end=at_end))

    return Breaking()


@dataclass(frozen=True)
class _Raising:
    """In place of a control's `decide`."""

    name: str

    def __call__(self, *_: object) -> Any:
        raise EngineBroke


def a_plan_that_breaks(*names: str) -> Callable[[Plan], Callable[[], Plan]]:
    """Return what makes a plan's source in which these controls raise whatever they are asked."""

    def broken(plan: Plan) -> Callable[[], Plan]:
        bound = tuple(
            replace(each, control=replace(each.control, decide=_Raising(each.control.name)))
            if each.control.name in names
            else each
            for each in plan.bound
        )
        assert bound != plan.bound
        changed = replace(plan, bound=bound)
        return lambda: changed

    return broken
