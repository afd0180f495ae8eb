"""A model file of the operator's own, through onnxruntime (extra ``onnx``).

The graph takes n-gram counts and gives one score per risk, so that a tokenizer
never has to be shipped beside it:

    input   float32 [batch, 2 ** bits]   counts of `ngrams`, divided by `damping`
    output  float32 [batch, len(risks)]  scores in [0, 1], in the order of `risks`

What has another form is refused when it is opened; scores outside [0, 1] or not
numbers are ``nonsense``. A file is a program: open only files you trust as you
trust code. External weights and custom operators are not loaded.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from hegui.errors import InvalidModel, MissingExtra
from hegui.finding import Stage
from hegui.moderation.categories import categories
from hegui.moderation.classifiers.base import Judgement, Passage, Unjudged
from hegui.moderation.classifiers.ngrams import BITS, damping, grams

__all__ = ["OnnxClassifier"]

_FILE_BYTES: Final = 512 * 1024 * 1024
_BATCH: Final = 16
"""Passages in one run, which bounds the memory of their counts."""

_LONGEST: Final = 65_536
"""Code points; a longer passage is unjudged."""


class OnnxClassifier:
    """Judges with an ONNX graph on one CPU thread.

    Args:
        file: the graph; at most 512 MB, without external data.
        risks: the risk of each output, in order.
        bits: the graph's input has two to this power columns.
        threshold: the score from which a risk is flagged.

    Raises:
        MissingExtra: onnxruntime is not installed.
        InvalidModel: no such file, no graph, or one of another form.
        ValueError: risks, bits or threshold that are none.
    """

    def __init__(
        self, file: Path, *, risks: Sequence[str], bits: int, threshold: float = 0.5
    ) -> None:
        if not risks or not set(risks) <= categories().keys() or len(set(risks)) != len(risks):
            raise ValueError(f"expected risks of categories.toml, each once; got {list(risks)}")
        if bits not in BITS or not 0 <= threshold <= 1:
            raise ValueError(f"expected bits of {BITS} and a threshold in [0, 1]")
        self._risks = tuple(risks)
        self._bits = bits
        self._threshold = threshold
        self._session = _session(file)
        self._check(file)
        self._name = f"onnx/{file.stem}"

    @property
    def name(self) -> str:
        """``onnx/<file>``."""
        return self._name

    @property
    def risks(self) -> frozenset[str]:
        """The risks of its outputs."""
        return frozenset(self._risks)

    @property
    def stages(self) -> frozenset[Stage]:
        """All of them; the operator knows what the graph was trained on."""
        return frozenset(Stage)

    def judge(self, passages: Sequence[Passage]) -> tuple[Judgement, ...]:
        """Run the graph over the passages, a few at a time; context is not looked at."""
        out: list[Judgement] = []
        for at in range(0, len(passages), _BATCH):
            batch = passages[at : at + _BATCH]
            rows = self._run(batch)
            out.extend(map(self._judgement, batch, rows))
        return tuple(out)

    def _run(self, batch: Sequence[Passage]) -> npt.NDArray[np.float64]:
        counts = np.zeros((len(batch), 1 << self._bits), dtype=np.float32)
        for at, passage in enumerate(batch):
            buckets = grams(passage.text[:_LONGEST], bits=self._bits).buckets
            np.add.at(counts[at], buckets, 1.0 / damping(len(buckets)))
        name = self._session.get_inputs()[0].name
        (found,) = self._session.run(None, {name: counts})
        return np.asarray(found, dtype=np.float64)

    def _judgement(self, passage: Passage, row: npt.NDArray[np.float64]) -> Judgement:
        if len(passage.text) > _LONGEST:
            return Judgement(classifier=self._name, unjudged=Unjudged.TOO_LONG)
        if row.shape != (len(self._risks),) or not ((row >= 0) & (row <= 1)).all():
            return Judgement(classifier=self._name, unjudged=Unjudged.NONSENSE)
        scores = dict(zip(self._risks, row.tolist(), strict=True))
        flagged = sorted(
            (risk for risk in self._risks if scores[risk] >= self._threshold),
            key=lambda risk: -scores[risk],
        )
        return Judgement(classifier=self._name, scores=scores, flagged=tuple(flagged))

    def _check(self, file: Path) -> None:
        inputs, outputs = self._session.get_inputs(), self._session.get_outputs()
        if len(inputs) != 1 or len(outputs) != 1:
            found = f"{len(inputs)} and {len(outputs)}"
            raise InvalidModel(file, expected="one input and one output", found=found)
        for what, kind, width in (
            (inputs[0], "input", 1 << self._bits),
            (outputs[0], "output", len(self._risks)),
        ):
            if what.type != "tensor(float)" or len(what.shape) != 2 or what.shape[1] != width:
                raise InvalidModel(
                    file,
                    expected=f"a float32 {kind} of shape [batch, {width}]",
                    found=f"{what.type} {what.shape}",
                )


def _session(file: Path) -> Any:  # onnxruntime's classes have no types
    try:
        runtime: Any = importlib.import_module("onnxruntime")
    except ImportError:
        raise MissingExtra("moderation", "onnx", "onnxruntime") from None
    try:
        if file.stat().st_size > _FILE_BYTES:
            raise InvalidModel(file, expected=f"at most {_FILE_BYTES} bytes", found="more")
        graph = file.read_bytes()
    except OSError as error:
        raise InvalidModel(file, expected="a readable file", found=str(error)) from error
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        # From bytes, so that a graph cannot name files beside it.
        return runtime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its exceptions share no base of their own
        first = str(error).splitlines()[0][:200]
        raise InvalidModel(file, expected="an ONNX graph", found=first) from error
