"""Addresses of people: in, out, account, language, day."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from hegui.console.people import views

urlpatterns = [
    path("login/", views.login_page, name="login"),
    path("login/<str:token>/", views.ticket, name="login-ticket"),
    path("logout/", views.leave, name="logout"),
    path("account/", views.account, name="account"),
    path("language/", set_language, name="language"),
    path("as-of/", views.as_of, name="as-of"),
]
