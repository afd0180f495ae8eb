"""Every control, found by its file.

A control exists when its file does: ``controls/<family>/<claim>.py`` with a
``CONTROL``. There is no list to forget an entry in.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final

from hegui.controls.base import Acting, Control, Standing
from hegui.errors import UnknownControl

__all__ = ["ALL", "FAMILIES", "by_name", "of_obligation"]

FAMILIES: Final = ("content", "labels", "data", "users", "records")
"""Folders of controls, in the order in which people read them."""


def _discover() -> tuple[Control, ...]:
    found: list[Control] = []
    for family in FAMILIES:
        for file in sorted((Path(__file__).parent / family).glob("[!_]*.py")):
            control = import_module(f"hegui.controls.{family}.{file.stem}").CONTROL
            if not isinstance(control, Acting | Standing):
                raise TypeError(f"{file.name}: CONTROL must be Acting or Standing; got {control!r}")
            found.append(control)
    return tuple(found)


ALL: Final[tuple[Control, ...]] = _discover()
"""Every control, by family and then by name."""

_BY_NAME: Final = {control.name: control for control in ALL}


def by_name(name: str) -> Control:
    """Return the control ``family/claim``.

    Raises:
        UnknownControl: there is no such control; `near` holds like names.
    """
    try:
        return _BY_NAME[name]
    except KeyError:
        raise UnknownControl(name, known=tuple(_BY_NAME)) from None


def of_obligation(id_: str) -> tuple[Control, ...]:
    """Return the controls that answer one obligation, in reading order."""
    return tuple(control for control in ALL if id_ in control.obligations)
