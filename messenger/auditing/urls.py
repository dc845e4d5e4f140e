"""Addresses of the pages for auditors."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
