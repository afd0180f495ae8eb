"""Addresses of the first page."""

from __future__ import annotations

from django.urls import path

from hegui.console.overview import views

urlpatterns = [path("", views.page, name="overview")]
