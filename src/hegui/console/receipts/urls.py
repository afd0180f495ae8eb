"""Addresses of receipts and of the search box."""

from __future__ import annotations

from django.urls import path

from hegui.console.receipts import views

urlpatterns = [
    path("", views.find, name="receipts"),
    path("search/", views.search, name="search"),
    path("<receipt:id_>/", views.one, name="receipt"),
]
