"""Labels on generated content.

Explicit labels are words, sounds or marks that a person meets; implicit labels
live in a file's metadata. This first part knows explicit labels on text.

There is no way here to take a label off: the labelling rules forbid removing
one and forbid supplying the means.
"""

from __future__ import annotations

from hegui.labels.text import ZONE, Position, TextLabel, has_explicit_label

__all__ = ["ZONE", "Position", "TextLabel", "has_explicit_label"]
