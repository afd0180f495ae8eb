"""A model file comes back as it was, and a damaged one never does."""

from __future__ import annotations

import zlib
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from hegui.errors import InvalidModel
from hegui.finding import Stage
from hegui.moderation.classifiers.calibration import Calibration
from hegui.moderation.classifiers.linear import LinearModel
from hegui.moderation.classifiers.modelfile import DEFAULT, read_model, write_model
from hegui.moderation.classifiers.ngrams import ORDERS


def toy(bits: int = 8) -> LinearModel:
    """A model with weights that differ from place to place."""
    weights = (np.arange(3 << bits) % 251 - 125).astype(np.int8).reshape(3, 1 << bits)
    return LinearModel(
        name="toy",
        version="1",
        trained=date(2026, 1, 2),
        stages=frozenset({Stage.PROMPT}),
        languages=frozenset({"zh"}),
        bits=bits,
        orders=ORDERS,
        fold="sha256:0",
        risks=("a2.age", "a2.sex"),
        weights=weights,
        scales=np.array([0.5, 0.25, 0.125]),
        biases=np.array([-1.0, 0.0, 0.5]),
        calibration=Calibration(slope=1.0, offset=0.25),
        threshold=0.75,
        over_block=0.05,
        sources=("a", "b"),
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "toy.hgm"
    write_model(toy(), path)
    return path


def test_a_model_comes_back_as_it_was(file: Path) -> None:
    there, back = toy(), read_model(file)

    assert there.weights.tolist() == back.weights.tolist()
    assert there.scales.tolist() == back.scales.tolist()
    assert there.biases.tolist() == back.biases.tolist()
    assert (there.name, there.version, there.trained, there.stages, there.risks) == (
        back.name,
        back.version,
        back.trained,
        back.stages,
        back.risks,
    )
    assert (there.calibration, there.threshold, there.sources) == (
        back.calibration,
        back.threshold,
        back.sources,
    )


def test_the_same_model_gives_the_same_bytes(file: Path, tmp_path: Path) -> None:
    write_model(read_model(file), tmp_path / "again.hgm")

    assert file.read_bytes() == (tmp_path / "again.hgm").read_bytes()


def test_a_file_cut_anywhere_is_refused(file: Path) -> None:
    whole = file.read_bytes()
    for end in range(0, len(whole), 7):
        file.write_bytes(whole[:end])
        with pytest.raises(InvalidModel):
            read_model(file)


def test_a_changed_byte_of_the_weights_is_refused(file: Path) -> None:
    """The digest in the header finds what the compression does not."""
    whole = file.read_bytes()
    start = whole.index(b"}") + 1
    for at in range(start, len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 0x10
        file.write_bytes(bytes(changed))
        with pytest.raises(InvalidModel):
            read_model(file)


def test_more_weights_than_promised_are_not_unpacked(file: Path) -> None:
    """A small file that unpacks to gigabytes stops at the promised size."""
    whole = file.read_bytes()
    start = whole.index(b"}") + 1
    file.write_bytes(whole[:start] + zlib.compress(bytes(64 * 1024 * 1024), 9))

    with pytest.raises(InvalidModel, match="768 weights"):
        read_model(file)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"bits":8', b'"bits":9'),
        (b'"bits":8', b'"bits":-1'),
        (b'"bits":8', b'"bits":62'),
        (b'"orders":[1,2,3]', b'"orders":[1,2]'),
        (b'"slope":1.0', b'"slope":-1.0'),
        (b'"a2.age"', b'"a2.xyz"'),
        (b'"a2.age"', b'"a2.sex"'),
        (b'"stages":["prompt"]', b'"stages":[]'),
        (b'"over_block":0.05', b'"over_block":1.5'),
        (b'"scales":[0.5', b'"scales":[-0.5'),
        (b'"name"', b'"nome"'),
    ],
)
def test_a_header_that_does_not_fit_is_refused(file: Path, old: bytes, new: bytes) -> None:
    whole = file.read_bytes()
    magic, rest = whole[:15], whole[15:]
    size = int.from_bytes(rest[:4], "little")
    header = rest[4 : 4 + size]
    assert old in header
    header = header.replace(old, new, 1)
    file.write_bytes(magic + len(header).to_bytes(4, "little") + header + rest[4 + size :])

    with pytest.raises(InvalidModel):
        read_model(file)


def test_a_missing_file_and_a_stranger_are_told_apart(tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.hgm"
    stranger.write_bytes(b"\x80\x04pickle")

    with pytest.raises(InvalidModel, match="readable"):
        read_model(tmp_path / "none.hgm")
    with pytest.raises(InvalidModel, match="hegui-linear/1"):
        read_model(stranger)


def test_the_default_model_is_small_and_for_prompts() -> None:
    model = read_model(DEFAULT)

    assert 3_000_000 > DEFAULT.stat().st_size
    assert frozenset({Stage.PROMPT}) == model.stages
    assert frozenset({"zh"}) == model.languages
    assert 0.05 == model.over_block
