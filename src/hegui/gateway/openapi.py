"""The gateway's endpoints as an OpenAPI description, written from the table of who may call what.

    RULES ──▶ paths and verbs      (`hegui.gateway.admission`)
    _BODIES ─▶ what a body needs    by path
    Limits ──▶ bounds               (`hegui.gateway.limits`)
    errors ──▶ codes and statuses   (`hegui.errors`)

Only what the gateway itself reads and demands is described: a body may have any
further field of its protocol, all of which are judged and passed on.

>>> sorted(describe()['paths']['/v1/models'])
['get']
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hegui.errors import GatewayError
from hegui.gateway.admission import RULES, Rule, Who
from hegui.gateway.limits import Limits

__all__ = ["describe"]

Schema = dict[str, object]

_LIMITS: Final = Limits()
_MODEL: Final[Schema] = {
    "type": "string",
    "pattern": r"^[A-Za-z0-9_.:/@+\-]{1,200}$",
    "description": "A model that GET /v1/models lists.",
}
_TEXT: Final[Schema] = {"type": "string"}
_FLAG: Final[Schema] = {"type": "boolean"}
_TEXTS: Final[Schema] = {
    "oneOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1, "maxItems": 64}]
}
_PART: Final[Schema] = {
    "type": "object",
    "required": ["type", "text"],
    "properties": {"type": {"const": "text"}, "text": _TEXT},
}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 1, "maximum": _LIMITS.choices}


def _messages(*roles: str) -> Schema:
    message = {
        "type": "object",
        "required": ["role", "content"],
        "properties": {
            "role": {"enum": list(roles)},
            "content": {"oneOf": [_TEXT, {"type": "array", "items": _PART, "minItems": 1}]},
        },
    }
    return {"type": "array", "items": message, "minItems": 1}


def _body(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "required": list(required), "properties": properties}


_BODIES: Final[dict[str, Schema]] = {
    "/v1/chat/completions": _body(
        {
            "model": _MODEL,
            "messages": _messages("system", "developer", "user", "assistant"),
            "stream": _FLAG,
            "n": _COUNT,
            "user": _TEXT,
            "stop": _TEXTS,
            "tools": {"type": "array", "items": {"type": "object"}},
        },
        "model",
        "messages",
    ),
    "/v1/messages": _body(
        {
            "model": _MODEL,
            "max_tokens": {"type": "integer", "minimum": 1},
            "messages": _messages("user", "assistant"),
            "system": _TEXT,
            "stream": _FLAG,
        },
        "model",
        "max_tokens",
        "messages",
    ),
    "/v1/responses": _body(
        {"model": _MODEL, "input": _TEXT, "instructions": _TEXT, "stream": _FLAG},
        "model",
        "input",
    ),
    "/v1/completions": _body(
        {"model": _MODEL, "prompt": _TEXTS, "stream": _FLAG, "n": _COUNT}, "model", "prompt"
    ),
    "/v1/embeddings": _body({"model": _MODEL, "input": _TEXTS}, "model", "input"),
    "/v1/moderations": _body({"model": _MODEL, "input": _TEXTS}, "input"),
    "/v1/images/generations": _body(
        {"model": _MODEL, "prompt": _TEXT, "n": _COUNT}, "model", "prompt"
    ),
    "/v1/audio/speech": _body(
        {"model": _MODEL, "input": _TEXT, "voice": _TEXT}, "model", "input", "voice"
    ),
}
"""What the body of a request needs, by path."""

_FORMS: Final[dict[str, Schema]] = {
    "/v1/images/edits": _body(
        {"model": _MODEL, "prompt": _TEXT, "image": {"type": "string", "format": "binary"}},
        "model",
        "prompt",
        "image",
    ),
    "/v1/audio/transcriptions": _body(
        {"model": _MODEL, "file": {"type": "string", "format": "binary"}}, "model", "file"
    ),
}
"""The same for bodies of ``multipart/form-data``."""


def describe() -> dict[str, object]:
    """Return the OpenAPI 3.1 description of everything under ``/v1/`` as JSON values.

    Written anew at each call; equal for equal tables.
    """
    paths: dict[str, dict[str, object]] = {}
    for rule in RULES:
        if rule.path.startswith("/v1/"):
            path = rule.path.replace("/*", "/{name}")
            paths.setdefault(path, {})[rule.method.lower()] = _operation(rule, path)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "hegui",
            "version": "1",
            "summary": "Judged prompts and answers, with a receipt for each.",
        },
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Error": _error()},
        },
    }


def _operation(rule: Rule, path: str) -> dict[str, object]:
    said = f"{rule.method.lower()}_{path.removeprefix('/v1/')}"
    told: dict[str, object] = {
        "operationId": "".join(char if char.isalnum() else "_" for char in said).rstrip("_"),
        "responses": {
            "200": {
                "description": "What was asked for, as far as it may be delivered.",
                "headers": _told(rule),
                "content": _answers(rule),
            },
            "default": {
                "description": "An error in OpenAI's shape.",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            },
        },
    }
    if rule.who is Who.KEY_HOLDER:
        told["security"] = [{"key": []}]
    if path.endswith("/{name}"):
        name = {"name": "name", "in": "path", "required": True, "schema": _MODEL}
        told["parameters"] = [name]
    if rule.method in {"POST", "PUT"}:
        told["requestBody"] = {"required": True, "content": _asked(rule.path)}
    return told


def _asked(path: str) -> dict[str, object]:
    if path in _FORMS:
        return {"multipart/form-data": {"schema": _FORMS[path]}}
    return {"application/json": {"schema": _BODIES.get(path, {"type": "object"})}}


def _answers(rule: Rule) -> dict[str, object]:
    kinds = ["application/json"]
    properties = _BODIES.get(rule.path, {}).get("properties")
    if isinstance(properties, dict) and "stream" in properties:
        kinds.append("text/event-stream")
    if rule.path == "/v1/audio/speech":
        kinds = ["audio/*"]
    return {kind: {} for kind in kinds}


def _told(rule: Rule) -> dict[str, object]:
    if rule.method != "POST" or rule.path not in {*_BODIES, *_FORMS}:
        return {}
    return {
        "x-hegui-receipt": {
            "schema": _TEXT,
            "description": "Leads to the entry of what was judged and delivered.",
        },
        "x-hegui-label": {
            "schema": _TEXT,
            "description": "The explicit label of an answer in JSON, for the client to show beside "
            "it: a JSON object with zh and en. Only where JSON was asked for.",
        },
    }


def _error() -> Schema:
    # A code is made of the class's name alone, so it needs no arguments.
    codes = sorted({kind.__new__(kind).code for kind in _kinds(GatewayError)})
    about = {
        "message": _TEXT,
        "type": _TEXT,
        "param": {"type": ["string", "null"]},
        "code": {"enum": codes},
    }
    return _body({"error": _body(about, "message", "type", "param", "code")}, "error")


def _kinds(kind: type[GatewayError]) -> Iterator[type[GatewayError]]:
    for child in kind.__subclasses__():
        if not child.__name__.startswith("_"):
            yield child
        yield from _kinds(child)
