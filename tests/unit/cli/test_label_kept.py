"""``hegui label diff`` over folders, and how the three verbs refuse."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from hegui.cli.main import app
from hegui.controls.label_law import grammar
from hegui.errors import FileNotReadable, LabelNotWritten
from hegui.labels import AIGCLabel, write

DATA = Path(__file__).parents[2] / "_data" / "labels"
LABEL = AIGCLabel.first_write(label="1", producer="Demo", produce_id="7")
RUN = CliRunner()


def labelled(target: Path, fixture: str) -> Path:
    """Make a labelled file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    write(DATA / fixture, LABEL, grammar(), to=target)
    return target


def test_folders_are_compared_by_path_without_ending(tmp_path: Path) -> None:
    """A file that became another kind is found; one that is missing has lost its label."""
    old, new = tmp_path / "old", tmp_path / "new"
    labelled(old / "in" / "a.png", "ffmpeg.png")
    labelled(new / "in" / "a.jpg", "ffmpeg.jpg")
    labelled(old / "b.mp3", "ffmpeg_id3v24.mp3")
    (old / "plain.png").write_bytes((DATA / "ffmpeg.png").read_bytes())

    result = RUN.invoke(app, ["label", "diff", str(old), str(new), "--json"])
    told = json.loads(result.output)

    assert 1 == result.exit_code
    assert [("b.mp3", False), ("a.png", True)] == [
        (Path(each["before"]).name, each["is_kept"]) for each in told["files"]
    ]
    assert [{"code": "missing"}] == told["files"][0]["changes"]


def test_the_same_file_is_the_same(tmp_path: Path) -> None:
    file = labelled(tmp_path / "a.png", "ffmpeg.png")
    result = RUN.invoke(app, ["label", "diff", str(file), str(file)])

    assert (0, True) == (result.exit_code, "the same" in result.output)


def test_a_file_and_a_folder_are_no_pair(tmp_path: Path) -> None:
    file = labelled(tmp_path / "a.png", "ffmpeg.png")

    assert 2 == RUN.invoke(app, ["label", "diff", str(file), str(tmp_path)]).exit_code


def test_a_capture_goes_where_it_is_told(tmp_path: Path) -> None:
    """To standard output, or to a file of another name; restoring takes the file itself too."""
    file = labelled(tmp_path / "a.png", "ffmpeg.png")
    bare = tmp_path / "b.jpg"
    bare.write_bytes((DATA / "ffmpeg.jpg").read_bytes())

    printed = RUN.invoke(app, ["label", "capture", str(file), "-o", "-"])
    named = RUN.invoke(app, ["label", "capture", str(file), "-o", str(tmp_path / "note.json")])
    done = RUN.invoke(app, ["label", "restore", str(bare), "--from", str(file), "--json"])

    assert (0, 0, 0) == (printed.exit_code, named.exit_code, done.exit_code)
    assert json.loads(printed.output) == json.loads((tmp_path / "note.json").read_text())
    assert "Demo" == json.loads(done.output)["label"]["ContentProducer"]


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    """No label to keep, no such note, and a note that is no text."""
    file = labelled(tmp_path / "a.png", "ffmpeg.png")
    (tmp_path / "bad.json").write_bytes(b"\xff\xfe")
    commands = (
        ["label", "capture", str(DATA / "ffmpeg.png"), "-o", "-"],
        ["label", "restore", str(file), "--from", str(tmp_path / "none.json")],
        ["label", "restore", str(file), "--from", str(tmp_path / "bad.json")],
    )

    raised = [RUN.invoke(app, command).exception for command in commands]

    assert [LabelNotWritten, FileNotReadable, FileNotReadable] == [type(error) for error in raised]
