"""docs/reference/mechanisms.md: what the source documents describe, and what answers each of it.

The list stands in ``docs/mechanisms.toml``. `load_mechanisms` reads it, and
``tests/test_mechanisms.py`` holds that everything it names exists.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from msgspec import convert

from docs.pages.controls import obligation_link
from docs.pages.markdown import page, slug, table
from hegui import controls

__all__ = ["FILE", "Mechanism", "load_mechanisms", "pages"]

FILE: Final = Path(__file__).parents[1] / "mechanisms.toml"

_INTRO: Final = """\
The five source documents describe how generative AI is to be governed. This is the list of their
mechanisms, told in our words, with what answers each: the law as data, the controls and functions
that act on it, the verbs and pages that show it.

Where law alone answers, a person acts; each obligation says who does what, and where a program
could do it and hegui does not yet. What no program can do has its reason. What nothing answers says
*not yet*."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """One mechanism, and the names of what answers it."""

    id: str
    """``F001`` to ``F189``."""

    zh: str
    """Its term."""

    en: str
    """What it is, in one line."""

    obligations: tuple[str, ...] = ()
    """Full ids."""

    provisions: tuple[str, ...] = ()
    """Full ids of articles that put no duty on an operator, for example a definition."""

    controls: tuple[str, ...] = ()
    """``family/claim``."""

    facts: tuple[str, ...] = ()
    """Names of questions, asked or derived."""

    modules: tuple[str, ...] = ()
    """Dotted names."""

    verbs: tuple[str, ...] = ()
    """Without ``hegui``."""

    pages: tuple[str, ...] = ()
    """Folders under ``console``."""

    reason: str = ""
    """Why no program can, and who does it instead."""

    @property
    def law(self) -> tuple[str, ...]:
        """What the law as data holds of it."""
        return self.obligations + self.provisions + self.facts

    @property
    def functions(self) -> tuple[str, ...]:
        """What runs: modules, verbs and pages."""
        return self.modules + self.verbs + self.pages

    @property
    def kind(self) -> str:
        """``program``, ``law``, ``reason`` or ``not yet``.

        Law alone means that duties and questions stand as data and that a person
        carries the duties out.
        """
        if self.reason:
            return "reason"
        if self.controls or self.functions:
            return "program"
        return "law" if self.law else "not yet"


def load_mechanisms() -> tuple[Mechanism, ...]:
    """Return every mechanism, in the order of the file.

    Raises:
        msgspec.ValidationError: a value is missing or of another type than its field.
    """
    with FILE.open("rb") as file:
        return tuple(convert(row, Mechanism) for row in tomllib.load(file)["mechanism"])


def _answers(mechanism: Mechanism) -> Iterator[str]:
    """Yield the cells' lines: law first, then what runs."""
    for id_ in mechanism.obligations:
        yield obligation_link(id_, "")
    for id_ in mechanism.provisions:
        yield f"[{id_}](../../src/hegui/instruments/{id_}.toml)"
    for name in mechanism.facts:
        yield f"question [`{name}`](facts.md#{slug(name)})"
    for name in mechanism.controls:
        yield f"control [{name}](controls/{name}.md)"
    for name in mechanism.modules:
        yield f"`{name}`"
    for name in mechanism.verbs:
        yield f"[`hegui {name}`](cli.md#{slug(f'hegui {name}')})"
    for name in mechanism.pages:
        yield f"console: {name}"
    if mechanism.kind == "law" and mechanism.obligations:
        by_control = any(controls.of_obligation(id_) for id_ in mechanism.obligations)
        yield "*by a control*" if by_control else "*a person acts*"
    if mechanism.reason:
        yield f"*no program:* {mechanism.reason}"
    if mechanism.kind == "not yet":
        yield "**not yet**"


def pages() -> dict[str, str]:
    """Return the one page."""
    known = load_mechanisms()
    kinds = Counter(mechanism.kind for mechanism in known)
    counted = (
        f"{len(known)} mechanisms: {kinds['program']} are answered by something that runs, "
        f"{kinds['law']} by law as data, {kinds['reason']} have a reason why no program can, "
        f"{kinds['not yet']} are not answered yet."
    )
    rows = ([each.id, f"{each.zh}<br>{each.en}", "<br>".join(_answers(each))] for each in known)
    return {
        "docs/reference/mechanisms.md": page(
            "Mechanisms",
            _INTRO,
            counted,
            table(["No.", "机制 Mechanism", "Answered by"], rows),
        )
    }
