"""Log in, log out, one's own account, language and day."""

from __future__ import annotations

__all__: list[str] = []
