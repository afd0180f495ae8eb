from __future__ import annotations

import pytest

from hegui.finding import Stage
from hegui.moderation import load_rules
from hegui.moderation.hidden import hidden_runs

Z = "\u200b"


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        (Z * 128, []),
        (Z * 129, [(0, 129)]),
        ("a" + Z * 260, [(1, 130), (130, 259)]),
        ("a" + Z * 100 + "b" + Z * 100, []),
        ("a" + (" " + Z * 50) * 3, [(2, 133)]),
        ("a" + " " * 17 + Z * 500, []),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f" * 40, []),
        ("❤️" * 300, []),
    ],
)
def test_too_many_invisible_characters_are_told(text: str, runs: list[tuple[int, int]]) -> None:
    found = [f.span for f in load_rules(()).scan(text, Stage.PROMPT)]

    assert runs == list(hidden_runs(text))
    assert runs == [(span.start, span.end) for span in found if span is not None]
