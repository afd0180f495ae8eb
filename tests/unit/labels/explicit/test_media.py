"""Without the extra, the package is imported, and says what is missing when it is asked to draw."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PROGRAM = """
import sys
sys.modules["PIL"] = None
sys.modules["av"] = None
import hegui.labels
from hegui.errors import MissingExtra
import hegui.labels.explicit as explicit
assert explicit.snippet("AI生成", language="zh")
for name in ("render_picture", "render_video", "render_sound", "kind_of"):
    try:
        getattr(explicit, name)
    except MissingExtra as error:
        print(name, error.extra, error.hint)
"""


def test_each_renderer_names_the_extra() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], check=True, capture_output=True, text=True
    )

    assert [
        f"{name} media Install them with `pip install 'hegui[media]'`."
        for name in ("render_picture", "render_video", "render_sound", "kind_of")
    ] == done.stdout.splitlines()


def test_an_unknown_name_is_no_attribute() -> None:
    from hegui.labels import explicit

    with pytest.raises(AttributeError, match="no attribute 'strip'"):
        _ = explicit.strip
