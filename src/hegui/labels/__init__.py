"""Labels on generated content.

Explicit labels are words, sounds or marks that a person meets; implicit labels
live in a file's metadata. `text` knows explicit labels on text; `write`,
`read`, `propagate` and `verify` know the implicit label in every container of
`CONTAINERS`.

    write(path, label, grammar)      splice, read back, replace in one step
    read(path, grammar)              every place, every deviation
    propagate(path, grammar, by=…)   a platform's own fields, the rest as it is
    verify(reading, meanings)        what a platform has to tell the public

There is no way here to take a label off: the labelling rules forbid removing
one and forbid supplying the means.
"""

from __future__ import annotations

from hegui.labels.aigc import AIGCLabel, Grammar
from hegui.labels.formats import CONTAINERS, Container
from hegui.labels.payload import Payload, Problem, read_payload
from hegui.labels.provider_code import CodeShape, ProviderCode
from hegui.labels.read import Reading, SiteReading, read, read_bytes
from hegui.labels.site import Seal, Site, Trace
from hegui.labels.source import Limits
from hegui.labels.text import ZONE, Position, TextLabel, has_explicit_label
from hegui.labels.verify import Meanings, Verification, verify
from hegui.labels.write import Written, propagate, write, write_bytes

__all__ = [
    "CONTAINERS",
    "ZONE",
    "AIGCLabel",
    "CodeShape",
    "Container",
    "Grammar",
    "Limits",
    "Meanings",
    "Payload",
    "Position",
    "Problem",
    "ProviderCode",
    "Reading",
    "Seal",
    "Site",
    "SiteReading",
    "TextLabel",
    "Trace",
    "Verification",
    "Written",
    "has_explicit_label",
    "propagate",
    "read",
    "read_bytes",
    "read_payload",
    "verify",
    "write",
    "write_bytes",
]
