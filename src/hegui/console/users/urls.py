"""Addresses of end users."""

from __future__ import annotations

from django.urls import path

from hegui.console.users import views

urlpatterns = [
    path("", views.every, name="end-users"),
    path("<slug:ref>/", views.one, name="end-user"),
]
