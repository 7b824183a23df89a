"""Addresses that stand beside the pages: feeds of news, site map."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
