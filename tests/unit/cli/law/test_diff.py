"""`hegui law diff`: what changed between two instruments, or two days."""

from __future__ import annotations

import orjson
import pytest
from tests.unit.cli.law.conftest import Run

from hegui.errors import InvalidDay, UnknownInstrument


def test_a_draft_and_the_final_text(run: Run) -> None:
    """Dropped and changed, with what the change means, and the measures that went."""
    shown = run("diff", "cn/genai-draft-2023", "cn/genai-2023")

    assert 0 == shown.exit_code
    assert "- cn/genai-draft-2023/art-11-profiling" in shown.output
    assert "The clock of three months for retraining is gone" in shown.output
    assert "deadline: within 3 months after finding → none" in shown.output
    assert "measures dropped: closure, fine" in shown.output
    assert "status: draft" not in shown.output


def test_two_days_of_one_instrument(run: Run) -> None:
    """The Cybersecurity Law was renumbered at the turn of 2026."""
    arguments = ("diff", "cn/cybersecurity-2016", "--from", "2025-12-31", "--to", "2026-01-01")
    shown = run(*arguments).output

    assert "cn/cybersecurity-2016/art-21-3-logs → cn/cybersecurity-2016/art-23-3-logs" in shown
    assert "only the number changed" in shown
    assert "confidence" not in shown


def test_two_days_of_the_whole_law(run: Run) -> None:
    arguments = ("diff", "--from", "2025-10-31", "--to", "2025-11-01", "--json")
    shown = orjson.loads(run(*arguments).output)

    assert None is shown["before"]["instrument"]
    assert {"cn/tc260-003-2024", "cn/gbt-45654-2025"} <= {
        str(each["before"] or each["after"]).rpartition("/")[0] for each in shown["changes"]
    }


def test_two_states_of_knowledge(run: Run) -> None:
    """One day, asked before and after the shift was published."""
    sides = ("--to", "2026-08-02", "--known-from", "2026-07-23", "--known-to", "2026-07-24")
    shown = run("diff", "eu/ai-act-2024", *sides, "--lang", "zh").output

    assert "(known 2026-07-23)" in shown
    assert "- eu/ai-act-2024/art-26-2-oversight" in shown


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("cn/genai-2023",),
        ("cn/genai-draft-2023", "cn/genai-2023", "--from", "2023-01-01"),
    ],
)
def test_half_a_question_is_wrong_use(run: Run, arguments: tuple[str, ...]) -> None:
    assert 2 == run("diff", *arguments).exit_code


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("cn/genai-2032", "cn/genai-2023"), UnknownInstrument),
        (("cn/genai-2032", "--from", "2023-01-01"), UnknownInstrument),
        (("--from", "then"), InvalidDay),
    ],
)
def test_a_wrong_name_is_named(
    run: Run, arguments: tuple[str, ...], error: type[Exception]
) -> None:
    assert isinstance(run("diff", *arguments).exception, error)
