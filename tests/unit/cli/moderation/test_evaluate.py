"""`hegui moderation evaluate` and `train`: figures with intervals, and what is missing told."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from tests.unit.moderation.classifiers.test_training import made_up
from typer.testing import CliRunner, Result

from hegui.cli.moderation import moderation
from hegui.errors import InvalidExamples


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("HEGUI_LEXICONS", raising=False)
    rows = (
        {
            "text": each.text,
            "label": int(each.is_flagged),
            "source": each.source,
            "category": each.category,
        }
        for each in made_up()
    )
    Path("toy.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(moderation, arguments)


TRAIN = (
    "train",
    "toy.jsonl",
    "--out",
    "toy.hgm",
    "--name",
    "toy",
    "--version",
    "1",
    "--bits",
    "12",
)


def test_every_source_and_risk_has_recall_or_over_block_with_its_interval() -> None:
    result = run("evaluate", "toy.jsonl")

    assert 0 == result.exit_code
    assert "one " in result.output
    assert "over-block  0.0% (0.0%-4.6%, 0 of 80)" in result.output
    assert "a4.privacy" in result.output


def test_json_has_counts_rates_and_intervals() -> None:
    told = orjson.loads(run("evaluate", "toy.jsonl", "--model", "none", "--json").output)
    row = told["all"]["sources"][0]

    assert ("bad", "recall", False) == (row["name"], row["kind"], row["seen_in_training"])
    assert {"hits", "total", "rate", "interval"} == row["together"].keys()


def test_training_writes_a_model_and_tells_what_it_had_not_seen() -> None:
    result = run(*TRAIN, "--trained", "2026-01-02", "--json")
    told = orjson.loads(result.output)

    assert ["one", "two"] == sorted(told["without"])
    assert Path("toy.hgm").stat().st_size == told["bytes"]
    seen = run("evaluate", "toy.jsonl", "--model", "toy.hgm").output
    assert "one (seen in training)" in seen
    left_out = run("evaluate", "toy.jsonl", "--model", "toy.hgm", "--leave-one-source-out").output
    assert "without one" in left_out
    assert "without two" in left_out


def test_leaving_out_needs_a_model_to_repeat() -> None:
    result = run("evaluate", "toy.jsonl", "--model", "none", "--leave-one-source-out")

    assert 2 == result.exit_code


def test_a_bad_line_is_named() -> None:
    Path("bad.jsonl").write_text('{"text":"x"}\n', encoding="utf-8")

    assert isinstance(run("evaluate", "bad.jsonl").exception, InvalidExamples)


@pytest.mark.parametrize("wrong", ["one=2", "one=x", "=0.1"])
def test_a_share_that_is_none_is_refused(wrong: str) -> None:
    assert 2 == run(*TRAIN, "--trained", "2026-01-02", "--priced", wrong).exit_code
