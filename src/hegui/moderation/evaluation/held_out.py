"""Leave one source out: what a model makes of texts of a kind that it has never seen.

For each source there is a model that was not shown it. Margins of a source that
sets the threshold are held against it; those of another against the threshold
that there would be without that source (`classifiers.training`). Flagged
texts of other sources stand in the same table; their model was not shown their
category, but it knows their style.

So each flagged text is measured once for each source left out, and there is a
table for each.
"""

from __future__ import annotations

from hegui.moderation.classifiers.training import HeldOut, Trained
from hegui.moderation.evaluation.measure import OVER_BLOCK, Outcome, Table, tabulate

__all__ = ["leave_one_source_out", "worst_over_block"]


def leave_one_source_out(
    trained: Trained, *, rule_hits: frozenset[str] = frozenset()
) -> dict[str, Table]:
    """Return a table for each source of innocent texts that was left out.

    Args:
        trained: a model with what it was measured on.
        rule_hits: texts in which the rules find something, for the columns of
            the rules and of both together.

    Returns:
        Source left out → its own over-block and recall, and the recall on
        flagged texts of the other sources, whose category was left out too.
    """
    by_source: dict[str, list[HeldOut]] = {}
    for each in trained.held_out:
        by_source.setdefault(each.without, []).append(each)
    return {
        source: tabulate(
            [
                Outcome(
                    example=each.example,
                    by_rules=each.example.text in rule_hits,
                    by_classifier=each.margin >= trained.thresholds[source],
                )
                for each in group
            ]
        )
        for source, group in sorted(by_source.items())
    }


def worst_over_block(tables: dict[str, Table]) -> float:
    """Return the highest over-block of any source left out, by the classifier alone.

    Raises:
        ValueError: no innocent text was measured.
    """
    rates = [
        row.classifier.rate
        for table in tables.values()
        for row in table.sources
        if row.kind == OVER_BLOCK and row.classifier.rate is not None
    ]
    if not rates:
        raise ValueError("expected innocent texts; found none")
    return max(rates)
