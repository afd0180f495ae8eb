"""OpenAI's audio: ``POST /v1/audio/speech`` and ``/v1/audio/transcriptions``."""

from __future__ import annotations

from hegui.gateway.dialects.audio.speech import SpeechFromText
from hegui.gateway.dialects.audio.transcriptions import Transcriptions

__all__ = ["SpeechFromText", "Transcriptions"]
