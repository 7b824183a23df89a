"""Addresses of the checks, the worksheet and their private sheets."""

from django.urls import URLPattern, path

from resources.guide.checks import views
from resources.guide.models.editions import Form

SHEET = "guide/bilans/<slug:token>/"

urlpatterns: list[URLPattern] = [
    path("guide/etes-vous-prets/", views.start, {"form": Form.READY}, name="guide_check"),
    path("guide/bilan-de-territoire/", views.start, {"form": Form.TERRITORY}, name="guide_territory_check"),
    path("guide/calcul-du-cout/", views.start, {"form": Form.COST}, name="guide_cost"),
    path(SHEET, views.result, name="guide_sheet"),
    path(f"{SHEET}<int:number>/", views.step, name="guide_sheet_step"),
    path(f"{SHEET}bilan.pdf", views.on_paper, name="guide_sheet_pdf"),
    path(f"{SHEET}effacer/", views.erase, name="guide_sheet_erase"),
    # What would be looked for elsewhere, and written in the journal with its secret word when it is not found.
    path("guide/bilans/<path:rest>", views.lost, name="guide_sheet_lost"),
]
