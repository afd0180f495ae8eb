"""End users of the service: who they are, and how they may use it now.

Policies and counters are functions of state, event and instant; only `Users`
holds state, and only the verifier and the key set speak to a network.

::

    settings    the operator's table [users], with exact errors
    identity    who asks: a signed token, or the request's own field
    outside     asking a server of the operator's
    keyset      public keys of an issuer, from a file or an address
    unlawful    counting unlawful inputs, and the ladder of measures
    usage       time without a break and time today
    minors      hours, minutes, topics, paid functions
    words       what a user is told, in both languages
    users       `Users`: state in memory, written behind
    verifier    real names: asking a verifier, and its signed answer
    routes      /v1/users/…: what a user sees and decides alone
"""

from __future__ import annotations

from hegui.gateway.users.settings import UserSettings, read_settings
from hegui.gateway.users.users import Guest, Users

__all__ = ["Guest", "UserSettings", "Users", "read_settings"]
