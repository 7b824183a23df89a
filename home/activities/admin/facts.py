"""The forms of what seldom changes: an activity's facts, its words, themes, holidays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TitleFieldPanel
from wagtail.admin.widgets.slug import SlugInput

from home.activities.models import ActivityText
from portal.territories.forms import choose_the_only_one
from portal.territories.scoping import ScopedForm


class ActivityForm(ScopedForm):
    """Facts of an activity; its address is chosen once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = _(
                "L'adresse est déjà imprimée et partagée : elle ne change plus."
            )
        choose_the_only_one(self.fields["territory"])
        choose_the_only_one(self.fields["place"])

    def clean(self) -> dict[str, Any]:
        """Keep an activity in a place of its own territory."""
        data = super().clean()
        place, territory = data.get("place"), data.get("territory")
        if place and territory and place.territory_id != territory.pk:
            self.add_error("place", _("Ce lieu est d'un autre territoire. Choisissez un lieu de celui-ci."))
        return data


class ActivityTextForm(ScopedForm):
    """The words of an activity; the activity they belong to is chosen once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["activity"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Keep one text a language."""
        data = super().clean()
        twins = ActivityText.objects.filter(activity=data.get("activity"), locale=self.instance.locale_id)
        if data.get("activity") and twins.exclude(pk=self.instance.pk).exists():
            self.add_error("activity", _("Cet atelier a déjà un texte dans cette langue."))
        return data


ACTIVITY_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                TitleFieldPanel("name", classname="", placeholder=False),
                FieldPanel("slug", heading=_("Adresse dans le site"), widget=SlugInput),
                FieldPanel("territory", help_text=_("L'équipe qui s'en occupe.")),
                FieldPanel(
                    "place",
                    help_text=_("Une séance peut avoir lieu ailleurs : vous le direz pour elle seule."),
                ),
            ],
            heading=_("L'atelier"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "themes",
                    widget=forms.CheckboxSelectMultiple,
                    help_text=_("Les mots par lesquels les habitants le cherchent. Un ou deux suffisent."),
                ),
                FieldPanel("pictogram", help_text=_("Le dessin montré sur la carte et sur l'affiche.")),
                FieldPanel(
                    "register",
                    help_text=_(
                        "Pour vos chiffres, et pour le guide, qui y range l'atelier. L'agenda ne montre pas ce code."
                    ),
                ),
            ],
            heading=_("Comment on le trouve"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "access", help_text=_("Peut-on venir simplement, ou faut-il un entretien avant ?")
                ),
                FieldPanel("sign_up", help_text=_("Faut-il appeler avant de venir ?")),
                FieldPanel("phone"),
                FieldPanel("price"),
            ],
            heading=_("Pour venir"),
        ),
        MultiFieldPanel([FieldPanel("tallies_reasons")], heading=_("Après la séance")),
    ],
    base_form_class=ActivityForm,
)

TEXT_PANELS = ObjectList(
    [
        FieldPanel(
            "activity", help_text=_("Les dates et le lieu viennent de l'atelier : ne les écrivez pas ici.")
        ),
        FieldPanel("title", help_text=_("Ce qu'on lit en premier : « Yoga sur chaise ».")),
        FieldPanel("summary", help_text=_("Une phrase courte, avec des mots connus.")),
        FieldPanel("description", help_text=_("Comment cela se passe, ce qu'il faut savoir avant de venir.")),
        FieldPanel("to_bring", help_text=_("Vide : rien à apporter.")),
        FieldPanel("led_by"),
    ],
    base_form_class=ActivityTextForm,
)

HOLIDAY_PANELS = ObjectList(
    [
        FieldPanel("kind", help_text=_("Les séries s'arrêtent selon la case cochée dans leurs pauses.")),
        FieldPanel("zone", help_text=_("Chambéry et Grenoble : zone A. Vide pour un jour férié.")),
        FieldPanel("name", help_text=_("Par exemple : « Vacances de la Toussaint ».")),
        FieldPanel("first_day", help_text=_("Le premier jour sans séance.")),
        FieldPanel("last_day", help_text=_("Le dernier jour sans séance.")),
    ],
    base_form_class=ScopedForm,
)

THEME_PANELS = ObjectList(
    [
        FieldPanel("name", help_text=_("Un mot d'habitant : « Manger », « Mes papiers et mes droits ».")),
        FieldPanel("name_en", help_text=_("Vide : le nom français est montré.")),
        FieldPanel("name_ar", help_text=_("Vide : le nom français est montré.")),
        FieldPanel("slug", help_text=_("Le mot dans les adresses : un mot court, sans accent.")),
        FieldPanel("pictogram", help_text=_("Le dessin du thème.")),
        FieldPanel("registers"),
        FieldPanel("data_inclusion"),
        FieldPanel("position", help_text=_("Les petits nombres viennent en premier.")),
    ],
    base_form_class=ScopedForm,
)
