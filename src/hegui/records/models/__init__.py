"""The tables. One file each.

::

    Service ─┬─ ApiKey         who may call the gateway
             ├─ Publication    what the service tells the public, by kind and version
             ├─ Handover       content given without its explicit label, on request
             ├─ Attestation    a person's statement that a duty is met, for a period
             └─ Case ── CaseEvent   complaints, reports, appeals and what was done
    LoginTicket ── User        one-time login links
    ApiToken ── User           access tokens of the management API
    EndUserRow · EndUserAct · SealedInput · Verification   end users, by reference
"""

from __future__ import annotations

from hegui.records.models.api_key import ApiKey
from hegui.records.models.api_token import ApiToken
from hegui.records.models.attestation import Attestation
from hegui.records.models.case import Case, CaseEvent
from hegui.records.models.end_user import EndUserAct, EndUserRow, SealedInput, Verification
from hegui.records.models.handover import Handover
from hegui.records.models.login_ticket import LoginTicket
from hegui.records.models.publication import Publication
from hegui.records.models.service import Service

__all__ = [
    "ApiKey",
    "ApiToken",
    "Attestation",
    "Case",
    "CaseEvent",
    "EndUserAct",
    "EndUserRow",
    "Handover",
    "LoginTicket",
    "Publication",
    "SealedInput",
    "Service",
    "Verification",
]
