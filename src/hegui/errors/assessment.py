"""Errors about banks and targets."""

from __future__ import annotations

from pathlib import Path

from hegui.errors.base import HeguiError

__all__ = ["AssessmentError", "InvalidBank", "InvalidTarget", "NoTarget", "TargetFailed"]


class AssessmentError(HeguiError):
    """Banks and targets."""


class InvalidBank(AssessmentError, ValueError):
    """A file is no question bank."""

    def __init__(self, file: Path, line: int, *, expected: str, found: str) -> None:
        self.file = file
        self.line = line
        self.expected = expected
        self.found = found
        super().__init__(f"{file}:{line}: expected {expected}; found {found}")


class InvalidTarget(AssessmentError, ValueError):
    """An address cannot be asked questions."""

    hint = "Give the base URL of an OpenAI-compatible service, ending in /v1."

    def __init__(self, base_url: str, *, found: str) -> None:
        self.base_url = base_url
        self.found = found
        super().__init__(f"expected http(s)://host[:port]/path; found {found}")


class NoTarget(AssessmentError):
    """Nobody said which service to assess, and none of ours is running."""

    hint = "Start the service, or name one with --base-url and --api-key."

    def __init__(self, run_file: Path) -> None:
        self.run_file = run_file
        super().__init__(f"expected --base-url, or a running service in {run_file}; found neither")


class TargetFailed(AssessmentError):
    """A target gave no answer that could be read. The question counts as an error."""

    def __init__(self, reason: str, *, status: int | None = None) -> None:
        self.reason = reason
        self.status = status
        told = "" if status is None else f" (HTTP {status})"
        super().__init__(f"expected an answer from the target; got {reason}{told}")
