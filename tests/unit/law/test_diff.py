"""What changed: between two days, two states of knowledge, or two instruments."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.law.packs import Pack, duty, expression

from hegui.errors import UnknownInstrument
from hegui.law import Law
from hegui.law.diff import Change, Diff, Kind, Side, diff_days, diff_instruments
from hegui.law.pairs import load_pairs

A, B = "xx/a-2020", "xx/b-2021"


def ids(changes: tuple[Change, ...]) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            change.kind,
            change.before.id.rpartition("/")[2] if change.before else None,
            change.after.id.rpartition("/")[2] if change.after else None,
        )
        for change in changes
    ]


def names(found: Diff, kind: Kind) -> list[str]:
    return [aspect.name for change in found.of(kind) for aspect in change.aspects]


class TestDays:
    """Two days of the law."""

    @pytest.fixture
    def law(self, tmp_path: Path) -> Law:
        """An article that is amended in 2021: one duty ends, one begins, one is renumbered."""
        texts = (
            expression(until="2021-01-01"),
            expression(from_="2021-01-01", says__zh='"改了。"', says__en='"Changed."'),
        )
        duties = (
            duty("art-1-stays"),
            duty("art-1-ends", until="2021-01-01"),
            duty("art-1-begins", from_="2021-01-01"),
            duty("art-1-old", until="2021-01-01", title__zh='"同"', title__en='"same"'),
        )
        same = duty("art-2-new", from_="2021-01-01", succeeds='["art-1-old"]')
        pack = Pack(tmp_path).instrument(A).provision(A, "art-1", *texts, *duties)
        pack.provision(A, "art-2", expression(from_="2021-01-01"), same)
        pack.instrument(B).provision(B, "art-1", duty("art-1-other"))
        return pack.load()

    def test_what_ends_begins_and_moves(self, law: Law) -> None:
        """A new number is a change of the same duty, not one dropped and one added."""
        found = diff_days(
            law, Side(on=date(2020, 12, 31), instrument=A), Side(on=date(2021, 1, 1), instrument=A)
        )

        assert [
            ("dropped", "art-1-ends", None),
            ("changed", "art-1-old", "art-2-new"),
            ("added", None, "art-1-begins"),
        ] == ids(found.changes)
        assert (1, True) == (found.same, found.of("changed")[0].is_renumbered)
        assert ["title", "must"] == names(found, "changed")

    def test_texts_are_compared_too(self, law: Law) -> None:
        """An amended provision, and one that is new."""
        found = diff_days(law, Side(on=date(2020, 12, 31)), Side(on=date(2021, 1, 1)))

        assert [("changed", f"{A}/art-1"), ("added", f"{A}/art-2")] == [
            (text.kind, text.after) for text in found.texts
        ]
        assert "Changed." == (found.texts[0].now.en if found.texts[0].now else "")

    def test_a_day_without_changes(self, law: Law) -> None:
        found = diff_days(law, Side(on=date(2022, 1, 1)), Side(on=date(2023, 1, 1)))

        assert ((), (), 4) == (found.changes, found.texts, found.same)

    def test_backwards_it_is_the_mirror(self, law: Law) -> None:
        found = diff_days(law, Side(on=date(2021, 1, 1)), Side(on=date(2020, 12, 31)))

        assert ["art-1-begins"] == [i[1] for i in ids(found.of("dropped")) if "begins" in str(i)]

    def test_an_unknown_instrument_is_named(self, law: Law) -> None:
        side = Side(on=date(2021, 1, 1), instrument="xx/a-2002")
        with pytest.raises(UnknownInstrument) as caught:
            diff_days(law, side, side)

        assert "Did you mean xx/a-2020" in caught.value.hint

    def test_as_a_document(self, law: Law) -> None:
        """For programs: sides, changes by id, texts, counts."""
        found = diff_days(law, Side(on=date(2020, 12, 31)), Side(on=date(2021, 1, 1))).as_dict()

        assert {"on": "2020-12-31", "instrument": None, "known": None} == found["before"]
        assert 2 == found["same"]


class TestKnowledge:
    """A later publication moves a day: known before and known after differ on one day."""

    WAS = """
[[obligation.was]]
from = 2026-08-02
known = 2024-07-12
known_until = 2026-07-24
source = "https://example.org/first"
"""

    def test_of_one_day(self, tmp_path: Path) -> None:
        moved = duty("art-1-mark", from_="2027-12-02", known="2026-07-24", rest=self.WAS)
        pack = Pack(tmp_path).instrument(A, published="2024-07-12", from_="2024-08-01")
        text = expression(from_="2024-08-01")
        law = pack.provision(A, "art-1", text, moved).load()
        on = date(2026, 8, 2)
        found = diff_days(
            law, Side(on=on, known=date(2026, 7, 23)), Side(on=on, known=date(2026, 7, 24))
        )

        assert [("dropped", "art-1-mark", None)] == ids(found.changes)
        assert "2026-07-23" == found.before.as_dict()["known"]

    def test_before_it_was_published_there_was_nothing(self, tmp_path: Path) -> None:
        law = Pack(tmp_path).instrument(A).provision(A, "art-1", duty("art-1-do")).load()
        on = date(2021, 1, 1)
        early = Side(on=on, instrument=A, known=date(2019, 1, 1))
        found = diff_days(law, early, Side(on=on, instrument=A))

        assert [("added", None, "art-1-do")] == ids(found.changes)


class TestInstruments:
    """Two instruments: numbers of articles say nothing, so partners are asserted."""

    def law(self, folder: Path, pairs: str = "") -> tuple[Law, Path]:
        pack = Pack(folder)
        draft = expression(status='"draft"')
        quarter = 'event = "finding"\nwithin = 3\nunit = "months"\nside = "after"'
        pack.instrument(A).provision(
            A,
            "art-1",
            draft,
            duty("art-1-truth"),
            duty("art-1-file", when='"role.provider"'),
            duty("art-1-train", matter='"retrain-clock"', deadline=quarter),
            duty("art-1-two", matter='"real-name"'),
            duty("art-1-three", matter='"real-name"'),
        )
        fine = """
[[penalty]]
on.zh = "违反者"
on.en = "who breaches"
measures = ["warning", "fine"]
fine_at_most = 100000
currency = "CNY"
"""
        order = '[[penalty]]\non.zh = "违反者"\non.en = "who breaches"\nmeasures = ["warning"]\n'
        pack.provision(A, "art-20", draft, fine)
        pack.instrument(B, from_="2021-01-01", until="2022-01-01").provision(
            B,
            "art-7",
            expression(from_="2021-01-01"),
            duty("art-7-file", from_="2021-01-01", when='"role.provider and is_public"'),
            duty("art-7-mend", from_="2021-01-01", matter='"retrain-clock"'),
            duty("art-7-name", from_="2021-01-01", matter='"real-name"'),
        )
        pack.provision(B, "art-21", expression(from_="2021-01-01"), order)
        if pairs:
            pack.write("pairs/a-to-b.toml", f'before = "{A}"\nafter = "{B}"\n{pairs}')
        return pack.load(), pack.folder

    def test_by_pair_and_by_matter(self, tmp_path: Path) -> None:
        """One on a matter on each side is a pair; two against one is for a person to say."""
        pairs = """
[[pair]]
before = "art-1-file"
after = "art-7-file"
note.zh = "收窄"
note.en = "narrower"
[[pair]]
before = "art-1-truth"
note.zh = "取消"
note.en = "gone"
"""
        law, folder = self.law(tmp_path, pairs)
        found = diff_instruments(law, A, B, on=date(2026, 1, 1), pairs=load_pairs(law, folder))

        assert [
            ("dropped", "art-1-truth", None),
            ("dropped", "art-1-two", None),
            ("dropped", "art-1-three", None),
            ("changed", "art-1-file", "art-7-file"),
            ("changed", "art-1-train", "art-7-mend"),
            ("added", None, "art-7-name"),
        ] == ids(found.changes)
        assert ["pair", "matter"] == [change.by for change in found.of("changed")]
        assert ["gone", None, None, "narrower", None, None] == [
            change.note.en if change.note else None for change in found.changes
        ]
        assert "deadline" in names(found, "changed")

    def test_an_asserted_drop_is_not_paired_by_matter(self, tmp_path: Path) -> None:
        """What somebody said about a duty is the whole truth about it."""
        law, folder = self.law(tmp_path, '[[pair]]\nbefore = "art-1-train"\n')
        found = diff_instruments(law, A, B, on=date(2026, 1, 1), pairs=load_pairs(law, folder))

        assert ("dropped", "art-1-train", None) in ids(found.changes)
        assert ("added", None, "art-7-mend") in ids(found.changes)

    def test_each_is_looked_at_on_a_day_on_which_it_stands(self, tmp_path: Path) -> None:
        """One that has ended on its last day, one that has not begun on its first."""
        law, _ = self.law(tmp_path)
        late = diff_instruments(law, A, B, on=date(2026, 1, 1))
        early = diff_instruments(law, A, B, on=date(2019, 1, 1))

        assert (date(2026, 1, 1), date(2021, 12, 31)) == (late.before.on, late.after.on)
        assert (date(2020, 1, 1), date(2021, 1, 1)) == (early.before.on, early.after.on)

    def test_measures_that_went(self, tmp_path: Path) -> None:
        """The fine is gone, the warning stayed."""
        law, _ = self.law(tmp_path)
        found = diff_instruments(law, A, B, on=date(2021, 6, 1))
        mirror = diff_instruments(law, B, A, on=date(2021, 6, 1))

        assert (("fine",), ()) == (found.measures_dropped, found.measures_added)
        assert ((), ("fine",)) == (mirror.measures_dropped, mirror.measures_added)

    def test_provisions_go_where_their_duties_went(self, tmp_path: Path) -> None:
        law, _ = self.law(tmp_path)
        found = diff_instruments(law, A, B, on=date(2021, 6, 1))

        assert [("dropped", f"{A}/art-20", None), ("added", None, f"{B}/art-21")] == [
            (text.kind, text.before, text.after) for text in found.texts
        ]

    def test_an_unknown_instrument_is_named(self, tmp_path: Path) -> None:
        law, _ = self.law(tmp_path)
        with pytest.raises(UnknownInstrument, match="xx/c-2020"):
            diff_instruments(law, A, "xx/c-2020", on=date(2021, 6, 1))

    def test_a_duty_that_outlives_its_text_is_compared_all_the_same(self, tmp_path: Path) -> None:
        """A gap in the texts is a gap in the texts alone."""
        pack = Pack(tmp_path).instrument(A).instrument(B)
        pack.provision(A, "art-1", expression(until="2021-01-01"), duty("art-1-do", matter='"m"'))
        pack.provision(B, "art-2", duty("art-2-do", matter='"m"'))
        found = diff_instruments(pack.load(), A, B, on=date(2022, 1, 1))

        assert [("changed", "art-1-do", "art-2-do")] == ids(found.changes)
        assert [("added", f"{B}/art-2")] == [(text.kind, text.after) for text in found.texts]
