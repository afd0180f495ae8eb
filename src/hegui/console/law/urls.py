"""Addresses of the law browser."""

from __future__ import annotations

from django.urls import path

from hegui.console.law import comparison, difference, views

urlpatterns = [
    path("", views.every, name="law"),
    path("diff/", difference.page, name="law-diff"),
    path("compare/", comparison.page, name="law-compare"),
    path("<instrument:id_>/", views.instrument, name="instrument"),
    path("<obligation:id_>/", views.provision, name="provision"),
]
