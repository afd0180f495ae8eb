"""The ONNX adapter: a tiny graph is run, and what is none is refused.

The graph is written byte by byte: ``scores = sigmoid(counts @ weights)``.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from hegui.errors import InvalidModel, MissingExtra
from hegui.finding import Stage
from hegui.moderation.classifiers import OnnxClassifier, Passage, Unjudged, judge_one
from hegui.moderation.classifiers.ngrams import grams

BITS = 8
RISKS = ("a2.age", "a2.sex")


def varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def field(number: int, value: int | bytes | str) -> bytes:
    """Return one field of a protocol buffer."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    packed = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(packed)) + packed


def tensor_type(name: str, *shape: int | str) -> bytes:
    dims = b"".join(
        field(1, field(1, dim) if isinstance(dim, int) else field(2, dim)) for dim in shape
    )
    return field(1, name) + field(2, field(1, field(1, 1) + field(2, dims)))


def node(op: str, inputs: Sequence[str], output: str) -> bytes:
    return b"".join(field(1, each) for each in inputs) + field(2, output) + field(4, op)


def graph(weights: Sequence[float], *, last: str = "Sigmoid", width: int = 1 << BITS) -> bytes:
    """Return a model of one product and one function after it."""
    raw = struct.pack(f"<{len(weights)}f", *weights)
    columns = len(weights) // width
    tensor = field(1, width) + field(1, columns) + field(2, 1) + field(8, "w") + field(9, raw)
    inside = (
        field(1, node("MatMul", ["x", "w"], "y"))
        + field(1, node(last, ["y"], "z"))
        + field(2, "g")
        + field(5, tensor)
        + field(11, tensor_type("x", "batch", width))
        + field(12, tensor_type("z", "batch", columns))
    )
    return field(1, 8) + field(7, inside) + field(8, field(1, "") + field(2, 13))


def opened(file: Path, content: bytes) -> OnnxClassifier:
    file.write_bytes(content)
    return OnnxClassifier(file, risks=RISKS, bits=BITS)


def test_a_graph_is_run_over_the_same_counts(tmp_path: Path) -> None:
    bucket = int(grams("坏", bits=BITS).buckets[0])
    weights = [0.0] * (2 << BITS)
    weights[bucket * 2 + 1] = 100.0
    weights[bucket * 2] = -100.0
    classifier = opened(tmp_path / "tiny.onnx", graph(weights))
    bad, good = classifier.judge([Passage(text=text, stage=Stage.PROMPT) for text in ("坏", "")])

    assert (("a2.sex",), "onnx/tiny") == (bad.flagged, bad.classifier)
    assert bad.scores["a2.age"] < 0.01
    assert bad.scores["a2.sex"] > 0.99
    assert 0.5 == good.scores["a2.sex"]


def test_scores_that_are_none_are_nonsense_and_long_texts_are_told(tmp_path: Path) -> None:
    classifier = opened(tmp_path / "wild.onnx", graph([9.0] * (2 << BITS), last="Identity"))
    wild = judge_one(classifier, Passage(text="好", stage=Stage.PROMPT))
    long = judge_one(classifier, Passage(text="好" * 70_000, stage=Stage.PROMPT))

    assert (Unjudged.NONSENSE, Unjudged.TOO_LONG) == (wild.unjudged, long.unjudged)


@pytest.mark.parametrize(
    "content",
    [b"", b"not a graph", graph([0.0] * (3 << BITS)), graph([0.0] * (2 << 9), width=1 << 9)],
    ids=["empty", "text", "three-risks", "wide"],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "other.onnx"
    file.write_bytes(content)

    with pytest.raises(InvalidModel):
        OnnxClassifier(file, risks=RISKS, bits=BITS)


@pytest.mark.parametrize(
    ("risks", "bits"), [((), BITS), (("a9.none",), BITS), (("a2.sex",) * 2, BITS), (RISKS, 99)]
)
def test_risks_and_bits_that_are_none_are_refused(
    tmp_path: Path, risks: tuple[str, ...], bits: int
) -> None:
    with pytest.raises(ValueError, match="expected"):
        OnnxClassifier(tmp_path / "x.onnx", risks=risks, bits=bits)


def test_without_its_extra_it_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)

    with pytest.raises(MissingExtra, match="onnxruntime"):
        OnnxClassifier(tmp_path / "x.onnx", risks=RISKS, bits=BITS)
