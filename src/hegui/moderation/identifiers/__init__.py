"""Identifiers: numbers and names by which a person is found.

One kind, one file. `catalogue` lists them and tells which are looked for by
default; `chains` walks through digits; `detector` puts both together for a stage.

    kept characters ─┬─ chains ── digit rules   (resident-id, mobile, bank-card …)
                     ├─ finders                 (email, plate, wechat)
                     └─ whole finders           (address, name, spelled; not in streams)

>>> [kind.rule for kind in KINDS.values() if kind.score < 1]
['qq', 'wechat', 'address', 'name', 'spelled-number']
"""

from __future__ import annotations

from hegui.moderation.identifiers.catalogue import KINDS, VERSION, chosen
from hegui.moderation.identifiers.checksums import check_character, is_luhn
from hegui.moderation.identifiers.detector import Detector, detector
from hegui.moderation.identifiers.kind import Kind
from hegui.moderation.identifiers.resident_id import is_resident_id
from hegui.moderation.identifiers.uscc import is_uscc

__all__ = [
    "KINDS",
    "VERSION",
    "Detector",
    "Kind",
    "check_character",
    "chosen",
    "detector",
    "is_luhn",
    "is_resident_id",
    "is_uscc",
]
