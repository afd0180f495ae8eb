"""Readers: nothing lost, nothing guessed, one pass."""

from __future__ import annotations

import gzip
import os
from hashlib import sha256
from pathlib import Path

import pytest

from hegui.corpus import Document, Input, Unreadable, list_files, read
from hegui.errors import UnsupportedCorpus


def read_all(*paths: Path) -> tuple[list[Document], list[Unreadable], list[Input]]:
    """Everything that the readers say about some paths."""
    listings, unknown = list_files(paths)
    inputs: list[Input] = []
    found = list(read(listings, finished=inputs.append))
    documents = [one for one in found if isinstance(one, Document)]
    unreadable = [one for one in found if isinstance(one, Unreadable)]
    return documents, [*unknown, *unreadable], inputs


def written(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


class TestJsonLines:
    def test_id_text_and_source_are_taken_as_they_stand(self, tmp_path: Path) -> None:
        file = written(
            tmp_path / "a.jsonl", '{"id": "x1", "text": "甲\\n乙", "source": "news"}\n'.encode()
        )
        documents, unreadable, _ = read_all(file)

        assert [
            Document(id="x1", text="甲\n乙", source="news", place=f"{file.as_posix()}:1")
        ] == documents
        assert [] == unreadable

    def test_without_id_and_source_place_and_file_stand_in(self, tmp_path: Path) -> None:
        file = written(tmp_path / "a.jsonl", b'{"text": "one"}\n{"text": "two", "id": 7}')
        first, second = read_all(file)[0]

        assert (f"{file.as_posix()}:1", "a.jsonl") == (first.id, first.source)
        assert "7" == second.id

    @pytest.mark.parametrize(
        ("line", "because"),
        [
            (b'{"text": "\xff"}', "not UTF-8 at byte 10"),
            (b"{text: 1}", "not JSON"),
            (b'["text"]', "expected a JSON object; found list"),
            (b'{"body": "x"}', "expected a string under 'text'"),
            (b'{"text": ""}', "expected a string under 'text'"),
            (b'{"text": 5}', "expected a string under 'text'"),
            (b'{"text": "x", "id": []}', "expected a string under 'id'; found list"),
            (b'{"text": "x", "source": 1}', "expected a string under 'source'; found int"),
            (b'{"text": "\\ud800"}', "not JSON"),
        ],
    )
    def test_a_bad_line_is_reported_with_its_place(
        self, tmp_path: Path, line: bytes, because: str
    ) -> None:
        """The lines before and after it are read all the same."""
        good = b'{"text": "good"}'
        file = written(tmp_path / "a.jsonl", b"\n".join([good, line, good]))
        documents, unreadable, _ = read_all(file)

        assert 2 == len(documents)
        assert [(file.as_posix(), 2)] == [(one.file, one.line) for one in unreadable]
        assert because in unreadable[0].because

    def test_blank_lines_are_counted_and_a_byte_order_mark_is_not_text(
        self, tmp_path: Path
    ) -> None:
        file = written(
            tmp_path / "a.jsonl", b'\xef\xbb\xbf{"text": "x"}\r\n\r\n  \n{"text": "y"}\n'
        )
        documents, unreadable, inputs = read_all(file)

        assert ["x", "y"] == [one.text for one in documents]
        assert [] == unreadable
        assert 2 == inputs[0].blank

    def test_a_line_beyond_all_measure_is_skipped_with_bounded_memory(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("hegui.corpus.readers.LONGEST_BYTES", 40)
        rows = [b'{"text": "a"}', b'{"text": "' + b"b" * 200 + b'"}', b'{"text": "c"}']
        documents, unreadable, _ = read_all(written(tmp_path / "a.jsonl", b"\n".join(rows)))

        assert ["a", "c"] == [one.text for one in documents]
        assert [(2, "longer than 40 bytes")] == [(one.line, one.because) for one in unreadable]

    def test_an_overlong_last_line_without_an_end_is_reported_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("hegui.corpus.readers.LONGEST_BYTES", 8)
        _, unreadable, _ = read_all(written(tmp_path / "a.jsonl", b"x" * 100))

        assert [1] == [one.line for one in unreadable]


class TestArchives:
    def test_a_packed_file_reads_like_a_plain_one(self, tmp_path: Path) -> None:
        content = b'{"text": "x"}\n{"text": "y"}\n'
        packed = written(tmp_path / "a.jsonl.gz", gzip.compress(content))

        assert ["x", "y"] == [one.text for one in read_all(packed)[0]]

    @pytest.mark.parametrize("kept", [-4, -9, 5])
    def test_a_cut_archive_is_reported_after_what_could_be_read(
        self, tmp_path: Path, kept: int
    ) -> None:
        """Whatever came before the damage counts; the damage has a line."""
        packed = gzip.compress(b'{"text": "x"}\n' * 3)
        documents, unreadable, inputs = read_all(written(tmp_path / "a.jsonl.gz", packed[:kept]))

        assert len(documents) + 1 == unreadable[0].line
        assert "the archive is damaged from here on" in unreadable[0].because
        assert len(packed[:kept]) == inputs[0].bytes

    @pytest.mark.parametrize("content", [b"this is no archive", b"\x1f\x8b\x08" + b"\0" * 40])
    def test_what_is_no_archive_is_reported(self, tmp_path: Path, content: bytes) -> None:
        _, unreadable, inputs = read_all(written(tmp_path / "a.jsonl.gz", content))

        assert [1] == [one.line for one in unreadable]
        assert sha256(content).hexdigest() == inputs[0].sha256


class TestText:
    def test_a_text_file_holds_one_document_a_line(self, tmp_path: Path) -> None:
        file = written(tmp_path / "a.txt", "甲\r\n\n乙 \u2028丙\n".encode())
        documents, _, inputs = read_all(file)

        assert [("甲", 1), ("乙 \u2028丙", 3)] == [
            (one.text, int(one.place.rsplit(":", 1)[1])) for one in documents
        ]
        assert 1 == inputs[0].blank

    def test_a_text_in_a_folder_is_one_document(self, tmp_path: Path) -> None:
        """Files come by path, at any depth; the folder's name is the source."""
        folder = tmp_path / "books"
        written(folder / "b.txt", "第一行\n第二行\n".encode())
        written(folder / "a" / "z.txt", b"\xef\xbb\xbffirst")
        written(folder / "c.jsonl", b'{"text": "row"}')
        documents, unreadable, inputs = read_all(folder)

        assert ["first", "第一行\n第二行\n", "row"] == [one.text for one in documents]
        assert {"books"} == {one.source for one in documents}
        assert [] == unreadable
        assert 3 == len(inputs)

    def test_a_text_too_long_to_be_one_document_is_reported(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("hegui.corpus.readers.LONGEST_BYTES", 4)
        written(tmp_path / "d" / "a.txt", b"12345")
        written(tmp_path / "d" / "b.txt", b"1234")
        documents, unreadable, inputs = read_all(tmp_path / "d")

        assert ["1234"] == [one.text for one in documents]
        assert [None] == [one.line for one in unreadable]
        assert sha256(b"12345").hexdigest() == inputs[0].sha256

    def test_an_empty_text_is_blank(self, tmp_path: Path) -> None:
        written(tmp_path / "d" / "a.txt", b" \n")
        documents, unreadable, inputs = read_all(tmp_path / "d")

        assert ([], [], 1) == (documents, unreadable, inputs[0].blank)


class TestListing:
    def test_files_of_other_kinds_in_a_folder_are_named(self, tmp_path: Path) -> None:
        """Not read is not clean."""
        written(tmp_path / "d" / "a.txt", b"x")
        other = written(tmp_path / "d" / "b.pdf", b"%PDF")
        _, unreadable, _ = read_all(tmp_path / "d")

        assert [
            Unreadable(file=other.as_posix(), line=None, because="no reader for this kind")
        ] == unreadable

    def test_a_file_named_twice_is_read_once(self, tmp_path: Path) -> None:
        file = written(tmp_path / "d" / "a.jsonl", b'{"text": "x"}')

        assert 1 == len(read_all(file, tmp_path / "d", file)[0])

    @pytest.mark.parametrize(
        ("make", "found"),
        [
            (lambda path: path / "missing.txt", "nothing there"),
            (lambda path: written(path / "a.csv", b"x"), "a file"),
            (lambda path: written(path / "empty" / "a.csv", b"x").parent, "a folder with no"),
        ],
    )
    def test_what_is_no_corpus_is_refused(self, tmp_path: Path, make: object, found: str) -> None:
        assert callable(make)
        path = make(tmp_path)
        with pytest.raises(UnsupportedCorpus, match=f"found {found}") as caught:
            list_files([path])

        assert path == caught.value.path

    def test_a_name_that_is_not_utf8_is_spelled_out(self, tmp_path: Path) -> None:
        name = os.fsdecode(b"\xff.txt")
        documents, _, _ = read_all(written(tmp_path / name, b"x"))

        assert documents[0].place.endswith("\\udcff.txt:1")


def test_digest_and_progress_cover_every_byte(tmp_path: Path) -> None:
    content = b'{"text": "' + b"x" * 300_000 + b'"}\n' * 3
    file = written(tmp_path / "a.jsonl", content)
    listings, _ = list_files([file])
    seen: list[int] = []
    inputs: list[Input] = []
    list(read(listings, finished=inputs.append, advance=seen.append))

    assert len(content) == sum(seen) == inputs[0].bytes == listings[0].size
    assert sha256(content).hexdigest() == inputs[0].sha256


def test_reading_is_lazy(tmp_path: Path) -> None:
    """The first document is there before the second file is opened."""
    first = written(tmp_path / "a.txt", b"x")
    second = written(tmp_path / "b.txt", b"y")
    listings, _ = list_files([first, second])
    reading = read(listings, finished=lambda _: None)
    second.unlink()

    assert isinstance(next(reading), Document)
    with pytest.raises(FileNotFoundError):
        next(reading)
