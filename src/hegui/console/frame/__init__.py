"""What all pages share: the frame around, the doors, headers, static files, exports."""

from __future__ import annotations

__all__: list[str] = []
