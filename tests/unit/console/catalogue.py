"""The translation catalogue: what the console says, and whether Chinese says it too.

``python -m tests.unit.console.catalogue`` takes every string out of the
templates and the Python files, brings ``django.po`` up to date (new strings
stand there untranslated, unused ones go) and compiles ``django.mo``. No gettext
tools are needed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polib  # type: ignore[import-untyped]  # polib ships no types
from django.utils.translation.template import templatize

CONSOLE: Final = Path(__file__).parents[3] / "src" / "hegui" / "console"
FOLDER: Final = CONSOLE / "locale" / "zh_Hans" / "LC_MESSAGES"
_CALLS: Final = frozenset({"_", "gettext", "gettext_lazy"})
_IN_TEMPLATE: Final = re.compile(r"\b(?:_|gettext)\((?=u?[\"'])")


def _in_python(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str() as text)]) if (
                name in _CALLS
            ):
                yield text


def _in_template(source: str) -> Iterator[str]:
    """Read what Django's own extraction makes of a template: calls between fillers."""
    flat = templatize(source)
    for call in _IN_TEMPLATE.finditer(flat):
        rest = flat[call.end() :]
        for end in (at + 1 for at in range(len(rest)) if rest[at] == ")"):
            try:
                text = ast.literal_eval(rest[: end - 1])
            except (SyntaxError, ValueError):
                continue
            yield text
            break


def said() -> dict[str, list[str]]:
    """Return every string of the console with the files that say it, in reading order."""
    found: dict[str, list[str]] = {}
    for file in sorted(CONSOLE.rglob("*")):
        if file.suffix not in {".html", ".py"}:
            continue
        source = file.read_text(encoding="utf-8")
        strings = _in_template(source) if file.suffix == ".html" else _in_python(source)
        for text in strings:
            where = found.setdefault(text, [])
            name = file.relative_to(CONSOLE).as_posix()
            if name not in where:
                where.append(name)
    return found


def catalogue(strings: dict[str, list[str]], old: polib.POFile) -> polib.POFile:
    """Return the catalogue of `strings` with the translations that `old` has."""
    known = {entry.msgid: entry.msgstr for entry in old}
    made = polib.POFile(wrapwidth=100)
    made.metadata = {
        "Project-Id-Version": "hegui",
        "Language": "zh_Hans",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for text, where in sorted(strings.items()):
        flags = ["python-format"] if re.search(r"%\(\w+\)s", text) else []
        made.append(
            polib.POEntry(
                msgid=text,
                msgstr=known.get(text, ""),
                occurrences=[(name, "") for name in where],
                flags=flags,
            )
        )
    return made


def main() -> None:
    """Bring both files up to date and say what is left to translate."""
    po = FOLDER / "django.po"
    FOLDER.mkdir(parents=True, exist_ok=True)
    old = polib.pofile(str(po)) if po.exists() else polib.POFile()
    made = catalogue(said(), old)
    made.save(str(po))
    made.save_as_mofile(str(FOLDER / "django.mo"))
    for entry in made.untranslated_entries():
        print(entry.msgid)  # noqa: T201 - a program for people


if __name__ == "__main__":
    main()
