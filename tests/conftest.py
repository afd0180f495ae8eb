"""What every test may use: a whole running server, and a world without network.

Sockets other than loopback are blocked by pytest-socket (see pyproject.toml).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("hegui", deadline=None)
hypothesis.settings.load_profile("hegui")

START_S = 60
"""Seconds that a start may take on a loaded machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A server started as a person starts it."""

    url: str
    api_key: str
    login_url: str
    model: str
    var: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> int:
        """Ask it to stop and return its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)

    def kill(self) -> None:
        """Kill it without warning."""
        self.process.kill()
        self.process.wait(timeout=30)


def start_server(var: Path, environ: Mapping[str, str] | None = None) -> Running:
    """Start ``hegui serve`` on a free port with its data under `var`; return when it is ready."""
    run_file = var / "run.json"
    run_file.unlink(missing_ok=True)
    clean = {k: v for k, v in os.environ.items() if not k.startswith("HEGUI_")}
    var.mkdir(parents=True, exist_ok=True)
    with (var / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "hegui", "serve"],
            env={**clean, "HEGUI_VAR": str(var), "HEGUI_PORT": "0", **(environ or {})},
            cwd=var,
            stdout=log,
            stderr=log,
        )
    until = time.monotonic() + START_S
    while not run_file.exists():
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise AssertionError((var / "server.log").read_text(encoding="utf-8"))
        time.sleep(0.02)
    told = json.loads(run_file.read_text(encoding="utf-8"))
    return Running(
        url=told["url"],
        api_key=told["api_key"],
        login_url=told["login_url"],
        model=told["model"],
        var=var,
        process=process,
    )


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running server with the demo model and a folder of its own."""
    running = start_server(tmp_path_factory.mktemp("served"))
    yield running
    running.stop()


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let the process that reports name each failure when it happens."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Named(config))


class _Named:
    """A run that is stopped before its summary has still said what failed."""

    def __init__(self, config: pytest.Config) -> None:
        self._terminal = config.pluginmanager.get_plugin("terminalreporter")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self._terminal is not None:
            self._terminal.ensure_newline()
            self._terminal.write_line(f"{report.when} of {report.nodeid} failed")
