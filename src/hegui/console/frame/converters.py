"""Path converters: only well-formed ids reach a view."""

from __future__ import annotations

__all__ = ["Anything", "CaseNumber", "FactName", "InstrumentPath", "ObligationPath", "ReceiptId"]


class _Text:
    regex: str

    def to_python(self, value: str) -> str:
        """Return the id as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the id as it stands."""
        return value


class Anything(_Text):
    """Whatever stands there, line ends included, which Django's own ``path`` leaves out."""

    regex = r"[\s\S]+"


class ObligationPath(_Text):
    """A full obligation id; its slashes stay slashes in the address."""

    regex = r"[a-z]{2}/[a-z0-9-]+/[a-z0-9-]+"


class InstrumentPath(_Text):
    """An instrument's id: jurisdiction and name."""

    regex = r"[a-z]{2}/[a-z0-9-]+"


class FactName(_Text):
    """A dotted name of a fact."""

    regex = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*"


class ReceiptId(_Text):
    """``r-`` and what follows."""

    regex = r"r-[A-Za-z0-9]{1,60}"


class CaseNumber(_Text):
    """A reference number in its written form."""

    regex = r"[CRA]-\d{8}-[0-9A-Z]{5}-[0-9A-Z]"
