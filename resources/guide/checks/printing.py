"""A result on paper, to bring to a meeting. The private address is not on it: paper is left on tables."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import paper
from portal.when import date_words

logger = logging.getLogger(__name__)

#: Papers of one sheet in so many seconds: making one takes a good part of a second.
PAPERS, SECONDS = 20, 600


def may_print(sheet: int) -> bool:
    """Tell whether one more paper of a sheet may be made; nothing is counted but the sheet's own number."""
    key = f"guide:papers:{sheet}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) <= PAPERS
    except ValueError:  # it was forgotten between the two
        return True


def pdf_of(request: HttpRequest, context: dict[str, Any]) -> bytes:
    """Give the PDF of a result. Raises PangoMissing."""
    printed = _("Imprimé le %(day)s") % {"day": date_words(timezone.localdate(), year=True)}
    return paper.to_pdf(render_to_string("guide/check_paper.html", context | {"printed": printed}, request))


def tell_pango_is_missing() -> None:
    """Write down why no PDF was made."""
    logger.error("No PDF can be made: Pango is missing (apt-get install libpangoft2-1.0-0).")
