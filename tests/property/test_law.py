"""Laws of the law engine: sound, explained, and still between the days it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from hegui.bilingual import Bilingual
from hegui.errors import InvalidInstrument
from hegui.law import (
    PACKAGED,
    Answer,
    Fact,
    FactKind,
    Law,
    Option,
    Profile,
    applies,
    facts_in,
    load,
)
from hegui.law.condition import evaluate
from hegui.law.grammar import parse
from hegui.law.provision import read_provision

WORDS = Bilingual(zh="字", en="words")
DAYS = (date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1))


def fact(name: str, kind: FactKind, *keys: str) -> Fact:
    """Return a declared fact."""
    options = tuple(Option(key=key, words=WORDS) for key in keys)
    return Fact(name=name, kind=kind, question=WORDS, help=WORDS, where=WORDS, options=options)


FACTS: Mapping[str, Fact] = {
    each.name: each
    for each in (
        fact("a.x", FactKind.YES_NO),
        fact("a.y", FactKind.YES_NO),
        fact("b", FactKind.YES_NO),
        fact("c", FactKind.CHOICE, "one", "two", "three"),
        fact("s", FactKind.SET, "p", "q"),
        fact("n", FactKind.NUMBER),
        fact("d", FactKind.DATE),
    )
}

DOMAIN: Mapping[str, tuple[Answer, ...]] = {
    "a.x": (True, False),
    "a.y": (True, False),
    "b": (True, False),
    "c": ("one", "two", "three"),
    "s": (frozenset(), frozenset("p"), frozenset("q"), frozenset("pq")),
    "n": (0, 1, 2),
    "d": DAYS,
}
"""Every answer that a comparison in `conditions` can tell from another."""

_OPS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
_LEAVES = st.one_of(
    st.sampled_from(["a.x", "a.y", "b", "True", "False"]),
    st.builds("c {} '{}'".format, st.sampled_from(["==", "!="]), st.sampled_from(DOMAIN["c"])),
    st.builds(
        "c {} ({})".format,
        st.sampled_from(["in", "not in"]),
        st.lists(st.sampled_from(["'one',", "'two',", "'three',"]), min_size=1).map(" ".join),
    ),
    st.builds("'{}' {} s".format, st.sampled_from("pq"), st.sampled_from(["in", "not in"])),
    st.builds("n {} {}".format, _OPS, st.sampled_from([0, 1, 2])),
    st.builds("d {} '{}'".format, _OPS, st.sampled_from(DAYS)),
)
conditions = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.builds("(not {})".format, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' and '.join(parts)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' or '.join(parts)})"),
    ),
    max_leaves=6,
)
full_answers = st.fixed_dictionaries({k: st.sampled_from(v) for k, v in DOMAIN.items()})
some_answers = st.fixed_dictionaries(
    {}, optional={k: st.sampled_from(v) for k, v in DOMAIN.items()}
)


def completions(
    answers: Mapping[str, Answer], names: tuple[str, ...]
) -> Iterator[dict[str, Answer]]:
    """Yield `answers` with every way of answering those of `names` that are missing."""
    missing = [name for name in names if name not in answers]
    for values in product(*(DOMAIN[name] for name in missing)):
        yield {**answers, **dict(zip(missing, values, strict=True))}


def by_python(text: str, answers: Mapping[str, Answer]) -> bool:
    """Return what Python itself makes of a condition whose facts are all answered."""
    plain = {k: v.isoformat() if isinstance(v, date) else v for k, v in answers.items()}
    names = {
        "a": SimpleNamespace(x=plain["a.x"], y=plain["a.y"]),
        **{name: plain[name] for name in ("b", "c", "s", "n", "d")},
    }
    return bool(eval(text, {"__builtins__": {}}, names))  # noqa: S307 (the oracle; text is ours)


@given(conditions, full_answers)
def test_with_every_answer_it_means_what_python_means(
    text: str, answers: Mapping[str, Answer]
) -> None:
    """An independent reading of the same line agrees, and nothing stays unknown."""
    assert by_python(text, answers) is evaluate(parse(text, FACTS), answers).value


@given(conditions, some_answers)
def test_a_decided_value_survives_every_completion(
    text: str, answers: Mapping[str, Answer]
) -> None:
    """Soundness, by brute force: no missing answer can overturn a decided verdict."""
    condition = parse(text, FACTS)
    value = evaluate(condition, answers).value
    if value is not None:
        full = completions(answers, facts_in(condition))

        assert {value} == {evaluate(condition, each).value for each in full}


@given(conditions, some_answers)
def test_because_alone_decides(text: str, answers: Mapping[str, Answer]) -> None:
    """Forgetting every answer that is not in the because changes nothing."""
    condition = parse(text, FACTS)
    node = evaluate(condition, answers)
    told = {leaf.fact for leaf in node.because()}
    rest = {name: value for name, value in answers.items() if name in told}

    if node.value is None:
        assert () == node.because()
    else:
        assert node.value is evaluate(condition, rest).value


@given(conditions, some_answers)
def test_only_blockers_can_change_an_open_verdict(text: str, answers: Mapping[str, Answer]) -> None:
    """It stays open however all the other missing facts are answered."""
    condition = parse(text, FACTS)
    node = evaluate(condition, answers)
    others = tuple(name for name in facts_in(condition) if name not in node.blockers())

    assert (node.value is None) is bool(node.blockers())
    assert set(node.blockers()).isdisjoint(answers)
    if node.value is None:
        assert {None} == {evaluate(condition, each).value for each in completions(answers, others)}


@given(conditions)
def test_what_is_shown_can_be_read_again(text: str) -> None:
    """The label of a condition is the same condition."""
    condition = parse(text, FACTS)

    assert condition.label == parse(condition.label, FACTS).label


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    """Whatever a typing accident does to a law file, the only error is the exact one."""
    text = DAMAGED.read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 40))
    text = text[:start] + data.draw(st.text(_TYPED, max_size=8)) + text[start + length :]
    with TemporaryDirectory() as folder:
        file = Path(folder) / DAMAGED.name
        file.write_text(text, encoding="utf-8")
        line = 1
        try:
            read_provision(file, instrument="cn/genai-2023", facts=LAW.facts, shown=file)
        except InvalidInstrument as error:
            line = error.line

    assert 1 <= line <= text.count("\n") + 1


LAW = load()
DAMAGED = PACKAGED / "cn" / "genai-2023" / "art-14.toml"
_TYPED = "[]{}=.,#'\"\\\n\r\t -_aZ09字"


def named_days(law: Law) -> list[date]:
    """Return every day on which some obligation begins or ends."""
    days = {day for duty in law.obligations.values() for day in (duty.start, duty.end) if day}
    return sorted(days)


def _answer(fact: Fact) -> st.SearchStrategy[Answer]:
    if fact.kind is FactKind.YES_NO:
        return st.booleans()
    if fact.kind is FactKind.CHOICE:
        return st.sampled_from(fact.keys)
    return st.frozensets(st.sampled_from(fact.keys))


profiles = st.fixed_dictionaries(
    {}, optional={fact.name: _answer(fact) for fact in LAW.facts.values()}
).map(lambda answers: Profile(name=WORDS, file=Path("hegui.toml"), answers=answers, lines={}))


@given(profiles, st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_verdicts_change_only_on_days_that_the_law_names(profile: Profile, day: date) -> None:
    """Between two named days every day gives the same verdicts."""
    before = [named for named in named_days(LAW) if named <= day]
    anchor = max(before) if before else date.min

    verdicts = [decision.verdict for decision in applies(LAW, profile, day)]

    assert verdicts == [decision.verdict for decision in applies(LAW, profile, anchor)]


@given(profiles)
def test_the_first_day_is_a_boundary(profile: Profile) -> None:
    """The day before the first named day nothing is in force."""
    eve = min(named_days(LAW)) - timedelta(days=1)

    assert {"not_in_force"} == {d.verdict.value for d in applies(LAW, profile, eve)}


@given(profiles, st.sampled_from(list(LAW.facts.values())), st.data())
def test_one_answer_more_never_overturns_a_verdict(
    profile: Profile, fact: Fact, data: st.DataObject
) -> None:
    """For the law that ships: answering an open question only settles open verdicts."""
    if fact.name in profile.answers:
        return
    day = date(2026, 11, 21)
    more = {**profile.answers, fact.name: data.draw(_answer(fact))}
    fuller = Profile(name=WORDS, file=profile.file, answers=more, lines={})

    pairs = zip(applies(LAW, profile, day), applies(LAW, fuller, day), strict=True)

    assert [] == [
        (old.obligation.id, old.verdict, new.verdict)
        for old, new in pairs
        if old.verdict.value != "unknown" and old.verdict is not new.verdict
    ]
