"""A minor's request for what is unfit for minors is refused before the model sees it.

Duty
    cn/anthropomorphic-2026/art-8-4-minors: generate nothing for minors that may
    lead them to imitate danger, to extreme moods or to bad habits.
    cn/algorithm-2021/art-18-2-push: push nothing of the kind to minors.

What it does
    In minors mode, looks at every finding in the prompt, sure or not. One in a
    category that the service or a guardian refuses to minors stops the request.

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
        zh="未成年人要求的不适宜内容在到达模型之前被拒绝",
        en="A minor's request for what is unfit for minors is refused before the model sees it",
    ),
    moment=Moment.PROMPT,
    decide=withholds,
    asked_in="mode/minors",
)
