"""Addresses of controls."""

from __future__ import annotations

from django.urls import path

from hegui.console.controls import views

urlpatterns = [
    path("", views.every, name="controls"),
    path("<path:name>/", views.one, name="control"),
]
