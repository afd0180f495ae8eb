"""Addresses of API keys."""

from __future__ import annotations

from django.urls import path

from hegui.console.keys import views

urlpatterns = [
    path("", views.every, name="keys"),
    path("<slug:id_>/revoke/", views.revoke, name="key-revoke"),
    path("<slug:id_>/labels/", views.labels, name="key-labels"),
]
