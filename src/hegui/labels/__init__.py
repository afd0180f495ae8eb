"""Labels on generated content.

Explicit labels are words, sounds or marks that a person meets; implicit labels
live in a file's metadata. `text` knows explicit labels on text; `write`,
`read`, `propagate` and `verify` know the implicit label in every container of
`CONTAINERS`.

    write(path, label, grammar)      splice, read back, replace in one step
    read(path, grammar)              every place, every deviation
    propagate(path, grammar, by=…)   a platform's own fields, the rest as it is
    capture(reading, name=…)         a label kept over a step that would lose it …
    restore(captured, path, grammar) … and put back behind it
    compare(before, after)           whether a step lost or changed a label
    verify(reading, meanings)        what a platform has to tell the public
    PassingFiles(grammar, …)         files that a gateway passes on, labelled or refused
    spread(path, found, grammar, …)  … and what it then writes into the file

There is no way here to take a label off: the labelling rules forbid removing
one and forbid supplying the means.
"""

from __future__ import annotations

from hegui.labels.aigc import AIGCLabel, Grammar
from hegui.labels.capture import Capture, capture, restore
from hegui.labels.difference import Change, Difference, compare
from hegui.labels.formats import CONTAINERS, Container
from hegui.labels.notice import NOTICES, notice
from hegui.labels.passing import PassingFiles
from hegui.labels.payload import Payload, Problem, read_payload
from hegui.labels.provider_code import CodeShape, ProviderCode
from hegui.labels.read import Reading, SiteReading, read, read_bytes
from hegui.labels.site import Seal, Site, Trace
from hegui.labels.source import Limits
from hegui.labels.spread import spread
from hegui.labels.text import ZONE, Position, TextLabel, has_explicit_label
from hegui.labels.verify import Meanings, Verification, verify
from hegui.labels.write import Written, carry, carry_bytes, propagate, write, write_bytes

__all__ = [
    "CONTAINERS",
    "NOTICES",
    "ZONE",
    "AIGCLabel",
    "Capture",
    "Change",
    "CodeShape",
    "Container",
    "Difference",
    "Grammar",
    "Limits",
    "Meanings",
    "PassingFiles",
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
    "capture",
    "carry",
    "carry_bytes",
    "compare",
    "has_explicit_label",
    "notice",
    "propagate",
    "read",
    "read_bytes",
    "read_payload",
    "restore",
    "spread",
    "verify",
    "write",
    "write_bytes",
]
