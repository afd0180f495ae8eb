"""What an operator may declare about the gateway, and how a mistake is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hegui.errors import InvalidGatewayFile
from hegui.gateway.declared import Declared, decode
from hegui.gateway.limits import Limits

GOOD = """
[limits]
concurrent = 12
connect_s = 1

[[upstream]]
name = "house"
url = "http://127.0.0.1:9/v1"

[[route]]
model = "qwen-*"
to = [{ upstream = "house" }]

[[quota]]
name = "a-minute"
per = ["key"]
requests = 5

[access]
proxies = ["10.0.0.0/8"]
origins = ["https://chat.example"]
"""


def test_an_empty_file_declares_nothing() -> None:
    """Then everything is as without the file."""
    assert Declared() == decode(b"", "g.toml")
    assert Limits() == decode(b"", "g.toml").bounds()


def test_each_part_is_read() -> None:
    """And a bound keeps its kind: a count stays whole."""
    declared = decode(GOOD.encode(), "g.toml")

    assert replace(Limits(), concurrent=12, connect_s=1.0) == declared.bounds()
    assert int is type(declared.bounds().concurrent)
    assert ("house",) == tuple(each.name for each in declared.upstream)
    assert 60.0 == declared.quota[0].window_s


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[limits]", "[limit]", "unknown field `limit`"),
        ("concurrent = 12", "concurent = 12", "found 'concurent'"),
        ("concurrent = 12", "concurrent = 0", "limits.concurrent: expected a positive"),
        ("concurrent = 12", "concurrent = 1.5", "whole for counts"),
        ('name = "house"', 'name = "House"', "$.upstream[0].name"),
        ("127.0.0.1:9", "169.254.169.254", "upstream[0].url"),
        ('url = "http', 'key = "sk-1"\nurl = "http', "unknown field `key`"),
        ('upstream = "house" }', 'upstream = "hause" }', "found 'hause'"),
        ('upstream = "house" }', 'upstream = "house", weight = 0 }', "one weight above 0"),
        ('"qwen-*"', '"*-*"', "at most one '*'"),
        ('"qwen-*"', '""', "$.route[0].model"),
        (
            '"house" }]',
            '"house", model = "a*" }]\n[[route]]\nmodel = "x"\nto = []',
            "$.route[1].to",
        ),
        ('"qwen-*"\nto = [{', '"q"\nto = [{ model = "a-*",', "nothing to stand for"),
        ("requests = 5", "", "expected requests, tokens or concurrent"),
        ('["key"]', '["keys"]', "$.quota[0].per[0]"),
        ("10.0.0.0/8", "10.0.0.300", "access.proxies"),
        ("https://chat.example", "*", "access.origins"),
        ("[access]", "[access", "g.toml: "),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, told: str) -> None:
    """Nothing of a file with a mistake is used."""
    assert old in GOOD
    with pytest.raises(InvalidGatewayFile) as caught:
        decode(GOOD.replace(old, new, 1).encode(), "g.toml")

    assert told in str(caught.value)
    assert "sk-1" not in str(caught.value)


@pytest.mark.parametrize("table", ["upstream", "route", "quota"])
def test_a_name_used_twice_is_a_mistake(table: str) -> None:
    """Which of the two would count is nobody's guess."""
    start = GOOD.index(f"[[{table}]]")
    again = GOOD[start:].split("\n\n", maxsplit=1)[0]

    with pytest.raises(InvalidGatewayFile, match="used twice"):
        decode(f"{GOOD}\n{again}\n".encode(), "g.toml")


def test_an_upstream_without_a_route_is_a_mistake() -> None:
    """It would never be asked."""
    raw = b'[[upstream]]\nname = "a"\nurl = "http://127.0.0.1:9/v1"\n'

    with pytest.raises(InvalidGatewayFile, match="at least one"):
        decode(raw, "g.toml")


def test_the_file_of_the_manual_is_one() -> None:
    """What operators copy is what the gateway reads."""
    page = Path(__file__).parents[3] / "docs" / "how-to" / "run-the-gateway.md"
    shown = page.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    declared = decode(shown.encode(), "manual")

    assert ("house", "reserve") == tuple(each.name for each in declared.upstream)
    assert 512 == declared.bounds().concurrent
    assert 0 == declared.route[0].to[1].weight
