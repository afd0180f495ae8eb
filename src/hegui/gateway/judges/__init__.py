"""Semantic judges on the path of a request: asked beside it, waited for by policy.

    prompt ──────────────▶ `hearing`  one verdict before the model is called
    upstream frames ─────▶ `gate`     held until what stands in them was judged
    answer at once ──────▶ `hearing`  one verdict before the exact rules see it
                             │
                           `asking`   one judge: in time, not too often at once
                             │
                           `later`    what passed unjudged, asked anew

They stand between the upstream and everything else. Exact rules, masks, labels and
the forms of answers see what they let through, and know nothing of them. A
service without judges has none of this on its path.
"""

from __future__ import annotations

from hegui.gateway.judges.hearing import Hearing
from hegui.gateway.judges.jury import Jury, jury_of
from hegui.gateway.judges.later import Later

__all__ = ["Hearing", "Jury", "Later", "jury_of"]
