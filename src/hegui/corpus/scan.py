"""Scan a corpus into a folder: what to exclude and why, what people look at, a report.

The rules are `hegui.moderation`'s, asked as training data. A document with a
finding is set apart, not deleted: ``excluded.jsonl`` keeps it with its reasons,
so that a person can put it back. The sample is drawn from all documents and
does not say what the rules found, so that nobody's judgement is led.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import orjson

from hegui.corpus.document import Document, Input
from hegui.corpus.readers import list_files, read
from hegui.corpus.report import SHOWN, Report, SourceCount
from hegui.corpus.sampler import Sampler
from hegui.errors import NothingToScan, OutputInsideCorpus
from hegui.finding import Finding, Stage

__all__ = ["Rules", "scan"]


class Rules(Protocol):
    """What a scan needs of a rule set; `hegui.moderation.RuleSet` is one.

    For example, a rule set of one word::

        class OneWord:
            digest = "sha256:…"

            def scan(self, text: str, stage: Stage) -> tuple[Finding, ...]:
                start = text.find("word")
                return () if start < 0 else (found_at(start),)
    """

    @property
    def digest(self) -> str:
        """Names the rules exactly."""

    def scan(self, text: str, stage: Stage) -> tuple[Finding, ...]:
        """Return what the rules find in `text`."""


def scan(  # noqa: PLR0913  what, with what, whereto, and three settings of one run
    paths: Sequence[Path],
    rules: Rules,
    out: Path,
    *,
    sample: int = 0,
    seed: int = 0,
    advance: Callable[[int], None] = lambda _bytes: None,
) -> Report:
    """Read every document once, write the results under `out` and return the report.

    Writes ``excluded.jsonl``, ``sample.jsonl``, ``unreadable.jsonl`` and, last,
    ``report.json``. The folder is made if need be; files of an earlier scan are
    replaced only when the new ones are complete. Only the owner can read them,
    since they hold text of the corpus.

    Args:
        paths: files or folders; see `hegui.corpus.readers`.
        rules: asked with `Stage.CORPUS`.
        out: a folder outside of every folder in `paths`.
        sample: documents for people, >= 0.
        seed: of the sample.
        advance: told of bytes read, for a progress bar.

    Returns:
        The report; `Report.has_findings` says whether a person must look.

    Raises:
        UnsupportedCorpus: a path is no corpus.
        OutputInsideCorpus: the next scan would read this one's results.
        NothingToScan: there was no document at all; only ``unreadable.jsonl`` stays.
        ValueError: the sample size is negative.

    Notes:
        One pass, constant memory but for the sample and the list of files.
    """
    for path in paths:
        if path.is_dir() and out.resolve().is_relative_to(path.resolve()):
            raise OutputInsideCorpus(out, path)
    listings, unknown = list_files(paths)
    sampler = Sampler(size=sample, seed=seed)
    sources: dict[str, SourceCount] = {}
    inputs: list[Input] = []
    out.mkdir(parents=True, exist_ok=True)
    with _Lines(out / "unreadable.jsonl") as unreadable, _Lines(out / "excluded.jsonl") as excluded:
        shown = list(unknown[:SHOWN])
        for one in unknown:
            unreadable.write(one.as_dict())
        for document in read(listings, finished=inputs.append, advance=advance):
            if not isinstance(document, Document):
                unreadable.write(document.as_dict())
                if len(shown) < SHOWN:
                    shown.append(document)
                continue
            sampler.offer(document)
            count = sources.setdefault(document.source, SourceCount())
            count.documents += 1
            if findings := rules.scan(document.text, Stage.CORPUS):
                count.excluded += 1
                count.categories.update({finding.category for finding in findings})
                excluded.write({**_row(document), "findings": [_reason(one) for one in findings]})
        unreadable.keep()
        if not sources:
            raise NothingToScan(files=len(listings), unreadable=unreadable.count)
        with _Lines(out / "sample.jsonl") as drawn:
            for document in sampler.drawn():
                drawn.write(_row(document))
            drawn.keep()
        excluded.keep()
    report = Report(
        rules=rules.digest,
        seed=seed,
        asked=sample,
        inputs=tuple(inputs),
        sources=sources,
        unreadable=tuple(shown),
        unreadable_count=unreadable.count,
        files={lines.path.name: lines.sha256 for lines in (excluded, drawn, unreadable)},
        sampled=drawn.count,
    )
    final = out / "report.json.part"
    final.write_bytes(report.as_bytes())
    final.replace(out / "report.json")
    return report


def _row(document: Document) -> dict[str, object]:
    return {
        "id": document.id,
        "source": document.source,
        "place": document.place,
        "text": document.text,
    }


def _reason(finding: Finding) -> dict[str, object]:
    span = finding.span
    return {
        "category": finding.category,
        "rule": finding.rule,
        "detector": finding.detector,
        "score": finding.score,
        "start": None if span is None else span.start,
        "end": None if span is None else span.end,
    }


class _Lines:
    """A file of JSON lines that takes its name only once it is complete."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._hash = sha256()
        self._part = path.with_name(f"{path.name}.part")

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def __enter__(self) -> Self:
        self._part.touch(mode=0o600)
        self._part.chmod(0o600)
        self._file = self._part.open("wb")
        return self

    def write(self, row: dict[str, object] | dict[str, str | int | None]) -> None:
        line = orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
        self._file.write(line)
        self._hash.update(line)
        self.count += 1

    def keep(self) -> None:
        self._file.flush()
        self._part.replace(self.path)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        self._part.unlink(missing_ok=True)
