"""Requests that come as a form with files: what of it is text, and what is a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hegui.errors import InvalidValue
from hegui.gateway.asked import Asked, Unjudged
from hegui.gateway.body import both, model_of
from hegui.gateway.dialects.once import check_not_streamed
from hegui.gateway.multipart import Part, read, written

__all__ = ["as_asked", "fields_of"]


def fields_of(raw: bytes, content_type: str) -> tuple[tuple[Part, ...], dict[str, object]]:
    """Return the parts of a form, and its fields that are no files by name.

    Raises:
        InvalidJson, InvalidValue: it cannot be read, or a field stands in it twice.
        UnsupportedParameter: it asks for a stream.
    """
    parts = read(raw, content_type)
    fields: dict[str, object] = {}
    for part in parts:
        if part.filename is None and not part.name.endswith("[]"):
            if part.name in fields:
                raise InvalidValue(part.name, expected="each field once", found="it twice")
            fields[part.name] = part.text
    if fields.get("stream") in ("false", "False"):
        del fields["stream"]
    check_not_streamed(fields)
    return parts, fields


def as_asked(
    parts: Iterable[Part], fields: Mapping[str, object], *, files: Mapping[str, str], last: str
) -> Asked:
    """Return a form as a request.

    Args:
        parts: all of it.
        fields: those that are no files.
        files: names that may hold a file, and what it is then.
        last: decides the language of a refusal.
    """
    texts: list[str] = []
    unjudged: list[Unjudged] = []
    kept: list[Part] = []
    for part in parts:
        kept.append(part)
        if part.filename is None:
            if part.name != "model":
                texts.append(both(part.text))
            continue
        kind = files.get(part.name.removesuffix("[]"))
        if kind is None:
            raise InvalidValue(part.name, expected="a field of this endpoint", found="a file")
        unjudged.append(Unjudged(field=part.name, kind=kind, bytes=len(part.raw)))
        texts.append(both(part.filename))
    body, content_type = written(kept)
    user = fields.get("user")
    return Asked(
        model=model_of(fields),
        texts=tuple(texts),
        last=last,
        user=user if isinstance(user, str) else "",
        unjudged=tuple(unjudged),
        body=body,
        content_type=content_type,
        options={"response_format": fields.get("response_format", "json")},
    )
