"""docs/reference/controls/…: one page for each control, made from its file's docstring."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from typing import Final

from docs.pages.markdown import both, fence, page, table
from hegui import controls, ids
from hegui.controls import cases
from hegui.controls.base import Acting, Control

__all__ = ["HEADINGS", "ID", "address", "obligation_link", "pages", "parts"]

HEADINGS: Final = ("Duty", "What it does", "What it does not do", "Evidence")
"""The headings of every control's docstring, in this order."""

_FOLDER: Final = "docs/reference/controls"
ID: Final = re.compile(r"\b[a-z]{2}/[a-z0-9-]+/(?:art|cl|annex|item)-[a-z0-9-]+\b")
"""Obligation ids as they stand in prose: articles, clauses, annexes and items."""


def address(control: Control) -> str:
    """Return the path of a control's page from the root of the repository."""
    return f"{_FOLDER}/{control.name}.md"


def obligation_link(id_: str, up: str) -> str:
    """Return a link to an obligation's anchor; `up` leads to ``docs/reference``."""
    parsed = ids.parse(id_)
    return f"[{id_}]({up}obligations/{parsed.instrument}.md#{parsed.provision})"


def parts(control: Control) -> dict[str, str]:
    """Return the docstring's parts: ``""`` for the claim, then by heading, dedented."""
    lines = inspect.cleandoc(import_module(control.module).__doc__ or "").splitlines()
    found: dict[str, list[str]] = {"": []}
    name = ""
    for line in lines:
        if line in HEADINGS:
            name = line
            found[name] = []
        else:
            found[name].append(line.removeprefix("    ") if name else line)
    return {heading: "\n".join(body).strip() for heading, body in found.items()}


def _prose(text: str) -> str:
    """Return docstring prose as Markdown, with every obligation id a link."""
    marked = re.sub(r"``([^`]+)``", r"`\1`", text)
    return ID.sub(lambda match: obligation_link(match[0], "../../"), marked)


def _page(control: Control) -> str:
    told = parts(control)
    up = "../../"
    rows = [
        ["Kind", _kind(control)],
        ["Answers", ", ".join(obligation_link(id_, up) for id_ in control.obligations)],
        ["File", f"`src/{control.module.replace('.', '/')}.py`"],
    ]
    shown = [
        f"### {case.name} ({case.kind})\n\n{fence(case.text, 'toml')}"
        for case in cases.of(control.name)
    ]
    return page(
        control.name,
        both(control.claim),
        table(["", ""], rows),
        *(f"## {heading}\n\n{_prose(told[heading])}" for heading in HEADINGS if heading in told),
        "## Cases",
        "A `fail` case must be acted on; a `pass` case must be left alone.",
        *shown,
    )


def _kind(control: Control) -> str:
    return f"acting, at `{control.moment}`" if isinstance(control, Acting) else "standing"


def _index() -> str:
    rows = [
        [
            f"[{control.name}]({control.name}.md)",
            control.claim.zh,
            control.claim.en,
            _kind(control),
            len(control.obligations),
        ]
        for control in controls.ALL
    ]
    return page(
        "Controls",
        "A control is a duty made executable; its name is a claim that is true of a good service.",
        table(["Control", "主张", "Claim", "Kind", "Duties"], rows),
    )


def pages() -> dict[str, str]:
    """Return the index and one page for each control."""
    made = {address(control): _page(control) for control in controls.ALL}
    return {f"{_FOLDER}/README.md": _index(), **made}
