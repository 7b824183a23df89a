"""Which FINESS establishments people come to, and what they find there: our own table, to be read and corrected.

Codes: nomenclature TRE R66 of the Agence du numérique en santé. A category not here is counted and left out.
"""

from __future__ import annotations

from dataclasses import dataclass

CARE, MIND = "sante--acces-aux-soins", "sante--sante-mentale"
ADDICTION, SEXUAL = "sante--addictions", "sante--sante-sexuelle"
RIGHTS = "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits"
MDPH_FILE = "sante--constituer-un-dossier-mdph-invalidite"
PARENTS = "famille--soutien-a-la-parentalite-et-a-leducation"
CARERS, DEPENDANT = "famille--soutien-aidants", "famille--prise-en-charge-personne-dependante"
BED = "logement-hebergement--rechercher-une-solution-dhebergement-temporaire"
EVERYONE = ("tous-publics",)


@dataclass(frozen=True)
class Category:
    """What an establishment of a category offers, in words for the public."""

    name: str
    description: str
    thematiques: tuple[str, ...] = (CARE,)
    type: str = "accompagnement"
    publics: tuple[str, ...] = EVERYONE
    free: bool = False
    #: By telephone only when one does not simply walk in.
    walk_in: bool = True
    by_professionals_only: bool = False
    networks: tuple[str, ...] = ()


PHARMACY = Category(
    "Médicaments et conseils de santé",
    "La pharmacie prépare et remet les médicaments, avec ou sans ordonnance. On y demande un conseil sans rendez-vous.",
)
HEALTH_CENTRE = Category(
    "Soins au centre de santé",
    "Des soignants salariés reçoivent sur rendez-vous. Le tiers payant évite d'avancer les frais pris en charge.",
)
HEALTH_HOUSE = Category(
    "Soins à la maison de santé",
    "Plusieurs professions de santé travaillent ensemble à la même adresse. Prenez rendez-vous avec l'une d'elles.",
)
MOTHER_AND_CHILD = Category(
    "Suivi des femmes enceintes et des enfants de moins de six ans",
    "Des consultations gratuites avant et après la naissance, des conseils, des vaccins, pour les enfants de moins de six ans.",
    thematiques=(CARE, PARENTS),
    publics=("familles",),
    free=True,
)
HOSPITAL = Category(
    "Consultations et soins à l'hôpital",
    "Des consultations avec des spécialistes, des examens et des séjours. En cas d'urgence vitale, appelez le 15.",
    walk_in=False,
)
PSYCHIATRIC_HOSPITAL = Category(
    "Soins psychiatriques à l'hôpital",
    "Des consultations et des séjours pour les personnes en souffrance psychique. En cas d'urgence, appelez le 15.",
    thematiques=(CARE, MIND),
    walk_in=False,
)
MIND_CENTRE = Category(
    "Consultations de santé mentale",
    "Des soignants écoutent et suivent les personnes en souffrance psychique. La consultation est gratuite.",
    thematiques=(MIND,),
    free=True,
    networks=("cmp",),
)
DAY_MIND_CENTRE = Category(
    "Activités de soin en petit groupe",
    "Des activités encadrées par des soignants, quelques heures par semaine, pour aller mieux et sortir de l'isolement.",
    thematiques=(MIND,),
    free=True,
    walk_in=False,
)
ADDICTION_CENTRE = Category(
    "Aide pour les addictions",
    "Alcool, tabac, drogues, jeux, écrans : une équipe écoute, soigne et conseille, aussi les proches. C'est gratuit, et anonyme si vous le demandez.",
    thematiques=(ADDICTION,),
    free=True,
    networks=("csapa",),
)
HARM_REDUCTION = Category(
    "Accueil des personnes qui consomment des drogues",
    "Un accueil sans jugement, gratuit et anonyme : matériel propre, soins, repos, aide pour les démarches.",
    thematiques=(ADDICTION, RIGHTS),
    free=True,
    networks=("caarud",),
)
DISABILITY_HOUSE = Category(
    "Droits des personnes handicapées",
    "On y demande la carte mobilité inclusion, l'allocation adulte handicapé, une orientation, et de l'aide pour remplir le dossier.",
    thematiques=(MDPH_FILE, RIGHTS),
    publics=("personnes-en-situation-de-handicap",),
    free=True,
    networks=("mdph",),
)
CARE_HOME = Category(
    "Hébergement médicalisé pour personnes âgées",
    "Une maison où des personnes âgées qui ne peuvent plus vivre seules sont logées et soignées, pour longtemps ou pour quelques semaines.",
    thematiques=(DEPENDANT,),
    publics=("seniors",),
    walk_in=False,
)
HOME_NURSING = Category(
    "Soins infirmiers à la maison",
    "Des soignants viennent à domicile, sur ordonnance, auprès de personnes âgées, malades ou handicapées.",
    thematiques=(CARE, DEPENDANT),
    publics=("seniors", "personnes-en-situation-de-handicap"),
    walk_in=False,
)
SEXUAL_HEALTH = Category(
    "Contraception et santé sexuelle",
    "Contraception, grossesse non prévue, dépistages, questions sur la vie affective : on en parle en confiance.",
    thematiques=(SEXUAL,),
)
TESTING = Category(
    "Dépistage du VIH, des hépatites et des infections sexuelles",
    "Des tests gratuits, anonymes si vous le demandez, avec des conseils et un premier soin.",
    thematiques=(SEXUAL, CARE),
    free=True,
)
LABORATORY = Category(
    "Prises de sang et analyses",
    "Le laboratoire fait les prises de sang et les analyses prescrites par un médecin.",
)
VACCINES = Category(
    "Vaccins", "Des vaccins, avec des conseils. Apportez votre carnet de santé si vous l'avez."
)
EARLY_CARE = Category(
    "Suivi des jeunes enfants dont le développement inquiète",
    "Des bilans et des soins pour les enfants de moins de six ans, avec leurs parents. C'est gratuit.",
    thematiques=(CARE, PARENTS),
    publics=("familles", "personnes-en-situation-de-handicap"),
    free=True,
    walk_in=False,
)
CHILD_MIND = Category(
    "Aide aux enfants et aux jeunes en difficulté",
    "Des soignants reçoivent les enfants et les jeunes qui ont du mal à apprendre, à parler, ou qui souffrent. C'est gratuit.",
    thematiques=(MIND, PARENTS),
    publics=("familles", "jeunes"),
    free=True,
    walk_in=False,
)
ELDERS_INFORMATION = Category(
    "Informations pour les personnes âgées et leurs proches",
    "Un lieu où l'on explique les aides possibles à la maison ou en établissement, et comment les demander.",
    thematiques=(DEPENDANT, CARERS),
    type="information",
    publics=("seniors", "familles"),
    free=True,
)
YOUTH_HOUSE = Category(
    "Écoute et soins pour les jeunes",
    "Une équipe écoute les jeunes, et leurs parents, sur la santé, le moral, les relations. C'est gratuit.",
    thematiques=(MIND, CARE),
    publics=("jeunes", "familles"),
    free=True,
)
HEALTH_BEDS = Category(
    "Lits pour se soigner quand on est sans logement",
    "Un lit et des soins, pour les personnes sans logement trop malades pour rester dehors et qui n'ont pas besoin de l'hôpital.",
    thematiques=(CARE, BED),
    publics=("personnes-en-situation-durgence",),
    free=True,
    walk_in=False,
    by_professionals_only=True,
)

CATEGORIES: dict[str, Category] = {
    "101": HOSPITAL,
    "106": HOSPITAL,
    "355": HOSPITAL,
    "365": HOSPITAL,
    "292": PSYCHIATRIC_HOSPITAL,
    "124": HEALTH_CENTRE,
    "130": HEALTH_CENTRE,
    "439": HEALTH_CENTRE,
    "603": HEALTH_HOUSE,
    "620": PHARMACY,
    "629": PHARMACY,
    "641": PHARMACY,
    "223": MOTHER_AND_CHILD,
    "224": MOTHER_AND_CHILD,
    "230": MOTHER_AND_CHILD,
    "156": MIND_CENTRE,
    "425": DAY_MIND_CENTRE,
    "197": ADDICTION_CENTRE,
    "178": HARM_REDUCTION,
    "609": DISABILITY_HOUSE,
    "500": CARE_HOME,
    "354": HOME_NURSING,
    "228": SEXUAL_HEALTH,
    "231": SEXUAL_HEALTH,
    "649": SEXUAL_HEALTH,
    "638": TESTING,
    "611": LABORATORY,
    "645": VACCINES,
    "190": EARLY_CARE,
    "189": CHILD_MIND,
    "463": ELDERS_INFORMATION,
    "701": YOUTH_HOUSE,
    "702": YOUTH_HOUSE,
    "703": YOUTH_HOUSE,
    "180": HEALTH_BEDS,
}
