"""Errors about how the program was started."""

from __future__ import annotations

from hegui.errors.base import HeguiError

__all__ = [
    "ConsoleNotStarted",
    "InvalidDay",
    "InvalidSetting",
    "MissingExtra",
    "PortTaken",
    "SettingsError",
]


class SettingsError(HeguiError):
    """How the program was started."""


class ConsoleNotStarted(SettingsError):
    """A page was asked for before the running parts were handed in."""

    hint = "Start the console with `hegui serve`."

    def __init__(self) -> None:
        super().__init__("expected the console to be started; found no running parts")


class InvalidSetting(SettingsError, ValueError):
    """An environment variable cannot be read as what it must be."""

    def __init__(self, name: str, *, expected: str, found: str) -> None:
        self.name = name
        self.hint = "See docs/reference/settings.md."
        super().__init__(f"{name}: expected {expected}; found {found!r}")


class InvalidDay(SettingsError, ValueError):
    """A word on the command line is not a day."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"expected a day as YYYY-MM-DD, for example 2026-11-21; got {text!r}")


class PortTaken(SettingsError):
    """Another program listens on the port."""

    hint = "Stop it, or choose another port with HEGUI_PORT=8081."

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        super().__init__(f"expected a free port; {host}:{port} is taken")


class MissingExtra(SettingsError):
    """A verb needs packages that the base install leaves out."""

    def __init__(self, verb: str, extra: str, missing: str) -> None:
        self.verb = verb
        self.extra = extra
        self.hint = f"Install them with `pip install 'hegui[{extra}]'`."
        super().__init__(f"hegui {verb} needs the extra '{extra}'; {missing} is not installed")
