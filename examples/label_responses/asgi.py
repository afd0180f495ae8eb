#!/usr/bin/env python3
"""Label pictures and sound on their way out: `app.add_middleware(LabelFiles, files=FILES)`."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from hegui.controls.label_law import grammar
from hegui.labels import PassingFiles, read_bytes
from hegui.labels.asgi import LabelFiles

FILES = PassingFiles(grammar(), producer="Demo", number=lambda: "7")
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>'


async def app(_scope: Any, _receive: Any, send: Any) -> None:
    """Answer with a drawing, as a model would. Starlette and FastAPI are ASGI too."""
    kind = [(b"content-type", b"image/svg+xml")]
    await send({"type": "http.response.start", "status": 200, "headers": kind})
    await send({"type": "http.response.body", "body": DRAWING})


async def show(message: Any) -> None:
    """Read back what goes out."""
    if "body" in message and (label := read_bytes(message["body"], grammar()).label):
        sys.stdout.write(f"made by {label.content_producer}, number {label.produce_id}\n")


async def nothing() -> dict[str, str]:
    """Send no body."""
    return {"type": "http.request"}


asyncio.run(LabelFiles(app, files=FILES)({"type": "http"}, nothing, show))
