"""A scan: every document counted, what is excluded kept with reasons, twice the same."""

from __future__ import annotations

import stat
from hashlib import sha256
from pathlib import Path

import orjson
import pytest

from hegui.corpus import Report, scan
from hegui.errors import NothingToScan, OutputInsideCorpus
from hegui.finding import Finding, Span, Stage

OUTPUTS = ("excluded.jsonl", "report.json", "sample.jsonl", "unreadable.jsonl")


class Words:
    """Rules of two made-up words."""

    digest = "sha256:test"

    def scan(self, text: str, stage: Stage) -> tuple[Finding, ...]:
        assert stage is Stage.CORPUS
        found = []
        for word, category in (("赌", "a1.other-banned"), ("hate", "a2.other")):
            start = text.find(word)
            if start >= 0:
                found.append(
                    Finding(
                        detector="test",
                        category=category,
                        span=Span(start, start + len(word)) if word == "赌" else None,
                        score=1.0,
                        rule=word,
                    )
                )
        return tuple(found)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two sources, three documents with findings, one bad line."""
    rows = [
        {"id": "1", "text": "天气很好", "source": "news"},
        {"id": "2", "text": "来赌钱", "source": "web"},
        {"id": "3", "text": "赌 and hate", "source": "web"},
        {"id": "4", "text": "hate", "source": "news"},
        {"id": "5", "text": "good", "source": "web"},
    ]
    file = tmp_path / "in" / "a.jsonl"
    file.parent.mkdir()
    file.write_bytes(b"\n".join(map(orjson.dumps, rows)) + b"\nnot json\n")
    return file


def lines(path: Path) -> list[dict[str, object]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


class TestQuality:
    """A provider takes measures that raise the quality of training data.

    cn/genai-2023/art-7-4-quality
    """

    def test_counts_are_by_source_and_category(self, corpus: Path, tmp_path: Path) -> None:
        """A document with two categories counts once as a document, once in each."""
        report = scan([corpus], Words(), tmp_path / "out").as_dict()
        sources = report["sources"]

        assert isinstance(sources, dict)
        assert (2, 3) == (sources["news"]["documents"], sources["web"]["documents"])
        assert 2 == sources["web"]["excluded"]["hits"]
        assert {"a1.other-banned": 2, "a2.other": 1} == sources["web"]["categories"]
        assert {"a2.other": 1} == sources["news"]["categories"]

    def test_the_total_is_the_sum(self, corpus: Path, tmp_path: Path) -> None:
        report = scan([corpus], Words(), tmp_path / "out")
        total = report.as_dict()["total"]

        assert isinstance(total, dict)
        assert (5, 3, 0.6) == (report.documents, report.excluded, total["excluded"]["rate"])
        assert {"a1.other-banned": 2, "a2.other": 2} == total["categories"]

    def test_what_is_excluded_is_kept_with_its_reasons(self, corpus: Path, tmp_path: Path) -> None:
        scan([corpus], Words(), tmp_path / "out")
        rows = lines(tmp_path / "out" / "excluded.jsonl")

        assert ["2", "3", "4"] == [row["id"] for row in rows]
        assert "来赌钱" == rows[0]["text"]
        assert [
            {
                "category": "a1.other-banned",
                "detector": "test",
                "end": 2,
                "rule": "赌",
                "score": 1.0,
                "start": 1,
            }
        ] == rows[0]["findings"]

    def test_a_finding_about_the_whole_has_no_place(self, corpus: Path, tmp_path: Path) -> None:
        scan([corpus], Words(), tmp_path / "out")
        findings = lines(tmp_path / "out" / "excluded.jsonl")[2]["findings"]

        assert isinstance(findings, list)
        assert (None, None) == (findings[0]["start"], findings[0]["end"])

    def test_bad_lines_are_reported_with_file_and_line(self, corpus: Path, tmp_path: Path) -> None:
        report = scan([corpus], Words(), tmp_path / "out")

        assert 1 == report.unreadable_count
        assert (corpus.as_posix(), 6) == (report.unreadable[0].file, report.unreadable[0].line)
        assert [6] == [row["line"] for row in lines(tmp_path / "out" / "unreadable.jsonl")]

    def test_people_judge_without_being_led(self, corpus: Path, tmp_path: Path) -> None:
        """The sample does not say what the rules found."""
        report = scan([corpus], Words(), tmp_path / "out", sample=3, seed=1)
        rows = lines(tmp_path / "out" / "sample.jsonl")

        assert 3 == len(rows) == report.sampled
        assert [{"id", "place", "source", "text"}] * 3 == [set(row) for row in rows]


class TestRepeating:
    def test_twice_the_same_bytes(self, corpus: Path, tmp_path: Path) -> None:
        for out in ("one", "two"):
            scan([corpus], Words(), tmp_path / out, sample=2, seed=9)

        for name in OUTPUTS:
            assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()

    def test_another_seed_draws_others(self, tmp_path: Path) -> None:
        file = tmp_path / "a.txt"
        file.write_text("\n".join(f"document {n}" for n in range(200)))
        for seed in (1, 2):
            scan([file], Words(), tmp_path / str(seed), sample=20, seed=seed)

        first, second = (lines(tmp_path / seed / "sample.jsonl") for seed in "12")
        assert first != second

    def test_the_report_names_digests_of_all_that_it_rests_on(
        self, corpus: Path, tmp_path: Path
    ) -> None:
        report = scan([corpus], Words(), tmp_path / "out").as_dict()
        inputs, files = report["inputs"], report["files"]

        assert isinstance(inputs, dict)
        assert isinstance(files, dict)
        digest = sha256(corpus.read_bytes()).digest()
        assert digest.hex() == inputs["files"][0]["sha256"]
        assert f"sha256:{sha256(bytes(1) + digest).hexdigest()}" == inputs["root"]
        assert "sha256:test" == report["rules"]
        for name, stated in files.items():
            actual = sha256((tmp_path / "out" / name).read_bytes()).hexdigest()
            assert f"sha256:{actual}" == stated

    def test_the_digest_is_that_of_the_file(self, corpus: Path, tmp_path: Path) -> None:
        report = scan([corpus], Words(), tmp_path / "out")
        written = (tmp_path / "out" / "report.json").read_bytes()

        assert f"sha256:{sha256(written).hexdigest()}" == report.digest
        assert report.digest == report.entry()["report"]

    def test_a_changed_byte_changes_the_root(self, corpus: Path, tmp_path: Path) -> None:
        before = scan([corpus], Words(), tmp_path / "out").inputs_root
        corpus.write_bytes(corpus.read_bytes() + b"\n")

        assert before != scan([corpus], Words(), tmp_path / "out").inputs_root


def test_the_entry_holds_figures_and_no_text(corpus: Path, tmp_path: Path) -> None:
    entry = scan([corpus], Words(), tmp_path / "out", sample=2, seed=3).entry()

    assert (5, 3, 1, 2, 3) == tuple(
        entry[name] for name in ("documents", "excluded", "unreadable", "sampled", "seed")
    )
    assert all(str(value).isascii() for value in entry.values())


@pytest.mark.parametrize(
    ("content", "has_findings"), [(b"good", False), (b"hate", True), (b"\xff\ngood", True)]
)
def test_a_person_must_look_at_findings_and_at_what_was_not_read(
    tmp_path: Path, content: bytes, *, has_findings: bool
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)

    assert has_findings == scan([file], Words(), tmp_path / "out").has_findings


def test_nothing_read_is_an_error_and_not_a_clean_corpus(tmp_path: Path) -> None:
    """The reasons stay; an earlier report is not replaced by an empty one."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"{\n\n{")
    with pytest.raises(NothingToScan) as caught:
        scan([file], Words(), tmp_path / "out")

    assert (1, 2) == (caught.value.files, caught.value.unreadable)
    assert ["unreadable.jsonl"] == [path.name for path in (tmp_path / "out").iterdir()]


def test_results_inside_the_corpus_are_refused(corpus: Path) -> None:
    with pytest.raises(OutputInsideCorpus) as caught:
        scan([corpus.parent], Words(), corpus.parent / "sub" / "out")

    assert corpus.parent == caught.value.corpus
    assert not (corpus.parent / "sub").exists()


def test_a_scan_that_fails_midway_leaves_the_earlier_results(corpus: Path, tmp_path: Path) -> None:
    class Broken(Words):
        def scan(self, text: str, stage: Stage) -> tuple[Finding, ...]:
            if text == "good":
                raise RuntimeError("rules broke")
            return super().scan(text, stage)

    out = tmp_path / "out"
    scan([corpus], Words(), out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(RuntimeError, match="rules broke"):
        scan([corpus], Broken(), out)

    assert before == {path.name: path.read_bytes() for path in out.iterdir()}


def test_only_the_owner_reads_the_results_that_hold_text(corpus: Path, tmp_path: Path) -> None:
    scan([corpus], Words(), tmp_path / "out", sample=1)

    for name in ("excluded.jsonl", "sample.jsonl"):
        assert 0o600 == stat.S_IMODE((tmp_path / "out" / name).stat().st_mode)


def test_many_unreadable_places_are_all_kept_and_some_shown(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(b"{\n" * 30 + b'{"text": "x"}')
    (folder / "b.pdf").touch()
    report: Report = scan([folder], Words(), tmp_path / "out")

    assert (31, 20) == (report.unreadable_count, len(report.unreadable))
    assert 31 == len(lines(tmp_path / "out" / "unreadable.jsonl"))
