"""Addresses for the public."""

from __future__ import annotations

from django.urls import path

from hegui.console.public import views

urlpatterns = [
    path("", views.service, name="public"),
    path("complaint/", views.complaint, name="public-complaint"),
    path("complaint/received/", views.received, name="public-complaint-received"),
    path("follow-up/", views.follow_up, name="public-follow-up"),
    path("notices/<slug:kind>/", views.notice, name="public-notice"),
]
