"""The report of a scan: what was read, with which rules, and what was found.

The same inputs, rules, sample size and seed give the same bytes. So a report
holds no time, no machine and no duration; the ledger entry says when.

A share of documents with findings is not a share of bad documents: rules match
news about a crime as well as an offer of one. The interval speaks of further
documents from the same source; about those that were read there is no doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

import orjson

from hegui.corpus.document import Input, Unreadable
from hegui.corpus.merkle import root
from hegui.proportion import Proportion

__all__ = ["FORMAT", "SHOWN", "Report", "SourceCount"]

FORMAT: Final = "hegui/corpus-report/1"
SHOWN: Final = 20
"""Unreadable places named in the report itself; all are in ``unreadable.jsonl``."""


@dataclass(slots=True, kw_only=True)
class SourceCount:
    """Counts of one source, while it is read."""

    documents: int = 0
    excluded: int = 0
    """Documents with at least one finding."""

    categories: Counter[str] = field(default_factory=Counter)
    """Documents with at least one finding of the category; a document may count in several."""

    def as_dict(self) -> dict[str, object]:
        """Return counts, share and interval for JSON."""
        return {
            "documents": self.documents,
            "excluded": Proportion(hits=self.excluded, total=self.documents).as_dict(),
            "categories": dict(sorted(self.categories.items())),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A finished scan."""

    rules: str
    """Digest of the rule set."""

    seed: int
    asked: int
    """Documents that the sample was to hold."""

    inputs: tuple[Input, ...]
    sources: Mapping[str, SourceCount]
    unreadable: tuple[Unreadable, ...]
    """The first `SHOWN`."""

    unreadable_count: int
    files: Mapping[str, str]
    """SHA-256 of each file written beside the report, by name."""

    sampled: int

    @property
    def documents(self) -> int:
        """Documents read."""
        return sum(source.documents for source in self.sources.values())

    @property
    def excluded(self) -> int:
        """Documents with findings."""
        return sum(source.excluded for source in self.sources.values())

    @property
    def has_findings(self) -> bool:
        """Whether a person has something to look at: findings, or places not read."""
        return self.excluded > 0 or self.unreadable_count > 0

    @property
    def inputs_root(self) -> str:
        """Merkle root over the digests of the files read, in reading order."""
        return root([bytes.fromhex(one.sha256) for one in self.inputs])

    def as_dict(self) -> dict[str, object]:
        """Return the report as JSON values."""
        total = SourceCount(documents=self.documents, excluded=self.excluded)
        for source in self.sources.values():
            total.categories.update(source.categories)
        return {
            "format": FORMAT,
            "rules": self.rules,
            "inputs": {
                "root": f"sha256:{self.inputs_root}",
                "files": [one.as_dict() for one in self.inputs],
            },
            "total": total.as_dict(),
            "sources": {name: self.sources[name].as_dict() for name in sorted(self.sources)},
            "unreadable": {
                "count": self.unreadable_count,
                "first": [one.as_dict() for one in self.unreadable],
            },
            "sample": {"asked": self.asked, "drawn": self.sampled, "seed": self.seed},
            "files": {name: f"sha256:{digest}" for name, digest in sorted(self.files.items())},
        }

    def as_bytes(self) -> bytes:
        """Return ``report.json``: sorted, indented, with a last line end."""
        return orjson.dumps(
            self.as_dict(),
            option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE,
        )

    @property
    def digest(self) -> str:
        """Digest of ``report.json``."""
        return f"sha256:{sha256(self.as_bytes()).hexdigest()}"

    def entry(self) -> dict[str, str | int | float]:
        """Return the payload of a ``corpus-scan`` entry: digests and figures, no text."""
        return {
            "report": self.digest,
            "rules": self.rules,
            "inputs": f"sha256:{self.inputs_root}",
            "files": len(self.inputs),
            "documents": self.documents,
            "excluded": self.excluded,
            "unreadable": self.unreadable_count,
            "sampled": self.sampled,
            "seed": self.seed,
        }
