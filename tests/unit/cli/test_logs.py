"""Log lines: one record, one line, and no content."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from hegui.cli.service.logs import start

CANARY = "用户说的话"


@pytest.fixture(autouse=True)
def root() -> Iterator[None]:
    """Leave logging as it was."""
    logger = logging.getLogger()
    before, level = logger.handlers[:], logger.level
    yield
    logger.handlers[:] = before
    logger.setLevel(level)


def lines(text: io.StringIO) -> list[dict[str, object]]:
    """Return every line as an object."""
    return [json.loads(line) for line in text.getvalue().splitlines()]


def test_a_record_is_one_json_line() -> None:
    """Also with line breaks in it, and with quotation marks."""
    out = io.StringIO()
    start("json", out)
    logging.getLogger("hegui.x").error('first\nsecond "%s"', "third")
    logging.getLogger("hegui.x").info("not told")
    (line,) = lines(out)

    assert ("error", "hegui.x", 'first\nsecond "third"') == (
        line["level"],
        line["part"],
        line["message"],
    )
    assert str(line["at"]).endswith("+00:00")


def test_a_fault_tells_where_and_not_what() -> None:
    """An exception of somebody else's code may quote what it was given."""
    out = io.StringIO()
    start("json", out)
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("hegui.x").exception("could not count")
    (line,) = lines(out)

    assert ("ValueError", "could not count") == (line["error"], line["message"])
    assert "test_logs.py" in str(line["where"])
    assert CANARY not in out.getvalue()


def test_a_long_message_is_cut() -> None:
    """Two thousand code points."""
    out = io.StringIO()
    start("json", out)
    logging.getLogger("hegui.x").warning("x" * 9999)

    assert 2000 == len(str(lines(out)[0]["message"]))


def test_lines_for_people_are_as_before() -> None:
    """Level, part, message."""
    out = io.StringIO()
    start("text", out)
    logging.getLogger("hegui.x").warning("careful")

    assert "WARNING hegui.x: careful\n" == out.getvalue()
