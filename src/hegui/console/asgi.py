"""The console as one ASGI application, static files included.

The lifespan events of the server belong to whoever composes it; this
application answers HTTP only.
"""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

from hegui.console.frame.body_limit import BodyLimit

__all__ = ["application"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hegui.records.settings")

application = BodyLimit(get_asgi_application())
