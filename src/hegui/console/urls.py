"""Every address of the console, slice by slice.

Names are what `frame.doors` lists and what templates link to.
"""

from __future__ import annotations

from django.urls import include, path, register_converter

from hegui.console.api import door
from hegui.console.frame.converters import (
    Anything,
    CaseNumber,
    FactName,
    InstrumentPath,
    ObligationPath,
    ReceiptId,
)

register_converter(Anything, "anything")
register_converter(ObligationPath, "obligation")
register_converter(InstrumentPath, "instrument")
register_converter(FactName, "fact")
register_converter(ReceiptId, "receipt")
register_converter(CaseNumber, "case")

urlpatterns = [
    path("", include("hegui.console.overview.urls")),
    path("obligations/", include("hegui.console.obligations.urls")),
    path("interview/", include("hegui.console.interview.urls")),
    path("law/", include("hegui.console.law.urls")),
    path("deadlines/", include("hegui.console.deadlines.urls")),
    path("controls/", include("hegui.console.controls.urls")),
    path("ledger/", include("hegui.console.ledger.urls")),
    path("receipts/", include("hegui.console.receipts.urls")),
    path("keys/", include("hegui.console.keys.urls")),
    path("publications/", include("hegui.console.publications.urls")),
    path("cases/", include("hegui.console.cases.urls")),
    path("labels/", include("hegui.console.labels.urls")),
    path("users/", include("hegui.console.users.urls")),
    path("api/v1/", door.answer, name="api"),
    path("api/v1/<anything:rest>", door.answer, name="api-call"),
    path("public/", include("hegui.console.public.urls")),
    path("", include("hegui.console.people.urls")),
]

handler400 = "hegui.console.frame.failures.bad_request"
handler403 = "hegui.console.frame.failures.forbidden"
handler404 = "hegui.console.frame.failures.not_found"
handler500 = "hegui.console.frame.failures.server_error"
