"""The law as a whole: what loads, what it is called, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from tests.unit.law.conftest import Spoil, write_law

from hegui import ids
from hegui.errors import InvalidInstrument, UnknownObligation
from hegui.law import Law, facts_in, load
from hegui.law.load import read_law

MEASURES = "cn/genai-2023"


class TestPackaged:
    """The Interim Measures for generative AI services, all 24 articles."""

    def test_has_every_article_once(self) -> None:
        articles = load().instruments[MEASURES].articles

        assert [str(n) for n in range(1, 25)] == [a.number for a in articles]

    def test_is_in_force_from_its_day(self) -> None:
        measures = load().instruments[MEASURES]

        assert (date(2023, 7, 10), date(2023, 7, 13), date(2023, 8, 15)) == (
            measures.adopted,
            measures.published,
            measures.start,
        )
        assert {date(2023, 8, 15)} == {
            e.start for article in measures.articles for e in article.expressions
        }

    def test_has_seven_issuers_and_is_a_departmental_rule(self) -> None:
        measures = load().instruments[MEASURES]

        assert (7, "departmental-rule") == (len(measures.issuers), measures.rank)

    def test_articles_that_bind_no_service_have_no_obligation(self) -> None:
        """They are told nevertheless, so that nobody looks for a control."""
        silent = [a.number for a in load().instruments[MEASURES].articles if not a.obligations]

        assert ["1", "2", "3", "5", "6", "16", "18", "20", "21", "22", "24"] == silent

    def test_what_was_not_read_first_hand_says_so(self) -> None:
        """Articles 11, 13, 18 and 21 were seen in digests; 1, 5 and 6 are from memory."""
        articles = load().instruments[MEASURES].articles
        doubt = {a.number: a.expressions[0].confidence for a in articles}
        doubtful = {number: c for number, c in doubt.items() if c != "primary"}

        assert {
            "1": "recalled",
            "5": "recalled",
            "6": "recalled",
            "9": "secondary",
            "11": "secondary",
            "13": "secondary",
            "18": "secondary",
            "21": "secondary",
        } == doubtful

    def test_every_id_follows_the_grammar(self) -> None:
        assert [] == [id_ for id_ in load().obligations if not ids.is_valid(id_)]

    def test_every_fact_is_asked_by_some_duty(self) -> None:
        """Or below a fact that follows; one that decides nothing wastes an officer's time."""
        law = load()
        lines = [*law.conditions.values()]
        lines += [reason.when for reasons in law.reasons.values() for reason in reasons]
        asked = {name for condition in lines for name in facts_in(condition)}

        assert [] == [n for n, f in law.facts.items() if not f.is_derived and n not in asked]

    def test_parameters_that_controls_work_with(self) -> None:
        law = load()

        label = law.obligation(f"{MEASURES}/art-12-label").parameters["text_label"]
        assert isinstance(label, Mapping)
        assert {
            "zh": "（内容由人工智能生成）",
            "en": "(AI-generated content)",
            "position": "end",
        } == dict(label)
        assert 6 == law.obligation(f"{MEASURES}/art-14-2-record").parameters["keep_months"]
        assert ("answer_days", "procedure") == law.obligation(
            f"{MEASURES}/art-15-publish"
        ).parameters["needs"]

    def test_is_read_once(self) -> None:
        assert load() is load()


class TestLookingUp:
    """An id names one obligation, or the error names near ones."""

    def test_finds(self, tiny: Law) -> None:
        assert "art-1.toml" == tiny.obligation("xx/trial-2023/art-1-do").file.name

    def test_the_file_is_told_as_in_the_source_tree(self) -> None:
        file = load().obligation(f"{MEASURES}/art-14-1-stop").file

        assert "hegui/instruments/cn/genai-2023/art-14.toml" == file.as_posix()

    def test_offers_near_ids(self) -> None:
        with pytest.raises(UnknownObligation) as caught:
            load().obligation(f"{MEASURES}/art-41-1-stop")

        assert f"{MEASURES}/art-14-1-stop" in caught.value.near

    def test_offers_nothing_when_nothing_is_near(self, tiny: Law) -> None:
        with pytest.raises(UnknownObligation) as caught:
            tiny.obligation("zzz")

        assert () == caught.value.near


class TestDigest:
    """One string stands for the whole law."""

    def test_follows_the_bytes(self, tmp_path: Path) -> None:
        one, two = write_law(tmp_path / "one"), write_law(tmp_path / "two")
        assert load(one).digest == load(two).digest
        three = write_law(tmp_path / "three")
        file = three / "facts" / "role.toml"
        file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")

        assert load(one).digest != load(three).digest
        assert load(one).digest.startswith("sha256:")
        assert len("sha256:") + 64 == len(load(one).digest)

    def test_follows_the_names(self, tmp_path: Path) -> None:
        """The same bytes in another article are another law."""
        one, two = write_law(tmp_path / "one"), write_law(tmp_path / "two")
        (two / "xx/trial-2023").rename(two / "xx/trial-2024")

        assert load(one).digest != load(two).digest


@pytest.mark.parametrize(
    "mistake",
    [
        ("rank =", "rnk =", 5, "one of title, short", "the unknown key 'rnk'"),
        ('rank = "departmental-rule"', 'rank = "rule"', 5, "one of law, administrative", "'rule'"),
        ("adopted = 2023-07-10", "adopted = 2023", 7, "adopted = a day", "the number 2023"),
        ("published = 2023-07-13\n", "", 1, "published = a day", "no 'published'"),
        ('["art-1"]', '["art-2"]', 11, "a provision", "'art-2'"),
        ("addresses = [", "addresses = [1, ", 10, "addresses = a list of texts", "a list of 2"),
        ("[[issuer]]", "[issuer]", 13, "[[issuer]] tables", "a table with 'name'"),
        ('name.en = "a ministry"', 'nam.en = "a ministry"', 15, "one of name", "key 'nam'"),
        ('[[issuer]]\nname.zh = "某部"\nname.en = "a ministry"', "", 1, "one [[issuer]]", "none"),
    ],
)
def test_a_mistake_in_an_instrument_is_named(
    spoil: Spoil, mistake: tuple[str, str, int, str, str]
) -> None:
    """File, line, what was expected, what was found."""
    old, new, line, expected, found = mistake
    folder = spoil("instrument.toml", old, new)

    with pytest.raises(InvalidInstrument) as caught:
        load(folder)

    assert ("instrument.toml", line) == (caught.value.file.name, caught.value.line)
    assert expected in caught.value.expected
    assert found in caught.value.found


def test_an_instrument_may_have_a_number_and_an_end(spoil: Spoil) -> None:
    folder = spoil(
        "instrument.toml",
        "from = 2023-08-15",
        'number.zh = "1号"\nnumber.en = "No. 1"\nfrom = 2023-08-15\nuntil = 2030-01-01',
    )

    found = load(folder).instruments["xx/trial-2023"]

    assert found.number is not None
    assert ("No. 1", date(2030, 1, 1)) == (found.number.en, found.end)


def test_an_instrument_without_its_own_file_is_refused(law_folder: Path) -> None:
    (law_folder / "xx/trial-2023/instrument.toml").unlink()

    with pytest.raises(InvalidInstrument, match=r"instrument\.toml:1: expected a file"):
        load(law_folder)


def test_a_folder_is_named_by_jurisdiction_and_instrument(law_folder: Path) -> None:
    (law_folder / "xx").rename(law_folder / "XX")

    with pytest.raises(InvalidInstrument, match="expected a folder <jurisdiction>/<instrument>"):
        load(law_folder)


def test_instruments_may_refer_to_each_other(law_folder: Path) -> None:
    """A full id reaches into another folder, whichever is read first."""
    home, other = law_folder / "xx/trial-2023", law_folder / "xx/later-2024"
    other.mkdir()
    for file in home.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    article = other / "art-1.toml"
    text = article.read_text(encoding="utf-8")
    article.write_text(f'{text}succeeds = ["xx/trial-2023/art-1-do"]\n', encoding="utf-8")

    law = load(law_folder)

    assert ["xx/later-2024", "xx/trial-2023"] == list(law.instruments)
    assert ("xx/trial-2023/art-1-do",) == law.obligation("xx/later-2024/art-1-do").succeeds


def test_an_instrument_follows_one_that_is_there(law_folder: Path, spoil: Spoil) -> None:
    """Or the error names it."""
    spoil("instrument.toml", "published =", 'succeeds = ["xx/trial-2022"]\npublished =')

    with pytest.raises(InvalidInstrument) as caught:
        load(law_folder)

    assert ("instrument.toml", 8) == (caught.value.file.name, caught.value.line)
    assert "the id of an instrument" == caught.value.expected
    assert ("xx/trial-2023",) == caught.value.near


def test_what_an_instrument_may_say(law_folder: Path) -> None:
    """Note, predecessor, and no day of adoption."""
    home, other = law_folder / "xx/trial-2023", law_folder / "xx/later-2024"
    other.mkdir()
    text = (home / "instrument.toml").read_text(encoding="utf-8")
    text = text.replace("adopted = 2023-07-10\n", "").replace('penalties = ["art-1"]\n', "")
    text = text.replace(
        "published =",
        'succeeds = ["xx/trial-2023"]\nnote.zh = "注"\nnote.en = "A note."\npublished =',
    )
    (other / "instrument.toml").write_text(text, encoding="utf-8")

    found = load(law_folder).instruments["xx/later-2024"]

    assert (None, ("xx/trial-2023",), ()) == (found.adopted, found.succeeds, found.articles)
    assert ("xx", "ministry") == (found.jurisdiction, found.authority)
    assert found.note is not None
    assert "A note." == found.note.en


def test_a_file_that_cannot_be_read_is_named(law_folder: Path) -> None:
    """A link into nowhere is not passed over."""
    (law_folder / "xx/trial-2023/art-2.toml").symlink_to(law_folder / "nowhere.toml")

    with pytest.raises(InvalidInstrument, match=r"art-2\.toml:1: expected a file that can be read"):
        load(law_folder)


def test_a_file_may_be_read_anew(law_folder: Path) -> None:
    """For whoever edits the law and looks at once."""
    before = load(law_folder)

    assert load(law_folder) is before
    assert read_law(law_folder) is not before
    assert read_law(law_folder).digest == before.digest
