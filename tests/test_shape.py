"""Sizes and shapes: one idea in each file, a manual in each module, a test for each module."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "src" / "hegui"
UNIT: Final = ROOT / "tests" / "unit"

CAP: Final = 600
MEDIAN: Final = 120
CONTROL_CAP: Final = 120

# Django finds these by name and by convention; they export nothing.
CONVENTIONAL: Final = frozenset(
    {"admin.py", "apps.py", "asgi.py", "forms.py", "settings.py", "urls.py", "__main__.py"}
)

# Words that fit everything and say nothing.
EMPTY_WORDS: Final = frozenset(
    {"manager", "helper", "helpers", "util", "utils", "data", "info", "process", "handle", "misc"}
)

# `controls/data/` is the family of controls over training data: the field's own word.
ALLOWED_NAMES: Final = frozenset({"controls/data"})

# Unit tests over several modules, and which.
ABOUT_SEVERAL: Final = {
    "gateway/test_operating.py": "quotas and routes as a client of the gateway meets them",
    "filing/test_documents.py": "word.py and pdf.py make the same notice",
    "law/test_calendar_oracle.py": "the calendar's data against somebody else's",
    "law/test_filing_practice.py": "the filing practice as data",
    "law/test_risks.py": "the 31 risks of two standards and of the moderation categories",
    "law/test_yardstick.py": "a standard and its successor as data",
}


def modules() -> tuple[Path, ...]:
    """Return every module of hegui that people write; migrations are written by Django."""
    return tuple(file for file in sorted(SOURCE.rglob("*.py")) if "migrations" not in file.parts)


def lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def name_of(file: Path) -> str:
    return file.relative_to(SOURCE).as_posix()


MODULES: Final = modules()
CONTROLS: Final = tuple(
    file for file in MODULES if file.parent.parent.name == "controls" and file.stem != "__init__"
)


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_module_is_short(file: Path) -> None:
    """No module is longer than the cap."""
    assert lines(file) <= CAP


def test_modules_are_short_on_the_whole() -> None:
    """Half of the modules fit on two screens."""
    assert median(lines(file) for file in MODULES) <= MEDIAN


@pytest.mark.parametrize("file", CONTROLS, ids=name_of)
def test_a_control_holds_no_engine(file: Path) -> None:
    """A control over the cap holds logic that belongs in an engine."""
    assert lines(file) <= CONTROL_CAP


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_module_says_what_it_is(file: Path) -> None:
    """Every module opens with a docstring."""
    assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "file",
    [
        file
        for file in MODULES
        if file.name not in CONVENTIONAL and not (file.name == "__init__.py" and lines(file) <= 3)
    ],
    ids=name_of,
)
def test_a_module_says_what_is_public(file: Path) -> None:
    """Every module that defines something lists its surface."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assigned = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }

    assert "__all__" in assigned


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_name_says_something(file: Path) -> None:
    """No file or folder is named after everything: `helpers`, `text_utils`, `data`."""
    path = file.relative_to(SOURCE).with_suffix("")
    empty = {
        each.as_posix()
        for each in (path, *path.parents)
        if each.name.rpartition("_")[2] in EMPTY_WORDS
    }

    assert set() == empty - ALLOWED_NAMES


def test_unit_tests_mirror_the_source() -> None:
    """A unit test lies where its module lies, so that each is found from the other."""
    stray = [
        test.relative_to(UNIT).as_posix()
        for test in sorted(UNIT.rglob("test_*.py"))
        if not _mirrored(test)
    ]

    assert [] == stray


def _mirrored(test: Path) -> bool:
    """Whether a test has a module of its name in, or below, the mirrored package."""
    path = test.relative_to(UNIT)
    if path.parts[0] == "console":
        return True  # there a file is what a person does, over several modules
    if path.as_posix() in ABOUT_SEVERAL:
        return True
    name = test.stem.removeprefix("test_")
    below = SOURCE / path.parent
    return any(
        found.suffix == ".py" or found.is_dir()
        for found in below.rglob(f"{name}*")
        if found.stem == name
    )


@pytest.mark.parametrize(
    "package",
    sorted(
        folder.name
        for folder in SOURCE.iterdir()
        # `instruments` holds no Python; the controls are proved by tests/controls.
        if folder.is_dir() and (folder / "__init__.py").exists()
    ),
)
def test_a_package_is_tested(package: str) -> None:
    """Every package that has modules has tests of its own."""
    places = (UNIT / package, ROOT / "tests" / package)

    assert any(list(place.rglob("test_*.py")) for place in places if place.is_dir())
