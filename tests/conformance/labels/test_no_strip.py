"""Nothing that the package offers takes a label off.

cn/labelling-2025/art-10: nobody may maliciously remove a label, or supply tools for it
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import hegui.labels
from hegui.controls.label_law import grammar
from hegui.errors import LabelNotWritten
from hegui.labels import CONTAINERS, AIGCLabel, carry_bytes, read_bytes, write_bytes

REMOVES = re.compile(
    r"(?:^|_)(?:strip|remove|delete|erase|clear|clean|scrub|purge|drop|unlabel|anonymi[sz]e)(?:_|$)"
)
DATA = Path(__file__).parents[2] / "_data" / "labels"
MAKER = AIGCLabel.first_write(label="1", producer="Maker", produce_id="n-1")


def offered() -> Iterator[tuple[str, object]]:
    """Walk every name that a module of the package offers."""
    modules = [hegui.labels.__name__]
    modules += [
        found.name for found in pkgutil.walk_packages(hegui.labels.__path__, "hegui.labels.")
    ]
    for name in modules:
        module = importlib.import_module(name)
        for public in module.__all__:
            yield f"{name}.{public}", getattr(module, public)


def test_no_name_promises_to_take_one_off() -> None:
    """Neither a function nor a method nor a parameter of one."""
    found = []
    for name, thing in offered():
        names = [name.rpartition(".")[2]]
        if inspect.isclass(thing):
            names += [each for each in vars(thing) if not each.startswith("_")]
        if inspect.isfunction(thing):
            names += list(inspect.signature(thing).parameters)
        found += [f"{name}: {each}" for each in names if REMOVES.search(each)]

    assert [] == found


@pytest.mark.parametrize("name", sorted(CONTAINERS))
def test_no_container_splices_nothing(name: str) -> None:
    """A container writes a payload and has no second verb."""
    fields = set(type(CONTAINERS[name]).__dataclass_fields__)

    assert {"name", "title", "place", "find", "splice", "is_convention"} == fields


@pytest.mark.parametrize(
    "label",
    [
        AIGCLabel(label="", content_producer="", produce_id=""),
        AIGCLabel(label="1", content_producer="", produce_id=""),
        AIGCLabel.first_write(label="1", producer="Other", produce_id="n-1"),
    ],
)
def test_an_empty_or_foreign_label_does_not_replace_one(label: AIGCLabel) -> None:
    """The way round: writing nothing over something."""
    labelled = write_bytes((DATA / "ffmpeg.png").read_bytes(), MAKER, grammar())

    with pytest.raises((LabelNotWritten, ValueError)):
        write_bytes(labelled, label, grammar())
    with pytest.raises(LabelNotWritten):
        carry_bytes(labelled, label, grammar())

    assert MAKER == read_bytes(labelled, grammar()).label
