"""How verbs are listed: each with its whole first sentence, never cut off."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

__all__ = ["Verbs"]


class Verbs(TyperGroup):
    """A group whose help says of each verb what its own help begins with."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        for verb in self.commands.values():
            if verb.help and not verb.short_help:
                verb.short_help = " ".join(verb.help.split("\n\n")[0].split())
