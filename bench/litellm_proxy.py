"""LiteLLM's proxy as a process of its own, from ``.venv/litellm``, where ``make bench`` puts it.

It is started by its own command as its documentation says: one worker, one model,
a key that is checked, no database, and nothing that judges. So its figure is what
passing a request on costs there; ours holds moderation, label and ledger besides.

It is no dependency of hegui. Without that folder the benchmark says "absent".
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.error import URLError

from bench.load import KEY

__all__ = ["PYTHON", "is_there", "started"]

PYTHON: Final = Path(sys.prefix) / "litellm" / "bin" / "python"
"""The interpreter that has it."""

_START_S: Final = 120.0
_CONFIG: Final = """\
model_list:
  - model_name: fixed
    litellm_params:
      model: openai/fixed
      api_base: http://127.0.0.1:{upstream}/v1
      api_key: none
general_settings:
  master_key: {key}
litellm_settings:
  telemetry: false
"""
_QUIET: Final = {
    "LITELLM_LOG": "ERROR",
    # It would ask the network for prices of models otherwise.
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "NO_PROXY": "*",
}


def is_there() -> bool:
    """Tell whether it was installed."""
    return PYTHON.exists()


@contextmanager
def started(folder: Path, upstream_port: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Yield the process and its port once it answers.

    Raises:
        AssertionError: it ended, or does not answer in time; its log has the reason.
    """
    config, log = folder / "litellm.yaml", folder / "litellm.log"
    config.write_text(_CONFIG.format(upstream=upstream_port, key=KEY), encoding="utf-8")
    port = str(_free_port())
    command = [
        str(PYTHON),
        *("-m", "litellm.proxy.proxy_cli", "--config", str(config)),
        *("--host", "127.0.0.1", "--port", port, "--num_workers", "1"),
        # The load's connections wait while others are measured.
        *("--keepalive_timeout", "600"),
    ]
    with (
        log.open("wb") as out,
        subprocess.Popen(
            command, stdout=out, stderr=out, cwd=folder, env={**os.environ, **_QUIET}
        ) as process,
    ):
        try:
            _wait(process, port, log)
            yield process, port
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], port: str, log: Path) -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/liveliness", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise AssertionError(f"LiteLLM does not answer: {log.read_text(errors='replace')[-800:]}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
