"""Addresses of obligations."""

from __future__ import annotations

from django.urls import path

from hegui.console.obligations import views

urlpatterns = [
    path("", views.every, name="obligations"),
    path("<obligation:id_>/", views.one, name="obligation"),
]
