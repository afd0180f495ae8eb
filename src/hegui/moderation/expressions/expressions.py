"""A set of expressions, compiled together and bounded in what it may cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from hegui.errors import InvalidExpression
from hegui.finding import Finding, Span, Stage
from hegui.moderation.expressions.engine import compile_many, compile_one
from hegui.moderation.expressions.expression import Expression

__all__ = ["EXPRESSIONS", "Expressions"]

EXPRESSIONS: Final = "moderation.expressions"
"""The detector's name in findings."""

MOST: Final = 1_000
LONGEST: Final = 1_000
MOST_FINDINGS: Final = 1_000
"""Of one pattern in one text; the last of them reaches to the text's end, so nothing is lost."""


class Expressions:
    """Patterns, immutable and safe in several threads.

    Raises:
        InvalidExpression: RE2 refuses one, one matches nothing at all, or there are too
            many or too long ones.

    Notes:
        O(text) for all patterns together, and once more for each that matches.
    """

    def __init__(self, expressions: Sequence[Expression]) -> None:
        if len(expressions) > MOST:
            raise InvalidExpression(
                "", expected=f"at most {MOST} patterns", found=str(len(expressions))
            )
        for each in expressions:
            if len(each.pattern) > LONGEST:
                raise InvalidExpression(
                    each.name,
                    expected=f"at most {LONGEST} characters",
                    found=str(len(each.pattern)),
                )
        self._expressions = tuple(expressions)
        self._each = tuple(compile_one(each.name, each.pattern) for each in expressions)
        for each, one in zip(expressions, self._each, strict=True):
            if any(True for _ in one.finditer("")):
                raise InvalidExpression(
                    each.name, expected="a pattern that needs some text", found="one for no text"
                )
        patterns = tuple(each.pattern for each in expressions)
        # The set tells which patterns match but is silent when it runs out of memory, so that one
        # alternation of all is asked first, which never is.
        self._any = compile_one("", "|".join(f"(?:{pattern})" for pattern in patterns), of_all=True)
        self._all = compile_many(patterns)

    def __len__(self) -> int:
        return len(self._expressions)

    @property
    def rows(self) -> list[list[object]]:
        """What decides what is found, for the rules digest."""
        return [
            [each.rule, each.pattern, each.category, each.severity, sorted(each.stages)]
            for each in self._expressions
        ]

    @property
    def categories(self) -> frozenset[str]:
        """Categories that some pattern reports."""
        return frozenset(each.category for each in self._expressions)

    def scan(self, text: str, stage: Stage) -> Iterator[Finding]:
        """Yield what the patterns find in a whole text, with places in code points."""
        if not self._expressions:
            return
        try:
            text.encode()
        except UnicodeEncodeError:
            # A lone surrogate has no UTF-8 form. A stranger of the same width stands in for it.
            text = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
        if self._any.search(text) is None:
            return
        for number in self._all.Match(text) or range(len(self._expressions)):
            each = self._expressions[number]
            if stage not in each.stages:
                continue
            places = [
                match.span() for match in islice(self._each[number].finditer(text), MOST_FINDINGS)
            ]
            if len(places) == MOST_FINDINGS:
                places[-1] = places[-1][0], len(text)
            for start, end in places:
                if start < end:
                    yield Finding(
                        detector=EXPRESSIONS,
                        category=each.category,
                        span=Span(start, end),
                        score=1.0,
                        rule=each.rule,
                    )
