"""The implicit label on files that the gateway delivers: whose, and whether one is due today."""

from __future__ import annotations

from typing import Protocol

from hegui.controls.label_law import code_shape, grammar, is_file_label_due
from hegui.controls.plan import Plan
from hegui.labels import AIGCLabel, PassingFiles, ProviderCode
from hegui.law import Law, Profile

__all__ = ["passing_files"]


class _Current(Protocol):
    """What is in use now."""

    @property
    def law(self) -> Law: ...

    def profile(self) -> Profile: ...

    def plan(self) -> Plan: ...


def passing_files(live: _Current, producer: str) -> PassingFiles:
    """Return what labels the gateway's files.

    Args:
        live: law, profile and plan in use.
        producer: name or code of the service; empty takes its English name,
            without the characters that a label may not hold.

    Raises:
        InvalidLabel: the name holds such characters, or nothing is left of it.
        MalformedProviderCode: it looks like a provider code and is none.

    Notes:
        The law is asked once for each plan, not for each file.
    """
    shape, allowed = code_shape(), grammar().alphabet
    if len(producer) == shape.characters and producer.startswith("0" * shape.format_characters):
        ProviderCode.parse(producer, shape)
    name = producer or "".join(char for char in live.profile().name.en if char in allowed)
    value = grammar().values[0]
    AIGCLabel.first_write(label=value, producer=name, produce_id="0").require(grammar())
    known: dict[str, bool] = {}

    def is_due() -> bool:
        plan = live.plan()
        if plan.digest not in known:
            known.clear()
            known[plan.digest] = is_file_label_due(live.law, live.profile(), plan.day)
        return known[plan.digest]

    return PassingFiles(grammar(), producer=name, is_due=is_due)
