"""The group ``hegui law``, run in an empty folder with a wide English terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hegui.cli.law import law

Run = Callable[..., Result]
"""``run('show', 'cn/genai-2023')``."""

PROFILE = """\
[service]
name.zh = "小和"
name.en = "Xiaohe"

[facts]
role.provider = true
audience.mainland_public = true
stage = "public"
service.modalities = ["text"]
service.public_opinion = true
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs one verb of the group."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("HEGUI_PROFILE", raising=False)
    monkeypatch.delenv("HEGUI_VAR", raising=False)
    (tmp_path / "hegui.toml").write_text(PROFILE, encoding="utf-8")

    def verb(*arguments: str) -> Result:
        return CliRunner().invoke(law, arguments)

    return verb
