"""The days on which anything begins or ends."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.unit.law.packs import Pack, duty, expression

from hegui.law.timeline import Moment, timeline

A = "xx/a-2020"


def test_every_day_is_named_once_with_all_that_changes(tmp_path: Path) -> None:
    """Instruments, texts and obligations; half-open, so that an end is the first day without."""
    pack = Pack(tmp_path).instrument(A, until="2022-01-01")
    texts = (expression(until="2021-01-01"), expression(from_="2021-01-01"))
    duties = (duty("art-1-a", until="2021-01-01"), duty("art-1-b", from_="2021-01-01"))
    law = pack.provision(A, "art-1", *texts, *duties).load()

    assert (
        Moment(
            on=date(2020, 1, 1),
            instruments_begin=(A,),
            begin=(f"{A}/art-1-a",),
            texts=(f"{A}/art-1",),
        ),
        Moment(
            on=date(2021, 1, 1),
            begin=(f"{A}/art-1-b",),
            end=(f"{A}/art-1-a",),
            texts=(f"{A}/art-1",),
        ),
        Moment(on=date(2022, 1, 1), instruments_end=(A,)),
    ) == timeline(law)


def test_one_instrument_alone(tmp_path: Path) -> None:
    pack = Pack(tmp_path).instrument(A).provision(A, "art-1", duty("art-1-a"))
    pack.instrument("xx/b-2021", from_="2021-01-01")
    pack.provision("xx/b-2021", "art-1", expression(from_="2021-01-01"))
    law = pack.load()

    assert [date(2021, 1, 1)] == [m.on for m in timeline(law, instrument="xx/b-2021")]
    assert "2021-01-01" == timeline(law)[1].as_dict()["on"]
