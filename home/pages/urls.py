"""Addresses of the pages, and of what stands beside them: feeds of news, plan, site map. The pages come last."""

from django.urls import URLPattern, path, re_path

from home.pages.views.news import atom
from home.pages.views.page import page
from home.pages.views.plan import plan
from home.pages.views.sitemap import robots, sitemap

urlpatterns: list[URLPattern] = [
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("plan-du-site/", plan, name="plan"),
    path("actualites/atom.xml", atom, name="news_atom"),
    path("<slug:territory>/actualites/atom.xml", atom, name="territory_news_atom"),
    # As Wagtail's own pattern, which comes after and stays the one addresses are made from; `_util/` is its own.
    re_path(r"^(?!_util/)((?:[\w\-]+/)*)$", page),
]
