"""docs/reference/errors.md: the tree of errors, each class with what it means."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from docs.pages.markdown import fence, page
from hegui import errors
from hegui.errors import GatewayError, HeguiError

__all__ = ["classes", "pages"]

_INTRO = """\
Everything an operator, an author or a caller can mend is a `HeguiError`. A message says what was
expected, what was found and where; the hint is one sentence that says what to do next. The command
line prints both and exits with 2; the gateway answers in OpenAI's shape with the class name as
`code`; the console shows both. Anything else that is raised is a bug."""


def classes() -> tuple[type[HeguiError], ...]:
    """Return every error class of `hegui.errors`, each parent before its children."""
    return tuple(kind for kind, _ in _walk(HeguiError, 0))


def _walk(kind: type[HeguiError], depth: int) -> Iterator[tuple[type[HeguiError], int]]:
    yield kind, depth
    for child in _children(kind):
        yield from _walk(child, depth + 1)


def _children(kind: type[HeguiError]) -> list[type[HeguiError]]:
    """Return the public classes right below `kind`, looking through private ones between."""
    here: list[type[HeguiError]] = []
    for child in kind.__subclasses__():
        if child.__module__.partition(".errors")[0] == "hegui":
            here += _children(child) if child.__name__.startswith("_") else [child]
    return sorted(here, key=_place)


def _place(kind: type[HeguiError]) -> tuple[int, int]:
    """Return the sort key of a class: families as drawn, the others as written."""
    drawn = (errors.__doc__ or "").find(f"── {kind.__name__} ")
    return drawn, inspect.getsourcelines(kind)[1]


def _drawn() -> str:
    def below(kind: type[HeguiError], indent: str) -> Iterator[str]:
        children = _children(kind)
        for child in children:
            is_last = child is children[-1]
            yield f"{indent}{'└── ' if is_last else '├── '}{child.__name__}"
            yield from below(child, indent + ("    " if is_last else "│   "))

    return "\n".join([HeguiError.__name__, *below(HeguiError, "")])


def _section(kind: type[HeguiError], depth: int) -> str:
    level = "#" * min(depth + 2, 4)
    parts = [f"{level} {kind.__name__}", inspect.cleandoc(kind.__doc__ or "")]
    if issubclass(kind, GatewayError):
        parts.append(f"HTTP {kind.status}, type `{kind.type}`.")
    if "__init__" in vars(kind):
        facts = [name for name in inspect.signature(kind).parameters if name != "self"]
        parts.append("Made from: " + ", ".join(f"`{name.rstrip('_')}`" for name in facts) + ".")
    # A class may make its hint a property; then it depends on what was found.
    hint = vars(kind).get("hint")
    if isinstance(hint, str) and hint:
        parts.append(f"Hint: {hint}")
    return "\n\n".join(parts)


def pages() -> dict[str, str]:
    """Return the one page."""
    sections = [_section(kind, depth) for kind, depth in _walk(HeguiError, 0)]
    return {
        "docs/reference/errors.md": page("Errors", _INTRO, fence(_drawn()), *sections),
    }
