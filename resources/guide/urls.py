"""Addresses of the guide and its tools."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
