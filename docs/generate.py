"""Write everything under docs/reference, the outputs in both READMEs, the drawn storeys.

    python -m docs.generate            write what is stale
    python -m docs.generate --check    exit 1 and show the difference instead

Pages come from the law, the controls, the errors, the verbs and the settings
as they are now, so two runs on one checkout give the same bytes. A file under
docs/reference that nothing generates is stale too, and is removed.
"""

from __future__ import annotations

import sys
from difflib import unified_diff
from pathlib import Path
from typing import Final

from docs.demo import Demo
from docs.pages import (
    cli,
    controls,
    errors,
    facts,
    mechanisms,
    obligations,
    openapi,
    outputs,
    settings,
    storeys,
    traceability,
)

__all__ = ["ROOT", "expected", "main", "stale"]

ROOT: Final = Path(__file__).parents[1]
_REFERENCE: Final = ROOT / "docs" / "reference"
_GENERATORS: Final = (
    obligations,
    controls,
    facts,
    errors,
    cli,
    openapi,
    settings,
    traceability,
    mechanisms,
    storeys,
    outputs,
)


def expected() -> dict[str, str]:
    """Return every generated file: path from the root of the repository → text."""
    return {
        path: text for generator in _GENERATORS for path, text in sorted(generator.pages().items())
    }


def stale(wanted: dict[str, str]) -> dict[str, str]:
    """Return path → difference for each file that is not as `wanted`; empty when all are."""
    found: dict[str, str] = {}
    for path, text in wanted.items():
        file = ROOT / path
        now = file.read_text(encoding="utf-8") if file.exists() else ""
        if now != text:
            found[path] = _difference(path, now, text)
    for file in sorted(_REFERENCE.rglob("*.md")):
        path = file.relative_to(ROOT).as_posix()
        if path not in wanted:
            found[path] = _difference(path, file.read_text(encoding="utf-8"), "")
    return found


def _difference(path: str, now: str, wanted: str) -> str:
    lines = unified_diff(
        now.splitlines(keepends=True),
        wanted.splitlines(keepends=True),
        fromfile=f"{path} (as it is)",
        tofile=f"{path} (as generated)",
    )
    return "".join(lines)


def _write(wanted: dict[str, str], paths: dict[str, str]) -> None:
    for path in paths:
        file = ROOT / path
        if path in wanted:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(wanted[path], encoding="utf-8")
        else:
            file.unlink()
        print(path)


def main(arguments: list[str]) -> int:
    """Write or check; return the exit code.

    Raises:
        SystemExit: with 2, when an argument is not known.
    """
    if arguments not in ([], ["--check"]):
        print(f"expected no argument or --check; found {' '.join(arguments)}", file=sys.stderr)
        return 2
    wanted = expected()
    paths = stale(wanted)
    Demo.shared().close()
    if arguments:
        print("".join(paths.values()), end="")
        return 1 if paths else 0
    _write(wanted, paths)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
