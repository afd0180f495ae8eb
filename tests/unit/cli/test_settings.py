"""Settings come from the environment; a bad one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.cli.settings import Settings, read
from hegui.errors import InvalidSetting


def test_nothing_set_is_the_defaults() -> None:
    assert Settings() == read({})


def test_an_empty_variable_counts_as_absent() -> None:
    """``make run`` hands over empty ones."""
    assert "" == read({"HEGUI_UPSTREAM": "  "}).upstream


def test_each_kind_is_read() -> None:
    found = read({"HEGUI_VAR": "elsewhere", "HEGUI_PORT": "0", "HEGUI_UPSTREAM": "http://a/v1"})

    assert (Path("elsewhere"), 0, "http://a/v1") == (found.var, found.port, found.upstream)


@pytest.mark.parametrize("text", ["x", "-1", "65536", "8080.0", "８０８０x"])
def test_a_port_that_is_none_is_named(text: str) -> None:
    with pytest.raises(InvalidSetting, match="HEGUI_PORT: expected a whole number") as caught:
        read({"HEGUI_PORT": text})

    assert repr(text) in str(caught.value)
