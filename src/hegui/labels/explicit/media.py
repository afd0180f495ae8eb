"""The names of the package that need the extra ``media``, imported when asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from hegui.errors import MissingExtra

__all__ = ["imported"]

_MEDIA: Final = {
    "Kind": "kinds",
    "RenderedPicture": "picture",
    "RenderedSound": "sound",
    "RenderedVideo": "video",
    "Voice": "rhythm",
    "kind_of": "kinds",
    "render_picture": "picture",
    "render_sound": "sound",
    "render_video": "video",
}
"""Name → its module."""

_PACKAGES: Final = {"PIL": "Pillow", "av": "PyAV"}


def imported(package: str, name: str) -> object:
    """Return a name of the package out of the module that needs the extra.

    Raises:
        MissingExtra: Pillow or PyAV is not installed.
        AttributeError: the package has no such name.
    """
    if name not in _MEDIA:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    try:
        return getattr(import_module(f"{package}.{_MEDIA[name]}"), name)
    except ModuleNotFoundError as error:
        missing = _PACKAGES.get((error.name or "").partition(".")[0])
        if missing is None:
            raise
        raise MissingExtra("label render", "media", missing) from None
