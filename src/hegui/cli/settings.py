"""Every setting of the program, in one place: name, default, meaning.

Settings come from the environment, so that a container, a unit file and
``make run`` set them the same way. What the *service* is stands in
``hegui.toml`` and is not a setting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from hegui.errors import InvalidSetting

__all__ = ["Settings", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this process runs."""

    var: Path = field(default=Path("var"), metadata={"env": "HEGUI_VAR"})
    """Folder of everything that hegui writes: ledger, records, keys, profile."""

    profile: Path | None = field(default=None, metadata={"env": "HEGUI_PROFILE"})
    """The service's ``hegui.toml``. Without it: ``./hegui.toml``, then ``<var>/hegui.toml``."""

    host: str = field(default="127.0.0.1", metadata={"env": "HEGUI_HOST"})
    """Address to listen on. Anything but loopback needs a proxy with TLS in front."""

    port: int = field(default=8080, metadata={"env": "HEGUI_PORT"})
    """Port to listen on; 0 takes a free one."""

    upstream: str = field(default="", metadata={"env": "HEGUI_UPSTREAM"})
    """Base URL of an OpenAI-compatible model, ending in ``/v1``. Empty: the embedded demo model."""

    upstream_key: str = field(default="", metadata={"env": "HEGUI_UPSTREAM_KEY", "secret": True})
    """API key for the upstream."""

    upstream_private: str = field(default="", metadata={"env": "HEGUI_UPSTREAM_PRIVATE"})
    """``1``: the upstream's host name may resolve to a private address."""

    upstream_region: str = field(default="", metadata={"env": "HEGUI_UPSTREAM_REGION"})
    """Where the upstream's base model is served from: two letters, for example ``cn``."""

    upstream_filing: str = field(default="", metadata={"env": "HEGUI_UPSTREAM_FILING"})
    """The base model's number on the public list of filed services."""

    gateway: Path | None = field(default=None, metadata={"env": "HEGUI_GATEWAY"})
    """``gateway.toml``: several upstreams, routes, quotas, proxies, origins. Reread on change."""

    refusals: Path | None = field(default=None, metadata={"env": "HEGUI_REFUSALS"})
    """Your refusals (TOML) over ours. Reread on change."""

    tls_cert: Path | None = field(default=None, metadata={"env": "HEGUI_TLS_CERT"})
    """Certificate chain (PEM) to serve HTTPS with; needs ``HEGUI_TLS_KEY``."""

    tls_key: Path | None = field(default=None, metadata={"env": "HEGUI_TLS_KEY"})
    """Private key (PEM, without a password) of that certificate."""

    log: str = field(default="text", metadata={"env": "HEGUI_LOG", "one_of": ("text", "json")})
    """``text`` for people, ``json`` for a collector: one object in each line."""

    database: str = field(default="", metadata={"env": "HEGUI_DATABASE", "secret": True})
    """``postgresql://…`` for the records. Empty: SQLite in the var folder."""

    hosts: str = field(default="", metadata={"env": "HEGUI_HOSTS"})
    """Further host names under which the console is reached, comma separated."""

    https: str = field(default="", metadata={"env": "HEGUI_HTTPS"})
    """``1`` behind TLS: cookies then go over TLS only."""

    lexicons: Path | None = field(default=None, metadata={"env": "HEGUI_LEXICONS"})
    """Folder of lexicons (TOML or CSV) to use beside the starter lexicon."""

    label_producer: str = field(default="", metadata={"env": "HEGUI_LABEL_PRODUCER"})
    """Name or code of the service in the labels of files. Empty: its English name."""

    drain_s: int = field(default=10, metadata={"env": "HEGUI_DRAIN_S"})
    """Seconds that running answers get to finish at a stop."""


def read(environ: Mapping[str, str]) -> Settings:
    """Return the settings that an environment gives; empty variables count as absent.

    Raises:
        InvalidSetting: a value cannot be read as what it must be.

    >>> read({'HEGUI_PORT': '9000'}).port
    9000
    """
    given: dict[str, object] = {}
    for each in fields(Settings):
        name = each.metadata["env"]
        if not (text := environ.get(name, "").strip()):
            continue
        if isinstance(each.default, int):
            if not text.isdecimal() or (each.name == "port" and int(text) > 65535):
                raise InvalidSetting(name, expected="a whole number in range", found=text)
            given[each.name] = int(text)
        elif isinstance(each.default, str):
            allowed = each.metadata.get("one_of", (text,))
            if text not in allowed:
                raise InvalidSetting(name, expected=" or ".join(allowed), found=text)
            given[each.name] = text
        else:
            given[each.name] = Path(text)
    settings = Settings(**given)  # type: ignore[arg-type]  # each value was built for its own field
    _check_together(settings)
    return settings


def _check_together(settings: Settings) -> None:
    """Refuse settings that mean nothing, or two things, together."""
    if (settings.tls_cert is None) != (settings.tls_key is None):
        lacking = "HEGUI_TLS_KEY" if settings.tls_key is None else "HEGUI_TLS_CERT"
        raise InvalidSetting(lacking, expected="a file, beside the other half", found="")
    region = settings.upstream_region
    if region and not (len(region) == 2 and region.isascii() and region.islower()):
        raise InvalidSetting(
            "HEGUI_UPSTREAM_REGION", expected="two lower-case letters, such as cn", found=region
        )
