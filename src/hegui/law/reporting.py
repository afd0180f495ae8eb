r"""Events and acts written into a profile, so that its comments stay.

What is reported is added at the end of the file as a table of its own; what is
taken back goes with its table. As with answers (`hegui.law.answering`) the
result must say exactly what the file said before plus the one change, else the
file is left alone.

>>> from datetime import date
>>> print(with_event('[service]\nname.zh = "甲"\n', Event(kind='launch', on=date(2026, 10, 8))))
[service]
name.zh = "甲"
<BLANKLINE>
[[event]]
kind = "launch"
on = 2026-10-08
<BLANKLINE>
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

from hegui.errors import ProfileNotEdited, ProfileNotWritten
from hegui.law.answering import replace_text
from hegui.law.events import Done, Event
from hegui.law.locate import locate

__all__ = ["record_done", "report_event", "with_done", "with_event", "without_event"]

_HINT: Final = "Change [[event]] and [[done]] in the file by hand."


def _event(event: Event) -> dict[str, Any]:
    when: dict[str, Any] = {"on": event.on} if event.at is None else {"at": event.at}
    return {"kind": event.kind, **when}


def _done(done: Done) -> dict[str, Any]:
    return {"obligation": done.obligation, "on": done.on}


def _line(key: str, value: object) -> str:
    written = f'"{value}"' if isinstance(value, str) else value.isoformat()  # type: ignore[attr-defined] # a day or an instant
    return f"{key} = {written}\n"


def _appended(text: str, name: str, table: dict[str, Any]) -> str:
    """Return a profile's text with one more ``[[name]]`` at its end.

    Raises:
        ValueError: the file writes these tables in another way.
    """
    wanted = deepcopy(tomllib.loads(text))
    tables = wanted.setdefault(name, [])
    if not isinstance(tables, list):
        raise ValueError(name)  # noqa: TRY004 - the file's shape, not a caller's type
    tables.append(table)
    body = text if not text or text.endswith("\n") else f"{text}\n"
    lines = "".join(_line(key, value) for key, value in table.items())
    made = f"{body}\n[[{name}]]\n{lines}"
    if tomllib.loads(made) != wanted:
        raise ValueError(name)
    return made


def with_event(text: str, event: Event) -> str:
    """Return a profile's text with one more event. Its note is left out.

    Raises:
        ValueError: the file writes its events in another way.
    """
    return _appended(text, "event", _event(event))


def with_done(text: str, done: Done) -> str:
    """Return a profile's text with one more act.

    Raises:
        ValueError: the file writes its acts in another way.
    """
    return _appended(text, "done", _done(done))


def without_event(text: str, event: Event) -> str:
    """Return a profile's text without an event: the first of its kind, day and instant.

    Raises:
        ValueError: there is none, or the file writes its events in another way.
    """
    wanted = deepcopy(tomllib.loads(text))
    tables = wanted.get("event", [])
    sought = _event(event)
    index = next(
        (i for i, table in enumerate(tables) if sought.items() <= table.items()),
        None,
    )
    if index is None:
        raise ValueError(event.kind)
    del tables[index]
    if not tables:
        del wanted["event"]
    lines = text.splitlines(keepends=True)
    start = locate(text.replace("\r\n", "\n")).known[("event", index)] - 1
    end = next(
        (n for n in range(start + 1, len(lines)) if lines[n].lstrip().startswith("[")), len(lines)
    )
    made = "".join([*lines[:start], *lines[end:]])
    if tomllib.loads(made) != wanted:
        raise ValueError(event.kind)
    return made


def _change(path: Path, made: Callable[[str], str]) -> None:
    try:
        text = made(path.read_bytes().decode("utf-8-sig"))
    except OSError as cause:
        raise ProfileNotWritten(path, str(cause.strerror).lower()) from cause
    except (ValueError, KeyError) as cause:
        error = ProfileNotEdited(path, "[[event]]")
        error.hint = _HINT
        raise error from cause
    replace_text(path, text)


def report_event(path: Path, event: Event, *, is_withdrawn: bool = False) -> None:
    """Add an event to a profile on disk, or take it back, whole or not at all.

    Raises:
        ProfileNotEdited: the file is written in a way that this cannot change.
        ProfileNotWritten: the disk refuses.
    """
    _change(path, lambda text: (without_event if is_withdrawn else with_event)(text, event))


def record_done(path: Path, done: Done) -> None:
    """Add an act to a profile on disk, whole or not at all.

    Raises:
        ProfileNotEdited: the file is written in a way that this cannot change.
        ProfileNotWritten: the disk refuses.
    """
    _change(path, lambda text: with_done(text, done))
