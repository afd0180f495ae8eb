from __future__ import annotations

import hashlib
from pathlib import Path

from hegui.moderation.tables import table as module
from hegui.moderation.tables.build import TARGET, bake
from hegui.moderation.tables.table import _parse, table


def test_the_table_is_what_the_script_bakes() -> None:
    """For every code point that the table knows; a newer Python may know more."""
    baked = _parse(bake().splitlines())
    known = table().changes

    assert known == {char: baked.get(char, char) for char in known}


def test_the_table_is_read_from_the_baked_file() -> None:
    assert hashlib.sha256(TARGET.read_bytes()).hexdigest() == table().digest


def test_nothing_that_runs_imports_the_converter() -> None:
    """OpenCC is needed to bake, never to moderate."""
    engine = Path(module.__file__).parents[1]
    users = [
        file.name
        for file in engine.rglob("*.py")
        if "import opencc" in file.read_text(encoding="utf-8")
    ]

    assert ["build.py"] == users
