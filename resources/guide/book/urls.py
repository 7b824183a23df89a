"""Address of the whole guide as one PDF."""

from django.urls import path

from resources.guide.book import views

urlpatterns = [
    path("guide/guide.pdf", views.guide_pdf, name="guide_pdf"),
]
