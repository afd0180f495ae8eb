"""How verbs are listed, each with its whole first sentence, and when they are read."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click.core import Command, Context

__all__ = ["Verbs", "on_demand"]


class Verbs(TyperGroup):
    """A group whose help says of each verb what its own help begins with."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        for verb in self.commands.values():
            _say_first(verb)


def on_demand(names: Iterable[str]) -> type[TyperGroup]:
    """Return a group that reads a verb when somebody asks for it, and all of them for its help.

    Args:
        names: in the order of the help. Each is a module beside this one that holds a function
            or a `typer.Typer` of the same name.
    """
    listed = tuple(names)

    class OnDemand(TyperGroup):
        """The verbs of `names`."""

        def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 - as Click asks
            """Return the names of all verbs."""
            return list(listed)

        def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
            """Return a verb, or None where there is no such one."""
            if cmd_name in listed and cmd_name not in self.commands:
                self.commands[cmd_name] = _read(cmd_name)
            return super().get_command(ctx, cmd_name)

        def resolve_command(
            self, ctx: Context, args: list[str]
        ) -> tuple[str | None, Command | None, list[str]]:
            """Return the verb that the arguments name; what it is like is said of a wrong one."""
            if args and args[0] not in listed:
                for name in listed:
                    self.get_command(ctx, name)
            return super().resolve_command(ctx, args)

    return OnDemand


def _read(name: str) -> Command:
    found = getattr(importlib.import_module(f"hegui.cli.{name}"), name)
    alone = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    if isinstance(found, typer.Typer):
        alone.add_typer(found, name=name)
    else:
        alone.command(name)(found)
    verb = typer.main.get_group(alone).commands[name]
    _say_first(verb)
    return verb


def _say_first(verb: Command) -> None:
    if verb.help and not verb.short_help:
        verb.short_help = " ".join(verb.help.split("\n\n")[0].split())
