"""Pages for the public: what this service is, complaints and their follow-up."""

from __future__ import annotations

__all__: list[str] = []
