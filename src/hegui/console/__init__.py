"""The console: server-rendered pages for staff and for the public.

One folder is one resource with its views, addresses, forms and templates:
``overview obligations interview deadlines law controls ledger receipts keys
publications cases people public``. What all of them share is in ``frame``: the page around, who may
enter, headers, static files.

The console reads the running parts from `hegui.console.runtime`.
"""

from __future__ import annotations

__all__: list[str] = []
