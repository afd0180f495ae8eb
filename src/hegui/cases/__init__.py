"""Cases: complaints, reports and appeals, their states and their clocks.

Pure: no table, no clock of its own, no words for the public. The records keep
the cases, the console shows them, the ledger proves what was done.
"""

from __future__ import annotations

from hegui.cases.deadline import days_left, due, overdue
from hegui.cases.number import Number, Secret, new_number, new_secret, parse_number
from hegui.cases.states import MOVES, Kind, Move, Role, State, allowed, move

__all__ = [
    "MOVES",
    "Kind",
    "Move",
    "Number",
    "Role",
    "Secret",
    "State",
    "allowed",
    "days_left",
    "due",
    "move",
    "new_number",
    "new_secret",
    "overdue",
    "parse_number",
]
