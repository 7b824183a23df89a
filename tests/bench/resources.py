"""Measures the directory of one portal, in a process of its own: `python -m tests.bench.resources SERVICES` prints JSON."""

from __future__ import annotations

import json
import sys

import django

SIZES = (5000, 50_000)
NEAR = "pres_de=45.5646,5.9178&rayon=10&tri=distance"
#: What is measured, and where; a theme of the portal stands for `{theme}`.
PAGES = {
    "start": ("ressources, à froid", "/ressources/"),
    "near": ("thème et lieu, à froid", f"/ressources/?theme={{theme}}&{NEAR}"),
    "words": ("mots, à froid", "/ressources/?q=aide+logement"),
    "many": ("lieu seul, 40 % de réponses, à froid", f"/ressources/?{NEAR}"),
    "map": ("carte, à froid", f"/ressources/carte.json?theme={{theme}}&{NEAR}"),
    "api": ("API, 50 services, à froid", "/api/v1/search/services?code_commune=73065&thematiques=sante"),
}


def main() -> None:
    """Fill, measure, print."""
    django.setup()
    from django.core.management import call_command

    from home.activities.models import Theme
    from tests.bench.directory import fill_directory
    from tests.bench.probe import Site, cold

    call_command("demo", verbosity=0)
    fill_directory(int(sys.argv[1]))
    site, theme = Site(), Theme.objects.exclude(data_inclusion="").order_by("pk")[0].slug
    print(json.dumps({key: cold(site, path.format(theme=theme)) for key, (_title, path) in PAGES.items()}))


if __name__ == "__main__":
    main()
