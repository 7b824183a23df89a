"""The forms of the checks and of the cost worksheet: what is saved is a draft, until an edition is published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList

WORDS = ("title", "summary", "introduction")


class DraftForm(WagtailAdminModelForm):
    """A form whose name is chosen once: editions bear it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding and "slug" in self.fields:
            self.fields["slug"].disabled = True


def words(ending: str, heading: Any, *more: str, folded: bool = True, help_text: Any = "") -> MultiFieldPanel:
    """Give the words of one language in a panel of their own."""
    fields = [FieldPanel(f"{name}{ending}") for name in (*WORDS, *more)]
    classname = "collapsed" if folded else ""
    return MultiFieldPanel(fields, heading=heading, classname=classname, help_text=help_text)


RANGE = (
    *("low", "high", "page", "chapter"),
    *("source", "source_en", "source_ar"),
    *("told", "told_en", "told_ar"),
)
COUNTED = _("Écrivez {questions} là où le texte dit combien il y a de questions : le nombre suit les thèmes.")
RANGED = _("Écrivez {low} et {high} là où le texte dit la fourchette : les nombres suivent ceux d'ici.")
FRENCH, ENGLISH, ARABIC = _("En français"), _("En anglais"), _("En arabe")

CHECK_PANELS = ObjectList(
    [
        FieldPanel("slug"),
        words("", FRENCH, folded=False, help_text=COUNTED),
        words("_en", ENGLISH),
        words("_ar", ARABIC),
        FieldPanel("dimensions", help_text=_("Les parties du résultat, dans l'ordre où on les lit.")),
        FieldPanel("themes", help_text=_("Une page par thème. Chaque thème compte pour une dimension.")),
        FieldPanel("answers", help_text=_("Les mêmes pour toutes les questions.")),
        FieldPanel("readings", help_text=_("Ce que dit le résultat.")),
        FieldPanel("unknown_from"),
    ],
    base_form_class=DraftForm,
)

COST_PANELS = ObjectList(
    [
        FieldPanel("slug"),
        words("", FRENCH, "assumptions", folded=False),
        words("_en", ENGLISH, "assumptions"),
        words("_ar", ARABIC, "assumptions"),
        MultiFieldPanel(
            [FieldPanel(name) for name in RANGE],
            heading=_("La fourchette publiée"),
            classname="collapsed",
            help_text=RANGED,
        ),
        FieldPanel("factors"),
        FieldPanel("sections", help_text=_("Une page par partie. Aucune ligne n'a de nombre par défaut.")),
        FieldPanel("inputs", help_text=_("Les mots des cases, les mêmes pour toutes les lignes.")),
        FieldPanel("modes"),
        FieldPanel("results"),
        FieldPanel("readings"),
    ],
    base_form_class=DraftForm,
)
