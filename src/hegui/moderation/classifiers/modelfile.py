r"""A model in a file: a line of magic, a JSON header, and compressed bytes. Never pickle.

    hegui-linear/1\n
    <header length, 4 bytes, little endian>
    <header: JSON, UTF-8>                      names, risks, scales, calibration, digest
    <weights: zlib, one signed byte each>      (1 + risks) x 2^bits, row by row

Reading bounds everything before it allocates: the file, the header, and the
weights, whose size follows from the header and has to be met to the byte. The
header holds the SHA-256 of the weights, so a file that was cut or changed is
refused and not believed.
"""

from __future__ import annotations

import hashlib
import zlib
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from hegui.errors import InvalidModel
from hegui.finding import Stage
from hegui.moderation.classifiers.calibration import Calibration
from hegui.moderation.classifiers.linear import LinearModel

__all__ = ["DEFAULT", "read_model", "write_model"]

DEFAULT: Final = Path(__file__).with_name("models") / "zh-prompts.hgm"
"""The model that comes with hegui."""

_MAGIC: Final = b"hegui-linear/1\n"
_HEADER_BYTES: Final = 64 * 1024
_FILE_BYTES: Final = 256 * 1024 * 1024


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    version: str
    trained: date
    stages: list[Stage]
    languages: list[str]
    bits: int
    orders: list[int]
    fold: str
    risks: list[str]
    scales: list[float]
    biases: list[float]
    slope: float
    offset: float
    threshold: float
    over_block: float
    sources: list[str]
    sha256: str


def write_model(model: LinearModel, file: Path) -> None:
    """Write a model; the same model gives the same bytes."""
    raw = model.weights.tobytes()
    header = msgspec.json.encode(
        _Header(
            name=model.name,
            version=model.version,
            trained=model.trained,
            stages=sorted(model.stages),
            languages=sorted(model.languages),
            bits=model.bits,
            orders=list(model.orders),
            fold=model.fold,
            risks=list(model.risks),
            scales=model.scales.tolist(),
            biases=model.biases.tolist(),
            slope=model.calibration.slope,
            offset=model.calibration.offset,
            threshold=model.threshold,
            over_block=model.over_block,
            sources=list(model.sources),
            sha256=hashlib.sha256(raw).hexdigest(),
        )
    )
    size = len(header).to_bytes(4, "little")
    file.write_bytes(b"".join((_MAGIC, size, header, zlib.compress(raw, 9))))


def read_model(file: Path) -> LinearModel:
    """Return the model in a file.

    Raises:
        InvalidModel: no such file, or its bytes are no model.
    """
    try:
        if file.stat().st_size > _FILE_BYTES:
            raise InvalidModel(file, expected=f"at most {_FILE_BYTES} bytes", found="more")
        packed = file.read_bytes()
    except OSError as error:
        raise InvalidModel(file, expected="a readable file", found=str(error)) from error
    header, weights = _parts(file, packed)
    rows = 1 + len(header.risks)
    # Bounded by the header's own limits before anything is allocated.
    if not (8 <= header.bits <= 22 and rows <= 32):
        raise InvalidModel(file, expected="8-22 bits and at most 31 risks", found="more or fewer")
    raw = _inflated(file, weights, rows << header.bits)
    if hashlib.sha256(raw).hexdigest() != header.sha256:
        raise InvalidModel(file, expected="weights with the digest of the header", found="others")
    try:
        return LinearModel(
            name=header.name,
            version=header.version,
            trained=header.trained,
            stages=frozenset(header.stages),
            languages=frozenset(header.languages),
            bits=header.bits,
            orders=tuple(header.orders),
            fold=header.fold,
            risks=tuple(header.risks),
            weights=np.frombuffer(raw, dtype=np.int8).reshape(rows, 1 << header.bits),
            scales=np.array(header.scales, dtype=np.float64),
            biases=np.array(header.biases, dtype=np.float64),
            calibration=Calibration(slope=header.slope, offset=header.offset),
            threshold=header.threshold,
            over_block=header.over_block,
            sources=tuple(header.sources),
        )
    except ValueError as error:
        raise InvalidModel(file, expected="numbers that fit", found=str(error)) from error


def _parts(file: Path, packed: bytes) -> tuple[_Header, bytes]:
    if not packed.startswith(_MAGIC):
        raise InvalidModel(file, expected="a model of the form hegui-linear/1", found="another")
    start = len(_MAGIC) + 4
    size = int.from_bytes(packed[len(_MAGIC) : start], "little")
    if size > _HEADER_BYTES or len(packed) < start + size:
        raise InvalidModel(
            file, expected=f"a whole header of at most {_HEADER_BYTES} bytes", found=f"{size}"
        )
    try:
        header = msgspec.json.decode(packed[start : start + size], type=_Header)
    except msgspec.DecodeError as error:
        raise InvalidModel(file, expected="a header with all fields", found=str(error)) from error
    return header, packed[start + size :]


def _inflated(file: Path, packed: bytes, size: int) -> bytes:
    """Return exactly `size` bytes, and never allocate more than one beyond."""
    inflater = zlib.decompressobj()
    try:
        raw = inflater.decompress(packed, size + 1)
    except zlib.error as error:
        raise InvalidModel(file, expected="compressed weights", found=str(error)) from error
    if len(raw) != size or not inflater.eof or inflater.unused_data:
        raise InvalidModel(file, expected=f"{size} weights and nothing after", found="another size")
    return raw
