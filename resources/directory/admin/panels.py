"""How the forms of structures and services are laid out: one question after the other, in the order people ask them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList, Panel

from resources.directory.admin_forms import ClosureForm, ServiceForm, SourceForm, StructureForm


def group(heading: object, *panels: Panel, folded: bool = False) -> MultiFieldPanel:
    """Make a group of questions; a folded one opens at a click."""
    return MultiFieldPanel(list(panels), heading=heading, classname="collapsed" if folded else "")


WHERE = group(
    _("Où"),
    FieldPanel("adresse", heading=_("Numéro et rue")),
    FieldPanel("complement_adresse", heading=_("Étage, bâtiment, porte")),
    FieldRowPanel(
        [
            FieldPanel("commune_choice", help_text=_("Une commune de votre territoire.")),
            FieldPanel("code_postal", help_text=_("Vide : celui de la commune.")),
        ]
    ),
    FieldRowPanel(
        [
            FieldPanel(
                "commune", heading=_("Autre commune"), help_text=_("Pour l'administration seulement.")
            ),
            FieldPanel("code_insee", help_text=_("Cinq caractères : 73065.")),
        ]
    ),
    FieldPanel("landmark"),
    FieldPanel("step_free"),
)
POINT = group(
    _("Le point sur la carte"),
    HelpPanel(template="directory_admin/panels/point.html"),
    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    folded=True,
)
WHEN = group(_("Quand"), FieldPanel("horaires_accueil"), FieldPanel("closed_on_public_holidays"))
REACH = group(
    _("Joindre"),
    FieldRowPanel(
        [
            FieldPanel("telephone", help_text=_("Le numéro que les gens appellent.")),
            FieldPanel("courriel", help_text=_("Montrée au public. La structure y reçoit notre demande.")),
        ]
    ),
)
LANGUAGES = group(_("Langues parlées"), FieldPanel("languages"), folded=True)
TEAM = group(
    _("Pour l'équipe"),
    FieldPanel("internal_note"),
    FieldRowPanel(
        [
            FieldPanel("state", help_text=_("Le public ne voit que ce qui est publié.")),
            FieldPanel("next_check", help_text=_("Vide : selon les réglages.")),
        ]
    ),
    FieldPanel("lien_source"),
)

STRUCTURE_PANELS = ObjectList(
    [
        group(
            _("Qui"),
            FieldPanel("nom", help_text=_("Le nom que les gens emploient.")),
            FieldPanel("description", help_text=_("Ce qu'on y trouve, en phrases courtes.")),
        ),
        WHERE,
        POINT,
        WHEN,
        group(_("Joindre"), *REACH.children, FieldPanel("site_web", help_text=_("Commence par https://."))),
        LANGUAGES,
        group(
            _("Fonctions d'appui"), HelpPanel(template="directory_admin/panels/functions.html"), folded=True
        ),
        group(
            _("Anglais et arabe"),
            *(
                FieldPanel(f"{name}_{code}")
                for code in ("en", "ar")
                for name in ("nom", "description", "landmark")
            ),
            folded=True,
        ),
        group(
            _("Pour les échanges"),
            FieldPanel("siret", help_text=_("Quatorze chiffres.")),
            FieldPanel("accessibilite_lieu"),
            FieldPanel("reseaux_porteurs"),
            folded=True,
        ),
        TEAM,
    ],
    base_form_class=StructureForm,
)

SERVICE_PANELS = ObjectList(
    [
        HelpPanel(template="directory_admin/panels/structure.html"),
        group(
            _("Quoi"),
            FieldPanel("nom", help_text=_("Ce qu'on vient chercher : « Aide pour les papiers ».")),
            FieldPanel("description", help_text=_("Comment cela se passe, en phrases courtes.")),
            FieldPanel("type"),
            FieldPanel("thematiques"),
        ),
        group(
            _("Pour qui"),
            FieldPanel("publics"),
            FieldPanel("publics_precisions"),
            FieldRowPanel([FieldPanel("age_min"), FieldPanel("age_max")]),
            FieldPanel("zone_eligibilite"),
        ),
        group(_("Combien ça coûte"), FieldPanel("frais"), FieldPanel("frais_precisions")),
        group(
            _("Comment faire"),
            FieldPanel("modes_mobilisation"),
            FieldPanel("mobilisable_par"),
            FieldPanel("mobilisation_precisions"),
            FieldPanel("lien_mobilisation", help_text=_("Commence par https://.")),
            FieldPanel("modes_accueil"),
            FieldPanel("to_bring"),
            FieldPanel("conditions_acces"),
            FieldPanel("contact_nom_prenom", help_text=_("Montrée au public et dans les échanges.")),
        ),
        group(
            _("Attente"),
            FieldRowPanel(
                [
                    FieldPanel("saturation"),
                    FieldPanel("saturation_on", help_text=_("Vide : aujourd'hui.")),
                ]
            ),
        ),
        group(_("Où, si ce n'est pas dans la structure"), *WHERE.children, folded=True),
        POINT,
        group(_("Quand, si ce n'est pas comme la structure"), *WHEN.children, folded=True),
        group(_("Joindre, si ce n'est pas comme la structure"), *REACH.children, folded=True),
        LANGUAGES,
        group(
            _("Anglais et arabe"),
            *(
                FieldPanel(f"{name}_{code}")
                for code in ("en", "ar")
                for name in ("nom", "description", "to_bring", "landmark")
            ),
            folded=True,
        ),
        group(
            _("Pour vos chiffres et les échanges"),
            FieldPanel("registers"),
            FieldRowPanel([FieldPanel("volume_horaire_hebdomadaire"), FieldPanel("nombre_semaines")]),
            folded=True,
        ),
        TEAM,
    ],
    base_form_class=ServiceForm,
)

CLOSURE_PANELS = ObjectList(
    [
        HelpPanel(template="directory_admin/panels/structure.html"),
        FieldPanel("service"),
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
        FieldPanel("hours"),
        FieldPanel("reason"),
        group(_("Anglais et arabe"), FieldPanel("reason_en"), FieldPanel("reason_ar"), folded=True),
    ],
    base_form_class=ClosureForm,
)

SOURCE_PANELS = ObjectList(
    [
        FieldPanel(
            "slug", help_text=_("Le mot des identifiants : un mot court, sans accent. Ne change plus.")
        ),
        FieldPanel("name"),
        FieldPanel("url"),
        FieldPanel("licence"),
        FieldPanel("licence_url"),
        FieldPanel("is_shared"),
    ],
    base_form_class=SourceForm,
)
