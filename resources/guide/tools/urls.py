"""Addresses of the tools. What ends in a format comes first: a slug holds no point."""

from django.urls import URLPattern, path

from resources.guide.tools import views

urlpatterns: list[URLPattern] = [
    path("outils/", views.tools, name="tools"),
    path("outils/<slug:slug>-a-imprimer.pdf", views.tool_file, {"ending": "print"}, name="tool_print"),
    path("outils/<slug:slug>.pdf", views.tool_file, {"ending": "pdf"}, name="tool_pdf"),
    path("outils/<slug:slug>.docx", views.tool_file, {"ending": "docx"}, name="tool_docx"),
    path("outils/<slug:slug>.odt", views.tool_file, {"ending": "odt"}, name="tool_odt"),
    path("outils/<slug:slug>.png", views.tool_preview, name="tool_preview"),
    path("outils/<slug:slug>/", views.tool, name="tool"),
]
