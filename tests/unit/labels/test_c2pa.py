"""Manifests: label first, sign last, and trust told apart from validity."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.unit.labels.certificates import issue
from typer.testing import CliRunner

from hegui.cli.main import app
from hegui.controls.label_law import grammar, meanings
from hegui.errors import LabelNotWritten, MissingExtra
from hegui.labels import AIGCLabel, read, verify, write
from hegui.labels.c2pa import check_manifest, sign

DATA = Path(__file__).parents[2] / "_data" / "labels"
LABEL = AIGCLabel.first_write(label="1", producer="Demo", produce_id="7")


def labelled(folder: Path, name: str) -> Path:
    """Return a labelled copy of a fixture."""
    target = folder / name
    write(DATA / name, LABEL, grammar(), to=target)
    return target


@pytest.mark.parametrize(
    "name",
    [
        "ffmpeg.png",
        "ffmpeg.jpg",
        "pillow_lossy.webp",
        "pillow_single.gif",
        "pillow_lzw.tiff",
        "ffmpeg_moov_last.mp4",
        "ffmpeg.wav",
        "ffmpeg_id3v24.mp3",
    ],
)
class TestEachContainer:
    def test_signed_and_read_back(self, name: str, tmp_path: Path) -> None:
        """The label stays the same, and the manifest says it too."""
        file = labelled(tmp_path, name)
        credential, root = issue("Demo")

        done = sign(file, credential, grammar())
        anchored = check_manifest(file, grammar(), trust=root)

        assert ("valid", "Demo", LABEL) == (done.state, done.signer, done.label)
        assert ("trusted", True) == (anchored.state, anchored.is_label_same)
        assert LABEL == read(file, grammar()).label


class TestOneFile:
    @pytest.fixture
    def signed(self, tmp_path: Path) -> Path:
        """A signed JPEG."""
        file = labelled(tmp_path, "ffmpeg.jpg")
        sign(file, issue("Demo")[0], grammar())
        return file

    def test_another_anchor_trusts_nobody(self, signed: Path) -> None:
        """A name in a certificate is no proof of who signed."""
        found = check_manifest(signed, grammar(), trust=issue("Somebody")[1])

        assert ("valid", ()) == (found.state, found.failures)

    def test_a_changed_picture_is_invalid(self, signed: Path) -> None:
        whole = bytearray(signed.read_bytes())
        whole[-100] ^= 1
        signed.write_bytes(bytes(whole))
        found = check_manifest(signed, grammar())

        assert ("invalid", ("assertion.dataHash.mismatch",)) == (found.state, found.failures)

    def test_a_label_written_afterwards_is_refused(self, signed: Path) -> None:
        """Unless somebody asks for it; then the manifest is broken, and it is said."""
        other = AIGCLabel.first_write(label="1", producer="Demo", produce_id="8")
        with pytest.raises(LabelNotWritten, match="signature"):
            write(signed, other, grammar())
        write(signed, other, grammar(), even_if_signed=True)
        found = check_manifest(signed, grammar())

        assert ("invalid", False) == (found.state, found.is_label_same)

    def test_it_is_not_signed_twice(self, signed: Path) -> None:
        with pytest.raises(LabelNotWritten, match="already"):
            sign(signed, issue("Demo")[0], grammar())

    def test_a_manifest_without_the_label_is_a_trace(self, signed: Path) -> None:
        """What the pure reader finds in a real manifest."""
        kinds = {trace.kind: trace.value for trace in read(signed, grammar()).traces}

        assert kinds["c2pa-actions"].endswith("trainedAlgorithmicMedia")
        assert verify(read(signed, grammar()), meanings()).has_c2pa

    def test_no_thumbnail_is_made(self, signed: Path) -> None:
        """A manifest costs some kilobytes, not a second picture."""
        assert signed.stat().st_size < (DATA / "ffmpeg.jpg").stat().st_size + 8_000


class TestRefused:
    def test_without_a_label(self, tmp_path: Path) -> None:
        file = tmp_path / "a.jpg"
        file.write_bytes((DATA / "ffmpeg.jpg").read_bytes())

        with pytest.raises(LabelNotWritten, match="no implicit label"):
            sign(file, issue("Demo")[0], grammar())

    def test_a_container_without_a_place(self, tmp_path: Path) -> None:
        with pytest.raises(LabelNotWritten, match="holds no C2PA"):
            sign(labelled(tmp_path, "ffmpeg.mkv"), issue("Demo")[0], grammar())

    def test_a_key_that_is_none(self, tmp_path: Path) -> None:
        """The file keeps its bytes, and nothing is left beside it."""
        from dataclasses import replace

        file = labelled(tmp_path, "ffmpeg.jpg")
        before = file.read_bytes()
        with pytest.raises(LabelNotWritten, match="could not be signed"):
            sign(file, replace(issue("Demo")[0], private_key=b"none"), grammar())

        assert before == file.read_bytes()
        assert [file] == list(tmp_path.iterdir())

    def test_without_the_extra(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "c2pa", None)

        with pytest.raises(MissingExtra):
            check_manifest(labelled(tmp_path, "ffmpeg.jpg"), grammar())

    def test_a_key_is_never_shown(self) -> None:
        assert "PRIVATE" not in repr(issue("Demo")[0])


def test_the_verbs(tmp_path: Path) -> None:
    file = labelled(tmp_path, "ffmpeg.png")
    credential, root = issue("Demo")
    for name, content in (
        ("certificates", credential.certificates),
        ("key", credential.private_key),
        ("root", root.encode()),
    ):
        (tmp_path / name).write_bytes(content)
    run = CliRunner()

    before = run.invoke(app, ["label", "manifest", str(file)])
    keys = ["--certificates", str(tmp_path / "certificates"), "--key", str(tmp_path / "key")]
    signed = run.invoke(app, ["label", "sign", str(file), *keys])
    again = run.invoke(app, ["label", "sign", str(file), *keys])
    trusted = run.invoke(app, ["label", "manifest", str(file), "--trust", str(tmp_path / "root")])

    assert (0, 0, 1, 0) == tuple(r.exit_code for r in (before, signed, again, trusted))
    assert "absent" in before.stdout
    assert "trusted, signed as 'Demo'" in trusted.stdout
