"""Facts in groups, and facts that follow from others."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.errors import InvalidInstrument, InvalidProfile
from hegui.law import FactKind, conclusions, load, load_profile

HEAD = 'group.zh = "推出"\ngroup.en = "What follows"\norder = 5\n\n'
WORDS = "".join(
    f'{key}.{lang} = "{key}"\n' for key in ("question", "help", "where") for lang in ("zh", "en")
)
BECAUSE = 'because.zh = "因为"\nbecause.en = "because"\n'


def fact(name: str, *rules: tuple[str, str], options: tuple[str, ...] = ()) -> str:
    """Return the TOML of a derived fact; a choice when it has options."""
    kind = "choice" if options else "yes_no"
    text = f'[[fact]]\nname = "{name}"\ntype = "{kind}"\n{WORDS}'
    for key in options:
        text += f'[[fact.option]]\nkey = "{key}"\nwords.zh = "{key}"\nwords.en = "{key}"\n'
    for gives, when in rules:
        text += f'[[fact.rule]]\nis = {gives}\nwhen = "{when}"\n{BECAUSE}'
    return text


def written(folder: Path, *facts: str, head: str = HEAD) -> Path:
    """Add a file of facts to the tiny law and return the folder."""
    (folder / "facts" / "derived.toml").write_text(head + "\n".join(facts), encoding="utf-8")
    return folder


SCENE = fact(
    "scene",
    ('"high"', "is_big"),
    ('"low"', "not role.provider"),
    ('"middle"', "True"),
    options=("high", "middle", "low"),
)
BIG = fact("is_big", ("true", "users > 100 and stage == 'public'"))


class TestGroups:
    """One file is one group, under a heading, in an order."""

    def test_stand_by_order(self, law_folder: Path) -> None:
        law = load(written(law_folder, BIG))

        assert ["derived", "role"] == [group.key for group in law.groups]
        assert ["What follows", "Role"] == [group.words.en for group in law.groups]
        assert ("is_big",) == law.groups[0].facts
        assert "is_big" == next(iter(law.facts))
        assert ["derived", "role"] == list(dict.fromkeys(f.group for f in law.facts.values()))

    @pytest.mark.parametrize(
        ("head", "expected"),
        [
            (HEAD.replace("order = 5\n", ""), "order = a whole number"),
            (HEAD.replace("order", "oder"), "one of group, order, fact"),
            (HEAD.replace('group.en = "What follows"\n', ""), "group.zh and group.en"),
        ],
    )
    def test_need_heading_and_order(self, law_folder: Path, head: str, expected: str) -> None:
        with pytest.raises(InvalidInstrument) as caught:
            load(written(law_folder, BIG, head=head))

        assert expected in caught.value.expected

    def test_a_law_without_any_is_refused(self, law_folder: Path) -> None:
        (law_folder / "facts" / "role.toml").unlink()

        with pytest.raises(InvalidInstrument, match="at least one file of facts"):
            load(law_folder)

    @pytest.mark.parametrize("name", ["stage", "stage.since", "role"])
    def test_names_do_not_overlap_across_files(self, law_folder: Path, name: str) -> None:
        with pytest.raises(InvalidInstrument) as caught:
            load(written(law_folder, fact(name, ("true", "True"))))

        assert "overlap" in caught.value.expected


class TestDerived:
    """A derived fact is what its rules give."""

    def test_is_declared_like_any_other(self, law_folder: Path) -> None:
        law = load(written(law_folder, BIG, SCENE))

        assert law.facts["is_big"].is_derived
        assert not law.facts["stage"].is_derived
        assert FactKind.CHOICE is law.facts["scene"].kind
        assert ["high", "low", "middle"] == [rule.gives for rule in law.facts["scene"].rules]

    @pytest.mark.parametrize(
        ("answers", "given", "blockers"),
        [
            ({"users": 101, "stage": "public"}, "high", ()),
            ({"users": 101, "stage": "internal", "role.provider": False}, "low", ()),
            ({"users": 101, "stage": "internal", "role.provider": True}, "middle", ()),
            ({"users": 101}, None, ("stage", "role.provider")),
            ({"users": 100}, None, ("role.provider",)),
        ],
    )
    def test_the_first_rule_that_holds_gives_it(
        self,
        law_folder: Path,
        answers: dict[str, bool | str | int],
        given: str | None,
        blockers: tuple[str, ...],
    ) -> None:
        """An earlier rule that is open leaves it open, and names asked facts."""
        law = load(written(law_folder, BIG, SCENE))
        scene = {c.fact.name: c for c in conclusions(law, answers)}["scene"]

        assert (given, blockers) == (scene.answer, scene.blockers())
        assert (given is None) is (scene.because is None)
        assert (given or "cannot be told yet") == scene.words.en

    def test_is_given_when_all_open_rules_agree(self, law_folder: Path) -> None:
        law = load(written(law_folder, fact("sure", ("true", "users > 9"), ("true", "True"))))
        (found,) = conclusions(law, {})

        assert found.answer is True
        assert found.because is None
        assert 2 == len(found.trees)

    def test_a_yes_no_is_no_when_nothing_holds(self, law_folder: Path) -> None:
        law = load(written(law_folder, BIG))
        (found,) = conclusions(law, {"users": 1})

        assert found.answer is False
        assert found.because is not None
        assert "None of its grounds holds." == found.because.en

    def test_cannot_be_answered_in_a_profile(self, law_folder: Path, tmp_path: Path) -> None:
        file = tmp_path / "hegui.toml"
        file.write_text("[facts]\nusers = 3\nis_big = true\n", encoding="utf-8")

        with pytest.raises(InvalidProfile) as caught:
            load_profile(file, load(written(law_folder, BIG)))

        assert (3, "a fact that is asked") == (caught.value.line, caught.value.expected)

    def test_is_not_offered_for_a_typo(self, law_folder: Path, tmp_path: Path) -> None:
        file = tmp_path / "hegui.toml"
        file.write_text("[facts]\nis_bigg = true\n", encoding="utf-8")

        with pytest.raises(InvalidProfile) as caught:
            load_profile(file, load(written(law_folder, BIG)))

        assert "is_big" not in caught.value.near


class TestMistakes:
    """Each names file and line."""

    @pytest.mark.parametrize(
        ("facts", "line", "expected", "found"),
        [
            ([fact("a", ("true", "b")), fact("b", ("true", "a"))], 31, "back to a", "a → b → a"),
            ([fact("a", ("true", "a"))], 16, "back to a", "a → a"),
            ([fact("a", ("true", "role.provder"))], 16, "a declared fact", "role.provder"),
            ([fact("a", ("true", "users"))], 16, "the number users", "users"),
            ([fact("a", ("3", "users > 1"))], 15, "is = true or false", "the number 3"),
            ([SCENE.replace('"True"', '"users > 1"'), BIG], 38, "when = 'True'", "'users > 1'"),
            ([SCENE.replace('is = "low"', 'is = "lo"'), BIG], 32, "is = one of", "the text 'lo'"),
            ([BIG.replace("because.en", "becaus.en")], 18, "one of is, when", "'becaus'"),
            ([BIG.replace("is = true\n", "")], 14, "is = true or false", "no 'is'"),
        ],
    )
    def test_in_rules(
        self, law_folder: Path, *, facts: list[str], line: int, expected: str, found: str
    ) -> None:
        with pytest.raises(InvalidInstrument) as caught:
            load(written(law_folder, *facts))

        assert ("derived.toml", line) == (caught.value.file.name, caught.value.line)
        assert expected in caught.value.expected
        assert found in caught.value.found

    def test_a_diamond_is_no_circle(self, law_folder: Path) -> None:
        """Two facts may rest on one."""
        top = fact("top", ("true", "one and two"))
        law = load(
            written(
                law_folder,
                top,
                fact("one", ("true", "is_big")),
                fact("two", ("true", "is_big")),
                BIG,
            )
        )

        assert ["top", "one", "two", "is_big"] == list(law.reasons)
