"""Laws of the law engine: sound, explained, and still between the days it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from hegui.bilingual import Bilingual
from hegui.errors import InvalidInstrument
from hegui.law import (
    PACKAGED,
    Answer,
    Applicability,
    Fact,
    FactKind,
    Law,
    Option,
    Profile,
    Rule,
    applies,
    conclusions,
    facts_in,
    load,
)
from hegui.law.conclude import conclude
from hegui.law.condition import evaluate
from hegui.law.duty import Home
from hegui.law.grammar import Grammar, parse
from hegui.law.provision import read_provision
from hegui.law.tree import Node

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


def conditions_over(leaves: st.SearchStrategy[str], size: int) -> st.SearchStrategy[str]:
    """Return lines that join leaves by and, or, not."""
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds("(not {})".format, inner),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' and '.join(parts)})"),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' or '.join(parts)})"),
        ),
        max_leaves=size,
    )


def derived(name: str, fact: Fact, rules: list[tuple[Answer, str]]) -> Fact:
    """Return a fact that rules answer."""
    told = tuple(Rule(gives=gives, when=when, because=WORDS) for gives, when in rules)
    return replace(fact, name=name, rules=told)


_ASKED = conditions_over(_LEAVES, 3)
_ABOVE = st.one_of(_LEAVES, st.just("z"))
_PICK = st.sampled_from(["high", "middle", "low"])
_YES_RULES = st.lists(st.tuples(st.booleans(), _ASKED), min_size=1, max_size=3)
_PICK_RULES = st.builds(
    lambda rules, last: [*rules, (last, "True")],
    st.lists(st.tuples(_PICK, conditions_over(_ABOVE, 3)), max_size=3),
    _PICK,
)
facts = st.builds(
    lambda yes, pick: {
        **FACTS,
        "z": derived("z", fact("z", FactKind.YES_NO), yes),
        "k": derived("k", fact("k", FactKind.CHOICE, "high", "middle", "low"), pick),
    },
    _YES_RULES,
    _PICK_RULES,
)
"""The asked facts, a derived one over them, and one over that."""

_DERIVED = st.one_of(
    st.just("z"),
    st.builds("k {} '{}'".format, st.sampled_from(["==", "!="]), _PICK),
    st.builds("k {} ('{}', '{}')".format, st.sampled_from(["in", "not in"]), _PICK, _PICK),
)
conditions = conditions_over(st.one_of(_LEAVES, _DERIVED), 6)
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


def by_python(text: str, answers: Mapping[str, Answer], declared: Mapping[str, Fact]) -> bool:
    """Return what Python itself makes of a condition whose facts are all answered."""
    plain = {k: v.isoformat() if isinstance(v, date) else v for k, v in answers.items()}
    names: dict[str, object] = {
        "a": SimpleNamespace(x=plain["a.x"], y=plain["a.y"]),
        **{name: plain[name] for name in ("b", "c", "s", "n", "d")},
    }

    def means(line: str) -> bool:
        return bool(eval(line, {"__builtins__": {}}, names))  # noqa: S307 (the oracle; text is ours)

    for name in ("z", "k"):
        rules = declared[name].rules
        names[name] = next((rule.gives for rule in rules if means(rule.when)), False)
    return means(text)


@given(facts, conditions, full_answers)
def test_with_every_answer_it_means_what_python_means(
    declared: Mapping[str, Fact], text: str, answers: Mapping[str, Answer]
) -> None:
    """An independent reading of the same line agrees, and nothing stays unknown."""
    assert by_python(text, answers, declared) is evaluate(parse(text, declared), answers).value


@settings(max_examples=400)
@given(facts, conditions, some_answers)
def test_a_decided_value_survives_every_completion(
    declared: Mapping[str, Fact], text: str, answers: Mapping[str, Answer]
) -> None:
    """Soundness, by brute force: no missing answer can overturn a decided verdict."""
    condition = parse(text, declared)
    value = evaluate(condition, answers).value
    if value is not None:
        full = completions(answers, facts_in(condition))

        assert {value} == {evaluate(condition, each).value for each in full}


@given(facts, some_answers)
def test_a_conclusion_survives_every_completion(
    declared: Mapping[str, Fact], answers: Mapping[str, Answer]
) -> None:
    """A derived fact that is given stays what it is; one that is open names what it hangs on."""
    grammar = Grammar(declared)
    for name in ("z", "k"):
        reasons = grammar.reasons(declared[name])
        found = conclude(declared[name], reasons, answers)
        below = facts_in(grammar.parse("z" if name == "z" else "k == 'low'"))
        missing = [each for each in below if each not in answers]

        assert (found.answer is None) is bool(found.blockers())
        assert set(found.blockers()) <= set(missing)
        if found.answer is not None:
            full = completions(answers, tuple(missing))

            assert {found.answer} == {
                conclude(declared[name], reasons, each).answer for each in full
            }


@given(facts, conditions, some_answers)
def test_because_alone_decides(
    declared: Mapping[str, Fact], text: str, answers: Mapping[str, Answer]
) -> None:
    """Forgetting every answer that is not in the because changes nothing."""
    condition = parse(text, declared)
    node = evaluate(condition, answers)
    told = {leaf.fact for leaf in node.because()}
    rest = {name: value for name, value in answers.items() if name in told}

    if node.value is None:
        assert () == node.because()
    else:
        assert node.value is evaluate(condition, rest).value


@given(facts, conditions, some_answers)
def test_only_blockers_can_change_an_open_verdict(
    declared: Mapping[str, Fact], text: str, answers: Mapping[str, Answer]
) -> None:
    """It stays open however all the other missing facts are answered; all of them are asked."""
    condition = parse(text, declared)
    node = evaluate(condition, answers)
    others = tuple(name for name in facts_in(condition) if name not in node.blockers())

    assert (node.value is None) is bool(node.blockers())
    assert set(node.blockers()) <= set(FACTS) - set(answers)
    if node.value is None:
        assert {None} == {evaluate(condition, each).value for each in completions(answers, others)}


@given(facts, conditions, some_answers)
def test_shared_parts_change_nothing(
    declared: Mapping[str, Fact], text: str, answers: Mapping[str, Answer]
) -> None:
    """A condition evaluated after others with the same answers comes out the same."""
    grammar = Grammar(declared)
    condition = grammar.parse(text)
    nodes: dict[str, Node] = {}
    for other in ("z", "k == 'high'", f"{text} or z", f"not {text}"):
        evaluate(grammar.parse(other), answers, nodes)

    assert evaluate(condition, answers) == evaluate(condition, answers, nodes)


@given(facts, conditions)
def test_what_is_shown_can_be_read_again(declared: Mapping[str, Fact], text: str) -> None:
    """The label of a condition is the same condition."""
    condition = parse(text, declared)

    assert condition.label == parse(condition.label, declared).label


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
            read_provision(file, HOME, Grammar(LAW.facts))
        except InvalidInstrument as error:
            line = error.line

    assert 1 <= line <= text.count("\n") + 1


LAW = load()
HOME = Home(
    instrument="cn/genai-2023", published=date(2023, 7, 13), penalties=(), shown=Path("genai-2023")
)
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
    if fact.kind is FactKind.NUMBER:
        return st.integers(0, 10**7) | st.sampled_from([10**23, 10**25, 10**26])
    if fact.kind is FactKind.DATE:
        return st.dates(date(2020, 1, 1), date(2030, 1, 1))
    return st.frozensets(st.sampled_from(fact.keys))


ASKED = tuple(fact for fact in LAW.facts.values() if not fact.is_derived)
profiles = st.fixed_dictionaries({}, optional={fact.name: _answer(fact) for fact in ASKED}).map(
    lambda answers: Profile(name=WORDS, file=Path("hegui.toml"), answers=answers, lines={})
)


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


@given(profiles, st.sampled_from(ASKED), st.data())
def test_one_answer_more_never_overturns_a_verdict(
    profile: Profile, fact: Fact, data: st.DataObject
) -> None:
    """For the law that ships: answering an open question only settles open verdicts.

    One that gives way whatever its own condition may turn out not to apply at
    all: it binds neither way.
    """
    if fact.name in profile.answers:
        return
    day = date(2026, 11, 21)
    more = {**profile.answers, fact.name: data.draw(_answer(fact))}
    fuller = Profile(name=WORDS, file=profile.file, answers=more, lines={})

    pairs = zip(applies(LAW, profile, day), applies(LAW, fuller, day), strict=True)

    assert [] == [
        (old.obligation.id, old.verdict, new.verdict)
        for old, new in pairs
        if old.verdict is not Applicability.UNKNOWN
        and old.verdict is not new.verdict
        and (old.verdict, new.verdict) != (Applicability.DISPLACED, Applicability.NOT_APPLIES)
    ]


@given(profiles)
def test_what_follows_is_never_asked(profile: Profile) -> None:
    """Whatever is open, in verdicts and in conclusions, hangs on facts that are asked."""
    names = {name for found in conclusions(LAW, profile.answers) for name in found.blockers()}
    for decision in applies(LAW, profile, date(2026, 11, 21)):
        names.update(decision.blockers())

    assert names <= {fact.name for fact in ASKED}
