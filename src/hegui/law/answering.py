r"""Answers written into a profile, line by line, so that its comments stay.

A profile is somebody's file, with remarks of their own. Changing one answer
changes its line: an answer that is there is replaced, the commented example of
the template is filled in, and otherwise a line is added under ``[facts]``. The
result is parsed before it is written, and must say exactly what the file said
before plus the one change; a file written in a way that this cannot manage is
refused and left alone.

>>> print(with_answer('[facts]\n# ours\nstage = "internal"  # for now\n', 'stage', '"public"'))
[facts]
# ours
stage = "public"  # for now
<BLANKLINE>
"""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Final

from hegui.errors import InvalidAnswer, ProfileNotEdited, ProfileNotWritten
from hegui.law.facts import Answer, Fact, FactKind
from hegui.law.locate import locate

__all__ = ["UNSURE", "as_toml", "read_answer", "replace_text", "with_answer", "write_answer"]

UNSURE: Final = "?"
"""What stands in a profile for "asked, and not known yet"; it counts as no answer."""

_YES: Final = frozenset({"yes", "y", "true", "是", "有", "对"})
_NO: Final = frozenset({"no", "n", "false", "否", "无", "没有", "不是"})
_NOTHING: Final = frozenset({"none", "无", "[]"})
_FACTS_HEADER: Final = re.compile(r"\s*\[\s*facts\s*\]\s*(#.*)?")


def as_toml(answer: Answer) -> str:
    """Return an answer as a profile writes it.

    >>> as_toml(True), as_toml('public'), as_toml(frozenset({'text', 'image'})), as_toml(3)
    ('true', '"public"', '["image", "text"]', '3')
    """
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, str):
        return f'"{answer}"'
    if isinstance(answer, frozenset):
        return "[" + ", ".join(f'"{key}"' for key in sorted(answer)) + "]"
    return answer.isoformat() if isinstance(answer, date) else repr(answer)


def read_answer(fact: Fact, words: str) -> Answer:
    """Return what a person's words say to a fact.

    Yes and no are understood in both languages, options by key, by number (from
    1) or by their words; several are separated by commas. `UNSURE` is returned
    as it is.

    Raises:
        InvalidAnswer: the words are no answer to this fact.
    """
    text = words.strip()
    if text == UNSURE:
        return UNSURE
    try:
        return _read(fact, text)
    except ValueError:
        raise InvalidAnswer(fact.name, expected=fact.expected, found=repr(words)) from None


def _read(fact: Fact, text: str) -> Answer:
    match fact.kind:
        case FactKind.YES_NO:
            low = text.lower()
            if low not in _YES | _NO:
                raise ValueError(text)
            return low in _YES
        case FactKind.CHOICE:
            return _option(fact, text)
        case FactKind.SET:
            if text.lower() in _NOTHING:
                return frozenset()
            return frozenset(_option(fact, part) for part in re.split(r"[,，、]", text))
        case FactKind.NUMBER:
            number = re.sub(r"[,_\s]", "", text)
            return fact.read(int(number) if re.fullmatch(r"-?\d+", number) else float(number))
    return date.fromisoformat(text)


def _option(fact: Fact, text: str) -> str:
    wanted = text.strip()
    if re.fullmatch(r"\d+", wanted) and wanted not in fact.keys:
        index = int(wanted)
        if not 1 <= index <= len(fact.options):
            raise ValueError(text)
        return fact.keys[index - 1]
    for option in fact.options:
        if wanted.lower() in {option.key, option.words.zh, option.words.en.lower()}:
            return option.key
    raise ValueError(text)


def with_answer(text: str, fact: str, value: str | None) -> str:
    """Return a profile's text with one answer set, or taken away.

    Args:
        text: a valid profile.
        fact: the dotted name.
        value: as TOML (see `as_toml`); None makes the line a comment, so that
            the fact counts as not asked.

    Raises:
        ValueError: no change of lines has exactly this effect.
    """
    before = tomllib.loads(text)
    wanted = _changed(before, fact, value)
    for candidate in _candidates(text, fact, value):
        found = _parsed(candidate)
        if found is not None and _pruned(found) == wanted:
            return candidate
    raise ValueError(fact)


def write_answer(path: Path, fact: Fact, answer: Answer | None) -> None:
    """Set one answer in a profile on disk, whole or not at all.

    Args:
        path: a valid profile; a link is followed.
        fact: the one answered.
        answer: of the fact's kind; `UNSURE` for "not known yet"; None to take it away.

    Raises:
        InvalidAnswer: the answer is not of the fact's kind.
        ProfileNotEdited: the file is written in a way that this cannot change.
        ProfileNotWritten: the disk refuses.
    """
    if answer is not None and answer != UNSURE:
        given = sorted(answer) if isinstance(answer, frozenset) else answer
        try:
            fact.read(given)
        except ValueError as cause:
            raise InvalidAnswer(fact.name, expected=fact.expected, found=str(cause)) from cause
    try:
        text = path.read_bytes().decode("utf-8-sig")
        mended = with_answer(text, fact.name, None if answer is None else as_toml(answer))
    except OSError as cause:
        raise ProfileNotWritten(path, str(cause.strerror).lower()) from cause
    except ValueError as cause:
        raise ProfileNotEdited(path, fact.name) from cause
    replace_text(path, mended)


def replace_text(path: Path, text: str) -> None:
    """Put `text` in the place of a file; after a kill either the old or the new is there.

    Raises:
        ProfileNotWritten: the disk refuses.
    """
    target = path.resolve()
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, target.stat().st_mode & 0o777)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as cause:
        raise ProfileNotWritten(path, str(cause.strerror).lower()) from cause


def _pruned(root: object) -> object:
    """Return a document without empty tables, which say nothing."""
    if not isinstance(root, dict):
        return root
    pruned = {key: _pruned(value) for key, value in root.items()}
    return {key: value for key, value in pruned.items() if value != {}}


def _changed(root: Mapping[str, object], fact: str, value: str | None) -> object:
    """Return what the document must say afterwards."""
    path = ["facts", *fact.split(".")]
    changed = deepcopy(dict(root))
    table: dict[str, object] = changed
    for key in path[:-1]:
        inner = table.setdefault(key, {})
        if not isinstance(inner, dict):
            raise ValueError(fact)  # noqa: TRY004 - the file's shape, not a caller's type
        table = inner
    if value is None:
        table.pop(path[-1], None)
    else:
        table[path[-1]] = tomllib.loads(f"value = {value}")["value"]
    return _pruned(changed)


def _candidates(text: str, fact: str, value: str | None) -> Iterator[str]:
    """Yield texts that may be right, the one that keeps most first."""
    lines = text.splitlines(keepends=True)
    ending = "\r\n" if "\r\n" in text else "\n"
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += ending
    place = ("facts", *fact.split("."))
    known = locate(text.replace("\r\n", "\n")).known
    if place in known:
        start = known[place] - 1
        end = _end(lines, start)
        yield "".join([*lines[:start], *_rewritten(lines[start:end], value), *lines[end:]])
    if value is None:
        yield text
    else:
        yield from _uncommented(lines, fact, value)
        yield from _inserted(lines, fact, value, ending)


def _parsed(text: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _end(lines: list[str], start: int) -> int:
    """Return the line after the value that begins on a line; a list may go over several."""
    ends = range(start + 1, len(lines) + 1)
    whole = (end for end in ends if _parsed("".join(lines[start:end])) is not None)
    return next(whole, start + 1)


def _rewritten(old: list[str], value: str | None) -> list[str]:
    """Return the lines of one answer with another value, and the remark behind it."""
    if value is None:
        return [f"# {line}" for line in old]
    whole = "".join(old)
    body = whole.rstrip("\r\n")
    marks = (match.start() for match in re.finditer(r"\s*#", body))
    says = _parsed(body)
    # A '#' inside a text is no remark: what stands before it says something else, or nothing.
    remarks = (body[mark:] for mark in marks if _parsed(body[:mark]) == says)
    # A remark inside a list of several lines would end what follows it on one line.
    remark = next(remarks, "") if len(old) == 1 else ""
    key = body.partition("=")[0].rstrip()
    return [f"{key} = {value}{remark}{whole[len(body) :]}"]


def _uncommented(lines: list[str], fact: str, value: str) -> Iterator[str]:
    """Fill in the commented example that the template has for each fact."""
    example = re.compile(
        rf"#\s*{re.escape(fact)}\s*=[^#\r\n]*?(?P<remark>\s*#[^\r\n]*)?(?P<end>[\r\n]*)"
    )
    for index, line in enumerate(lines):
        if match := example.fullmatch(line):
            new = f"{fact} = {value}{match['remark'] or ''}{match['end']}"
            yield "".join([*lines[:index], new, *lines[index + 1 :]])


def _inserted(lines: list[str], fact: str, value: str, ending: str) -> Iterator[str]:
    """Add a line under ``[facts]``, under a table of the fact's own group, or at the end."""
    heads = [index for index, line in enumerate(lines) if _FACTS_HEADER.fullmatch(line.rstrip())]
    for head in heads:
        last = head
        for index in range(head + 1, len(lines)):
            bare = lines[index].strip()
            if bare.startswith("["):
                break
            if bare and not bare.startswith("#"):
                last = index
        yield "".join([*lines[: last + 1], f"{fact} = {value}{ending}", *lines[last + 1 :]])
    parts = fact.split(".")
    for size in range(len(parts) - 1, 0, -1):
        group, rest = ".".join(parts[:size]), ".".join(parts[size:])
        header = re.compile(rf"\s*\[\s*facts\.{re.escape(group)}\s*\]\s*(#.*)?")
        for index, line in enumerate(lines):
            if header.fullmatch(line.rstrip()):
                new = f"{rest} = {value}{ending}"
                yield "".join([*lines[: index + 1], new, *lines[index + 1 :]])
    yield "".join([*lines, ending, f"[facts]{ending}", f"{fact} = {value}{ending}"])
