"""A control's manual: the four headed parts of its module docstring.

>>> manual('''One line.
...
... Duty
...     art-1: do.
...
... Evidence
...     An entry.
... ''')
{'Duty': 'art-1: do.', 'Evidence': 'An entry.'}
"""

from __future__ import annotations

from inspect import cleandoc
from typing import Final

__all__ = ["HEADINGS", "manual"]

HEADINGS: Final = ("Duty", "What it does", "What it does not do", "Evidence")


def manual(docstring: str | None) -> dict[str, str]:
    """Return the text below each heading, in the order of the docstring."""
    parts: dict[str, list[str]] = {}
    current: list[str] = []
    for line in cleandoc(docstring or "").splitlines():
        if line in HEADINGS:
            current = parts.setdefault(line, [])
        else:
            current.append(line)
    return {heading: cleandoc("\n" + "\n".join(lines)) for heading, lines in parts.items()}
