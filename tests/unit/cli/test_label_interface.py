"""``hegui label interface``: what is printed can be put into a page."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from hegui.cli.label import label
from hegui.errors import HeguiError, InvalidPlacement, UnclearLabel
from hegui.labels.explicit.interface import COMPONENT, STYLE

run = CliRunner()


def test_each_part_is_printed() -> None:
    def said(*arguments: str) -> str:
        return run.invoke(label, ["interface", *arguments]).stdout

    assert 'lang="zh-Hans" aria-label="AI生成">AI生成</aside>' in said()
    assert '<aigc-label spot="top" lang="zh-Hans">由AI合成</aigc-label>\n' == said(
        "component", "--spot", "top", "--words", "由AI合成"
    )
    assert STYLE.read_text("utf-8") == said("style")
    assert COMPONENT.read_text("utf-8") == said("script")


@pytest.mark.parametrize(
    ("options", "error"),
    [(["--words", "机器"], UnclearLabel), (["--spot", "left"], InvalidPlacement)],
)
def test_wrong_use_is_told(options: list[str], error: type[HeguiError]) -> None:
    assert isinstance(run.invoke(label, ["interface", "snippet", *options]).exception, error)
