"""Targets: what a bank is put to.

Anything with an ``ask`` is a target; for example, one that always refuses::

    class Wall:
        name = "wall"

        def ask(self, question: str) -> Answer:
            return Answer(text="I cannot help with that.", finish_reason="stop")
"""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urlsplit

from hegui.errors import InvalidTarget, TargetFailed

__all__ = ["Answer", "OpenAITarget", "Target"]

_LARGEST_BYTES: Final = 4 * 2**20
"""A longer reply is an error, so that a target cannot fill the memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a target said to one question."""

    text: str
    """The visible answer; empty when there was none."""

    finish_reason: str
    """As the API gives it: ``stop``, ``length``, ``content_filter`` …"""

    refusal: str = ""
    """Words of a refusal where the API keeps them apart."""

    receipt: str = ""
    """The service's receipt, if it gives one; leads to its own evidence."""


class Target(Protocol):
    """A service under assessment."""

    @property
    def name(self) -> str:
        """What the report calls it. No secret."""

    def ask(self, question: str) -> Answer:
        """Return the answer to one question, asked in a fresh conversation.

        May be called from several threads at once.

        Raises:
            TargetFailed: there is no answer that can be read.
        """


class OpenAITarget:
    """An OpenAI-compatible chat service, over the standard library's HTTP client.

    Follows no redirect and keeps no connection, so that each question stands
    alone. Temperature 0; not streamed.

    Args:
        base_url: for example ``http://127.0.0.1:8080/v1``.
        api_key: sent as a bearer token; never shown again.
        model: its name; None asks the service for its first one.
        timeout_s: for connecting and for each read.

    Raises:
        InvalidTarget: `base_url` is no HTTP address.
    """

    def __init__(
        self, base_url: str, api_key: str, *, model: str | None = None, timeout_s: float = 60.0
    ) -> None:
        parts = urlsplit(base_url)
        try:
            port = parts.port
        except ValueError as error:
            raise InvalidTarget(base_url, found=str(error)) from error
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
            raise InvalidTarget(base_url, found=repr(base_url))
        if parts.username is not None or not (api_key.isascii() and api_key.isprintable()):
            raise InvalidTarget(base_url, found="a credential that a header cannot carry")
        self._is_tls = parts.scheme == "https"
        self._host, self._port = parts.hostname, port
        self._path = parts.path.rstrip("/")
        self._api_key = api_key
        self._timeout_s = timeout_s
        self._base_url = base_url.rstrip("/")
        self._model = model

    @property
    def name(self) -> str:
        """Address and model."""
        return f"{self._base_url} {self.model}"

    @property
    def model(self) -> str:
        """The model asked; looked up once when none was named.

        Raises:
            TargetFailed: the service names no model.
        """
        if self._model is None:
            listed = self._call("GET", "/models", None)[0].get("data")
            first = listed[0] if isinstance(listed, list) and listed else None
            if not isinstance(first, dict) or not isinstance(first.get("id"), str):
                raise TargetFailed("a list of models without one")
            self._model = str(first["id"])
        return self._model

    def ask(self, question: str) -> Answer:
        """Ask one question; see `Target.ask`."""
        reply, receipt = self._call(
            "POST",
            "/chat/completions",
            {
                "model": self.model,
                "messages": [{"role": "user", "content": question}],
                "temperature": 0,
                "stream": False,
            },
        )
        match reply:
            case {"choices": [{"message": {**message}, **choice}, *_]}:
                return Answer(
                    text=_words(message.get("content")),
                    finish_reason=_words(choice.get("finish_reason")),
                    refusal=_words(message.get("refusal")),
                    receipt=receipt,
                )
        raise TargetFailed("a reply without choices")

    def _call(
        self, method: str, path: str, body: dict[str, object] | None
    ) -> tuple[dict[str, object], str]:
        kind = http.client.HTTPSConnection if self._is_tls else http.client.HTTPConnection
        connection = kind(self._host, self._port, timeout=self._timeout_s)
        headers = {"authorization": f"Bearer {self._api_key}", "content-type": "application/json"}
        packed = None if body is None else json.dumps(body).encode()
        try:
            connection.request(method, f"{self._path}{path}", body=packed, headers=headers)
            response = connection.getresponse()
            content = response.read(_LARGEST_BYTES + 1)
            receipt = response.getheader("x-hegui-receipt", "")
        except (OSError, UnicodeError, http.client.HTTPException) as error:
            raise TargetFailed(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()
        if response.status != http.HTTPStatus.OK:
            raise TargetFailed(_reason(content), status=response.status)
        if len(content) > _LARGEST_BYTES:
            raise TargetFailed(f"a reply longer than {_LARGEST_BYTES} bytes")
        try:
            reply = json.loads(content)
        except ValueError as error:
            raise TargetFailed("a reply that is not JSON") from error
        if not isinstance(reply, dict):
            raise TargetFailed("a reply that is no JSON object")
        return reply, receipt


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _reason(content: bytes) -> str:
    """Return the message of an error reply in OpenAI's shape, else its first words."""
    try:
        match json.loads(content):
            case {"error": {"message": str(message)}}:
                return message[:200]
    except ValueError:
        pass
    return content[:200].decode("utf-8", "replace").strip() or "an empty reply"
