"""One page of each kind, in the demonstration as `server.py` loads it, and what every page is asked."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Page, Request

from tests.browser.demonstration.server import WITHDRAWN

#: The language's prefix, and which way it reads.
LANGUAGES = {"": "ltr", "/en": "ltr", "/ar": "rtl"}

SESSIONS = {
    "planned": "/agenda/relaxation/2026-11-25/",
    "cancelled": "/agenda/permanence-mediation/2026-11-25/",
    "moved": "/agenda/cafe-sante/2026-11-26/",
    "elsewhere": "/agenda/balade-du-quartier/2026-11-28/",
    "full": "/agenda/cuisine-de-saison/2026-11-26/",
    "extra": "/agenda/yoga-sur-chaise/2026-11-26/",
    "past": "/agenda/permanence-mediation/2026-11-23/",
    "withdrawn": "/agenda/{}/{}/".format(*WITHDRAWN),
}
PUBLIC = {
    "home": "/",
    "territory": "/chambery/",
    "place": "/chambery/espace-ressources-sante/",
    "agenda": "/agenda/?jour=semaine",
    "agenda of a territory": "/sud-est-grenoblois/agenda/?jour=semaine",
    "agenda filtered": "/agenda/?jour=semaine&theme=bouger",
    "agenda without a session": "/agenda/?jour=2027-12-25",
    "agenda with a filter nobody can read": "/agenda/?jour=abc",
    "workshop": "/agenda/yoga-sur-chaise/",
    **{f"session {state}": address for state, address in SESSIONS.items()},
    "sheet, empty": "/ma-feuille/",
    "news": "/actualites/",
    "news of a territory": "/chambery/actualites/",
    "piece of news": "/chambery/actualites/vaccination-grippe/",
    "resources": "/ressources/?theme=manger",
    "resources asked for": "/ressources/?q=papiers&ou=Chamb%C3%A9ry&public=familles&ouvert=1",
    "resources nobody has": "/ressources/?q=zzz&frais=abc",
    "resource": "/ressources/mediation-en-sante/",
    "resource closed for a while": "/ressources/accompagnement-a-la-scolarite/",
    "structure": "/ressources/structures/ccas-de-chambery/",
    "an error": "/ressources/mediation-en-sante/erreur/",
    "question": "/besoin-medecin/",
    "discreet question": "/besoin-parler/",
    "need": "/parler-a-une-mediatrice/",
    "need of professionals": "/je-suis-professionnel/",
    "guide": "/guide/",
    "guide, the matrix": "/guide/registres/",
    "guide, a register": "/guide/registres/2a/",
    "guide, where to start": "/guide/etes-vous-prets/",
    "guide, the comparison": "/guide/comparaison/",
    "guide, an exchange": "/guide/temps-d-echange/",
    "tools": "/outils/",
    "tool": "/outils/fiche-de-saisine/",
    "legal notice": "/mentions-legales/",
    "personal data": "/donnees-personnelles/",
    "accessibility": "/accessibilite/",
    "plan": "/plan-du-site/",
    "subscribe": "/agenda/abonnement/",
    "poster of the week": "/chambery/agenda/affiche.html",
    "poster of the month": "/chambery/agenda/affiche.html?mois=2026-11",
    "no such page": "/nulle-part/",
}
#: Long pages, whose parts stand on the others too: looked at in one language.
LONG = {
    "whole agenda": "/agenda/",
    "all resources": "/ressources/",
    "guide, a chapter": "/guide/equipe/",
    "styleguide": "/styleguide/",
}
#: What these answer; all others answer 200.
STATUSES = {"session withdrawn": 410, "no such page": 404}

WIDER_THAN_WINDOW = """
    const wide = document.documentElement.scrollWidth - innerWidth;
    wide <= 0 ? [] : [...document.body.querySelectorAll("*")]
      .filter((e) => { const r = e.getBoundingClientRect(); return r.right > innerWidth + 1 || r.left < -1; })
      .filter((e) => e.clientHeight > 1).slice(0, 5).map((e) => `${wide} px : ${e.outerHTML.slice(0, 120)}`)
"""


def keep(page: Page, prefix: str = "", *states: str) -> None:
    """Put sessions on the sheet, as a reader does; the sheet is open afterwards."""
    for state in states or ("planned", "cancelled", "moved", "full"):
        page.goto(prefix + SESSIONS[state])
        page.locator("button[name=action][value=add]").click()
    page.wait_for_url(f"**{prefix}/ma-feuille/**")


def too_wide(page: Page) -> list[str]:
    """Give what makes the page scroll sideways, nothing when it does not."""
    return page.evaluate(WIDER_THAN_WINDOW)


class Console:
    """What a page says in the console; only the status of the page itself is nothing to worry about."""

    def __init__(self, page: Page) -> None:
        self.words: list[str] = []
        page.on("console", self._hear)
        page.on("requestfailed", self._miss)

    def _hear(self, message: ConsoleMessage) -> None:
        if (
            message.type in ("error", "warning")
            and "the server responded with a status of 4" not in message.text
        ):
            self.words.append(f"{message.location.get('url')} : {message.text}")

    def _miss(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left for another page before it came
            self.words.append(f"{request.url} : {request.failure}")

    def take(self) -> list[str]:
        """Give what was said since last time."""
        said, self.words = self.words, []
        return said
