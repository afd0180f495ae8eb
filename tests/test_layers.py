"""The storeys hold: the drawings are the contracts, and breaking a contract is seen."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from docs.pages import storeys

ROOT: Final = Path(__file__).parents[1]


@pytest.mark.parametrize("name", storeys.FILES)
def test_the_drawing_is_the_contract(name: str) -> None:
    """The storeys are drawn as import-linter reads them."""
    text = (ROOT / name).read_text(encoding="utf-8")
    (drawn,) = re.findall(r"^```\n(cli\n.*?^errors)\n```$", text, re.DOTALL | re.MULTILINE)

    assert drawn.splitlines() == list(storeys.layers())


def lint(package: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts on a copy of the package."""
    program = "from importlinter.cli import lint_imports_command as lint; lint()"
    return subprocess.run(
        [
            sys.executable,
            "-c",
            program,
            "--config",
            ROOT / "pyproject.toml",
            "--no-cache",
            "--no-logo",
        ],
        cwd=package.parent,
        env={**os.environ, "PYTHONPATH": str(package.parent), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of hegui that may be spoiled."""
    return Path(
        shutil.copytree(
            ROOT / "src" / "hegui",
            tmp_path / "hegui",
            ignore=shutil.ignore_patterns("__pycache__", "static", "locale", "instruments"),
        )
    )


def test_contracts_are_kept(package: Path) -> None:
    """As it stands, nobody imports upwards."""
    done = lint(package)

    assert 0 == done.returncode, done.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("law/load.py", "import django", "Plain engines"),
        ("ledger/entry.py", "import typer", "Plain engines"),
        ("gateway/app.py", "from hegui.law import load", "Meeting place"),
        ("moderation/fold.py", "from hegui.controls import ALL", "Storeys"),
        ("console/runtime.py", "from hegui.gateway.app import Gateway", "Storeys"),
        ("helpers/__init__.py", "", "Storeys"),
    ],
)
def test_a_broken_contract_is_seen(package: Path, file: str, line: str, contract: str) -> None:
    """An engine that knows Django, a gateway that reads law, a floor nobody drew: each is red."""
    spoiled = package / file
    spoiled.parent.mkdir(exist_ok=True)
    with spoiled.open("a", encoding="utf-8") as text:
        text.write(f"\n{line}\n")

    done = lint(package)

    assert 1 == done.returncode
    assert re.search(rf"{contract}.* BROKEN", done.stdout), done.stdout
