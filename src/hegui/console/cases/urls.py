"""Addresses of cases."""

from __future__ import annotations

from django.urls import path

from hegui.console.cases import views

urlpatterns = [
    path("", views.every, name="cases"),
    path("<case:number>/", views.one, name="case"),
]
