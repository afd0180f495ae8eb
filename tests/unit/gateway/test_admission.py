"""Every route × every kind of key × every verb, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Final

import orjson
import pytest
from tests.unit.gateway.asgi import KEY, Call, a_gateway, served

from hegui.errors import UnknownRoute
from hegui.gateway import admission
from hegui.gateway.admission import RULES, Rule, Who, rule_for
from hegui.gateway.dialects import DIALECTS

METRICS_KEY: Final = "metrics-key-of-this-test"
VERBS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")
KEYS: Final = {
    "none": "",
    "unknown": "hg-guess",
    "api key": KEY,
    "collector's": METRICS_KEY,
    "api key, case changed": KEY.upper(),
}
OPENS: Final = {
    Who.ANYBODY: frozenset(KEYS),
    Who.KEY_HOLDER: frozenset({"api key"}),
    Who.COLLECTOR: frozenset({"collector's"}),
}
_USERS: Final = "/v1/users/"
DENIED: Final = frozenset({401, 404, 405})

UNRULED: Final = (
    "/", "/v1", "/v1/", "/v1/models/", "/v1/chat", "/v1/chat/completions/", "/v1/CHAT/completions",
    "/v1//chat/completions", "/v1/chat/completions/..", "/v1/files", "/v1/fine_tuning/jobs",
    "/v1/realtime", "/metrics/", "/metrics/x", "/healthz/", "/readyz/x", "/admin", "/v2/models",
)  # fmt: skip


def concrete(path: str) -> str:
    """Return a path that a rule is about."""
    return path.replace("*", "hegui-demo")


async def statuses(tmp_path: Path, paths: tuple[str, ...]) -> dict[tuple[str, str, str], int]:
    """Return what each path answers to each verb with each kind of key."""
    found: dict[tuple[str, str, str], int] = {}
    async with a_gateway(tmp_path, metrics_key=METRICS_KEY) as (gateway, _, _):
        for path in paths:
            for verb in VERBS:
                for kind, key in KEYS.items():
                    call = Call(concrete(path), b"{}", method=verb, key=key)
                    found[path, verb, kind] = (await served(gateway, call)).status
    return found


async def test_the_table_is_what_the_gateway_does(tmp_path: Path) -> None:
    """A rule opens its path to its verb and its kind of key, and to no other."""
    paths = tuple(dict.fromkeys(rule.path for rule in RULES))
    rules = {(rule.path, rule.method): rule for rule in RULES}
    for (path, verb, kind), status in (await statuses(tmp_path, paths)).items():
        rule = rules.get((path, verb))
        if rule is None:
            assert 405 == status, f"{verb} {path} with {kind}"
        elif kind in OPENS[rule.who]:
            # Without users configured a holder may ask, and finds nobody.
            closed = DENIED - {404} if path.startswith(_USERS) else DENIED
            assert status not in closed, f"{verb} {path} with {kind}"
        else:
            assert 401 == status, f"{verb} {path} with {kind}"


async def test_a_path_without_a_rule_is_nobodys(tmp_path: Path) -> None:
    """Strangers are not told what there is; holders are told that there is nothing."""
    for (path, verb, kind), status in (await statuses(tmp_path, UNRULED)).items():
        assert (404 if kind == "api key" else 401) == status, f"{verb} {path} with {kind}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.method} {rule.path}")
async def test_a_route_without_its_rule_is_closed(
    tmp_path: Path, rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code that serves it is there, and nobody reaches it: default deny."""
    left = tuple(each for each in RULES if each != rule)
    monkeypatch.setattr(admission, "RULES", left)
    monkeypatch.setattr(
        admission, "_EXACT", {(e.method, e.path): e for e in left if not e.path.endswith("/*")}
    )
    async with a_gateway(tmp_path, metrics_key=METRICS_KEY) as (gateway, _, _):
        call = Call(concrete(rule.path), b"{}", method=rule.method)
        has_others = any(each.path == rule.path for each in left)

        assert (405 if has_others else 404) == (await served(gateway, call)).status


async def test_without_a_key_of_its_own_nobody_reads_metrics(tmp_path: Path) -> None:
    """An empty key is no key."""
    async with a_gateway(tmp_path) as (gateway, _, _):
        shown = [
            (await served(gateway, Call("/metrics", key=key))).status for key in ("", " ", KEY)
        ]

    assert [401, 401, 401] == shown


async def test_a_name_below_models_may_hold_a_slash(tmp_path: Path) -> None:
    """``org/model`` is a usual name."""
    async with a_gateway(tmp_path) as (gateway, _, _):
        answer = await served(gateway, Call("/v1/models/org/model"))

        assert "model_not_found" == orjson.loads(answer.body)["error"]["code"]


@pytest.mark.parametrize("find", [lambda: rule_for("GET", "/v1/x"), lambda: rule_for("", "")])
def test_no_rule_is_an_error(find: Callable[[], Rule]) -> None:
    """Never a default."""
    with pytest.raises(UnknownRoute):
        find()


def test_every_endpoint_has_its_rule() -> None:
    """A dialect that is added without a line in the table turns this red, and answers 404."""
    posts = {
        rule.path for rule in RULES if rule.method == "POST" and not rule.path.startswith(_USERS)
    }

    assert set(DIALECTS) == posts


async def test_a_dialect_without_its_rule_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proof that the table decides and not the code that could serve it."""
    added = MappingProxyType({**DIALECTS, "/v1/new": DIALECTS["/v1/chat/completions"]})
    monkeypatch.setattr("hegui.gateway.app.DIALECTS", added)
    async with a_gateway(tmp_path) as (gateway, demo, _):
        call = Call("/v1/new", orjson.dumps({"model": "hegui-demo", "messages": []}), method="POST")

        assert 404 == (await served(gateway, call)).status
        assert [] == demo.requests
