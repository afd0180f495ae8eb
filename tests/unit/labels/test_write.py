"""One label comes out, or the file keeps its bytes and the reason is told."""

from __future__ import annotations

import inspect
import re
import tracemalloc
from pathlib import Path

import pytest
from tests.conformance.labels.media import DATA, FILES
from tests.unit.labels.odd_files import PNG, box, chunk, png

from hegui import labels
from hegui.cli.label_law import grammar
from hegui.errors import FileNotReadable, InvalidLabel, LabelNotWritten, UnknownContainer
from hegui.labels import AIGCLabel, propagate, read, read_bytes, write, write_bytes

OURS = AIGCLabel.first_write(label="1", producer="Demo", produce_id="7")
THEIRS = AIGCLabel.first_write(label="2", producer="Else", produce_id="9", reserved_code1="x y")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "a.png"
    file.write_bytes(PNG)
    return file


def test_a_file_is_labelled_in_place(picture: Path) -> None:
    """Same name, same permissions, nothing left beside it."""
    picture.chmod(0o604)

    written = write(picture, OURS, grammar())

    assert (OURS, True, len(PNG)) == (written.label, written.is_changed, written.bytes_before)
    assert (0o604, written.bytes_after) == (
        picture.stat().st_mode & 0o777,
        picture.stat().st_size,
    )
    assert ["a.png"] == [file.name for file in picture.parent.iterdir()]


def test_another_file_takes_the_result(picture: Path, tmp_path: Path) -> None:
    write(picture, OURS, grammar(), to=tmp_path / "b.png")

    assert PNG == picture.read_bytes()
    assert OURS == read(tmp_path / "b.png", grammar()).label


def test_a_labelled_file_goes_to_another_place(picture: Path, tmp_path: Path) -> None:
    write(picture, OURS, grammar())

    assert not write(picture, OURS, grammar(), to=tmp_path / "b.png").is_changed
    assert picture.read_bytes() == (tmp_path / "b.png").read_bytes()


def test_a_wrong_label_is_not_written(picture: Path) -> None:
    with pytest.raises(InvalidLabel):
        write(picture, THEIRS, grammar())

    assert PNG == picture.read_bytes()


def labelled_by_others() -> bytes:
    return png(chunk(b"tEXt", b"AIGC\x00" + THEIRS.to_json().encode()))


def test_anothers_label_is_not_replaced() -> None:
    """cn/labelling-2025/art-10-2-tamper."""
    with pytest.raises(LabelNotWritten, match="another producer, 'Else'") as told:
        write_bytes(labelled_by_others(), OURS, grammar())

    assert "--propagate" in told.value.hint


def test_a_label_that_cannot_be_read_is_not_replaced() -> None:
    with pytest.raises(LabelNotWritten, match="cannot be read"):
        write_bytes(png(chunk(b"tEXt", b"AIGC\x00not JSON")), OURS, grammar())


def test_spreading_keeps_what_the_producer_wrote(tmp_path: Path) -> None:
    """cn/gb-45438-2025/annex-e-propagate; a value that does not conform is carried."""
    file = tmp_path / "a.png"
    file.write_bytes(labelled_by_others())

    propagate(file, grammar(), by="Us", propagate_id="p")

    assert THEIRS.propagated(by="Us", propagate_id="p") == read(file, grammar()).label
    assert 1 == len(read(file, grammar()).sites)


@pytest.mark.parametrize(
    "file",
    [
        PNG,
        png(chunk(b"tEXt", b"AIGC\x00{}"), chunk(b"tEXt", b"AIGC\x00" + OURS.to_json().encode())),
    ],
    ids=["none", "conflict"],
)
def test_nothing_is_spread_without_one_label(file: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(file)

    with pytest.raises(LabelNotWritten, match="no label that could be carried"):
        propagate(tmp_path / "a.png", grammar(), by="Us", propagate_id="p")


def test_a_signed_file_is_refused_unless_asked() -> None:
    signed = png(chunk(b"caBX", b"jumb"))

    with pytest.raises(LabelNotWritten, match="signature"):
        write_bytes(signed, OURS, grammar())
    assert (
        OURS
        == read_bytes(write_bytes(signed, OURS, grammar(), even_if_signed=True), grammar()).label
    )


def test_an_encrypted_file_is_refused_even_when_asked() -> None:
    encrypted = (DATA / "pikepdf_encrypted.pdf").read_bytes()

    with pytest.raises(LabelNotWritten, match="encrypted"):
        write_bytes(encrypted, OURS, grammar(), even_if_signed=True)


def test_a_damaged_file_keeps_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG[:-5])

    with pytest.raises(LabelNotWritten):
        write(tmp_path / "a.png", OURS, grammar())

    assert PNG[:-5] == (tmp_path / "a.png").read_bytes()


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\x00\x01")

    with pytest.raises(UnknownContainer, match="PNG, JPEG"):
        write(tmp_path / "a", OURS, grammar())
    with pytest.raises(FileNotReadable):
        write(tmp_path / "b", OURS, grammar())


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """64 MiB of samples pass through the kernel, not through here."""
    file = tmp_path / "a.mp4"
    head = box(b"ftyp", b"isom\x00\x00\x02\x00isom") + box(b"moov", box(b"free"))
    head += ((64 << 20) + 8).to_bytes(4) + b"mdat"
    with file.open("wb") as made:
        made.write(head)
        made.truncate(len(head) + (64 << 20))
    tracemalloc.start()

    write(file, OURS, grammar())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 4 << 20


def test_every_container_has_a_fixture() -> None:
    """Made by a program that is not ours, text too."""
    assert set(labels.CONTAINERS) == {read(file, grammar()).container for file in FILES}


def test_nothing_takes_a_label_off() -> None:
    """cn/labelling-2025/art-10-2-tools: no public name, argument or verb offers it."""
    forbidden = re.compile(
        r"(strip|remove|delete|erase|clear|drop|unlabel|hide|wipe)", re.IGNORECASE
    )
    names = set(labels.__all__)
    for name in labels.__all__:
        found = getattr(labels, name)
        if inspect.isclass(found):
            names |= {member for member in vars(found) if not member.startswith("_")}
        elif callable(found):
            names |= set(inspect.signature(found).parameters)

    assert [] == [name for name in names if forbidden.search(name)]


def test_an_empty_label_cannot_be_written() -> None:
    """Nor does writing nothing take one off."""
    with pytest.raises(InvalidLabel):
        write_bytes(PNG, AIGCLabel(label="", content_producer="", produce_id=""), grammar())
