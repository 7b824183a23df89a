"""Addresses of the agenda."""

from django.urls import URLPattern

#: Calendar feeds stand outside the language prefixes: their addresses are subscribed to for years.
feed_patterns: list[URLPattern] = []
urlpatterns: list[URLPattern] = []
