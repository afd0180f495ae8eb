"""Line by line: every line has its row, and nothing is lost."""

from __future__ import annotations

from io import BytesIO

import pytest

from hegui.cli.moderation import jsonl
from hegui.cli.moderation.jsonl import TooLong, each_line


def rows(content: bytes) -> list[dict[str, object]]:
    return [row for row, _ in each_line(BytesIO(content), "text", lambda text: {"n": len(text)})]


def test_strings_and_objects_are_judged_and_ids_passed_on() -> None:
    assert [
        {"line": 1, "n": 2},
        {"line": 3, "id": 7, "n": 3},
    ] == rows('"你好"\n\n{"id":7,"text":"abc"}'.encode())


@pytest.mark.parametrize("line", [b"{", b"\xff", b"7", b'{"body":"x"}', b'{"text":7}', b"null"])
def test_a_line_that_cannot_be_judged_has_a_row_that_says_so(line: bytes) -> None:
    first, second, third = rows(b'"a"\n' + line + b'\n"b"')

    assert "error" in second
    assert 2 == second["line"]
    assert (1, 1) == (first["n"], third["n"])


def test_bytes_add_up_to_the_input() -> None:
    content = b'"a"\n"bb"\n"ccc"'

    assert len(content) == sum(
        count for _, count in each_line(BytesIO(content), "text", lambda _: {})
    )


def test_an_endless_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "_LINE_BYTES", 100)

    with pytest.raises(TooLong, match="line 2"):
        rows(b'"a"\n"' + b"x" * 200 + b'"\n')
