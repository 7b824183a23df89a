"""Public addresses by which the directory stays true; `resources.directory.urls` puts them before its own."""

from __future__ import annotations

from django.urls import path

from resources.directory.views.check import confirm_check
from resources.directory.views.report import report_error, report_structure_error

urlpatterns = [
    path("ressources/verifier/<str:token>/", confirm_check, name="confirm_check"),
    path("ressources/structures/<slug:slug>/erreur/", report_structure_error, name="report_structure_error"),
    path("ressources/<slug:slug>/erreur/", report_error, name="report_error"),
]
