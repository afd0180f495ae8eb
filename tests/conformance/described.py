"""Requests that the description of ``/v1`` allows, and some that it does not, by Schemathesis.

    python -m tests.conformance.described 500     so many per endpoint

The model behind the gateway answers everything well, so a status of 500 or
more would be the gateway's own.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

import orjson
import schemathesis
from tests.conformance import generated
from tests.conformance.openai.asking import MODEL
from tests.conformance.openai.serving import KEY, serving

from hegui.gateway.openapi import describe

__all__ = ["asked_in_every_way"]


def asked_in_every_way(
    url: str, examples: int, paths: Collection[str] | None = None
) -> Counter[str]:
    """Ask operations in so many ways each; return operation and status with their counts.

    Args:
        url: of a gateway before a model that answers everything well.
        examples: how many requests of each operation, as often again of forbidden ones.
        paths: which operations; None means every one.

    Raises:
        AssertionError: a status of 500 or more, or an answer that is no JSON where it says so.
    """
    schema = schemathesis.openapi.from_dict(_with_the_model(describe()))
    schema.config.update(base_url=url)
    return generated.asked_in_every_way(
        schema, examples, lambda case, _draw: _ask(url, case), paths=paths
    )


def _with_the_model(description: dict[str, object]) -> dict[str, object]:
    """Return it with the one model that there is in place of the pattern of names."""
    named: dict[str, object] = orjson.loads(
        re.sub(rb'"pattern":"[^"]+"', b'"enum":["%s"]' % MODEL.encode(), orjson.dumps(description))
    )
    return named


def _ask(url: str, case: Any) -> str:
    answer = case.call(base_url=url, headers={"Authorization": f"Bearer {KEY}"})
    at = f"{case.method} {case.operation.path}: {answer.status_code}"
    if answer.status_code >= 500:
        raise AssertionError(f"{at} {answer.text[:500]} to {case.body!r}")
    if answer.headers.get("content-type", [""])[0].startswith("application/json"):
        answer.json()
    return at


def main(examples: int) -> None:
    """Ask and print what came."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as served:
        ends = asked_in_every_way(served.url, examples)
    for end, times in sorted(ends.items()):
        print(f"{times:7} {end}")  # noqa: T201 - what the script is for
    print(f"{ends.total()} requests, none with a status of 500 or more")  # noqa: T201 - the same


if __name__ == "__main__":
    main(int(sys.argv[1]))
