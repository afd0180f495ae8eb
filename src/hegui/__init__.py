"""hegui (合规): generative-AI law turned into controls that act, and evidence that proves it.

The package reads from the top down: what a fact is (`finding`), what the law
says (`law`), what we can do (`moderation`, `labels`, `ledger`, `cases`,
`fairness`), what we must do (`controls`), and where it shows (`audit`,
`gateway`, `console`, `cli`). ARCHITECTURE.md draws the storeys; import-linter
keeps them.
"""

from __future__ import annotations

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("hegui")
