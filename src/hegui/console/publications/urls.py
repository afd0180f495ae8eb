"""Addresses of public notices."""

from __future__ import annotations

from django.urls import path

from hegui.console.publications import views

urlpatterns = [
    path("", views.every, name="publications"),
    path("<slug:kind>/", views.one, name="publication"),
]
