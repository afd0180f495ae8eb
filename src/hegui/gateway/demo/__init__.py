"""The demo model: a deterministic OpenAI-compatible server, part of the package.

It makes `hegui serve` work with nothing behind it, and plays every fault that
a real model's server has shown, for tests.
"""

from __future__ import annotations

from hegui.gateway.demo.server import DemoModel

__all__ = ["DemoModel"]
