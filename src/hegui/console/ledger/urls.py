"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path

from hegui.console.ledger import views

urlpatterns = [
    path("", views.every, name="ledger"),
    path("checkpoint/", views.checkpoint, name="checkpoint"),
    path("<int:seq>/", views.one, name="entry"),
    path("<int:seq>/proof/", views.proof, name="proof"),
]
