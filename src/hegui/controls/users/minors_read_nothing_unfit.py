"""A minor reads nothing in an answer that is unfit for minors.

Duty
    cn/anthropomorphic-2026/art-8-4-minors: generate nothing for minors that may
    lead them to imitate danger, to extreme moods or to bad habits.
    cn/algorithm-2021/art-18-2-push: push nothing of the kind to minors.

What it does
    In minors mode, looks at every finding in a piece of output, sure or not. One in
    a category that the service or a guardian refuses to minors stops the answer.

What it does not do
    Tell who is a minor: the identity does, by its age band. Find a topic
    without a rule of a lexicon or a classifier.

Evidence
    ``mode/minors`` in the ``exchange`` entry, with category and rule.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Acting, Moment
from hegui.controls.end_users import withholds

__all__ = ["CONTROL"]

CONTROL: Final = Acting(
    module=__name__,
    obligations=(
        "cn/anthropomorphic-2026/art-8-4-minors",
        "cn/algorithm-2021/art-18-2-push",
    ),
    claim=Bilingual(
        zh="未成年人收到的回答中没有不适宜的内容",
        en="A minor reads nothing in an answer that is unfit for minors",
    ),
    moment=Moment.SEGMENT,
    decide=withholds,
    asked_in="mode/minors",
)
