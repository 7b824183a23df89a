"""The words of data·inclusion v1 in plain French, and those the portal adds. Codes are stored; labels are shown."""

from __future__ import annotations

from data_inclusion.schema import v1
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["AUDIENCES", "FEES", "LANGUAGES", "MOBILISATIONS", "RECEPTIONS", "THEMATIQUES", "labels_of"]

#: Every code of an enumeration of the exchange format, in its own order.
THEMATIQUES = tuple(v1.Thematique)
NETWORKS = tuple(v1.ReseauPorteur)

FEES = {"gratuit": _("Gratuit"), "payant": _("Payant")}
RECEPTIONS = {"en-presentiel": _("Sur place"), "a-distance": _("À distance, par téléphone ou internet")}
MOBILISATIONS = {
    "se-presenter": _("Venir sur place"),
    "telephoner": _("Téléphoner"),
    "envoyer-un-courriel": _("Écrire un e-mail"),
    "utiliser-lien-mobilisation": _("Passer par un site internet"),
}
MOBILISED_BY = {"usagers": _("La personne elle-même"), "professionnels": _("Un professionnel")}
TYPES = {
    "accompagnement": _("Accompagnement"),
    "aide-financiere": _("Aide en argent"),
    "aide-materielle": _("Aide en nature"),
    "atelier": _("Atelier"),
    "formation": _("Formation"),
    "information": _("Information"),
}
AUDIENCES = {
    "tous-publics": _("Tout le monde"),
    "actifs": _("Personnes qui travaillent"),
    "beneficiaires-des-minimas-sociaux": _("Personnes au RSA, à l’AAH ou à l’ASS"),
    "demandeurs-emploi": _("Personnes qui cherchent un travail"),
    "etudiants": _("Étudiants et étudiantes"),
    "familles": _("Familles"),
    "femmes": _("Femmes"),
    "jeunes": _("Jeunes"),
    "personnes-en-situation-de-handicap": _("Personnes handicapées"),
    "personnes-en-situation-durgence": _("Personnes en grande urgence"),
    "personnes-en-situation-juridique-specifique": _("Personnes suivies par la justice"),
    "personnes-exilees": _("Personnes exilées"),
    "residents-qpv-frr": _("Habitants d’un quartier prioritaire ou d’une zone rurale aidée"),
    "seniors": _("Personnes âgées"),
}
#: The languages a service may be spoken in: ISO 639-1, 639-3 where there is none; the sign language is `fsl`.
LANGUAGES = {
    "fr": _("français"),
    "en": _("anglais"),
    "ar": _("arabe"),
    "es": _("espagnol"),
    "it": _("italien"),
    "pt": _("portugais"),
    "tr": _("turc"),
    "ru": _("russe"),
    "uk": _("ukrainien"),
    "sq": _("albanais"),
    "ro": _("roumain"),
    "bs": _("bosnien, croate, serbe"),
    "fa": _("persan, dari"),
    "ps": _("pachto"),
    "ku": _("kurde"),
    "ber": _("berbère"),
    "wo": _("wolof"),
    "ff": _("peul"),
    "bm": _("bambara"),
    "ln": _("lingala"),
    "ti": _("tigrigna"),
    "so": _("somali"),
    "vi": _("vietnamien"),
    "zh": _("chinois"),
    "fsl": _("langue des signes française"),
}


class State(models.TextChoices):
    """Whether the public sees an entry."""

    DRAFT = "draft", _("Brouillon")
    PUBLIC = "public", _("Publié")
    GONE = "gone", _("Retiré")


class Saturation(models.TextChoices):
    """How hard it is to get in at the moment, said with its date."""

    UNKNOWN = "", _("Non renseigné")
    NONE = "none", _("De la place")
    MODERATE = "moderate", _("Un peu d'attente")
    HIGH = "high", _("Longue attente")


class StepFree(models.TextChoices):
    """Whether somebody in a wheelchair comes in alone."""

    UNKNOWN = "", _("Non renseigné")
    YES = "yes", _("Accessible en fauteuil roulant")
    HELP = "help", _("Accessible avec de l'aide")
    NO = "no", _("Pas accessible en fauteuil roulant")


class Function(models.TextChoices):
    """The six aims of support functions for which needs and resources are set side by side (HAS, annex 2)."""

    ASSESS = "assess", _("Évaluer la situation des personnes")
    PLAN = "plan", _("Planifier les interventions")
    COORDINATE = "coordinate", _("Suivre et coordonner les interventions")
    ACCOMPANY = "accompany", _("Accompagner les personnes")
    REASSESS = "reassess", _("Réévaluer la situation")
    ORGANISE = "organise", _("Organiser le travail à plusieurs métiers")


class Level(models.TextChoices):
    """Where a support function stands (HAS, annex 2)."""

    TEAM = "team", _("L'équipe")
    TERRITORY = "territory", _("Le territoire")
    REGION = "region", _("La région")


def labels_of(codes: list[str] | None, labels: dict) -> list[str]:
    """Give the labels of `codes` in the order of `labels`; codes without a label are left out."""
    return [str(label) for code, label in labels.items() if code in (codes or ())]


def validate_thematiques(text: str) -> None:
    """Raise ValidationError for a code the exchange format does not have."""
    for code in text.split():
        if code not in THEMATIQUES:
            raise ValidationError(_("Thématique inconnue : %(code)s."), params={"code": code})
