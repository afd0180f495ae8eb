"""Interface words for the closed vocabularies: states, themes, kinds, outcomes.

A value that is not in the list is shown as it stands, since law and entries
may be newer than the console.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["MARKS", "VOCABULARIES", "word"]

Words = Mapping[str, str | Promise]

MARKS: Final[Mapping[str, str]] = {
    "ok": "✓",
    "attested": "✎",
    "failing": "✕",
    "stale": "◷",
    "unknown": "?",
}
"""Each state has a mark beside its word, so that it is never told by colour alone."""

_STATE: Final[Words] = {
    "ok": _("ok"),
    "attested": _("attested"),
    "failing": _("failing"),
    "stale": _("stale"),
    "unknown": _("unknown"),
}

_STATE_MEANS: Final[Words] = {
    "ok": _("shown to be met"),
    "attested": _("met, by a person's word"),
    "failing": _("shown not to be met"),
    "stale": _("the proof ran out"),
    "unknown": _("nothing proves it yet"),
}

_THEME: Final[Words] = {
    "scope": _("Scope"),
    "filing": _("Filing and assessment"),
    "labels": _("Labels"),
    "content": _("Generated content"),
    "data": _("Training data"),
    "users": _("Users"),
    "transparency": _("Transparency"),
    "records": _("Records"),
    "security": _("Security"),
}

_POINT: Final[Words] = {
    "user-management": _("Registering and managing users"),
    "algorithm": _("How the algorithm works and gets better"),
    "content": _("Governing generated content"),
    "rumour": _("Refuting rumours"),
    "label": _("Labels"),
    "training-data": _("Lawful training data"),
    "annotation": _("Annotation by people"),
    "supervision": _("Assisting supervision"),
}

_JURISDICTION: Final[Words] = {
    "cn": _("China"),
    "eu": _("European Union"),
    "us": _("United States"),
    "jp": _("Japan"),
    "kr": _("Korea"),
    "gb": _("United Kingdom"),
}

_RANK: Final[Words] = {
    "law": _("law"),
    "administrative-regulation": _("administrative regulation"),
    "departmental-rule": _("departmental rule"),
    "normative-document": _("normative document"),
    "mandatory-standard": _("mandatory standard"),
    "recommended-standard": _("recommended standard"),
    "technical-document": _("technical document"),
    "policy": _("policy and guidance"),
}

_STANDING: Final[Words] = {
    "in-force": _("in force"),
    "ahead": _("not yet in force"),
    "ended": _("no longer in force"),
    "draft": _("draft"),
    "guidance": _("guidance"),
}

_BINDS: Final[Words] = {
    "applies": _("binds"),
    "unknown": _("may bind"),
    "conflict": _("in conflict"),
    "displaced": _("displaced"),
    "not_applies": _("does not bind"),
    "not_in_force": _("not in force"),
}

_MEASURE: Final[Words] = {
    "warning": _("warning"),
    "criticism": _("public criticism"),
    "order": _("order to mend"),
    "confiscation": _("confiscation of gains"),
    "fine": _("fine"),
    "suspension": _("suspension of the service"),
    "closure": _("closure"),
    "licence": _("loss of a licence"),
    "personal-fine": _("fine for persons in charge"),
    "ban": _("ban from the trade"),
    "delisting": _("removal from app stores"),
    "none": _("no consequence is named"),
}

_FACT_STATE: Final[Words] = {
    "answered": _("answered"),
    "unsure": _("not known yet"),
    "open": _("not answered"),
    "idle": _("changes nothing at present"),
}

_DUE: Final[Words] = {
    "late": _("late"),
    "ahead": _("ahead"),
    "open": _("no day yet"),
    "done": _("done"),
}

_DUE_HEAD: Final[Words] = {
    "late": _("Late"),
    "ahead": _("Ahead"),
    "open": _("No day can be told yet"),
    "done": _("Done"),
}

_CHANGE: Final[Words] = {
    "dropped": _("Dropped"),
    "changed": _("Changed"),
    "added": _("Added"),
}

_STAGE: Final[Words] = {
    "before": _("before opening"),
    "during": _("while running"),
    "after": _("after an event"),
}

_BEARER: Final[Words] = {
    "provider": _("provider"),
    "user": _("user"),
    "supporter": _("technical supporter"),
    "app-store": _("app store"),
    "platform": _("content platform"),
    "handler": _("handler of personal information or data"),
    "operator": _("network operator"),
    "organisation": _("organisation"),
    "deployer": _("deployer"),
    "importer": _("importer"),
    "distributor": _("distributor"),
    "developer": _("developer"),
    "authority": _("authority"),
}

_STATUS: Final[Words] = {
    "binding": _("binding"),
    "provisional": _("not binding in itself; practice measures by it"),
    "draft": _("draft, not binding"),
    "guidance": _("guidance, not binding"),
}

_STATUS_SHORT: Final[Words] = {
    "binding": _("binding"),
    "provisional": _("provisional"),
    "draft": _("draft"),
    "guidance": _("guidance"),
}

_CONFIDENCE: Final[Words] = {
    "primary": _("read first-hand"),
    "secondary": _("known from a digest"),
    "recalled": _("from memory, to be compared"),
}

_KIND: Final[Words] = {
    "plan": _("Plan came into use"),
    "exchange": _("Request through the gateway"),
    "publication": _("Published to the public"),
    "attestation": _("Attestation"),
    "case": _("Case"),
    "key": _("API key"),
    "token": _("Access token"),
    "start": _("Service started"),
    "stop": _("Service stopped"),
    "verification": _("Ledger verified"),
    "upstreams": _("Models behind the gateway"),
    "refusals": _("Library of refusals came into use"),
    "lexicons": _("Keyword library in use"),
    "reload-failed": _("A changed file could not be read"),
    "fact": _("A fact of the service changed"),
    "profile": _("A service of one's own was begun"),
    "event": _("An event of the service was reported"),
    "done": _("A duty was reported as done"),
    "corpus-scan": _("Corpus scanned"),
    "assessment": _("Assessment"),
    "fairness-audit": _("Fairness audit"),
    "document": _("Document written"),
    "snapshot": _("Snapshot"),
    "late-verdict": _("Judged later"),
    "label-pictures": _("Labels drawn on pictures"),
    "label-videos": _("Labels drawn on videos"),
    "label-sounds": _("Labels put into sound"),
    "label-verification": _("Labels of files verified"),
}

_OUTCOME: Final[Words] = {
    "served": _("served"),
    "refused": _("refused"),
    "upstream-error": _("the model failed"),
    "client-gone": _("the client left"),
    "failed": _("failed"),
}

_ACTION: Final[Words] = {
    "allow": _("allowed"),
    "redact": _("redacted"),
    "replace": _("replaced"),
    "hold": _("held"),
    "stop": _("stopped"),
}

_MOMENT: Final[Words] = {
    "prompt": _("on each prompt"),
    "segment": _("on each piece of output with a finding"),
    "answer": _("on each finished answer"),
}

_FAMILY: Final[Words] = {
    "content": _("Generated content"),
    "labels": _("Labels"),
    "data": _("Training data"),
    "users": _("Users"),
    "records": _("Records"),
    "filing": _("Filing and assessment"),
}

_CASE_KIND: Final[Words] = {
    "complaint": _("complaint"),
    "report": _("report"),
    "appeal": _("appeal"),
}

_CASE_STATE: Final[Words] = {
    "received": _("received"),
    "accepted": _("being looked into"),
    "answered": _("answered"),
    "closed": _("closed"),
    "rejected": _("rejected"),
    "reopened": _("opened again"),
}

_CASE_MOVE: Final[Words] = {
    "": _("received"),
    "accept": _("accepted"),
    "answer": _("answered"),
    "reject": _("rejected"),
    "close": _("closed"),
    "appeal": _("appealed"),
}

_ROLE: Final[Words] = {
    "subject": _("the person"),
    "officer": _("staff"),
    "system": _("the system"),
}

_VERDICT: Final[Words] = {"true": _("holds"), "false": _("does not hold"), "none": _("not known")}

_LABEL_OUTCOME: Final[Words] = {
    "confirmed": _("is generated"),
    "possible": _("may be generated"),
    "suspected": _("is suspected to be generated"),
    "none": _("no label"),
    "undetermined": _("cannot be told"),
}

_LABEL_MARK: Final[Words] = {
    "confirmed": "✓",
    "possible": "≈",
    "suspected": "!",
    "none": "–",
    "undetermined": "?",
}

_LABEL_INTEGRITY: Final[Words] = {
    "absent": _("empty"),
    "opaque": _("a value of the provider's own"),
    "unchecked-signature": _("a signature, not checked"),
}

_USER_MEASURE: Final[Words] = {
    "none": _("no measure"),
    "warn": _("warned"),
    "limit": _("limited"),
    "suspend": _("suspended"),
    "end": _("service ended"),
}

_USER_AGE: Final[Words] = {
    "unknown": _("not known"),
    "child": _("child"),
    "minor": _("minor"),
    "adult": _("of age"),
}

_USER_REAL_NAME: Final[Words] = {
    "none": _("not verified"),
    "pending": _("verification runs"),
    "verified": _("verified"),
    "failed": _("verification failed"),
}

_USER_ACT: Final[Words] = {
    "warn": _("warned"),
    "limit": _("limited"),
    "suspend": _("suspended"),
    "end": _("service ended"),
    "lift": _("measure lifted"),
    "training-refused": _("training refused"),
    "training-allowed": _("training allowed again"),
    "guardian": _("set by a guardian"),
    "real-name-pending": _("verification started"),
    "real-name-verified": _("real name verified"),
    "real-name-failed": _("verification failed"),
    "erase": _("erased"),
}

_USER_BY: Final[Words] = {
    "gateway": _("the gateway"),
    "user": _("the user"),
    "guardian": _("a guardian"),
    "verifier": _("the verifier"),
}

_USER_REASON: Final[Words] = {
    "in-a-row": _("Unlawful inputs in a row reached the limit."),
    "in-a-day": _("Unlawful inputs of one day reached the limit."),
}

VOCABULARIES: Final[Mapping[str, Words]] = {
    "state": _STATE,
    "state_means": _STATE_MEANS,
    "theme": _THEME,
    "stage": _STAGE,
    "point": _POINT,
    "jurisdiction": _JURISDICTION,
    "rank": _RANK,
    "standing": _STANDING,
    "binds": _BINDS,
    "measure": _MEASURE,
    "fact_state": _FACT_STATE,
    "due": _DUE,
    "due_head": _DUE_HEAD,
    "change": _CHANGE,
    "bearer": _BEARER,
    "status": _STATUS,
    "status_short": _STATUS_SHORT,
    "confidence": _CONFIDENCE,
    "kind": _KIND,
    "outcome": _OUTCOME,
    "action": _ACTION,
    "moment": _MOMENT,
    "family": _FAMILY,
    "case_kind": _CASE_KIND,
    "case_state": _CASE_STATE,
    "case_move": _CASE_MOVE,
    "role": _ROLE,
    "verdict": _VERDICT,
    "label_outcome": _LABEL_OUTCOME,
    "label_mark": _LABEL_MARK,
    "label_integrity": _LABEL_INTEGRITY,
    "user_measure": _USER_MEASURE,
    "user_age": _USER_AGE,
    "user_real_name": _USER_REAL_NAME,
    "user_act": _USER_ACT,
    "user_by": _USER_BY,
    "user_reason": _USER_REASON,
}
"""Every vocabulary by its name."""


def word(vocabulary: str, key: object) -> str:
    """Return the interface word for a key, or the key itself when it is not known.

    Raises:
        KeyError: no such vocabulary; a page that names it is a bug.
    """
    text = getattr(key, "value", key)
    return str(VOCABULARIES[vocabulary].get(str(text), text))
