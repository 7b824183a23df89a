"""Places in the admin: address, access, and the week's hours in a grid."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TitleFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.slug import SlugInput

from home.places.hours_form import HoursField
from home.places.models import Place
from portal.territories.deleting import KeepInUseDeleteView
from portal.territories.forms import choose_the_only_one
from portal.territories.scoping import ScopedForm, ScopedIndexView, ScopedViewSetMixin


class PlaceForm(ScopedForm):
    """A place; its address in the portal is chosen once."""

    opening_hours = HoursField(
        label=_("Horaires de la semaine"),
        required=False,
        help_text=_("Deux plages par jour. Laissez la deuxième vide si le lieu ne ferme pas à midi."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_the_only_one(self.fields["territory"])
        if not self.instance._state.adding:
            for name in ("slug", "territory"):
                self.fields[name].disabled = True
            self.fields["slug"].help_text = _(
                "L'adresse est déjà imprimée et partagée : elle ne change plus."
            )

    def clean(self) -> dict[str, Any]:
        """Ask for both coordinates, or none."""
        data = super().clean()
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error(None, _("Donnez la latitude et la longitude, ou aucune des deux."))
        return data

    def clean_opening_hours(self) -> str:
        """Refuse hours longer than the column."""
        hours = self.cleaned_data["opening_hours"]
        if len(hours) > (Place._meta.get_field("opening_hours").max_length or 0):
            raise ValidationError(_("Ces horaires sont trop longs."))
        return hours


PLACE_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                TitleFieldPanel(
                    "name",
                    classname="",
                    placeholder=False,
                    help_text=_("Le nom que les gens emploient."),
                ),
                FieldPanel(
                    "slug",
                    heading=_("Adresse dans le site"),
                    widget=SlugInput,
                    help_text=_("Le mot dans l'adresse : un mot court, sans accent. Ne change plus ensuite."),
                ),
                FieldPanel("territory", help_text=_("L'équipe qui s'en occupe.")),
                FieldPanel("is_dedicated"),
            ],
            heading=_("Le lieu"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("opening_hours"),
                FieldPanel(
                    "closed_on_public_holidays",
                    help_text=_("Décochez si le lieu ouvre le 1er mai, le 14 juillet…"),
                ),
            ],
            heading=_("Horaires"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("street", help_text=_("Numéro et rue.")),
                FieldRowPanel(
                    [
                        FieldPanel("postcode", help_text=_("Cinq chiffres : 73000.")),
                        FieldPanel("city", help_text=_("Chambéry, Saint-Martin-d'Hères…")),
                    ]
                ),
                FieldPanel("landmark"),
                FieldPanel("landmark_en", help_text=_("Vide : le repère français est montré.")),
                FieldPanel("landmark_ar", help_text=_("Vide : le repère français est montré.")),
            ],
            heading=_("Adresse"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("phone", help_text=_("Le numéro que les gens appellent : 01 23 45 67 89.")),
                FieldPanel("email", help_text=_("Vide : aucune adresse n'est montrée.")),
            ],
            heading=_("Joindre le lieu"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("latitude", help_text=_("Pour le bouton « Itinéraire ». Vide : l'adresse sert.")),
                FieldPanel("longitude", help_text=_("Les deux nombres vont ensemble.")),
            ],
            heading=_("Sur la carte"),
            classname="collapsed",
        ),
    ],
    base_form_class=PlaceForm,
)


class PlaceIndexView(ScopedIndexView):
    """Places of one's territories."""

    add_item_label = _("Ajouter un lieu")

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("territory")


class PlaceViewSet(ScopedViewSetMixin, ModelViewSet):
    """Places."""

    model = Place
    name = "lieux"
    url_namespace = "place"
    icon = "home"
    edit_handler = PLACE_PANELS
    index_view_class = PlaceIndexView
    delete_view_class = KeepInUseDeleteView
    list_display = [
        "name",
        Column("city", label=_("Commune")),
        Column("territory", label=_("Territoire"), classname="our-wide"),
    ]
    search_fields = ["name", "city", "street"]
    ordering = "name"
    menu_label = _("Lieux")
    menu_name = "lieux"
    menu_order = 120
    add_to_admin_menu = True
