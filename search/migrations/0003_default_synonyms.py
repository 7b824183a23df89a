"""The words of the field and of the street that mean the same, to begin with: the administration adds and corrects."""

from django.db import migrations

#: One line each, as the administration would write it.
BOTH_WAYS = """
AS, assistante sociale, assistant social, travailleur social, service social
kiné, kinésithérapeute
CMP, centre médico-psychologique
CPAM, sécu, sécurité sociale, assurance maladie, Ameli
médiation, médiatrice, médiateur
MDPH, maison départementale des personnes handicapées, handicap
RSA, revenu de solidarité active
AAH, allocation aux adultes handicapés
ASS, allocation de solidarité spécifique
mutuelle, complémentaire santé, complémentaire
CSS, CMU, C2S, complémentaire santé solidaire
AME, aide médicale d'État
PASS, permanence d'accès aux soins de santé
psy, psychologue, psychiatre, psychothérapeute
CAF, caisse d'allocations familiales, allocations familiales
CCAS, centre communal d'action sociale
PMI, protection maternelle et infantile
ASE, aide sociale à l'enfance
ETP, éducation thérapeutique
médecin, docteur, généraliste, médecin traitant, toubib
dentiste, dents, dentaire, soins dentaires
ophtalmo, ophtalmologue, opticien, lunettes
gynéco, gynécologue, santé sexuelle
planning familial, contraception, pilule, santé sexuelle
infirmière, infirmier, soins infirmiers
diététicienne, diététicien, diététique, nutritionniste
sage-femme, suivi de grossesse
addictologie, addicto, addiction, dépendance, CSAPA
IVG, avortement, santé sexuelle
vaccin, vaccination, piqûre
diabète, diabétique, glycémie
hypertension, tension artérielle
obésité, surpoids, maigrir, perdre du poids
FLE, cours de français, apprendre le français, alphabétisation, atelier sociolinguistique
interprète, traducteur, traduction
aide alimentaire, épicerie sociale, épicerie solidaire, colis alimentaire, banque alimentaire, Restos du cœur
bouffe, manger, nourriture, repas, alimentation, alimentaire
domiciliation, adresse postale, élection de domicile
expulsion, loyer impayé, impayé de loyer
HLM, logement social, bailleur social
appart, appartement, logement
proprio, propriétaire, bailleur
hébergement d'urgence, sans-abri, SDF, toit pour la nuit, 115
CHRS, centre d'hébergement
surendettement, dettes, endetté
huissier, commissaire de justice
pognon, fric, thune, argent
EDF, électricité, facture d'énergie
violences conjugales, violences faites aux femmes, femme battue, conjoint violent
aidant, proche aidant, aidant familial
APA, allocation personnalisée d'autonomie
EHPAD, maison de retraite
seniors, personnes âgées, retraités
APA, activité physique adaptée, sport santé, sport sur ordonnance
gym, gymnastique, activité physique, sport
marche à pied, marche, balade, randonnée, promenade
vélo, bicyclette
papiers, paperasse, démarches administratives
écrivain public, aide à l'écriture
titre de séjour, carte de séjour
avocat, conseil juridique
divorce, séparation
curatelle, tutelle, protection juridique
Pôle emploi, France Travail
boulot, taf, job, travail, emploi
mômes, gosses, gamins, enfants
nounou, assistante maternelle, garde d'enfants
devoirs, aide aux devoirs, soutien scolaire, accompagnement à la scolarité
fringues, habits, vêtements, vestiaire
machine à laver, électroménager
ordinateur, informatique, numérique
déprime, dépression, cafard, coup de blues, moral, santé mentale
angoisse, anxiété, stress
solitude, isolement
insomnie, sommeil, dormir mal, bien dormir, mieux dormir
suicide, envie de mourir, penser à mourir, idées noires
GEM, groupe d'entraide mutuelle
rdv, rendez-vous
SMH, Saint-Martin-d'Hères
"""
#: The first finds the others, which do not find it.
ONE_WAY = """
mal au dos, douleurs, kinésithérapeute, médecin
mal aux dents, dentiste, dents, dentaire
mal au ventre, médecin, pharmacie
mal à la tête, médecin, pharmacie
ordonnance, pharmacie, médecin
enceinte, grossesse, sage-femme, protection maternelle
bébé, protection maternelle, PMI, petite enfance, crèche
fils, enfant, jeune
fille, enfant, jeune
pension alimentaire, pension
fumer, tabac, addictologie
boire, alcool, addictologie
drogue, cannabis, addictologie
frappe, violences, coups
violences conjugales, violences, coups
mari, couple, conjoint
viol, violences, violences sexuelles
sous, argent, aide financière, budget
faim, aide alimentaire, manger, repas
frigo, aide alimentaire
dormir dehors, hébergement d'urgence
virer, expulsion
mettre dehors, expulsion
huissier, dettes, expulsion
coupure, facture d'énergie
sans papiers, titre de séjour, aide médicale d'État
permis, auto-école
triste, moral, santé mentale
mourir, suicide
"""


def write(apps, _schema_editor):
    """Write the lines that are not there yet."""
    synonyms = apps.get_model("search", "Synonyms")
    for lines, one_way in ((BOTH_WAYS, False), (ONE_WAY, True)):
        for words in lines.strip().splitlines():
            synonyms.objects.get_or_create(words=words, defaults={"one_way": one_way})


class Migration(migrations.Migration):
    dependencies = [("search", "0002_changes_only_added")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
