"""What an attestation shows of a duty that no program can meet.

A person states that the duty is met, signs with a name and says until when.
Before that the duty is unknown; after that day it is stale.
"""

from __future__ import annotations

from hegui.bilingual import Bilingual
from hegui.clock import beijing_day
from hegui.controls.base import Opinion, Status
from hegui.controls.evidence import Evidence

__all__ = ["opinion_of"]


def opinion_of(obligation: str, evidence: Evidence) -> Opinion:
    """Return the state that a duty has by attestation alone."""
    attested = evidence.attested.get(obligation)
    if attested is None:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(
                zh="需要人来完成，尚无证明", en="a person must meet it; nothing is attested yet"
            ),
            next_step=Bilingual(
                zh="完成后在义务页面上作出证明",
                en="when it is done, attest it on the obligation's page",
            ),
        )
    entries = () if attested.entry is None else (attested.entry,)
    until = attested.covers_until.isoformat()
    if beijing_day(evidence.now) >= attested.covers_until:
        return Opinion(
            status=Status.STALE,
            reason=Bilingual(
                zh=f"{attested.author} 的证明已于 {until} 到期",
                en=f"the attestation by {attested.author} ran out on {until}",
            ),
            entries=entries,
            next_step=Bilingual(zh="复核后重新证明", en="look again and attest anew"),
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"{attested.author} 于 {attested.on.isoformat()} 证明，有效至 {until}（不含）",
            en=f"attested by {attested.author} on {attested.on.isoformat()}, "
            f"until {until} (exclusive)",
        ),
        entries=entries,
    )
