"""The engine and a second one, written apart from it, say the same of every service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.naive_law import NaiveLaw
from tests.unit.law.conftest import ARTICLE, INSTRUMENT, write_law
from tests.unit.law.meeting import Duty, meet

from hegui.bilingual import Bilingual
from hegui.law import PACKAGED, Answer, Fact, FactKind, Law, Profile, applies, load, load_profile
from hegui.law.instrument import RANKS

PROFILES = Path(__file__).parents[2] / "examples" / "profiles"
DAYS = (
    *(date(2022, 3, 1), date(2023, 8, 14), date(2023, 8, 15), date(2025, 8, 31)),
    *(date(2025, 9, 1), date(2025, 11, 1), date(2026, 7, 15), date(2026, 11, 21)),
    *(date(2027, 1, 1), date(2028, 1, 1)),
)


@cache
def naive(folder: Path) -> NaiveLaw:
    """Return the second engine over a folder."""
    return NaiveLaw(folder)


def profile(answers: Mapping[str, Answer]) -> Profile:
    """Return a profile that was never on disk."""
    words = Bilingual(zh="某服务", en="a service")
    return Profile(name=words, file=Path("hegui.toml"), answers=answers, lines={})


def ours(law: Law, answers: Mapping[str, Answer], on: date) -> dict[str, str]:
    """Return the verdicts of the engine."""
    return {d.obligation.id: d.verdict.value for d in applies(law, profile(answers), on)}


def _answer(fact: Fact) -> st.SearchStrategy[Answer]:
    match fact.kind:
        case FactKind.YES_NO:
            return st.booleans()
        case FactKind.CHOICE:
            return st.sampled_from(fact.keys)
        case FactKind.SET:
            return st.frozensets(st.sampled_from(fact.keys))
        case FactKind.NUMBER:
            return st.integers(0, 10**8) | st.sampled_from([10**23, 10**25, 10**26])
        case FactKind.DATE:
            return st.dates(date(2020, 1, 1), date(2030, 1, 1))


LAW = load()
answers_given = st.fixed_dictionaries(
    {}, optional={f.name: _answer(f) for f in LAW.facts.values() if not f.is_derived}
)


@settings(max_examples=60)
@given(answers_given, st.sampled_from(DAYS))
def test_they_agree_on_all_packs_for_any_answers(answers: Mapping[str, Answer], on: date) -> None:
    """Every obligation of every instrument, whatever is answered and whatever is not."""
    assert naive(PACKAGED).verdicts(answers, on) == ours(LAW, answers, on)


def test_they_agree_on_all_packs_for_the_profiles_that_ship() -> None:
    """Every profile of the examples, and one without any answer, on every day."""
    services: list[Mapping[str, Answer]] = [{}]
    services += [load_profile(file, LAW).answers for file in sorted(PROFILES.glob("*.toml"))]

    for answers in services:
        for on in DAYS:
            assert naive(PACKAGED).verdicts(answers, on) == ours(LAW, answers, on)


def _written(folder: Path, duties: list[dict[str, object]]) -> Path:
    """Write a law of one duty an instrument, with ranks, bodies, days, demands and edges."""
    root = write_law(folder)
    for index, duty in enumerate(duties):
        home = root / "xx" / f"made-{index}"
        home.mkdir()
        instrument = INSTRUMENT.replace("departmental-rule", str(duty["rank"]))
        instrument = instrument.replace('"ministry"', f'"{duty["authority"]}"')
        instrument = instrument.replace("published = 2023-07-13", f"published = {duty['day']}")
        (home / "instrument.toml").write_text(instrument, encoding="utf-8")
        edges = duty["edges"]
        assert isinstance(edges, dict)
        text = ARTICLE.replace('"role.provider"', f'"{duty["when"]}"')
        text += f'matter = "m"\ndemand = "{duty["demand"]}"\n'
        for other, kind in edges.items():
            if other < len(duties) and other != index:
                text += f'[[obligation.{kind}]]\nid = "xx/made-{other}/art-1-do"\n'
                text += 'basis.zh = "依据"\nbasis.en = "basis"\n'
        (home / "art-1.toml").write_text(text, encoding="utf-8")
    return root


duties_made = st.lists(
    st.fixed_dictionaries(
        {
            "rank": st.sampled_from([RANKS[2], RANKS[2], RANKS[0]]),
            "authority": st.sampled_from(["one", "one", "two"]),
            "day": st.sampled_from([date(2021, 1, 1), date(2022, 1, 1)]),
            "demand": st.sampled_from(["a", "b", "c"]),
            "when": st.sampled_from(
                ["True", "True", "role.provider", "stage == 'public'", "users > 3"]
            ),
            "edges": st.dictionaries(
                st.integers(0, 3), st.sampled_from(["special_to", "supersedes"]), max_size=2
            ),
        }
    ),
    min_size=2,
    max_size=5,
)
some_answers = st.fixed_dictionaries(
    {},
    optional={
        "role.provider": st.booleans(),
        "stage": st.sampled_from(["internal", "public"]),
        "modalities": st.frozensets(st.sampled_from(["text", "image"])),
        "users": st.integers(0, 9),
    },
)


@settings(max_examples=150)
@given(duties_made, st.lists(some_answers, min_size=1, max_size=4))
def test_they_agree_on_who_goes_first(
    duties: list[dict[str, object]], services: list[Mapping[str, Answer]]
) -> None:
    """Duties that meet on one matter, of any rank, body, day and edge between them."""
    with TemporaryDirectory() as folder:
        root = _written(Path(folder), duties)
        law, other = load(root), NaiveLaw(root)
        for answers in services:
            found = ours(law, answers, date(2026, 11, 21))

            assert other.verdicts(answers, date(2026, 11, 21)) == found


EDGES = (None, "special_to", "supersedes")
PAIRS = tuple(
    product(
        [(RANKS[2], RANKS[2]), (RANKS[0], RANKS[2]), (RANKS[2], RANKS[0])],
        ["one", "two"],
        [date(2021, 1, 1), date(2022, 1, 1), date(2023, 1, 1)],
        EDGES,
        EDGES,
        ["a", "b"],
    )
)
"""Every way in which two duties can stand to each other: ranks, the second one's body, day, the
edge of each, and the second one's demand; the first is of body one, of 2022, and demands a."""


@pytest.mark.parametrize("answered", [{}, {"role.provider": True}, {"role.provider": False}])
def test_they_agree_on_every_pair(tmp_path: Path, answered: Mapping[str, Answer]) -> None:
    """Each pair meets on a matter of its own; the first one binds providers only."""
    duties = []
    for index, (ranks, body, day, mine, theirs, demand) in enumerate(PAIRS):
        one, two = (f"xx/p{index}-{side}/art-1-do" for side in ("one", "two"))
        first = Duty(
            name=f"p{index}-one",
            rank=ranks[0],
            authority="one",
            published=date(2022, 1, 1),
            when="role.provider",
            matter=f"m{index}",
            demand="a",
            edges={two: mine} if mine else {},
        )
        second = Duty(
            name=f"p{index}-two",
            rank=ranks[1],
            authority=body,
            published=day,
            matter=f"m{index}",
            demand=demand,
            edges={one: theirs} if theirs else {},
        )
        duties += [first, second]
    for at in range(0, len(duties), 54):
        folder = meet(tmp_path / str(at), *duties[at : at + 54])
        found = ours(load(folder), answered, date(2026, 11, 21))

        assert NaiveLaw(folder).verdicts(answered, date(2026, 11, 21)) == found


COMPLETIONS: tuple[Mapping[str, Answer], ...] = tuple(
    {"role.provider": yes, "stage": stage, "modalities": frozenset(kinds), "users": users}
    for yes in (True, False)
    for stage in ("internal", "public")
    for kinds in (["text"], ["image"])
    for users in (0, 9)
)


@settings(max_examples=150)
@given(duties_made, some_answers)
def test_who_goes_first_is_sound(
    duties: list[dict[str, object]], answers: Mapping[str, Answer]
) -> None:
    """However the missing answers are given, what was settled stays; nothing else may bind.

    One that gives way may turn out not to apply either, and binds neither way.
    """
    with TemporaryDirectory() as folder:
        law = load(_written(Path(folder), duties))
    settled = ours(law, answers, date(2026, 11, 21))
    for more in COMPLETIONS:
        full = ours(law, {**more, **answers}, date(2026, 11, 21))

        assert "unknown" not in full.values()
        for id_, verdict in settled.items():
            allowed = {
                "unknown": {"applies", "not_applies", "displaced", "conflict"},
                "displaced": {"displaced", "not_applies"},
            }.get(verdict, {verdict})
            assert full[id_] in allowed
