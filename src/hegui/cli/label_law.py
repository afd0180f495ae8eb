"""The law's parameters for labels in files, under the name that the verbs use."""

from __future__ import annotations

from hegui.controls.label_law import code_shape, grammar, meanings

__all__ = ["code_shape", "grammar", "meanings"]
