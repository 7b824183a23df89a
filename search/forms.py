"""What an address of /recherche/ asks for."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from search.asking import LONGEST, NO_SUCH_FILTER, TOO_LONG, AskingForm
from search.facets import FACETS, Name
from search.sections import BY_SLUG, Section

#: Words beyond which one no longer searches but tells a story.
MOST_WORDS = 12


class SearchForm(AskingForm):
    """Checks what an address asks for. `known` are the values one may choose: facet → value → name."""

    single = ("q", "dans", "pres_de", "rayon", "tri")
    names = ("q", "dans", *(facet.parameter for facet in FACETS), "pres_de", "rayon", "tri")
    no_such_place = _("Nous ne comprenons pas cette position. Cherchez sans elle, ou essayez encore.")

    dans = forms.CharField(required=False)

    def __init__(self, data: QueryDict, *, known: Mapping[str, Mapping[str, Name]]) -> None:
        super().__init__(data)
        for facet in FACETS:
            asked = data.getlist(facet.parameter)
            self.choose(facet.parameter, asked, known.get(facet.name, {}))

    def clean_q(self) -> str:
        """Keep the words that count; say when some were left out."""
        words = " ".join(self.cleaned_data["q"].split())
        if len(words) > LONGEST or words.count(" ") >= MOST_WORDS:
            self.notices.append(str(TOO_LONG))
            words = " ".join(words[:LONGEST].split()[:MOST_WORDS])
        return words

    def clean_dans(self) -> str:
        """Read a part of the results."""
        slug = self.cleaned_data["dans"]
        if slug and slug not in BY_SLUG:
            raise forms.ValidationError(NO_SUCH_FILTER)
        return slug

    @property
    def section(self) -> Section | None:
        """The part of the results asked for alone."""
        return BY_SLUG.get(self.cleaned_data.get("dans") or "")

    @property
    def asks_nothing(self) -> bool:
        """Whether the reader has not asked anything yet."""
        return not self.words and not self.chosen and not self.section and not self.centre
