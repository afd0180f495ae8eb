"""The management API under ``/api/v1/``: what the console does, for programs.

::

    door       who may come in: token, rule, scope; then the resource. Default deny
    caller     who calls, for the resources behind the door
    rules      the one table of who may call what
    routes     the resources put together on django-ninja; imported at the first call
    problem    errors, in the shape of RFC 9457
    paging     lists cut into pages by a cursor
    openapi    the description, written from the code
    service obligations posture controls ledger receipts keys cases users labels attestations

Every writing verb calls the function that the console's page calls, so that the
same entry is left.
"""

from __future__ import annotations

__all__: list[str] = []
