"""Addresses of the pages for system admins."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
