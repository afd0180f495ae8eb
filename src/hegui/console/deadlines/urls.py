"""Addresses of deadlines."""

from __future__ import annotations

from django.urls import path

from hegui.console.deadlines import views

urlpatterns = [
    path("", views.page, name="deadlines"),
    path("calendar.ics", views.calendar, name="deadlines-calendar"),
    path("withdraw/", views.withdraw, name="event-withdraw"),
    path("done/", views.done, name="deadline-done"),
]
