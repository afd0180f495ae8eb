"""The description of the endpoints says what the gateway lets in, and nothing else."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from hegui.errors import InvalidApiKey, UpstreamCut
from hegui.gateway.admission import RULES, Who
from hegui.gateway.dialects import DIALECTS
from hegui.gateway.limits import Limits
from hegui.gateway.openapi import describe

UNDER_V1 = [rule for rule in RULES if rule.path.startswith("/v1/")]


def described() -> Any:
    """Return the description as a program reads it."""
    return orjson.loads(orjson.dumps(describe()))


@pytest.mark.parametrize("rule", UNDER_V1, ids=lambda rule: f"{rule.method} {rule.path}")
def test_every_rule_under_v1_is_described(rule: Any) -> None:
    """With its verb, its key and its errors."""
    told = described()["paths"][rule.path.replace("/*", "/{name}")][rule.method.lower()]

    assert {"200", "default"} == set(told["responses"])
    assert (rule.who is Who.KEY_HOLDER) is ("security" in told)


def test_nothing_else_is_described() -> None:
    """What nobody may call is not advertised."""
    verbs = sum(len(path) for path in described()["paths"].values())

    assert verbs == len(UNDER_V1)


@pytest.mark.parametrize("path", DIALECTS)
def test_every_dialect_says_what_a_body_needs(path: str) -> None:
    """An endpoint that takes a prompt names at least one field that must be there."""
    content = described()["paths"][path]["post"]["requestBody"]["content"]

    for kind in content.values():
        assert kind["schema"]["required"]


def test_bounds_are_those_of_the_gateway() -> None:
    """A change of a limit changes the description."""
    body = described()["paths"]["/v1/chat/completions"]["post"]["requestBody"]
    fields = body["content"]["application/json"]["schema"]["properties"]

    assert fields["n"]["maximum"] == Limits().choices


def test_every_code_of_an_error_is_named() -> None:
    """Clients can switch on it."""
    error = described()["components"]["schemas"]["Error"]["properties"]["error"]
    codes = error["properties"]["code"]["enum"]

    assert {InvalidApiKey().code, UpstreamCut().code} <= set(codes)
    assert codes == sorted(set(codes))
