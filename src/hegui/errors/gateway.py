"""Errors about what an API client is told. Its class name, in snake case, is OpenAI's ``code``."""

from __future__ import annotations

from typing import ClassVar

from hegui.errors.base import HeguiError
from hegui.errors.settings import SettingsError

__all__ = [
    "AnswerWithheld",
    "AtCapacity",
    "BodyTooLarge",
    "ContentPolicyViolation",
    "EvidenceUnavailable",
    "FileWithheld",
    "GatewayError",
    "IdentityUnavailable",
    "InternalFailure",
    "InvalidApiKey",
    "InvalidGatewayFile",
    "InvalidJson",
    "InvalidRefusals",
    "InvalidValue",
    "MethodNotAllowed",
    "ModelNotFound",
    "ModerationUnavailable",
    "PlanUnavailable",
    "RateLimitExceeded",
    "RequestTimeout",
    "ShuttingDown",
    "UnjudgeableContent",
    "UnknownRoute",
    "UnsupportedParameter",
    "UpstreamBusy",
    "UpstreamCut",
    "UpstreamFailed",
    "UpstreamForbidden",
    "UpstreamInvalid",
    "UpstreamRejected",
    "UpstreamTimeout",
    "UpstreamTooLong",
    "UpstreamUnreachable",
]


class GatewayError(HeguiError):
    """What an API client is told. Its class name, in snake case, is OpenAI's ``code``.

    >>> InvalidApiKey().code
    'invalid_api_key'
    """

    status: ClassVar[int] = 500
    """HTTP status of the answer."""

    type: ClassVar[str] = "server_error"
    """OpenAI's ``type``: ``invalid_request_error`` or ``server_error``."""

    param: str | None = None
    """The field of the request that is wrong, for example ``messages[0].role``."""

    retry_after_s: int | None = None
    """What the ``retry-after`` header says; None sends none."""

    @property
    def code(self) -> str:
        """The class name in snake case, as OpenAI writes its codes."""
        name = type(self).__name__
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


class _RequestError(GatewayError):
    """The request is wrong; sending it again unchanged is of no use."""

    status = 400
    type = "invalid_request_error"


class InvalidJson(_RequestError):
    """The body is no JSON object."""

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(f"expected a JSON object as the body; found {found}")


class InvalidValue(_RequestError):
    """A field of the body has a wrong type or value, or is missing."""

    def __init__(self, param: str, *, expected: str, found: str) -> None:
        self.param = param
        self.expected = expected
        self.found = found
        super().__init__(f"'{param}': expected {expected}; found {found}")


class UnjudgeableContent(_RequestError):
    """The prompt holds content that no engine here can judge, so it is not passed on."""

    hint = "Send it as text"

    def __init__(self, param: str, found: str) -> None:
        self.param = param
        self.found = found
        super().__init__(f"'{param}': expected text; {found} cannot be judged and is not passed on")


class UnsupportedParameter(_RequestError):
    """The parameter would let text past moderation."""

    hint = "Leave it out"

    def __init__(self, param: str, because: str) -> None:
        self.param = param
        super().__init__(f"'{param}' is not supported: {because}")


class BodyTooLarge(_RequestError):
    """The body is longer than the gateway reads."""

    status = 413

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"expected a body of at most {limit} bytes; found a longer one")


class RequestTimeout(_RequestError):
    """The client was too slow in sending its request."""

    status = 408

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        super().__init__(f"expected the whole body within {limit_s:g} s")


class InvalidApiKey(_RequestError):
    """The bearer key is missing, unknown or revoked."""

    status = 401
    hint = "Send 'Authorization: Bearer <key>' with a key from the console"

    def __init__(self) -> None:
        super().__init__("expected a valid API key; found none that is known and active")


class UnknownRoute(_RequestError):
    """The gateway does not speak this endpoint, and passes nothing that it cannot judge."""

    status = 404
    hint = (
        "Use chat/completions, responses, messages, completions, embeddings, moderations, "
        "images/generations, images/edits, audio/speech, audio/transcriptions or models"
    )

    def __init__(self, method: str, path: str) -> None:
        self.method = method
        self.path = path
        super().__init__(f"expected an endpoint that hegui judges; found {method} {path}")


class MethodNotAllowed(_RequestError):
    """The endpoint exists with another verb."""

    status = 405

    def __init__(self, method: str, path: str, *, allow: str) -> None:
        self.method = method
        self.path = path
        self.allow = allow
        super().__init__(f"expected {allow} on {path}; found {method}")


class ModelNotFound(_RequestError):
    """The upstream serves no such model."""

    status = 404
    param = "model"

    def __init__(self, model: str) -> None:
        self.model = model
        super().__init__(f"The model '{model}' does not exist or you do not have access to it.")


class UpstreamRejected(_RequestError):
    """The upstream found the request wrong."""

    def __init__(self, status: int, says: str) -> None:
        self.upstream_status = status
        super().__init__(f"the upstream model answered {status}: {says}")


class UpstreamBusy(_RequestError):
    """The upstream limits its rate."""

    status = 429
    type = "rate_limit_error"

    def __init__(self, retry_after_s: int | None = None) -> None:
        self.retry_after_s = retry_after_s
        super().__init__("the upstream model is at its rate limit")


class RateLimitExceeded(_RequestError):
    """A quota of this key, user or model is used up for now."""

    status = 429
    type = "rate_limit_error"

    def __init__(self, quota: str, what: str, *, limit: int, retry_after_s: int) -> None:
        self.quota = quota
        self.what = what
        self.limit = limit
        self.retry_after_s = retry_after_s
        super().__init__(f"quota '{quota}' allows {limit} {what}; come again in {retry_after_s} s")


class AtCapacity(GatewayError):
    """As many requests are running as the gateway allows."""

    status = 503
    retry_after_s = 1

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"{limit} requests are running, the most that this gateway allows")


class ShuttingDown(GatewayError):
    """The gateway drains: it finishes what runs and takes nothing new."""

    status = 503
    retry_after_s = 5

    def __init__(self) -> None:
        super().__init__("the gateway is shutting down")


class PlanUnavailable(GatewayError):
    """No plan or no rules are loaded, so nothing can be judged."""

    status = 503
    retry_after_s = 5

    def __init__(self) -> None:
        super().__init__("the plan or the rules are not loaded; nothing passes unjudged")


class IdentityUnavailable(GatewayError):
    """The keys could not be looked up, so nobody is let in."""

    status = 503
    retry_after_s = 5

    def __init__(self) -> None:
        super().__init__("API keys cannot be looked up at present")


class EvidenceUnavailable(GatewayError):
    """The ledger cannot write, and without an entry no answer is released."""

    status = 503
    retry_after_s = 2

    def __init__(self) -> None:
        super().__init__("the evidence ledger cannot write; the answer is not released")


class ModerationUnavailable(GatewayError):
    """The moderation engine failed, and without it nothing is released."""

    status = 503

    def __init__(self) -> None:
        super().__init__("moderation failed; nothing passes unjudged")


class ContentPolicyViolation(_RequestError):
    """The prompt was refused, and the endpoint has no place for words of hegui's own."""

    def __init__(self, says: str) -> None:
        self.says = says
        super().__init__(says)


class FileWithheld(GatewayError):
    """A file of the answer could not be labelled, and does not go out without its label."""

    status = 502

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"expected the {kind} to be labelled; its label could not be written")


class AnswerWithheld(GatewayError):
    """A control that reads the finished answer found it not fit to end."""

    status = 502

    def __init__(self, controls: tuple[str, ...]) -> None:
        self.controls = controls
        super().__init__(f"the finished answer was withheld by {', '.join(controls)}")


class InternalFailure(GatewayError):
    """A fault of hegui itself. The log of the service has the details."""

    status = 500

    def __init__(self) -> None:
        super().__init__("the gateway failed; the receipt leads to its record")


class UpstreamUnreachable(GatewayError):
    """No connection to the upstream model, or none that is safe to speak on."""

    status = 502

    def __init__(self, because: str = "") -> None:
        self.because = because
        reason = f": {because}" if because else ""
        super().__init__(f"the upstream model cannot be reached{reason}")


class UpstreamFailed(GatewayError):
    """The upstream model reported a failure of its own."""

    status = 502

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(f"the upstream model failed: {found}")


class UpstreamCut(GatewayError):
    """The upstream ended its answer before it was complete."""

    status = 502

    def __init__(self) -> None:
        super().__init__("the upstream model cut its answer before it was complete")


class UpstreamInvalid(GatewayError):
    """The upstream's answer cannot be read, so it cannot be judged."""

    status = 502

    def __init__(self, expected: str, found: str) -> None:
        self.expected = expected
        self.found = found
        super().__init__(f"expected {expected} from the upstream model; found {found}")


class UpstreamTooLong(GatewayError):
    """The upstream's answer is longer than the gateway reads."""

    status = 502

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"expected an answer of at most {limit} bytes from the upstream model")


class UpstreamTimeout(GatewayError):
    """The upstream was too slow in one phase."""

    status = 504

    def __init__(self, phase: str, limit_s: float) -> None:
        self.phase = phase
        self.limit_s = limit_s
        super().__init__(f"the upstream model exceeded {limit_s:g} s ({phase})")


class UpstreamForbidden(SettingsError, ValueError):
    """The upstream's address is one that the gateway never calls, or not without leave."""

    def __init__(self, address: str, because: str) -> None:
        self.address = address
        super().__init__(f"expected a public http(s) address as upstream; {address} {because}")


class InvalidGatewayFile(SettingsError, ValueError):
    """What the operator declares about the gateway cannot be used."""

    hint = "See docs/how-to/run-the-gateway.md"

    def __init__(self, file: object, where: str) -> None:
        self.file = str(file)
        self.where = where
        super().__init__(f"{file}: {where}")


class InvalidRefusals(SettingsError, ValueError):
    """The operator's library of refusals cannot be used."""

    hint = "See docs/how-to/run-the-gateway.md"

    def __init__(self, file: object, where: str) -> None:
        self.file = str(file)
        self.where = where
        super().__init__(f"{file}: {where}")
