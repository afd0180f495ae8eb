"""The gateway: an OpenAI-compatible address in front of any model, fail closed.

Every request is judged before the model sees it and every piece of an answer
before the user does, stream or not; the answer carries the explicit label and
a receipt; the ledger has the entry before the last byte is sent.
"""

from __future__ import annotations

from hegui.gateway.app import Gateway
from hegui.gateway.keys import Key, KeyRing, Keys
from hegui.gateway.limits import Limits
from hegui.gateway.upstream import Upstream

__all__ = ["Gateway", "Key", "KeyRing", "Keys", "Limits", "Upstream"]
