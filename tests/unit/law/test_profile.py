"""Service profiles: what is answered, where it stands, what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.errors import InvalidProfile, ProfileNotFound
from hegui.law import Law, candidates, find_profile, load_profile, profile_path


def written(tmp_path: Path, text: str) -> Path:
    """Return a profile on disk."""
    file = tmp_path / "hegui.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_reads_answers_and_their_lines(tiny: Law, tmp_path: Path) -> None:
    """Dotted keys, tables and quoted names all answer the same fact."""
    file = written(
        tmp_path,
        """\
[service]
name.zh = "小和"
name.en = "Xiaohe"

[facts]
stage = "public"
modalities = ["text"]
"users" = 3

[facts.role]
provider = true
""",
    )

    found = load_profile(file, tiny)

    assert ("小和", "Xiaohe", file) == (found.name.zh, found.name.en, found.file)
    assert {
        "stage": "public",
        "modalities": frozenset({"text"}),
        "users": 3,
        "role.provider": True,
    } == dict(found.answers)
    assert (6, 11, None) == (
        found.line_of("stage"),
        found.line_of("role.provider"),
        found.line_of("launched"),
    )


@pytest.mark.parametrize("text", ["", "[facts]\n", "[service]\n"])
def test_what_is_not_there_is_unknown(tiny: Law, tmp_path: Path, text: str) -> None:
    """An empty profile is no mistake."""
    found = load_profile(written(tmp_path, text), tiny)

    assert {} == dict(found.answers)
    assert "an unnamed service" == found.name.en


@pytest.mark.parametrize(
    "mistake",
    [
        ("[facts]\n\nrole.provder = true\n", 3, "a declared fact", "the unknown name role.provder"),
        ("[facts]\nstge = 'public'\n", 2, "a declared fact", "the unknown name stge"),
        ("[facts]\nrole = true\n", 2, "a declared fact", "the unknown name role"),
        ("[facts]\nstage.now = 'x'\n", 2, "stage = one of", "a table with 'now'"),
        ("[facts]\nstage = 'publik'\n", 2, "one of 'internal', 'public'", "'publik'"),
        ("[facts]\nstage = 1\n", 2, "stage = one of 'internal', 'public'", "the number 1"),
        ("[facts]\nrole.provider = 'yes'\n", 2, "role.provider = true or false", "'yes'"),
        ("[facts]\nmodalities = ['x']\n", 2, "a list out of 'text', 'image'", "'x' in the list"),
        ("[facts]\nlaunched = '2026'\n", 2, "launched = a day", "'2026'"),
        (
            "[facts]\nrole.provider = true\n'role.provider' = false\n",
            3,
            "one answer to each fact",
            "role.provider again",
        ),
        ("facts = 3\n", 1, "facts = a table", "the number 3"),
        ("[fact]\n", 1, "one of service, facts", "the unknown key 'fact'"),
        ("[service]\nnam = 1\n", 2, "one of name", "the unknown key 'nam'"),
        ("[service]\nname.zh = '中'\n", 2, "name.zh and name.en", "no name.en"),
        ("[facts]\nstage = \n", 2, "TOML", "invalid value"),
    ],
)
def test_a_mistake_is_named(tiny: Law, tmp_path: Path, mistake: tuple[str, int, str, str]) -> None:
    """File, line, what was expected, what was found."""
    text, line, expected, found = mistake
    with pytest.raises(InvalidProfile) as caught:
        load_profile(written(tmp_path, text), tiny)

    assert ("hegui.toml", line) == (caught.value.file.name, caught.value.line)
    assert expected in caught.value.expected
    assert found in caught.value.found


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("[facts]\nrole.provder = true\n", ("role.provider",)),
        ("[facts]\nstage = 'publik'\n", ("public",)),
        ("[facts]\nzzz = 1\n", ()),
    ],
)
def test_near_names_are_offered(
    tiny: Law, tmp_path: Path, text: str, near: tuple[str, ...]
) -> None:
    """Of facts and of options."""
    with pytest.raises(InvalidProfile) as caught:
        load_profile(written(tmp_path, text), tiny)

    assert near == caught.value.near


class TestFinding:
    """Where a profile is looked for, in order."""

    @pytest.fixture(autouse=True)
    def _elsewhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("HEGUI_PROFILE", raising=False)
        monkeypatch.delenv("HEGUI_VAR", raising=False)

    def test_here_before_var(self, tmp_path: Path) -> None:
        (tmp_path / "var").mkdir()
        (tmp_path / "var/hegui.toml").touch()
        assert Path("var/hegui.toml") == find_profile()
        (tmp_path / "hegui.toml").touch()

        assert Path("hegui.toml") == find_profile()

    def test_var_may_be_elsewhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "data").mkdir()
        (tmp_path / "data/hegui.toml").touch()
        monkeypatch.setenv("HEGUI_VAR", "data")

        assert Path("data/hegui.toml") == find_profile()

    def test_a_named_one_is_the_only_one(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A path that somebody named is never replaced by another."""
        (tmp_path / "hegui.toml").touch()
        monkeypatch.setenv("HEGUI_PROFILE", "mine.toml")
        assert None is find_profile()
        (tmp_path / "mine.toml").touch()

        assert Path("mine.toml") == find_profile()

    def test_none_is_none(self) -> None:
        assert None is find_profile()
        assert (Path("hegui.toml"), Path("var/hegui.toml")) == candidates()

    def test_a_path_given_goes_before(self, tmp_path: Path) -> None:
        (tmp_path / "hegui.toml").touch()

        assert Path("other.toml") == profile_path(Path("other.toml"))
        assert Path("hegui.toml") == profile_path()

    def test_none_at_all_says_where_it_looked(self) -> None:
        with pytest.raises(ProfileNotFound, match=r"in hegui\.toml or var/hegui\.toml") as caught:
            profile_path()

        assert "hegui init" in caught.value.hint


def test_a_question_mark_is_no_answer(tiny: Law, tmp_path: Path) -> None:
    """Asked and not known yet, for a fact of any kind; it keeps its line."""
    file = written(tmp_path, '[facts]\nstage = "?"\nusers = "?"\nrole.provider = true\n')

    found = load_profile(file, tiny)

    assert {"role.provider": True} == dict(found.answers)
    assert {"stage", "users"} == found.unsure
    assert (2, 3) == (found.line_of("stage"), found.line_of("users"))


def test_a_fact_is_answered_once_even_by_a_question_mark(tiny: Law, tmp_path: Path) -> None:
    """Quoted and dotted, the same name stands twice."""
    file = written(tmp_path, '[facts]\n"role.provider" = "?"\nrole.provider = true\n')

    with pytest.raises(InvalidProfile, match=r"found role\.provider again"):
        load_profile(file, tiny)


def test_what_happened_stands_below_the_answers(tiny: Law, tmp_path: Path) -> None:
    """Events, and acts by the id of a loaded obligation."""
    file = written(
        tmp_path,
        '[[event]]\nkind = "launch"\non = 2026-10-08\n'
        '[[done]]\nobligation = "xx/trial-2023/art-1-do"\non = 2026-10-09\n',
    )

    found = load_profile(file, tiny).history

    assert ["launch"] == [event.kind for event in found.events]
    assert 1 == len(found.of("xx/trial-2023/art-1-do"))
