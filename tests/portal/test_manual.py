"""The manual of the team: its links lead somewhere, its pictures are light and described, its buttons are on the screens."""

import re
from pathlib import Path

import polib
import pytest

from portal.catalogues import LOCALE
from scripts.messages import gather

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manuel"
CHAPTERS = sorted(MANUAL.glob("*.md"))
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)]+)\)")
#: Names the manual relies on, taken from the sentences of the source and from our French of Wagtail.
NAMED = """
Annuler · Déplacer · Changer le lieu · Complet · Il reste de la place · Rétablir · Qui prévenir ·
Copier la phrase · Envoyer par SMS · Toute la semaine · Ajouter une séance · Compter · Recompter ·
Ajouter un atelier · Écrire le texte · Nouvelle série · Ses textes · Ajouter un texte · Sa série ·
Voir les dates · Corriger · Changer à partir d'une date · Changer toute la série · Arrêter la série ·
Fermer un lieu · Voir ce qui sera annulé · Fermer le lieu · Rouvrir · Horaires exceptionnels · Enlever ·
Mettre un message urgent · Écrire une actualité · Envoyer en relecture · Mettre à jour les traductions ·
Importer les vacances · Espace de l’équipe · Utiliser ma clé d'accès · Modifier le site ·
Ajouter une application · Ajouter une clé · Appliquer · Sans suite · Remplir la grille ·
Vérifié aujourd'hui · Trouver le point · À revoir · Erreurs signalées · Besoins et ressources ·
Enregistrer les besoins · Essayer le fichier · Importer le reste · Ne rien importer ·
Différences à régler · Prendre la valeur de la source · Garder la nôtre · Recherches sans réponse ·
Mots équivalents · Ajouter des mots équivalents · Demandes d'échange · Confier la demande ·
Changer le binôme · Fixer cette date · Noter qu'il a eu lieu · Clore la demande · Il manque quelqu'un ·
Attend depuis une semaine · Comparaison des territoires · Enregistrer et publier · Ne pas publier ·
Ajouter une colonne · Bilans et coût · Publier cette édition · Brouillon à publier · Ce qui s'en va ·
Réponses · Registres · Outils · Téléchargements · Tout le guide en PDF · Imprimer ce chapitre ·
Le PDF manque pour le moment · Liens qui ne mènent nulle part · Mot de passe oublié ·
Affiches à imprimer · Fréquentation
"""
MOST_BYTES, MOST_BYTES_IN_ALL = 80_000, 1_200_000


def links(chapter):
    return [(bool(sign), words, target) for sign, words, target in LINK.findall(chapter.read_text())]


def anchors(chapter):
    """The anchors a reader of Markdown gives to headings."""
    titles = re.findall(r"^#+ (.+)$", chapter.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.name)
def test_links_lead_somewhere_and_pictures_are_described(chapter):
    for is_picture, words, target in links(chapter):
        name, _hash, anchor = target.partition("#")
        aim = chapter.parent / name
        assert aim.is_file(), target
        assert not anchor or anchor in anchors(aim), target
        assert words.strip()
        assert not is_picture or len(words) > 40, "the words say what the picture shows"


def test_every_chapter_is_in_the_contents_and_every_picture_in_a_chapter():
    listed = {target for _sign, _words, target in links(MANUAL / "README.md")}
    assert {chapter.name for chapter in CHAPTERS} - {"README.md"} <= listed
    shown = {target for chapter in CHAPTERS for is_picture, _words, target in links(chapter) if is_picture}
    assert {f"images/{picture.name}" for picture in MANUAL.glob("images/*")} == shown


def test_pictures_are_light():
    sizes = [picture.stat().st_size for picture in MANUAL.glob("images/*.png")]
    assert max(sizes) <= MOST_BYTES
    assert sum(sizes) <= MOST_BYTES_IN_ALL


def test_no_chapter_calls_a_button_by_a_name_that_left_the_screens():
    said = {message.singular for message in gather()}
    said |= {entry.msgstr for entry in polib.pofile(str(LOCALE / "fr" / "LC_MESSAGES" / "django.po"))}
    manual = "\n".join(chapter.read_text() for chapter in CHAPTERS).replace("’", "'")
    for name in re.split(r"\s*·\s*", NAMED.strip()):
        assert name in said, name
        assert name.replace("’", "'") in manual, name
