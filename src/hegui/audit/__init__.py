"""Posture: obligations, controls and evidence put side by side.

`evidence.gather` reads ledger and records; `posture.posture` decides each
obligation's state; `emitters` write it for machines.
"""

from __future__ import annotations

from hegui.audit.posture import Basis, Posture, Row, posture

__all__ = ["Basis", "Posture", "Row", "posture"]
