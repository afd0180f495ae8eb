"""The description in OpenAPI, written from the resources and from the table of rules.

What ninja writes is made true: which scope a call takes, which problems may
come back and in which shape, and the verbs that the door lets through.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from ninja import NinjaAPI

from hegui.console.api.problem import CONTENT_TYPE
from hegui.console.api.rules import RULES
from hegui.console.api.told import Problem

__all__ = ["ABOUT", "describe", "operations"]

ABOUT: Final = (
    "What the console does, for programs. Show an access token of a person, made with "
    "`hegui token new`, as a bearer. A key of the gateway opens nothing here. Errors are "
    "problem details (RFC 9457); `code` is the class in docs/reference/errors.md."
)

_PREFIX: Final = "/api/v1"


def describe(api: NinjaAPI) -> dict[str, Any]:
    """Return the description, as JSON values."""
    written: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="")))
    paths: dict[str, Any] = {}
    for path, verbs in written["paths"].items():
        for verb, told in verbs.items():
            scope = RULES[(verb.upper(), path)]
            told["operationId"] = _name(verb, path)
            told["description"] = f"{told.get('description', '')}\n\nScope: `{scope}`.".strip()
            told["security"] = [{"token": []}]
            told["responses"]["default"] = {
                "description": "A problem.",
                "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
        paths[_PREFIX + path] = verbs
    schemas = written.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    return {
        "openapi": written["openapi"],
        "info": {
            **written["info"],
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An access token made with `hegui token new`.",
                }
            },
        },
    }


def operations(api: NinjaAPI) -> Iterator[tuple[str, str]]:
    """Yield verb and address of everything that some code answers, whatever the rules say."""
    for path, verbs in api.get_openapi_schema(path_prefix="")["paths"].items():
        for verb in verbs:
            yield verb.upper(), path


def _name(verb: str, path: str) -> str:
    """Return the name of an operation.

    >>> _name('post', '/keys/{key}/revoke')
    'post_keys_key_revoke'
    """
    parts = [part.strip("{}").replace(".", "_") for part in path.split("/") if part]
    return "_".join([verb, *parts])
