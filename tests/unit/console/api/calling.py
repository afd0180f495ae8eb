"""Calls of the management API as a program makes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from tests.unit.console.house import House

    from hegui.records.scope import Scope

__all__ = ["Caller", "token_of"]


def token_of(house: House, *scopes: Scope, days: int = 1) -> str:
    """Return a new token of the officer."""
    from hegui.records.tokens import holder_of, issue_token

    made = issue_token(
        house.ledger, holder_of("officer"), name="test", scopes=scopes, days=days, by="test"
    )
    return made.secret


@dataclass(frozen=True, kw_only=True)
class Caller:
    """A program with a token, or with something else in its place."""

    house: House
    token: str

    def __call__(
        self, method: str, address: str, body: object = None, *, expect: int = 200, **query: str
    ) -> Any:
        """Call, and return what came as JSON; the status is held against what was expected."""
        answer = self.raw(method, address, body, **query)

        assert expect == answer.status_code, answer.content[:500]
        return orjson.loads(answer.content)

    def raw(self, method: str, address: str, body: object = None, **query: str) -> Any:
        """Call, and return the answer."""
        is_bytes = isinstance(body, bytes)
        return self.house.stranger.generic(
            method,
            f"/api/v1{address}",
            body if is_bytes else b"" if body is None else orjson.dumps(body),
            content_type="application/octet-stream" if is_bytes else "application/json",
            headers={"authorization": f"Bearer {self.token}"} if self.token else {},
            query_params=query,
        )
