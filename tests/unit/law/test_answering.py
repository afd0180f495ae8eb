"""Answers written into a profile: one line changes, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.law.packs import Pack, fact

from hegui.errors import InvalidAnswer, ProfileNotEdited, ProfileNotWritten
from hegui.law import Answer, Fact, FactKind, load_profile, profile_template
from hegui.law.answering import UNSURE, as_toml, read_answer, with_answer, write_answer

OPTIONS = """
[[fact.option]]
key = "internal"
words.zh = "内部"
words.en = "Internal use"
[[fact.option]]
key = "public"
words.zh = "公开"
words.en = "public"
"""
FACTS = (
    fact("role.provider")
    + fact("stage", type='"choice"', rest=OPTIONS)
    + fact("service.kinds", type='"set"', rest=OPTIONS)
    + fact("users", type='"number"')
    + fact("launched", type='"date"')
)


@pytest.fixture
def facts(tmp_path: Path) -> dict[str, Fact]:
    """One fact of each kind."""
    pack = Pack(tmp_path).facts(FACTS).instrument("xx/a-2020")
    return dict(pack.provision("xx/a-2020", "art-1").load().facts)


class TestReading:
    """A person's words become an answer of the fact's kind, or are refused."""

    @pytest.mark.parametrize(
        ("name", "words", "answer"),
        [
            ("role.provider", "yes", True),
            ("role.provider", " 是 ", True),
            ("role.provider", "N", False),
            ("role.provider", "否", False),
            ("stage", "public", "public"),
            ("stage", "2", "public"),
            ("stage", "内部", "internal"),
            ("stage", "INTERNAL USE", "internal"),
            ("service.kinds", "1，public", frozenset({"internal", "public"})),
            ("service.kinds", "无", frozenset()),
            ("users", "1,000,000", 1_000_000),
            ("users", "0.5", 0.5),
            ("launched", "2026-11-21", date(2026, 11, 21)),
            ("stage", "?", UNSURE),
        ],
    )
    def test_understands(
        self, facts: dict[str, Fact], name: str, words: str, answer: Answer
    ) -> None:
        assert answer == read_answer(facts[name], words)

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("role.provider", "perhaps"),
            ("stage", "3"),
            ("stage", "0"),
            ("stage", "publik"),
            ("service.kinds", "public,"),
            ("users", "many"),
            ("users", "inf"),
            ("launched", "tomorrow"),
            ("role.provider", ""),
        ],
    )
    def test_refuses(self, facts: dict[str, Fact], name: str, words: str) -> None:
        """With what was expected, so that the next try can be right."""
        with pytest.raises(InvalidAnswer) as caught:
            read_answer(facts[name], words)

        assert f"expected {name} = {facts[name].expected}" in str(caught.value)
        assert repr(words) in str(caught.value)


PROFILE = """\
# ours
[service]
name.zh = "小和"   # the name
name.en = "Xiaohe"

[facts]
# who
role.provider = true   # since June
stage = "internal"
service.kinds = [
  "internal",  # one
  "public",
]

[[event]]
kind = "launch"
on = 2026-10-08
"""


class TestEditing:
    """The rest of the file stays, to the letter."""

    @pytest.mark.parametrize(
        ("name", "value", "old", "new"),
        [
            (
                "role.provider",
                "false",
                "role.provider = true   # since June\n",
                "role.provider = false   # since June\n",
            ),
            ("stage", '"public"', 'stage = "internal"\n', 'stage = "public"\n'),
            ("stage", '"?"', 'stage = "internal"\n', 'stage = "?"\n'),
            ("stage", None, 'stage = "internal"\n', '# stage = "internal"\n'),
            (
                "service.kinds",
                '["public"]',
                'service.kinds = [\n  "internal",  # one\n  "public",\n]\n',
                'service.kinds = ["public"]\n',
            ),
            (
                "service.kinds",
                None,
                'service.kinds = [\n  "internal",  # one\n  "public",\n]\n',
                '# service.kinds = [\n#   "internal",  # one\n#   "public",\n# ]\n',
            ),
            ("users", "3", '  "public",\n]\n', '  "public",\n]\nusers = 3\n'),
        ],
    )
    def test_changes_one_line(self, name: str, value: str | None, old: str, new: str) -> None:
        assert PROFILE.replace(old, new) == with_answer(PROFILE, name, value)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("", '\n[facts]\nstage = "public"\n'),
            ("[facts]", '[facts]\nstage = "public"\n'),
            ("[facts]\n\n[[event]]\n", '[facts]\nstage = "public"\n\n[[event]]\n'),
            (
                '[facts]\n# stage = "internal"    # ours\n',
                '[facts]\nstage = "public"    # ours\n',
            ),
            # A commented line of another table is not an answer.
            (
                '# stage = "x"\n[facts]\nusers = 1\n',
                '# stage = "x"\n[facts]\nusers = 1\nstage = "public"\n',
            ),
            ("[facts]\r\nusers = 1\r\n", '[facts]\r\nusers = 1\r\nstage = "public"\r\n'),
        ],
    )
    def test_finds_a_place(self, before: str, after: str) -> None:
        """Under [facts], where the template has its example, or in a new table."""
        assert after == with_answer(before, "stage", '"public"')

    def test_a_table_of_the_group_is_used(self) -> None:
        """TOML does not let a dotted key reach into a table that is written below."""
        before = "[facts.service]\nkinds = []\n"

        assert "[facts.service]\npublic = true\nkinds = []\n" == with_answer(
            before, "service.public", "true"
        )
        assert '[facts.service]\nkinds = ["a"]\n' == with_answer(before, "service.kinds", '["a"]')

    def test_what_cannot_be_changed_is_refused(self) -> None:
        """Inside a table on one line with others there is no line of its own."""
        with pytest.raises(ValueError, match=r"service\.kinds"):
            with_answer(
                "[facts]\nservice = {kinds = [], public = true}\n", "service.kinds", '["a"]'
            )

    def test_a_fact_below_another_answer_is_refused(self) -> None:
        """``service`` cannot be an answer and a group at once."""
        with pytest.raises(ValueError, match=r"service\.kinds"):
            with_answer("[facts]\nservice = 3\n", "service.kinds", "[]")

    def test_taking_away_what_is_not_there_changes_nothing(self) -> None:
        assert PROFILE == with_answer(PROFILE, "users", None)

    def test_the_template_is_filled_in_place(self, tmp_path: Path) -> None:
        """Each example line, one after the other; comments stay."""
        pack = Pack(tmp_path).facts(FACTS).instrument("xx/a-2020")
        law = pack.provision("xx/a-2020", "art-1").load()
        text = template = profile_template(law)
        values = {
            "role.provider": "true",
            "stage": '"public"',
            "service.kinds": '["public"]',
            "users": "3",
            "launched": "2026-11-21",
        }
        for name, value in values.items():
            text = with_answer(text, name, value)
        (tmp_path / "hegui.toml").write_text(text, encoding="utf-8")

        assert set(values) == set(load_profile(tmp_path / "hegui.toml", law).answers)
        assert len(template.splitlines()) == len(text.splitlines())


class TestWriting:
    """On disk the file is the old one or the new one."""

    def test_replaces_the_file(self, tmp_path: Path, facts: dict[str, Fact]) -> None:
        """Through a link, with its mode, and without leaving anything behind."""
        real = tmp_path / "real.toml"
        real.write_text(PROFILE, encoding="utf-8")
        real.chmod(0o640)
        link = tmp_path / "hegui.toml"
        link.symlink_to(real)
        before = {path.name for path in tmp_path.iterdir()}

        write_answer(link, facts["stage"], "public")

        assert link.is_symlink()
        assert 0o640 == real.stat().st_mode & 0o777
        assert PROFILE.replace('"internal"\nservice', '"public"\nservice') == real.read_text(
            encoding="utf-8"
        )
        assert before == {path.name for path in tmp_path.iterdir()}

    @pytest.mark.parametrize(
        ("name", "answer"),
        [
            ("stage", UNSURE),
            ("service.kinds", frozenset({"public"})),
            ("users", 3),
            ("stage", None),
        ],
    )
    def test_takes_each_kind(
        self, tmp_path: Path, facts: dict[str, Fact], name: str, answer: Answer | None
    ) -> None:
        file = tmp_path / "hegui.toml"
        file.write_text(PROFILE, encoding="utf-8")
        wanted = with_answer(PROFILE, name, None if answer is None else as_toml(answer))

        write_answer(file, facts[name], answer)

        assert wanted == file.read_text(encoding="utf-8")

    def test_refuses_what_is_no_answer(self, tmp_path: Path, facts: dict[str, Fact]) -> None:
        file = tmp_path / "hegui.toml"
        file.write_text(PROFILE, encoding="utf-8")
        with pytest.raises(InvalidAnswer):
            write_answer(file, facts["stage"], "publik")

        assert PROFILE == file.read_text(encoding="utf-8")

    def test_a_file_that_cannot_be_edited_is_left_alone(
        self, tmp_path: Path, facts: dict[str, Fact]
    ) -> None:
        file = tmp_path / "hegui.toml"
        text = "[facts]\nservice = {kinds = [], other = 1}\n"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(ProfileNotEdited) as caught:
            write_answer(file, facts["service.kinds"], frozenset({"public"}))

        assert "Write service.kinds under [facts] by hand." == caught.value.hint
        assert text == file.read_text(encoding="utf-8")

    def test_a_missing_file_is_named(self, tmp_path: Path, facts: dict[str, Fact]) -> None:
        with pytest.raises(ProfileNotWritten, match="cannot write"):
            write_answer(tmp_path / "no.toml", facts["stage"], "public")

    def test_a_disk_that_refuses_is_named(
        self, tmp_path: Path, facts: dict[str, Fact], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The file stays as it was, and nothing is left beside it."""
        file = tmp_path / "hegui.toml"
        file.write_text(PROFILE, encoding="utf-8")
        before = set(tmp_path.iterdir())

        def full(_: Path, __: Path) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)
        with pytest.raises(ProfileNotWritten, match="no space left"):
            write_answer(file, facts["stage"], "public")

        assert before == set(tmp_path.iterdir())
        assert PROFILE == file.read_text(encoding="utf-8")


def test_every_kind_has_its_toml() -> None:
    assert len(FactKind) == len(
        {as_toml(answer) for answer in (True, "a", frozenset({"a"}), 1, date(2026, 1, 2))}
    )
    assert "2026-01-02" == as_toml(date(2026, 1, 2))
