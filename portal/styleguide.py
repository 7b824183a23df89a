"""What /styleguide/ shows: one true example of each component, in each of its states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from portal.pictograms import FOLDER
from portal.territories.words import Words
from search.question import Piece
from search.results import Result


class Opening(NamedTuple):
    """An example of opening status."""

    state: str
    words: str
    reason: str = ""


@dataclass(frozen=True)
class Message:
    """An example of what follows an action."""

    level_tag: str
    text: str

    def __str__(self) -> str:
        return self.text


class Urgent(NamedTuple):
    """An example of urgent banner."""

    text_words: Words
    url: str = ""


class QuestionForm(forms.Form):
    """One question of each kind, for the eye."""

    name = forms.CharField(
        label="Votre nom", widget=forms.TextInput(attrs={"autocomplete": "name"}), max_length=80
    )
    email = forms.EmailField(
        label="Votre adresse e-mail",
        required=False,
        help_text="Pour vous répondre. Nous ne la donnons à personne.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    day = forms.DateField(label="Quel jour ?", widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.ChoiceField(
        label="Quel lieu ?", choices=[("a", "Espace Ressources Santé"), ("b", "Dom’Inno")]
    )
    reach = forms.ChoiceField(
        label="Comment vous joindre ?",
        help_text="Une seule réponse.",
        choices=[("sms", "Par SMS"), ("call", "Par téléphone")],
        widget=forms.RadioSelect,
    )
    themes = forms.MultipleChoiceField(
        label="Ce qui vous intéresse",
        required=False,
        choices=[("manger", "Manger"), ("bouger", "Bouger"), ("souffler", "Souffler")],
        widget=forms.CheckboxSelectMultiple,
    )
    message = forms.CharField(label="Votre message", widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(
        label="J’ai lu ce que devient mon message", help_text="Il est effacé après six mois."
    )


CARD: dict[str, Any] = {
    "uid": "example",
    "url": "#carte",
    "title": "Yoga sur chaise",
    "title_lang": "fr",
    "summary": "On bouge en douceur, assis.",
    "pictogram": "yoga",
    "day_words": "mardi 15 septembre",
    "hours_words": "de 14 h à 16 h",
    "iso_start": "2026-09-15T14:00:00+02:00",
    "iso_end": "2026-09-15T16:00:00+02:00",
    "place_name": "Espace Ressources Santé",
    "place_url": "#lieu",
    "landmark": Words("à côté de la poste", "fr"),
    "territory_name": "Chambéry",
    "price_words": "Gratuit",
    "access_words": "Ouvert à tous",
    "sign_up_words": "sans inscription",
    "phone": "01 99 00 10 20",
    "audience_words": "Tout public",
    "state": "",
    "state_words": "",
    "state_sign": "",
    "reason_words": "",
    "note": "",
    "note_lang": "fr",
    "old_words": "",
    "next_words": "",
    "next_url": "",
}


def cards() -> list[dict[str, Any]]:
    """Give a session in each state."""
    return [
        CARD,
        CARD
        | {
            "title": "Cuisine du marché",
            "pictogram": "cuisine",
            "state": "cancelled",
            "state_words": "Annulé",
            "state_sign": "cancelled",
            "reason_words": "La personne qui anime est absente",
            "note": "Le lieu reste ouvert pour un café.",
            "next_words": "Prochaine date : mardi 22 septembre, de 10 h à 13 h",
            "next_url": "#suivant",
        },
        CARD
        | {
            "title": "Café santé",
            "pictogram": "cafe",
            "state": "moved",
            "state_words": "Déplacé",
            "state_sign": "moved",
            "old_words": "au lieu de mardi 8 septembre, de 14 h à 16 h",
        },
        CARD
        | {
            "title": "Marche au bord de l’Isère",
            "pictogram": "marche",
            "state": "elsewhere",
            "state_words": "Autre lieu",
            "state_sign": "elsewhere",
            "place_name": "Maison de quartier Fernand-Texier",
            "old_words": "au lieu de Dom’Inno",
        },
        CARD
        | {
            "title": "Groupe « douleurs chroniques »",
            "pictogram": "parole",
            "state": "full",
            "state_words": "Complet",
            "state_sign": "full",
            "access_words": "Après un entretien",
            "sign_up_words": "sur inscription, par téléphone",
            "audience_words": "Personnes qui vivent avec une maladie",
        },
        CARD
        | {
            "title": "Art-thérapie",
            "pictogram": "art",
            "state": "extra",
            "state_words": "Séance en plus",
            "state_sign": "extra",
            "price_words": "2 €",
        },
    ]


def _filters() -> dict[str, Any]:
    options = [
        {"value": "", "label": "Tous les thèmes", "count": 24, "selected": False},
        {"value": "manger", "label": "Manger", "count": 5, "selected": True},
        {"value": "bouger", "label": "Bouger", "count": 9, "selected": False},
    ]
    return {
        "filter_fields": [
            {"name": "theme", "label": "Thème", "options": options},
            {
                "name": "lieu",
                "label": "Lieu",
                "options": [{"value": "", "label": "Tous les lieux", "count": "", "selected": True}],
            },
        ],
        "filter_hidden": [("public", "tous")],
        "facets": [
            {"label": "Manger", "url": "#facettes", "count": 5, "selected": True, "lang": ""},
            {"label": "Bouger", "url": "#facettes", "count": 9, "selected": False, "lang": ""},
            {"label": "Souffler", "url": "#facettes", "count": 0, "selected": False, "lang": ""},
        ],
    }


def _places() -> dict[str, Any]:
    place = {
        "name": "Espace Ressources Santé",
        "url": "#lieu",
        "address": "12 rue des Tilleuls, 73000 Chambéry",
        "landmark": Words("à côté de la poste", "fr"),
        "phone": "01 99 00 10 20",
        "status": Opening("open", "Ouvert, ferme à 17 h"),
        "territory_name": "Chambéry",
    }
    closed = Opening("closed", "Fermé, ouvre jeudi à 9 h", "Congés de l’équipe")
    days = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    return {
        "statuses": [place["status"], closed],
        "places": [place, place | {"name": "Dom’Inno", "status": closed, "phone": "", "url": ""}],
        "week": [
            {
                "day": day,
                "words": "de 9 h à 12 h et de 14 h à 17 h" if i < 5 else "fermé",
                "today": i == 1,
            }
            for i, day in enumerate(days)
        ],
    }


def _found() -> dict[str, Any]:
    """A workshop with its next date and the words found; a discreet page, its title alone."""
    workshop = Result(
        url="#atelier",
        title=(Piece("Yoga", True), Piece(" sur chaise", False)),
        extract=(Piece("Des gestes doux. Le ", False), Piece("yoga", True), Piece(" se fait assis.", False)),
        lang="fr",
        kind="Atelier",
        pictogram="calendar",
        place="Espace Ressources Santé, Chambéry",
        when="mardi 8 septembre, de 14\u00a0h à 16\u00a0h",
        distance="à 400 m",
    )
    discreet = Result("#aide", (Piece("Parler en sécurité", False),), (), "fr", "Aide", "parole", "", "", "")
    return {"found_results": [workshop, discreet]}


def _resources() -> dict[str, Any]:
    resource = {
        "url": "#ressource",
        "title": Words("Aide aux papiers", "fr"),
        "structure": Words("Centre social Les Tilleuls", "fr"),
        "summary": Words("Une personne vous aide à remplir vos papiers.", "fr"),
        "pictogram": "papiers",
        "distance_words": "à 400 m",
        "address": "3 place des Tilleuls, 73000 Chambéry",
        "landmark": Words("à côté de la poste", "fr"),
        "status": Opening("open", "Ouvert, ferme à 17 h"),
        "price_words": "Gratuit",
        "reception_words": "",
        "audience_words": "",
        "languages_words": "arabe, turc",
        "access_words": "Accessible en fauteuil roulant",
        "phone": "01 99 00 20 20",
        "wait_words": "",
    }
    elsewhere = resource | {
        "title": Words("Écoute au téléphone", "fr"),
        "pictogram": "parole",
        "distance_words": "",
        "address": "",
        "landmark": Words("", "fr"),
        "status": Opening("closed", "Fermé, ouvre jeudi à 9 h"),
        "reception_words": "À distance, par téléphone ou internet",
        "audience_words": "Jeunes, de 16 à 25 ans",
        "wait_words": "Longue attente",
    }
    radius = [{"value": "5", "label": "à moins de 5 km", "selected": True}]
    return {
        "resources": [resource, elsewhere],
        "distance_fields": [{"name": "rayon", "label": "Jusqu’où ?", "options": radius}],
        "distance_form": {"kept_beside_distance": [("theme", "manger")]},
        "search_hidden": [("theme", "manger")],
    }


def _reading() -> dict[str, Any]:
    image = {"url": "/static/portal/logo.svg", "width": 480, "height": 320, "alternative": "Une maison"}
    news = {
        "title": "Un jardin partagé derrière le lieu",
        "url": "#actualite",
        "date_words": "1er septembre 2026",
        "iso_date": "2026-09-01",
        "summary": "Les premières graines se sèment samedi. Venez avec des bottes.",
        "territory_name": "Chambéry",
        "lang": "fr",
        "image": None,
    }
    return {
        "news_items": [news, news | {"title": "Le café santé change de salle", "image": image}],
        "messages": [
            Message("success", "Votre message est parti."),
            Message("error", "Rien n’a été envoyé."),
        ],
        "html": mark_safe("<p>Un texte <strong>mis en forme</strong>.</p>"),
    }


def _following() -> dict[str, Any]:
    return {
        "steps": [
            {
                "title": "Vous appelez, ou vous passez",
                "text": "Sans rendez-vous.",
                "url": "",
                "state": "done",
            },
            {
                "title": "On parle une demi-heure",
                "text": "De ce qui compte pour vous.",
                "url": "#etape",
                "state": "current",
            },
            {"title": "On cherche ensemble", "text": "", "url": "", "state": ""},
        ],
        "events": [
            {"when": "8 septembre 2026", "iso": "2026-09-08", "title": "Demande reçue", "text": ""},
            {
                "when": "15 septembre 2026",
                "iso": "2026-09-15",
                "title": "Réponse envoyée",
                "text": "Par téléphone.",
            },
        ],
        "columns": [
            {"label": "Lieu", "numeric": False},
            {"label": "Séances", "numeric": True},
            {"label": "Personnes", "numeric": True},
        ],
        "rows": [["Espace Ressources Santé", "42", "318"], ["Dom’Inno", "37", "254"]],
        "points": [
            {"label": "Café santé", "value": "318", "percent": 100},
            {"label": "Cuisine", "value": "120", "percent": 37.7},
        ],
    }


def examples() -> dict[str, Any]:
    """Give everything the page of style shows."""
    wrong = QuestionForm({"email": "camille", "day": "2026-09-15", "place": "a", "message": "Bonjour"})
    wrong.is_valid()
    crumbs = [{"title": "Chambéry", "url": "#"}, {"title": "Espace Ressources Santé", "url": ""}]
    return {
        "cards": cards(),
        "crumbs": crumbs,
        "banners": [Urgent(Words("Dom’Inno est fermé aujourd’hui : panne d’eau.", "fr"), "#lieu")],
        "question_form": QuestionForm(auto_id="vide_%s"),
        "wrong_form": wrong,
        "result_page": Paginator(range(90), 30).page(2),
        "pictogram_names": sorted(path.stem for path in FOLDER.glob("*.svg")),
        **_filters(),
        **_places(),
        **_resources(),
        **_found(),
        **_reading(),
        **_following(),
    }
