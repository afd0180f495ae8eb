"""Addresses of the interview."""

from __future__ import annotations

from django.urls import path

from hegui.console.interview import views

urlpatterns = [
    path("", views.page, name="interview"),
    path("<fact:name>/", views.one, name="fact"),
]
