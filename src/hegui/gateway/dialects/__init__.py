"""The wire protocols that the gateway speaks, one adapter each.

An endpoint that is not here is refused: nobody would judge what passes there.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from hegui.gateway.dialect import Dialect
from hegui.gateway.dialects.audio import SpeechFromText, Transcriptions
from hegui.gateway.dialects.chat import Chat
from hegui.gateway.dialects.completions import Completions
from hegui.gateway.dialects.embeddings import Embeddings
from hegui.gateway.dialects.images import ImageEdits, ImageGenerations
from hegui.gateway.dialects.messages import Messages
from hegui.gateway.dialects.moderations import Moderations
from hegui.gateway.dialects.responses import Responses

__all__ = ["DIALECTS"]

_ALL: Final[tuple[Dialect, ...]] = (
    Chat(),
    Messages(),
    Responses(),
    Completions(),
    Embeddings(),
    Moderations(),
    ImageGenerations(),
    ImageEdits(),
    SpeechFromText(),
    Transcriptions(),
)

DIALECTS: Final = MappingProxyType({dialect.path: dialect for dialect in _ALL})
"""Every endpoint that takes a prompt, by its path."""
