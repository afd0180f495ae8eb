"""Addresses of labels."""

from __future__ import annotations

from django.urls import path

from hegui.console.labels import unlabelled, views

urlpatterns = [
    path("", views.check, name="labels"),
    path("unlabelled/", unlabelled.log, name="labels-unlabelled"),
]
