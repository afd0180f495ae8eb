"""Addresses for the public."""

from __future__ import annotations

from django.urls import path

from hegui.console.public import views
from hegui.console.public.yours import yours

urlpatterns = [
    path("", views.service, name="public"),
    path("complaint/", views.complaint, name="public-complaint"),
    path("complaint/received/", views.received, name="public-complaint-received"),
    path("follow-up/", views.follow_up, name="public-follow-up"),
    path("check/", views.check, name="public-check"),
    path("data/", yours, name="public-data"),
    path("notices/<slug:kind>/", views.notice, name="public-notice"),
]
