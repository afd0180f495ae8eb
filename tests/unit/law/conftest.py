"""A tiny law on disk, with a fact of each kind, that a test may spoil."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hegui.law import Law, load

FACTS = """\
group.zh = "角色"
group.en = "Role"
order = 10

[[fact]]
name = "role.provider"
type = "yes_no"
question.zh = "是否提供服务？"
question.en = "Do you provide?"
help.zh = "帮助"
help.en = "help"
where.zh = "何处"
where.en = "where"

[[fact]]
name = "stage"
type = "choice"
question.zh = "哪个阶段？"
question.en = "Which stage?"
help.zh = "帮助"
help.en = "help"
where.zh = "何处"
where.en = "where"
[[fact.option]]
key = "internal"
words.zh = "内部"
words.en = "internal"
[[fact.option]]
key = "public"
words.zh = "公开"
words.en = "public"

[[fact]]
name = "modalities"
type = "set"
question.zh = "哪些内容？"
question.en = "Which content?"
help.zh = "帮助"
help.en = "help"
where.zh = "何处"
where.en = "where"
[[fact.option]]
key = "text"
words.zh = "文本"
words.en = "text"
[[fact.option]]
key = "image"
words.zh = "图片"
words.en = "images"

[[fact]]
name = "users"
type = "number"
question.zh = "多少用户？"
question.en = "How many users?"
help.zh = "帮助"
help.en = "help"
where.zh = "何处"
where.en = "where"

[[fact]]
name = "launched"
type = "date"
question.zh = "何时上线？"
question.en = "Launched when?"
help.zh = "帮助"
help.en = "help"
where.zh = "何处"
where.en = "where"
"""

INSTRUMENT = """\
title.zh = "试行办法"
title.en = "Trial Measures"
short.zh = "试行"
short.en = "Trial"
rank = "departmental-rule"
authority = "ministry"
adopted = 2023-07-10
published = 2023-07-13
from = 2023-08-15
addresses = ["https://example.org/law"]
penalties = ["art-1"]

[[issuer]]
name.zh = "某部"
name.en = "a ministry"
"""

ARTICLE = """\
topic.zh = "试行"
topic.en = "a trial"

[[expression]]
from = 2023-08-15
checked = 2026-11-20
source = "https://example.org/law"
status = "binding"
confidence = "primary"
says.zh = "一条规定。"
says.en = "A rule."

[[obligation]]
id = "art-1-do"
title.zh = "做"
title.en = "Do"
bearer = "provider"
when = "role.provider"
must.zh = "做这件事。"
must.en = "Do the thing."
from = 2023-08-15
theme = "content"
stage = "during"
"""

Spoil = Callable[..., Path]
"""``spoil('art-1.toml', old, new)`` replaces text in one file and returns the folder."""


def write_law(folder: Path) -> Path:
    """Write the tiny law below `folder` and return its root."""
    root = folder / "instruments"
    home = root / "xx" / "trial-2023"
    home.mkdir(parents=True)
    (root / "facts").mkdir()
    (root / "facts" / "role.toml").write_text(FACTS, encoding="utf-8")
    (home / "instrument.toml").write_text(INSTRUMENT, encoding="utf-8")
    (home / "art-1.toml").write_text(ARTICLE, encoding="utf-8")
    return root


@pytest.fixture
def law_folder(tmp_path: Path) -> Path:
    """Return the root of a tiny law that loads."""
    return write_law(tmp_path)


@pytest.fixture
def tiny(law_folder: Path) -> Law:
    """Return the tiny law, loaded."""
    return load(law_folder)


@pytest.fixture
def spoil(law_folder: Path) -> Spoil:
    """Return a function that changes one file of the tiny law."""

    def change(name: str, old: str, new: str) -> Path:
        file = next(law_folder.rglob(name))
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return law_folder

    return change
