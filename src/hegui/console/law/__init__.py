"""The law itself: a browser of instruments, differences, and regimes side by side."""

from __future__ import annotations

__all__: list[str] = []
