"""What a breach costs: ``[[penalty]]`` in the provision that says so.

    [[penalty]]
    on.en = "a provider that breaches the measures"
    measures = ["warning", "order", "suspension"]
    fine_at_most = 100000
    currency = "CNY"

Obligations name the provision: ``penalties = ["art-21"]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hegui.bilingual import Bilingual
from hegui.law.source import Table, describe, near

__all__ = ["MEASURES", "Penalty", "read_penalty"]

MEASURES: Final = (
    *("warning", "criticism", "order", "confiscation", "fine", "suspension"),
    *("closure", "licence", "personal-fine", "ban", "delisting", "none"),
)
"""What an authority may do; ``none`` where a text names a breach and no consequence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """One consequence of one kind of breach."""

    on: Bilingual
    """Whose breach, and which."""

    measures: tuple[str, ...]
    """Out of `MEASURES`, in the order of the file."""

    fine_at_least: int | float | None
    """In `currency`; None when the text names no lower end."""

    fine_at_most: int | float | None
    """In `currency`; None when the text names no upper end."""

    currency: str | None
    """Three letters of ISO 4217; None without a fixed sum."""

    turnover_share: float | None
    """Of last year's turnover, in (0, 1]; None when the fine does not follow turnover."""


def read_penalty(table: Table) -> Penalty:
    """Return a ``[[penalty]]``.

    Raises:
        InvalidInstrument: an unknown measure, a sum without currency, a range
            upside down, or a share outside (0, 1].
    """
    table.only("on", "measures", "fine_at_least", "fine_at_most", "currency", "turnover_share")
    measures = table.texts("measures")
    if not measures:
        raise table.fail("measures", f"a list out of {', '.join(MEASURES)}", "none")
    for measure in measures:
        if measure not in MEASURES:
            raise table.fail(
                "measures",
                f"a list out of {', '.join(MEASURES)}",
                repr(measure),
                near(measure, MEASURES),
            )
    low, high = (table.maybe_number(key) for key in ("fine_at_least", "fine_at_most"))
    if low is not None and high is not None and high < low:
        raise table.fail("fine_at_most", f"at least {low}, the lower end", describe(high))
    currency = table.text("currency") if table.has("currency") else None
    if currency is None and (low is not None or high is not None):
        raise table.fail("", "currency = a code, for example 'CNY'", "a sum without one")
    share = table.maybe_number("turnover_share")
    if share is not None and not 0 < share <= 1:
        raise table.fail("turnover_share", "a share in (0, 1]", describe(share))
    return Penalty(
        on=table.bilingual("on"),
        measures=measures,
        fine_at_least=low,
        fine_at_most=high,
        currency=currency,
        turnover_share=None if share is None else float(share),
    )
