"""Reading the labels of a file: every place, every deviation, and no choice between conflicts.

    none-found    every place was looked at, and there is no label
    found         at least one
    undetermined  damaged, over a limit or of no known kind: nobody can say

A file that cannot be read to its end is *undetermined*, never without a label.
What was found before the damage is lost with it, on purpose: half a reading is
no evidence.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from hegui.errors import DamagedFile, OverLimit
from hegui.labels.aigc import AIGCLabel, Grammar
from hegui.labels.formats import CONTAINERS
from hegui.labels.payload import Payload, Problem, read_payload
from hegui.labels.probe import probe
from hegui.labels.site import Seal, Site, Trace
from hegui.labels.source import Limits, Source

__all__ = ["Reading", "SiteReading", "read", "read_bytes", "read_source"]

_SITES: Final = 200

State = Literal["found", "none-found", "undetermined"]
"""What a reading came to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReading:
    """One site, and what its value says."""

    site: Site
    payload: Payload

    def as_dict(self) -> dict[str, object]:
        """Return place, offset, value and deviations, for JSON."""
        label = self.payload.label
        return {
            "place": self.site.place,
            "offset": self.site.offset,
            "is_canonical": self.site.is_canonical,
            "raw": self.site.raw[:2_000].decode("utf-8", "backslashreplace"),
            "label": None if label is None else label.as_dict(),
            "problems": [problem.as_dict() for problem in self.payload.problems],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that a file says about its labels."""

    container: str
    """Name of the container; empty when none was recognised."""

    state: State
    sites: tuple[SiteReading, ...]
    traces: tuple[Trace, ...]
    seals: tuple[Seal, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]
    """Deviations of the file as a whole: ``more-than-one``, ``conflict``, ``place`` …"""

    because: str = ""
    """Why it is undetermined."""

    @property
    def label(self) -> AIGCLabel | None:
        """The one label that the file states; None for none, and for a conflict."""
        labels = [s.payload.label for s in self.sites]
        return labels[0] if labels and all(label == labels[0] for label in labels) else None

    def as_dict(self) -> dict[str, object]:
        """Return the reading, for JSON."""
        label = self.label
        return {
            "container": self.container,
            "state": self.state,
            "because": self.because,
            "label": None if label is None else label.as_dict(),
            "sites": [site.as_dict() for site in self.sites],
            "traces": [
                {"kind": t.kind, "place": t.place, "offset": t.offset, "value": t.value}
                for t in self.traces
            ],
            "seals": [{"kind": seal.kind, "offset": seal.offset} for seal in self.seals],
            "notes": list(self.notes),
            "problems": [problem.as_dict() for problem in self.problems],
        }


def read(path: Path, grammar: Grammar, *, limits: Limits | None = None) -> Reading:
    """Read the labels of a file.

    Never executes, decodes or fetches anything.

    Raises:
        FileNotReadable: it cannot be opened. Damage is an answer, not an error.

    Notes:
        A few reads for most containers; GIF and some others are walked through.
    """
    with Source.open(path, limits=limits) as source:
        return read_source(source, grammar)


def read_bytes(
    whole: bytes, grammar: Grammar, *, name: str = "source", limits: Limits | None = None
) -> Reading:
    """Read the labels of a file that is in memory, such as an upload.

    Its `name` tells Markdown, JSON and plain text apart, which have no mark.
    """
    return read_source(Source.of_bytes(whole, name=name, limits=limits), grammar)


def read_source(source: Source, grammar: Grammar) -> Reading:
    """Read the labels of an open source."""
    name = ""
    try:
        name = probe(source) or ""
        if not name:
            return _undetermined("", "no container that is known here")
        found = CONTAINERS[name].find(source)
    except (DamagedFile, OverLimit) as error:
        return _undetermined(name, str(error))
    except (IndexError, struct.error, UnicodeError) as error:
        # A field that its element cuts short. Fail closed: nobody can say what the file holds.
        return _undetermined(name, f"{source.name}: a field is cut short ({error})")
    if len(found.sites) > _SITES:
        return _undetermined(name, f"{source.name}: more than {_SITES} labels")
    sites = tuple(
        SiteReading(site=site, payload=read_payload(site.raw, grammar)) for site in found.sites
    )
    return Reading(
        container=name,
        state="found" if sites else "none-found",
        sites=sites,
        traces=tuple(found.traces),
        seals=tuple(found.seals),
        notes=tuple(found.notes),
        problems=tuple(_problems(sites)),
    )


def _undetermined(name: str, because: str) -> Reading:
    return Reading(
        container=name,
        state="undetermined",
        sites=(),
        traces=(),
        seals=(),
        notes=(),
        problems=(),
        because=because,
    )


def _problems(sites: tuple[SiteReading, ...]) -> list[Problem]:
    problems: list[Problem] = []
    if len(sites) > 1:
        places = ", ".join(s.site.place for s in sites)
        problems.append(Problem(code="more-than-one", found=places))
        labels = [s.payload.label for s in sites]
        if any(label != labels[0] for label in labels):
            differing = (
                [
                    name
                    for name in labels[0].as_dict()
                    if len({label.as_dict()[name] for label in labels if label is not None}) > 1
                ]
                if labels[0] is not None
                else []
            )
            problems.append(Problem(code="conflict", found=", ".join(differing)))
    problems += [
        Problem(code="place", found=s.site.place) for s in sites if not s.site.is_canonical
    ]
    return problems
