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


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("HEGUI_LOG", "xml", "expected text or json; found 'xml'"),
        ("HEGUI_UPSTREAM_REGION", "China", "two lower-case letters"),
        ("HEGUI_UPSTREAM_REGION", "CN", "two lower-case letters"),
    ],
)
def test_a_word_that_is_none_of_the_allowed_is_named(name: str, text: str, told: str) -> None:
    with pytest.raises(InvalidSetting, match=told):
        read({name: text})


@pytest.mark.parametrize(
    ("given", "lacking"),
    [("HEGUI_TLS_CERT", "HEGUI_TLS_KEY"), ("HEGUI_TLS_KEY", "HEGUI_TLS_CERT")],
)
def test_half_of_what_tls_needs_is_a_mistake(given: str, lacking: str) -> None:
    """Rather than HTTP in silence."""
    with pytest.raises(InvalidSetting) as caught:
        read({given: "a.pem"})

    assert lacking == caught.value.name
