"""What the terminal shows when everything is ready, and the same for programs.

``run.json`` in the var folder says where the service listens and how to get
in. It is readable by its owner only, and is removed at a clean stop.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from hegui import __version__
from hegui.records import key_files

__all__ = ["Welcome"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """Where everything is."""

    url: str
    login_url: str
    """Works once, for fifteen minutes."""

    api_key: str
    model: str
    """A model that the upstream offers; it stands in the example."""

    upstream: str
    profile: str
    var: str
    pid: int

    def write(self, file: Path) -> None:
        """Write `file` whole or not at all, readable by its owner only."""
        key_files.write(file, json.dumps(asdict(self), indent=2))

    def show(self, *, as_json: bool) -> None:
        """Print for a person, or one JSON line for a program."""
        if as_json:
            typer.echo(json.dumps(asdict(self)))
            return
        hello = {"role": "user", "content": "你好"}
        question = json.dumps({"model": self.model, "messages": [hello]}, ensure_ascii=False)
        typer.echo(
            f"""
hegui {__version__} 合规

  console   {self.login_url}
            one-time login, good for fifteen minutes
  API       {self.url}/v1
  key       {self.api_key}
  model     {self.model} at {self.upstream}
  service   {self.profile}
  data      {self.var}

Try:

  curl {self.url}/v1/chat/completions \\
    -H 'Authorization: Bearer {self.api_key}' \\
    -H 'Content-Type: application/json' \\
    -d '{question}'

Ctrl-C stops.
"""
        )
