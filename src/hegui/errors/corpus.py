"""Errors about training data."""

from __future__ import annotations

from pathlib import Path

from hegui.errors.base import HeguiError

__all__ = ["CorpusError", "NothingToScan", "OutputInsideCorpus", "UnsupportedCorpus"]


class CorpusError(HeguiError):
    """Training data."""


class UnsupportedCorpus(CorpusError, ValueError):
    """A path is no corpus that can be read."""

    hint = "Give files ending in .jsonl, .jsonl.gz or .txt, or a folder that holds some."

    def __init__(self, path: Path, *, found: str) -> None:
        self.path = path
        self.found = found
        super().__init__(f"{path}: expected .jsonl, .jsonl.gz, .txt or a folder; found {found}")


class NothingToScan(CorpusError, ValueError):
    """No document could be read, so nothing can be said about the corpus."""

    hint = "Look at unreadable.jsonl for the lines that could not be read, and why."

    def __init__(self, *, files: int, unreadable: int) -> None:
        self.files = files
        self.unreadable = unreadable
        super().__init__(
            f"expected at least one document in {files} files; found none, {unreadable} unreadable"
        )


class OutputInsideCorpus(CorpusError, ValueError):
    """Results would be written where the next scan reads."""

    hint = "Choose an output folder outside of the corpus."

    def __init__(self, out: Path, corpus: Path) -> None:
        self.out = out
        self.corpus = corpus
        super().__init__(f"expected results outside of {corpus}; found {out}")
