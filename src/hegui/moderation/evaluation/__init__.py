"""Evaluation: how much is caught, and how much lawful speech is stopped for it.

Recall without over-blocking is no figure, so there is no way here to have the
one without the other, and none without its interval. A source that a model was
trained on is told apart from one that it has never seen.
"""

from __future__ import annotations

from hegui.moderation.evaluation.held_out import leave_one_source_out
from hegui.moderation.evaluation.interval import Share
from hegui.moderation.evaluation.measure import Table, measure

__all__ = ["Share", "Table", "leave_one_source_out", "measure"]
