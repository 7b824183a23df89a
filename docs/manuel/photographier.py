"""Takes the pictures of the manual again, from a demonstration that runs on this machine.

    make run                                                        # in another terminal
    .venv/bin/python docs/manuel/photographier.py http://localhost:8000

It signs in with the accounts of the demonstration and clicks as an editor does. Nothing is cancelled, moved or closed; one
piece of news is written and sent for review, one column of the comparison is proposed: `manage.py demo --reset` takes them away.
"""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

FOLDER = Path(__file__).parent / "images"
PASSWORD = "demo-impact-2026"  # noqa: S105 -- known to all: it opens the demonstration only
EDITOR, ADMINISTRATION = "redaction@demo.test", "admin@demo.test"
WIDTH, COLOURS = 1040, 64
TITLE, PLACE, SESSION = "Une matinée pour refaire ses papiers", "Espace Ressources Santé", "Relaxation"
CHAPTER, COLUMN = "Constituer l'équipe", "Val Perdu"
RING = "found => { found.style.outline = '4px solid #c2410c'; found.style.outlineOffset = '3px' }"
#: Dates and hours are shown as a browser set to French shows them.
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--enable-blink-features=LangAttributeAwareFormControlUI",
]


class Visit:
    """One person's browser window."""

    def __init__(self, browser: Browser, address: str) -> None:
        context = browser.new_context(viewport={"width": WIDTH, "height": 900}, locale="fr-FR")
        self.page: Page = context.new_page()
        self.page.set_default_timeout(30_000)
        self.address = address

    def go(self, path: str) -> None:
        """Open a page of the portal."""
        self.page.goto(f"{self.address}{path}")

    def sign_in(self, email: str) -> None:
        """Sign in, and arrive on the first page of the CMS."""
        self.go("/admin/")
        self.page.get_by_label("Adresse e-mail").fill(email)
        self.page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Me connecter").click()
        self.page.wait_for_url("**/admin/")

    def link(self, name: str) -> Locator:
        """Find a link by its words."""
        return self.page.get_by_role("link", name=name).first

    def button(self, name: str) -> Locator:
        """Find a button by its words."""
        return self.page.get_by_role("button", name=name).first

    def row(self, name: str = SESSION) -> Locator:
        """Find the first session of that name in the week that can still be changed."""
        sessions = self.page.locator("li.our-session", has_text=name)
        return sessions.filter(has=self.page.get_by_role("link", name="Annuler")).first

    def week(self) -> None:
        """Open the week after this one: all of it is to come, and the demonstration shows every state there."""
        year, number, _day = (date.today() + timedelta(days=7)).isocalendar()
        self.go(f"/admin/semaine/?semaine={year}-W{number:02}")

    def shoot(self, name: str, ringed: Locator | None = None, height: int = 760, top: int = 0) -> None:
        """Keep what the window shows, `top` to `top + height` pixels, with a ring around what is to be clicked."""
        self.page.set_viewport_size({"width": WIDTH, "height": max(900, top + height + (800 if top else 0))})
        if ringed is not None:
            ringed.evaluate(RING)
        self.page.wait_for_timeout(900)
        clip = {"x": 0, "y": top, "width": WIDTH, "height": height}
        keep(name, self.page.screenshot(clip=clip))
        self.page.set_viewport_size({"width": WIDTH, "height": 900})


def keep(name: str, png: bytes) -> None:
    """Write a picture with few colours: the manual stays light."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    path = FOLDER / f"{name}.png"
    picture.save(path, optimize=True)
    sys.stdout.write(f"{path.name}  {path.stat().st_size // 1024} ko\n")


def door(visit: Visit) -> None:
    """Photograph the page of sign-in."""
    visit.go("/compte/connexion/")
    visit.shoot("connexion", visit.button("Me connecter"), height=780)


def protection(visit: Visit) -> None:
    """Photograph one's account, where the second means is added."""
    visit.go("/compte/")
    visit.page.set_viewport_size({"width": WIDTH, "height": 1700})
    top = int(visit.page.get_by_role("heading", name="Application de codes").bounding_box()["y"]) - 40  # type: ignore[index]
    visit.shoot("deuxieme-moyen", visit.link("Ajouter une application"), height=560, top=top)


def first_page(visit: Visit) -> None:
    """Photograph the first page and the menu of the agenda."""
    visit.go("/admin/")
    visit.shoot("accueil", visit.link("Toute la semaine"), height=620)
    visit.page.locator(".sidebar").get_by_role("button", name="Agenda").click()
    visit.shoot("menu", height=600)


def sessions(visit: Visit) -> None:
    """Photograph the week, and what is done to one session."""
    visit.week()
    visit.shoot("semaine", height=860)
    visit.row().get_by_role("link", name="Annuler").click()
    visit.shoot("annuler", visit.button("La personne qui anime est absente"), height=680)
    visit.week()
    visit.link("Qui prévenir").click()
    visit.shoot("prevenir", visit.button("Copier la phrase"), height=700)
    visit.week()
    visit.row().get_by_role("link", name="Déplacer").click()
    visit.shoot("deplacer", visit.button("Déplacer"), height=830)


def series(visit: Visit) -> None:
    """Photograph the dates of a series before they are saved."""
    visit.go("/admin/series/nouvelle/")
    visit.page.locator("[name=activity]").select_option(label=SESSION)
    visit.page.locator("[name=weekdays][value='1']").check()
    visit.page.locator("[name=start_time]").fill("18:00")
    visit.page.locator("[name=end_time]").fill("19:30")
    visit.page.locator("[name=place]").select_option(label=PLACE)
    visit.button("Voir les dates").click()
    ready = visit.button("Enregistrer")
    ready.wait_for()
    visit.page.evaluate("document.querySelector('.our-preview').scrollIntoView()")
    visit.shoot("serie-dates", ready, height=890)


def places(visit: Visit) -> None:
    """Photograph a closure before it is made, and the hours of the week."""
    first = date.today() + timedelta(days=8)
    visit.go("/admin/fermetures/fermer/")
    visit.page.locator("[name=place]").select_option(label=PLACE)
    visit.page.locator("[name=first_day]").fill(first.isoformat())
    visit.page.locator("[name=last_day]").fill((first + timedelta(days=1)).isoformat())
    visit.page.locator("[name=reason]").fill("Travaux")
    visit.button("Voir ce qui sera annulé").click()
    visit.shoot("fermer", visit.button("Fermer le lieu"), height=640)
    visit.go("/admin/lieux/")
    visit.link(PLACE).click()
    visit.page.set_viewport_size({"width": WIDTH, "height": 2400})
    top = int(visit.page.locator(".hours-grid").bounding_box()["y"]) - 90  # type: ignore[index]
    visit.shoot("horaires", height=620, top=top)


def message(visit: Visit) -> None:
    """Photograph the form of an urgent message."""
    visit.go("/admin/messages-urgents/new/?text=Fermé aujourd'hui : panne d'eau")
    visit.shoot("message-urgent", visit.button("Créer"), height=1180)


def count(visit: Visit) -> None:
    """Photograph the count of a session."""
    visit.go("/admin/semaine/a-compter/")
    visit.page.locator("li", has_text="Permanence").get_by_role("link", name="Compter").first.click()
    visit.shoot("compter", height=1130)


def news(visit: Visit) -> None:
    """Write a piece of news, photograph it beside its preview, send it for review."""
    visit.go("/admin/")
    visit.link("Écrire une actualité").click()
    page = visit.page
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)  # the form wakes up
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=introduction]").fill("Jeudi, venez avec vos courriers. On regarde ensemble.")
    page.locator("[name=title]").press("Tab")
    page.wait_for_url("**/edit/**", wait_until="commit")  # it saves by itself
    page.locator("[aria-label*='prévisualisation']").click()
    page.mouse.move(600, 600)
    page.wait_for_timeout(5000)  # the preview is drawn twice
    visit.shoot("actualite", height=800)
    page.locator("[aria-label*='prévisualisation']").click()
    visit.button("Plus d'actions").click()
    visit.button("Envoyer en relecture").click()
    page.get_by_text("C'est envoyé en relecture").wait_for()


def review(visit: Visit) -> None:
    """Photograph the review of the news."""
    visit.go("/admin/")
    visit.link(TITLE).click()
    visit.button("Plus d'actions").click()
    visit.shoot("relire", height=900)


def resources(visit: Visit) -> None:
    """Photograph a service, the errors signalled and what is to be checked again."""
    visit.go("/admin/ressources/services/?q=Médiation")
    visit.link("Médiation en santé").click()
    visit.shoot("ressource", visit.button("Enregistrer"), height=900)
    visit.go("/admin/ressources/erreurs/")
    visit.shoot("erreurs", visit.button("Appliquer"), height=640)
    visit.go("/admin/ressources/a-revoir/")
    visit.shoot("a-revoir", visit.button("Vérifié aujourd'hui"), height=620)


def translations(visit: Visit) -> None:
    """Photograph what waits to be translated, and a page in pieces."""
    visit.go("/admin/traductions/")
    visit.shoot("traductions", visit.link("Mettre à jour"), height=480)
    visit.go("/admin/pages/search/?q=Residents have repainted")
    visit.link("Residents have repainted the room").click()
    piece = visit.page.get_by_text("Titre", exact=True).first
    piece.wait_for()
    visit.shoot("traduire", height=580, top=int(piece.bounding_box()["y"]) - 20)  # type: ignore[index]


def account(visit: Visit) -> None:
    """Photograph the form that opens an account."""
    visit.go("/admin/users/new/")
    for name, words in {
        "email": "lea.martin@exemple.org",
        "first_name": "Léa",
        "last_name": "Martin",
    }.items():
        visit.page.locator(f"[name={name}]").fill(words)
    visit.page.get_by_label("Rédaction Chambéry").check()
    visit.shoot("compte", visit.button("Créer"), height=900)


def words_made_equal(visit: Visit) -> None:
    """Photograph a line of words that mean the same, before it is saved."""
    visit.go("/admin/recherche/mots-equivalents/new/")
    visit.page.locator("[name=words]").fill("AS, assistante sociale, travailleur social")
    visit.shoot("mots-equivalents", visit.button("Créer"), height=900)


def chapter(visit: Visit) -> None:
    """Photograph a chapter of the guide, its blocks and the day it was last read over."""
    visit.go(f"/admin/pages/search/?q={CHAPTER}")
    visit.page.locator("tr", has_text="Français").get_by_role("link", name=CHAPTER).first.click()
    visit.page.wait_for_timeout(3000)  # the form wakes up
    visit.shoot("chapitre", visit.page.locator("[name=revised]"), height=900)


def checks(visit: Visit) -> None:
    """Photograph the checks and the worksheet with their editions."""
    visit.go("/admin/guide/formulaires/")
    visit.shoot("bilans", visit.link("Publier"), height=640)


def exchange(visit: Visit) -> None:
    """Photograph a request before it is given to a pair."""
    visit.go("/admin/guide/echanges/")
    waiting = visit.page.locator("li.our-session").filter(has=visit.page.get_by_text("Reçue", exact=True))
    waiting.get_by_role("link").first.click()
    visit.shoot("echange", visit.button("Confier la demande"), height=900)


def column(visit: Visit) -> None:
    """Propose a column of the comparison as a team does, and photograph it before it is published."""
    visit.go("/guide/comparaison/ajouter/")
    said = {
        "name": COLUMN,
        "carrier": "La maison de santé, avec la commune.",
        "since": "Septembre 2026",
        "proposer": "Yann Kerdoncuff",
        "email": "yann.kerdoncuff@demo.test",
    }
    for name, words in said.items():
        visit.page.locator(f"[name={name}]").fill(words)
    visit.button("Envoyer la colonne").click()
    visit.page.wait_for_url("**merci=1**")
    visit.go("/admin/guide/comparaison/")
    visit.link(COLUMN).click()
    visit.page.wait_for_load_state("networkidle")
    visit.shoot("colonne", height=900)


TASKS: dict[str, list[Callable[[Visit], None]]] = {
    "": [door],
    EDITOR: [protection, first_page, sessions, series, places, message, count, news, resources, translations],
    ADMINISTRATION: [review, account, words_made_equal, chapter, checks, exchange, column],
}


def main(address: str, chosen: list[str]) -> None:
    """Take every picture, or those of the tasks `chosen` by their function's name."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for email, tasks in TASKS.items():
            tasks = [task for task in tasks if not chosen or task.__name__ in chosen]
            visit = Visit(browser, address.rstrip("/"))
            if email and tasks:
                visit.sign_in(email)
            for task in tasks:
                task(visit)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000", sys.argv[2:])
