"""What the ledger is told about the models behind the gateway."""

from __future__ import annotations

from hegui.gateway.base_models import base_models
from hegui.gateway.declared import decode

TWO = b"""
[[upstream]]
name = "far"
url = "https://models.example/v1"
region = "us"

[[upstream]]
name = "near"
url = "http://127.0.0.1:9/v1"
region = "cn"
base_model = "qwen"
filing = "example-1"

[[route]]
model = "a"
to = [{ upstream = "far" }, { upstream = "near", weight = 0 }]

[[route]]
model = "b"
to = [{ upstream = "near" }]
"""


def test_it_names_who_stands_behind_whom() -> None:
    """A substitute stands behind an upstream in each of its routes; no address is told."""
    told = base_models(decode(TWO, "t"))

    assert [("far", ["near"]), ("near", [])] == [
        (each["name"], each["substitutes"]) for each in told
    ]
    assert ("us", "", "") == tuple(told[0][name] for name in ("region", "base_model", "filing"))
    assert "example/v1" not in str(told)


def test_a_route_without_it_takes_the_substitute_away() -> None:
    """One model that nobody else serves is one that would be cut off."""
    told = base_models(decode(TWO + b'[[route]]\nmodel = "c"\nto = [{ upstream = "far" }]\n', "t"))

    assert [] == told[0]["substitutes"]
