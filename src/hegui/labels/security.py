r"""Protecting a label: signatures in its reserved fields, in the guide's ``SecurityData``.

    {"SecurityData":{"Type":"TC260PG",
      "PubSD":[{"Type":"PubKey","AlgID":…,"KeyID":…,"KeyValue":…},
               {"Type":"DS","AlgID":…,"KeyID":…,"TBSData":{"Type":"Md"},"Signature":…},
               {"Type":"DS","AlgID":…,"KeyID":…,"TBSData":{"Type":"hegui-bnd/1"},"Signature":…}],
      "Bindings":[{"BType":"sha256-media/1","Value":…}]}}

``Md`` is over the label: its first three members as they stand in the file,
joined by commas, without braces. The second signature is over the same and the
binding, so that neither can be moved to another content or another label. How
the guide selects content for a binding is not known here, so ours has a name
of its own, and somebody else's binding is ``unchecked``.

The guide's algorithm is SM2 with SM3: `hegui.labels.sm2`, with the extra
``sm2``. Without it there is Ed25519, under the type ``hegui-ed25519/1``, so
that nobody takes it for the guide's. Other algorithms are a `Scheme` and a
`Signer` that an operator hands in.

Two producers call the label's signature ``LabelMataData``; one of them signs
the SM3 digest of the message instead of the message. Both are read. One of
those that does not hold is ``unchecked``: what it is over is not written down.

A key inside a file proves that nothing changed, not who signed: only a pinned
key does. Values of others are opaque: unknown is never *invalid*.

Source:
    TC260-PG-202511A, as transcribed by third parties, and labels that were met;
    RFC 8032 (Ed25519); RFC 8410 (its OID).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final, Literal, Protocol, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SM3, Hash

from hegui.labels.aigc import AIGCLabel
from hegui.labels.media_digest import FORM

__all__ = [
    "ED25519",
    "SM2_WITH_SM3",
    "Ed25519Scheme",
    "Ed25519Signer",
    "Protection",
    "Scheme",
    "Signer",
    "check_protection",
    "protected",
]

ED25519: Final = "1.3.101.112"
"""Object identifier of Ed25519."""

SM2_WITH_SM3: Final = "1.2.156.10197.1.501"
"""Object identifier of the guide's algorithm: `hegui.labels.sm2`, or a device of an operator."""

_GUIDE: Final = "TC260PG"
_OWN: Final = "hegui-ed25519/1"
_LABEL: Final = "Md"
_MISSPELT: Final = "LabelMataData"
_BOUND: Final = "Bnd"
_BOUND_IN_GUIDE: Final = "hegui-bnd/1"
_MOST: Final = 16
_LONGEST: Final = 16_384

Standing = Literal["absent", "opaque", "unchecked", "failed", "verified-self", "verified-pinned"]
"""What a reserved field is worth, from nothing to the most.

``unchecked``: a signature by an algorithm or over data that is not known here.
``verified-self``: it holds by the key inside the file, which anybody can put there.
"""


class Scheme(Protocol):
    """Checks signatures of one algorithm.

    >>> class Sm2:
    ...     alg_id = SM2_WITH_SM3
    ...     def is_valid(self, key: bytes, message: bytes, signature: bytes) -> bool: ...
    """

    @property
    def alg_id(self) -> str:
        """Object identifier, as it stands in ``AlgID``."""
        ...

    def is_valid(self, key: bytes, message: bytes, signature: bytes) -> bool:
        """Tell whether a signature holds. Does not raise for malformed keys."""
        ...


class Signer(Protocol):
    """Signs with one key; may stand for a key in other hardware."""

    @property
    def alg_id(self) -> str:
        """Object identifier."""
        ...

    @property
    def public_key(self) -> bytes:
        """As a checker takes it."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the signature."""
        ...


class Ed25519Scheme:
    """Ed25519 by `cryptography`."""

    alg_id = ED25519

    def is_valid(self, key: bytes, message: bytes, signature: bytes) -> bool:
        """Tell whether a signature holds."""
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


class Ed25519Signer:
    """A private key in memory.

    >>> signer = Ed25519Signer(bytes(32))
    >>> Ed25519Scheme().is_valid(signer.public_key, b'x', signer.sign(b'x'))
    True
    """

    alg_id = ED25519

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public_key(self) -> bytes:
        """32 bytes."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return 64 bytes."""
        return self._key.sign(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """What the signatures in one reserved field are worth."""

    label: Standing
    """Of the signature over the label."""

    content: Standing
    """Of the one that binds it to the media; ``unchecked`` without a digest to hold it against."""

    key_id: str = ""
    """Of the key that decided."""

    def as_dict(self) -> dict[str, str]:
        """Return the fields, for JSON."""
        return {"label": self.label, "content": self.content, "key_id": self.key_id}


def protected(label: AIGCLabel, signer: Signer, *, media: str = "") -> AIGCLabel:
    """Return a label whose producer's reserved field holds signatures.

    Args:
        label: with every other field final.
        signer: the producer's key.
        media: digest of the content (`hegui.labels.media_digest`); empty binds nothing.

    Notes:
        Replaces what the field held. The propagator's fields are not covered: they change.
    """
    key = signer.public_key
    named = {"AlgID": signer.alg_id, "KeyID": _key_id(key)}
    about: list[Mapping[str, object]] = [{"Type": "PubKey", **named, "KeyValue": key.hex()}]
    messages = {_LABEL: _message(label)}
    is_guides = signer.alg_id == SM2_WITH_SM3
    told: dict[str, object] = {"Type": _GUIDE if is_guides else _OWN, "PubSD": about}
    if media:
        messages[_BOUND_IN_GUIDE if is_guides else _BOUND] = _message(label, FORM, media)
        told["Bindings"] = [{"BType": FORM, "Value": media}]
    about += [
        {
            "Type": "DS",
            **named,
            "TBSData": {"Type": kind},
            "Signature": signer.sign(message).hex(),
        }
        for kind, message in messages.items()
    ]
    value = json.dumps({"SecurityData": told}, separators=(",", ":"))
    return replace(label, reserved_code1=value)


def check_protection(
    label: AIGCLabel,
    *,
    media: str = "",
    pinned: Iterable[bytes] = (),
    schemes: Sequence[Scheme] = (),
) -> Protection:
    """Return what the producer's reserved field of a label is worth.

    Args:
        label: as it was read.
        media: digest of the content as it is now; empty when there is none.
        pinned: keys that are known, from elsewhere, to be this producer's.
        schemes: algorithms besides Ed25519; `hegui.labels.sm2.schemes` has the guide's.

    Notes:
        Never raises for what a file says. At most sixteen elements and keys are looked at.
    """
    if not label.reserved_code1:
        return Protection(label="absent", content="absent")
    told = _security_data(label.reserved_code1)
    if told is None:
        return Protection(label="opaque", content="opaque")
    known = {scheme.alg_id: scheme for scheme in (Ed25519Scheme(), *schemes)}
    reader = _Reader(told, known, tuple(pinned))
    about_label, key_id = reader.standing((_LABEL, _MISSPELT), _message(label))
    bindings = [b for b in reader.elements("Bindings") if b.get("BType") == FORM]
    content: Standing = "unchecked" if reader.elements("Bindings") else "absent"
    if bindings and media:
        stated = str(bindings[0].get("Value", ""))
        message = _message(label, FORM, stated)
        content, _ = reader.standing((_BOUND, _BOUND_IN_GUIDE), message)
        if content.startswith("verified") and stated != media:
            content = "failed"
    return Protection(label=about_label, content=content, key_id=key_id)


class _Reader:
    """Looks at one SecurityData object of unknown origin."""

    def __init__(
        self, told: Mapping[str, object], known: Mapping[str, Scheme], pinned: tuple[bytes, ...]
    ) -> None:
        self._told = told
        self._known = known
        self._pinned = pinned[:_MOST]
        self._named = {_key_id(key): key for key in self._pinned} | {
            str(each.get("KeyID", "")): _hex(each.get("KeyValue"))
            for each in self.elements("PubSD")
            if each.get("Type") == "PubKey"
        }

    def elements(self, name: str) -> list[Mapping[str, object]]:
        """Return the objects of a list, as many as are looked at."""
        found = self._told.get(name)
        return [e for e in found[:_MOST] if isinstance(e, dict)] if isinstance(found, list) else []

    def standing(self, kinds: tuple[str, ...], message: bytes) -> tuple[Standing, str]:
        """Return the standing of the signatures over one kind of data; the first that decides.

        Args:
            kinds: what that data is called.
            message: what is signed.
        """
        worth: Standing = "absent"
        for each in self.elements("PubSD"):
            covered = each.get("TBSData")
            if each.get("Type") != "DS" or not isinstance(covered, dict):
                continue
            if covered.get("Type") not in kinds:
                continue
            scheme = self._known.get(str(each.get("AlgID", "")))
            named = self._named.get(str(each.get("KeyID", "")), b"")
            is_misspelt = covered.get("Type") == _MISSPELT
            messages = (message, _sm3(message)) if is_misspelt else (message,)
            signature = _hex(each.get("Signature"))
            if scheme is not None:
                for key in (*self._pinned, named):
                    if key and any(scheme.is_valid(key, one, signature) for one in messages):
                        is_pinned = key in self._pinned
                        return ("verified-pinned" if is_pinned else "verified-self"), _key_id(key)
            if scheme is not None and named:
                return ("unchecked" if is_misspelt else "failed"), _key_id(named)
            worth = "unchecked"
        return worth, ""


def _security_data(value: str) -> Mapping[str, object] | None:
    """Return the object within; None for anything that is not of the guide's form."""
    if len(value) > _LONGEST or value.count("{") + value.count("[") > 4 * _MOST:
        return None
    try:
        told = json.loads(value)
    except ValueError:
        return None
    inner = told.get("SecurityData") if isinstance(told, dict) else None
    return cast("Mapping[str, object]", inner) if isinstance(inner, dict) else None


def _message(label: AIGCLabel, *binding: str) -> bytes:
    """Return the bytes that are signed: members as they stand in the file, joined by commas."""
    members = {
        "Label": label.label,
        "ContentProducer": label.content_producer,
        "ProduceID": label.produce_id,
    }
    if binding:
        members["BType"], members["Value"] = binding
    return ",".join(
        f"{json.dumps(name)}:{json.dumps(value, ensure_ascii=False)}"
        for name, value in members.items()
    ).encode("utf-8", "surrogatepass")


def _sm3(message: bytes) -> bytes:
    engine = Hash(SM3())
    engine.update(message)
    return engine.finalize()


def _key_id(key: bytes) -> str:
    return sha256(key).hexdigest()[:16]


def _hex(value: object) -> bytes:
    try:
        return bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        return b""
