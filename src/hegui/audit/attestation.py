"""What an attestation shows of a duty, or of what hegui never saw of one.

A person states that a duty is met, signs with a name and says from when until
when. Before the first day the duty is unknown; from the last day on it is stale.

Two kinds of duty take one:

* a duty that no program can meet; and
* a duty with controls, for those of them that hegui never carried out for this
  service (`Opinion.is_unseen`), because the service does it elsewhere. Such an
  attestation names the controls that it stands in for. It counts for no other,
  and for none that has evidence of its own by now.
"""

from __future__ import annotations

from hegui.bilingual import Bilingual
from hegui.clock import beijing_day
from hegui.controls.base import Control, Opinion, Status
from hegui.controls.evidence import Attested, Evidence

__all__ = ["opinion_of", "stood_in_for"]


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
    begins, until = attested.on.isoformat(), attested.covers_until.isoformat()
    today = beijing_day(evidence.now)
    if today < attested.on:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(
                zh=f"{attested.author} 的证明自 {begins} 起才生效",
                en=f"the attestation by {attested.author} begins only on {begins}",
            ),
            entries=entries,
            next_step=Bilingual(
                zh="现在已经做到的，另作一份涵盖今天的证明",
                en="attest today as well, if it is met already",
            ),
        )
    if today >= attested.covers_until:
        return Opinion(
            status=Status.STALE,
            reason=Bilingual(
                zh=f"{attested.author} 的证明已于 {until} 到期",
                en=f"the attestation by {attested.author} ran out on {until}",
            ),
            entries=entries,
            next_step=Bilingual(zh="复核后重新证明", en="look again and attest anew"),
        )
    return Opinion(status=Status.OK, reason=_in_force(attested, begins, until), entries=entries)


def _in_force(attested: Attested, begins: str, until: str) -> Bilingual:
    """Return who attests for which period, and by which paper if one is named."""
    paper = attested.evidence
    return Bilingual(
        zh=f"由 {attested.author} 证明，期间 {begins} 至 {until}（不含）"
        + (f"；凭据：{paper}" if paper else ""),
        en=f"attested by {attested.author} for {begins} until {until} (exclusive)"
        + (f"; evidence: {paper}" if paper else ""),
    )


def stood_in_for(
    obligation: str, opinions: tuple[tuple[Control, Opinion], ...], evidence: Evidence
) -> tuple[str, ...]:
    """Return the controls, by name, for which the duty's attestation stands in.

    Only those that saw nothing and that the attestation names, whether its
    period lasts or not. O(controls of the duty).
    """
    attested = evidence.attested.get(obligation)
    if attested is None:
        return ()
    return tuple(
        control.name
        for control, view in opinions
        if view.is_unseen and control.name in attested.stands_in_for
    )
