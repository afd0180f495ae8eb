"""The list of mechanisms is whole, and everything it names exists."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from importlib.util import find_spec

import pytest
from docs.generate import ROOT
from docs.pages.cli import verbs
from docs.pages.mechanisms import FILE, Mechanism, load_mechanisms, pages

from hegui import controls
from hegui.law import load

KNOWN = load_mechanisms()
LAW = load()
PROVISIONS = {
    f"{instrument.id}/{article.stem}"
    for instrument in LAW.instruments.values()
    for article in instrument.articles
}


def each(mechanism: Mechanism) -> str:
    """Return how a mechanism is called in a test's name."""
    return mechanism.id


def test_there_is_no_gap() -> None:
    """F001 to F189, each once and in order."""
    assert [f"F{number:03}" for number in range(1, 190)] == [known.id for known in KNOWN]


@pytest.mark.parametrize("mechanism", KNOWN, ids=each)
def test_what_it_names_in_the_law_exists(mechanism: Mechanism) -> None:
    """Obligations, provisions and questions are as loaded; a provision has no duty to name."""
    assert set() == set(mechanism.obligations) - set(LAW.obligations)
    assert set() == set(mechanism.provisions) - PROVISIONS
    assert set() == set(mechanism.facts) - set(LAW.facts)


@pytest.mark.parametrize("mechanism", KNOWN, ids=each)
def test_what_it_names_that_runs_exists(mechanism: Mechanism) -> None:
    """Controls are registered, modules are found, verbs answer, pages have addresses."""
    assert set() == set(mechanism.controls) - {control.name for control in controls.ALL}
    assert [] == [name for name in mechanism.modules if find_spec(name) is None]
    assert set() == set(mechanism.verbs) - set(verbs())
    console = ROOT / "src" / "hegui" / "console"
    assert [] == [name for name in mechanism.pages if not (console / name / "urls.py").is_file()]


@pytest.mark.parametrize("mechanism", KNOWN, ids=each)
def test_it_is_told_in_a_line(mechanism: Mechanism) -> None:
    """A term in Chinese, a line in English; a reason stands alone and is a sentence."""
    assert any("\u4e00" <= char <= "\u9fff" for char in mechanism.zh)
    assert mechanism.en.isascii()
    assert mechanism.en[0].isupper() or mechanism.en[0].isdigit()
    if mechanism.reason:
        assert ((), (), ()) == (mechanism.law, mechanism.controls, mechanism.functions)
        assert mechanism.reason.endswith(".")


def test_no_answer_is_given_twice() -> None:
    """Within one mechanism nothing is named twice, and no two are told alike."""
    for mechanism in KNOWN:
        named = (*mechanism.law, *mechanism.controls, *mechanism.functions)
        assert len(named) == len(set(named)), mechanism.id
    assert len(KNOWN) == len({mechanism.en for mechanism in KNOWN})


def test_the_page_shows_every_mechanism() -> None:
    """One row each; what nothing answers says so."""
    (page,) = pages().values()

    assert [known.id for known in KNOWN] == [
        line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if line[:3] == "| F"
    ]
    assert sum(known.kind == "not yet" for known in KNOWN) == page.count("**not yet**")


def test_the_list_is_well_formed() -> None:
    """The file holds mechanisms and nothing else, and ends in one newline."""
    text = FILE.read_text(encoding="utf-8")

    assert text.endswith(("]\n", '"\n'))
    assert len(KNOWN) == text.count("[[mechanism]]\n")
    assert {"mechanism"} == set(tomllib.loads(text))
    for row in tomllib.loads(text)["mechanism"]:
        assert set() == set(row) - {field.name for field in fields(Mechanism)}, row["id"]
