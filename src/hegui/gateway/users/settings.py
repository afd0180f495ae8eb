r"""The table ``[users]`` of ``hegui.toml``: who is asked for, and what they may do.

Without the table nobody is asked for and nothing is counted: an API for one
company needs no end users. With it, every request that reaches the model is
somebody's.

    [users]
    identity = "token"                  # or "field": the request's own `user`
    appeal_url = "https://chat.example/public/complaint/"

    [users.token]
    secret_file = "keys/users.key"      # HS256; or jwks_file, or jwks_url
    audience = "chat"

    [users.minors]
    minutes_a_day = 40

A number that the law gives is not here: it comes with the plan, and a setting
may only be the stricter of the two.

>>> read_text('[users]\nidentity = "field"', Path('hegui.toml')).identity
'field'
>>> read_text('[users]\nidentity = "guess"', Path('hegui.toml'))
Traceback (most recent call last):
    ...
hegui.errors.users.InvalidUserSetting: hegui.toml: expected a usable table [users]; found ...
"""

from __future__ import annotations

import re
import tomllib
from datetime import time
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from hegui.errors import InvalidUserSetting
from hegui.gateway.users.minors import MinorsFrame
from hegui.gateway.users.unlawful import Rung
from hegui.records.end_user import MeasureKind

__all__ = [
    "AbuseSettings",
    "KeepSettings",
    "RealNameSettings",
    "TokenSettings",
    "UseSettings",
    "UserSettings",
    "read_settings",
    "read_text",
]

Algorithm = Literal["HS256", "HS384", "HS512", "RS256", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
Count = Annotated[int, Meta(ge=1)]
Minutes = Annotated[int, Meta(ge=1, le=24 * 60)]
Days = Annotated[int, Meta(ge=0)]
Name = Annotated[str, Meta(min_length=1, max_length=64)]

_HOURS: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_HEADER: Final = re.compile(r"[a-z0-9-]{1,64}")


class TokenSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """``[users.token]``: a signed token (JWT) that names the person."""

    header: str = "x-hegui-user"
    """Request header that carries the token, in lower case."""
    algorithms: tuple[Algorithm, ...] = ("HS256",)
    """Signatures that are accepted; nothing else is, whatever the token says."""
    secret_file: str = ""
    """File with the shared secret, relative to ``hegui.toml``."""
    jwks_file: str = ""
    """File with the issuer's public keys."""
    jwks_url: str = ""
    """Address of the issuer's public keys: https, or http on this machine."""
    issuer: str = ""
    """Demanded ``iss``; empty demands none."""
    audience: str = ""
    """Demanded ``aud``; empty demands none."""
    leeway_s: Annotated[int, Meta(ge=0, le=300)] = 30
    """How far the clocks of issuer and service may be apart."""
    refresh_s: Annotated[int, Meta(ge=10)] = 3600
    """How long fetched keys are used before they are fetched again."""
    subject_claim: Name = "sub"
    age_claim: Name = "age_band"
    """A band (``child``, ``minor``, ``adult``) or an age in whole years."""
    real_name_claim: str = ""
    """A claim that is true when the issuer verified the identity; empty: none is believed."""


class RealNameSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """``[users.real_name]``: what a person may do whose identity is not verified."""

    unverified: Literal["serve", "refuse"] = "serve"
    verifier_url: str = ""
    """Where a verification is started; empty: by the registry or the token alone."""
    secret_file: str = ""
    """Shared secret that signs what the verifier is asked and what it answers."""
    callback_within_s: Annotated[int, Meta(ge=10, le=3600)] = 300
    """How old a signed answer may be."""


class MinorsSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """``[users.minors]``: the frame for minors; a guardian may narrow it."""

    serve: bool = True
    unknown_is_minor: bool = False
    """Treat a person of unknown age as a minor."""
    adult_from: Count = 18
    """The age in years from which a person is of age."""
    hours: str = "06:00-22:00"
    """When minors are served, in Beijing; equal ends are the whole day."""
    minutes_a_day: Minutes = 60
    topics: tuple[str, ...] = ("a1.", "a2.", "a4.")
    """Risk categories, or their beginnings, refused to minors even when a rule is not sure."""
    paid_models: tuple[str, ...] = ()
    """Models that cost the user money: for minors only with the guardian's leave."""


class UseSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """``[users.use]``: reminders and sessions."""

    remind_minutes: Minutes | None = None
    """Continuous use after which a person is reminded, again and again; none: the law's, if any."""
    break_minutes: Minutes = 10
    """Silence that ends continuous use."""
    session_minutes: Minutes | None = None
    """Longest continuous use; then a break is owed. None: no limit."""


class RungSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One step of the ladder of measures."""

    measure: Literal["warn", "limit", "suspend", "end"]
    hours: Count | None = None
    """How long it stands; none: until a person lifts it."""


class AbuseSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """``[users.abuse]``: measures against unlawful use."""

    in_a_row: Count = 3
    in_a_day: Count = 5
    """From how many unlawful inputs on; the law's numbers hold where they are less."""
    categories: Annotated[tuple[str, ...], Meta(min_length=1)] = ("a1.", "a2.")
    """Risk categories, or their beginnings, that count as unlawful."""
    ladder: Annotated[tuple[RungSettings, ...], Meta(min_length=1)] = (
        RungSettings(measure="suspend", hours=24),
        RungSettings(measure="suspend", hours=168),
        RungSettings(measure="suspend"),
    )
    """What is done when the limits are reached the first time, the second, …"""
    limited_per_hour: Count = 10
    """Requests in an hour that a limited person still has."""
    keep_evidence: bool = True
    """Keep the unlawful inputs that led to a measure, encrypted."""


class KeepSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """``[users.keep]``: for how many days at least and at most, by kind."""

    evidence_min: Days = 0
    evidence_max: Days = 180
    """Texts of unlawful inputs, encrypted."""
    measures_min: Days = 180
    measures_max: Days = 1095
    """What was done about a person, by reference."""
    identity_min: Days = 0
    identity_max: Days = 365
    """The person's row after the last sign of use."""


class UserSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """``[users]``."""

    identity: Literal["token", "field"]
    required: bool = True
    """Refuse a request that names nobody."""
    appeal_url: str = ""
    """Where a user complains; the public complaint page."""
    token: TokenSettings = TokenSettings()
    real_name: RealNameSettings = RealNameSettings()
    minors: MinorsSettings = MinorsSettings()
    use: UseSettings = UseSettings()
    abuse: AbuseSettings = AbuseSettings()
    keep: KeepSettings = KeepSettings()

    @property
    def frame(self) -> MinorsFrame:
        """The frame for minors as the policy reads it."""
        opens, _, closes = self.minors.hours.partition("-")
        return MinorsFrame(
            are_served=self.minors.serve,
            unknown_is_minor=self.minors.unknown_is_minor,
            opens=time.fromisoformat(opens),
            closes=time.fromisoformat(closes),
            minutes_a_day=self.minors.minutes_a_day,
            topics=self.minors.topics,
            paid_models=self.minors.paid_models,
        )

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """The ladder as the policy climbs it."""
        return tuple(
            Rung(kind=MeasureKind(rung.measure), hours=rung.hours) for rung in self.abuse.ladder
        )


def read_settings(file: Path) -> UserSettings | None:
    """Return the table of a ``hegui.toml``, or None when it has none.

    Raises:
        InvalidUserSetting: the table cannot be used as it stands.
        OSError: the file cannot be read.
    """
    return read_text(file.read_text(encoding="utf-8"), file)


def read_text(text: str, file: Path) -> UserSettings | None:
    """Return the table in a text; see `read_settings`. `file` names it in errors."""
    try:
        table = tomllib.loads(text).get("users")
    except tomllib.TOMLDecodeError as error:
        raise InvalidUserSetting(file.name, expected="TOML", found=str(error)) from None
    if table is None:
        return None
    try:
        settings = msgspec.convert(table, UserSettings)
    except msgspec.ValidationError as error:
        found = str(error).replace("`$.", "`users.").replace("`$`", "`users`")
        raise InvalidUserSetting(
            file.name, expected="a usable table [users]", found=found
        ) from None
    _coherent(settings, file.name)
    return settings


def _coherent(settings: UserSettings, file: str) -> None:
    """Refuse what is well typed and still makes no sense."""

    def fail(name: str, expected: str, found: str) -> InvalidUserSetting:
        return InvalidUserSetting(f"{file}: users.{name}", expected=expected, found=found)

    token = settings.token
    if settings.identity == "token":
        sources = [n for n in ("secret_file", "jwks_file", "jwks_url") if getattr(token, n)]
        if len(sources) != 1:
            raise fail(
                "token",
                "one of secret_file, jwks_file and jwks_url",
                " and ".join(sources) or "none of them",
            )
        is_shared = sources == ["secret_file"]
        strange = [a for a in token.algorithms if a.startswith("HS") is not is_shared]
        if strange or not token.algorithms:
            expected = "HS… with a shared secret, public-key algorithms with a key set"
            raise fail("token.algorithms", expected, ", ".join(strange) or "none")
        if not _HEADER.fullmatch(token.header):
            raise fail("token.header", "a header's name in lower case", repr(token.header))
    opens, _, closes = settings.minors.hours.partition("-")
    if not (_HOURS.fullmatch(opens) and _HOURS.fullmatch(closes)):
        raise fail("minors.hours", "HH:MM-HH:MM", repr(settings.minors.hours))
    keep = settings.keep
    for kind in ("evidence", "measures", "identity"):
        least, most = getattr(keep, f"{kind}_min"), getattr(keep, f"{kind}_max")
        if least > most:
            raise fail(f"keep.{kind}_max", f"at least keep.{kind}_min ({least})", str(most))
    name = settings.real_name
    if name.verifier_url and not name.secret_file:
        raise fail("real_name.secret_file", "a file, since verifier_url is set", "nothing")
