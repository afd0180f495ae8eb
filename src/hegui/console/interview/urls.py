"""Addresses of the interview."""

from __future__ import annotations

from django.urls import path

from hegui.console.interview import beginning, views

urlpatterns = [
    path("", views.page, name="interview"),
    path("begin/", beginning.page, name="interview-begin"),
    path("several/", views.several, name="interview-several"),
    path("<fact:name>/", views.one, name="fact"),
]
