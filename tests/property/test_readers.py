"""No request and no answer breaks a reader, and none lets a term through."""

from __future__ import annotations

import random
from itertools import islice

from tests.fault.fuzz import mutants, read_all
from tests.unit.gateway.judging import a_request, a_voice


def test_no_mutant_of_a_request_or_an_answer_breaks_a_reader() -> None:
    """A hundred and fifty of the millions that `tests.fault.fuzz` has read."""
    chance = random.Random(20261121)  # noqa: S311 - to be drawn again from its seed
    a_voice(a_request())  # rules and plan are loaded once, which no reader is to be blamed for
    read = 0
    for raw in islice(mutants(chance), 150):
        ends = read_all(raw, chance.randrange(len(raw) + 1))
        read += sum(times for end, times in ends.items() if end.endswith(": read"))

    assert read > 50
