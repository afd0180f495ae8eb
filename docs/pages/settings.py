"""docs/reference/settings.md: every HEGUI_ variable, and what hegui.toml may hold.

Settings are declared in two places: `hegui.cli.settings.Settings` (the program)
and the table in the docstring of ``hegui/records/settings.py`` (what Django
reads at import). ``tests/test_docs.py`` compares with every name in the source.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import Final

from docs.pages.markdown import fence, page, slug, table
from hegui.cli.settings import Settings
from hegui.law import load, profile_template

__all__ = ["Setting", "pages", "settings"]

_SOURCE: Final = Path(__file__).parents[2] / "src" / "hegui"
_ROW: Final = re.compile(r"^(?P<name>HEGUI_[A-Z_]+)  +(?P<meaning>.+?)  +(?P<default>\S.*)$")

_INTRO: Final = """\
How the program runs is set by the environment; an empty variable counts as absent. `make run`
hands its own variables on: `make run HEGUI_PORT=9000`.
What the *service* is stands in `hegui.toml`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One variable."""

    name: str
    default: str
    meaning: str


def settings() -> tuple[Setting, ...]:
    """Return every declared variable once, the program's own first."""
    found = {setting.name: setting for setting in (*_of_records(), *_of_program())}
    own = [setting.name for setting in _of_program()]
    rest = [name for name in found if name not in own]
    return tuple(found[name] for name in (*own, *rest))


def _of_program() -> list[Setting]:
    """Read `Settings`: names from metadata, meanings from the strings below the fields."""
    tree = ast.parse((_SOURCE / "cli" / "settings.py").read_text(encoding="utf-8"))
    body = next(
        node.body
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name == Settings.__name__
    )
    meanings: dict[str, str] = {}
    for before, after in pairwise(body):
        if isinstance(before, ast.AnnAssign) and isinstance(before.target, ast.Name):
            told = after.value if isinstance(after, ast.Expr) else None
            if isinstance(told, ast.Constant) and isinstance(told.value, str):
                meanings[before.target.id] = told.value
    return [
        Setting(
            name=each.metadata["env"],
            default=str(each.default) if each.default not in (None, "") else "none",
            meaning=re.sub(r"``([^`]+)``", r"`\1`", meanings[each.name]),
        )
        for each in fields(Settings)
    ]


def _of_records() -> list[Setting]:
    """Read the table in the docstring of the Django settings."""
    tree = ast.parse((_SOURCE / "records" / "settings.py").read_text(encoding="utf-8"))
    rows = [_ROW.match(line) for line in (ast.get_docstring(tree) or "").splitlines()]
    return [
        Setting(
            name=row["name"],
            default=row["default"].replace("``", ""),
            meaning=re.sub(r"``([^`]+)``", r"`\1`", row["meaning"]),
        )
        for row in rows
        if row is not None
    ]


def pages() -> dict[str, str]:
    """Return the one page."""
    declared = settings()
    overview = table(
        ["Variable", "Default", "Meaning"],
        (
            [f"[`{each.name}`](#{slug(each.name)})", f"`{each.default}`", each.meaning]
            for each in declared
        ),
    )
    sections = [
        f"## `{each.name}`\n\n{each.meaning}\n\nDefault: `{each.default}`." for each in declared
    ]
    return {
        "docs/reference/settings.md": page(
            "Settings",
            _INTRO,
            overview,
            *sections,
            "## hegui.toml",
            "The profile: the name of the service and its answers to the [facts](facts.md). "
            "`hegui init` writes this file, with every question as a comment:",
            fence(profile_template(load()), "toml"),
        )
    }
