"""What people type, and what should come first over the demonstration: judged from its words, as a mediator would.

One line each: what is typed | what may come first | what must be among the first five. A document is named by its kind
(w workshop, r service, s structure, n page of need, p other page, l place) and how its address begins after the last
slash. « a/b »: either will do. When the last column is empty, any that may come first is enough among the five.

Nothing here was written from what an engine answers. Where one fails, add harder lines, not easier ones.
"""

from __future__ import annotations

FRENCH: dict[str, str] = {
    "accents": """
        mediation | r:mediation-en-sante r:mediation-en-sante-saint w:permanence-mediation w:mediation-dom-inno p:parler-a-une-mediatrice | r:mediation-en-sante r:mediation-en-sante-saint w:permanence-mediation w:mediation-dom-inno
        cafe sante | w:cafe-sante |
        epicerie solidaire | r:faire-ses-courses s:epicerie-solidaire | r:faire-ses-courses s:epicerie-solidaire
        creche | s:creche r:garder-un-enfant | s:creche r:garder-un-enfant
        prevention suicide | r:3114 s:numero-national | r:3114 s:numero-national
        hebergement d'urgence | r:115-un-toit r:115-dormir s:115-de-la-savoie s:115-de-lisere n:besoin-logement | r:115-un-toit/s:115-de-la-savoie r:115-dormir/s:115-de-lisere
        marché à pied | r:marcher-ensemble w:balade-du-quartier s:club-de-marche |
        reparer son velo | r:apprendre-a-reparer s:atelier-velo | r:apprendre-a-reparer
        titre de sejour | n:besoin-droits r:demarches | n:besoin-droits r:demarches
        aide menagere | r:rester-chez-soi |
        creer mon entreprise | r:creer |
        benevole | r:benevolat |
        interprete | w:mediation-dom-inno r:medecins-et-infirmieres p:parler | w:mediation-dom-inno r:medecins-et-infirmieres p:parler
    """,
    "plural and forms of a word": """
        ateliers vélos | s:atelier-velo r:apprendre-a-reparer | s:atelier-velo r:apprendre-a-reparer
        dette | n:besoin-dettes r:dettes | n:besoin-dettes r:dettes r:aide-au-budget
        distributions alimentaires | s:distribution-de-colis s:distribution-alimentaire r:colis-et-repas r:colis-pour-la-semaine | s:distribution-de-colis/r:colis-et-repas s:distribution-alimentaire/r:colis-pour-la-semaine
        jardins | w:jardin-partage r:jardins-partages | w:jardin-partage r:jardins-partages
        aidant | w:pause-des-aidants r:groupe-de-parole r:souffler s:maison-des-aidants s:plateforme n:besoin-aider | w:pause-des-aidants r:groupe-de-parole r:souffler/s:plateforme
        diététicienne | w:consultation-dietetique r:consultations-de-dietetique | w:consultation-dietetique r:consultations-de-dietetique
        médicament | r:medicaments-vaccins r:pharmacie-medicaments r:pass-se | r:medicaments-vaccins r:pharmacie-medicaments
        remboursement | r:carte-vitale-droits r:droits-carte-vitale w:carte-vitale | r:carte-vitale-droits r:droits-carte-vitale
        vacance en famille | r:sorties |
        test de grossesse | r:contraception |
        se balader | w:balade |
        peindre | w:art-therapie |
        fiche de saisine | p:je-suis-professionnel |
    """,
    "elision": """
        l'acces aux droits | n:besoin-droits r:mediation-en-sante r:mediation-en-sante-saint r:premier-accueil r:aide-pour-les-papiers r:rendez-vous r:carte-vitale r:droits-carte w:permanence-mediation | n:besoin-droits
        l’assistante sociale | r:rendez-vous |
        j'ai plus de mutuelle | r:complementaire w:permanence-mediation n:besoin-droits | r:complementaire w:permanence-mediation n:besoin-droits
        qu'est-ce que la PASS | r:pass-se |
        ccas d'Eybens | s:ccas-deybens r:accueil-social | s:ccas-deybens r:accueil-social
        allocation d’autonomie | r:rester-chez-soi n:besoin-aider | r:rester-chez-soi n:besoin-aider
        groupe d'entraide | s:groupe-dentraide r:un-lieu-a-soi | s:groupe-dentraide r:un-lieu-a-soi
        lescale | s:groupe-dentraide r:un-lieu-a-soi | s:groupe-dentraide
        demandeur d'asile | r:demander-lasile s:centre-daccueil | r:demander-lasile s:centre-daccueil
    """,
    "typos": """
        kafé santé | w:cafe-sante |
        assistante social | r:rendez-vous |
        diabette | w:vivre-avec-le-diabete r:infirmiere-asalee | w:vivre-avec-le-diabete r:infirmiere-asalee
        medcin traitant | n:besoin-medecin r:medecins-infirmieres | n:besoin-medecin r:medecins-infirmieres
        sofrologie | w:sophrologie |
        psycologue | r:psychologue-du-centre r:consultations-pour-la-souffrance | r:psychologue-du-centre
        relaxassion | w:relaxation |
        surendetement | r:aide-au-budget r:dettes n:besoin-dettes | r:aide-au-budget r:dettes
        violance conjugale | r:violences n:besoin-parler r:3919 s:violences | r:violences n:besoin-parler r:3919/s:violences
        vacin gripe | p:vaccination-grippe |
        kinésithérapeuthe | r:medecins-infirmieres |
        alchool | r:alcool r:cannabis | r:alcool r:cannabis
        ecole de fransais | r:cours-de-francais r:apprendre-le-francais s:atelier-de-francais | r:cours-de-francais r:apprendre-le-francais
        carte vital perdu | r:carte-vitale r:droits-carte | r:carte-vitale
        teleallarme | r:rester-chez-soi |
        biblioteque | s:bibliotheque r:ordinateurs r:livres | s:bibliotheque
        garderi | s:creche r:garder-un-enfant | s:creche r:garder-un-enfant
    """,
    "slips of the thumb": """
        mediatuon | r:mediation-en-sante r:mediation-en-sante-saint w:permanence-mediation w:mediation-dom-inno p:parler-a-une-mediatrice | r:mediation-en-sante w:permanence-mediation
        yiga | w:yoga |
        pharmacoe | r:pharmacie-medicaments s:pharmacie-des-tilleuls s:pharmacie-de-la-renaudie | s:pharmacie-des-tilleuls s:pharmacie-de-la-renaudie/r:pharmacie-medicaments
        jardun partage | w:jardin-partage r:jardins-partages | w:jardin-partage r:jardins-partages
        carye vitale | r:carte-vitale w:carte-vitale r:droits-carte n:besoin-droits | r:carte-vitale w:carte-vitale r:droits-carte n:besoin-droits
        douvhe | r:douche r:materiel-propre | r:douche r:materiel-propre
        gym douve | w:gym-douce |
        logemrnt social | r:demander-ou-changer s:permanence-logement | r:demander-ou-changer
        ecrivian public | r:ecrivain-public |
        avocta | r:parler-gratuitement |
    """,
    "without spaces, or with too many": """
        cafesante | w:cafe-sante |
        cartevitale | r:carte-vitale w:carte-vitale r:droits-carte n:besoin-droits | r:carte-vitale w:carte-vitale
        centresocial | s:centre-social |
        assistantesociale | r:rendez-vous |
        francetravail | s:france-travail r:sinscrire | s:france-travail
        dominno | l:dom-inno s:dominno | l:dom-inno s:dominno
        dom inno | l:dom-inno s:dominno | l:dom-inno s:dominno
        art therapie | w:art-therapie |
        info  senior | s:point-info r:rester-chez-soi | s:point-info/r:rester-chez-soi
    """,
    "capitals": """
        AIDE ALIMENTAIRE | r:aide-alimentaire n:besoin-manger s:distribution-alimentaire | r:aide-alimentaire n:besoin-manger
        CURATELLE | r:curatelle |
        J'AI FAIM | n:besoin-manger r:aide-alimentaire | n:besoin-manger r:aide-alimentaire
        SANS ABRI | r:115-un-toit r:115-dormir n:besoin-logement r:douche | r:115-un-toit r:115-dormir
        CARTE HANDICAP | r:dossier-handicap-aah n:besoin-handicap r:dossier-handicap-isere | r:dossier-handicap-aah n:besoin-handicap
        MON PROPRIO VEUT ME METTRE DEHORS | r:loyer n:besoin-logement | r:loyer n:besoin-logement
    """,
    "abbreviations": """
        rdv avec une AS | r:rendez-vous |
        kiné | r:medecins-infirmieres |
        CMP | s:centre-medico-psychologique-adultes r:consultations-pour-la-souffrance s:centre-medico-psychologique-saint r:soins-psychiques s:centre-medico-psychologique-enfants r:aide-aux-enfants | s:centre-medico-psychologique-adultes/r:consultations-pour-la-souffrance s:centre-medico-psychologique-saint/r:soins-psychiques s:centre-medico-psychologique-enfants/r:aide-aux-enfants
        cpam | s:assurance-maladie-de-la-savoie s:assurance-maladie-de-lisere r:carte-vitale r:droits-carte | s:assurance-maladie-de-la-savoie/r:carte-vitale s:assurance-maladie-de-lisere/r:droits-carte
        mdph | s:mdph r:dossier-handicap-aah n:besoin-handicap | s:mdph r:dossier-handicap-aah n:besoin-handicap
        rsa | r:rsa r:allocations-rsa | r:rsa r:allocations-rsa
        ccas smh | s:ccas-de-saint r:premier-accueil r:aide-pour-payer | s:ccas-de-saint
        psy | r:psychologue-du-centre r:consultations-pour-la-souffrance r:soins-psychiques | r:psychologue-du-centre r:consultations-pour-la-souffrance/s:centre-medico-psychologique-adultes r:soins-psychiques/s:centre-medico-psychologique-saint
        cmu | r:complementaire n:besoin-droits | r:complementaire
        AAH | r:dossier-handicap-aah n:besoin-handicap | r:dossier-handicap-aah
        gem | s:groupe-dentraide r:un-lieu-a-soi |
        pmi saint martin | s:protection-maternelle r:sages-femmes | s:protection-maternelle r:sages-femmes
        cours de FLE | r:cours-de-francais r:apprendre-le-francais s:atelier-de-francais s:ateliers-sociolinguistiques | r:cours-de-francais r:apprendre-le-francais
        l'AME | r:droits-carte n:besoin-droits | r:droits-carte n:besoin-droits
        pôle emploi | s:france-travail r:sinscrire | s:france-travail r:sinscrire
        hlm | r:demander-ou-changer s:permanence-logement | r:demander-ou-changer
        ivg | r:contraception s:centre-de-sante-sexuelle | r:contraception/s:centre-de-sante-sexuelle
        faire un cv | r:sinscrire |
        addicto | s:centre-de-soins-des-addictions r:alcool | r:alcool/s:centre-de-soins-des-addictions
        rdv medecin urgent | n:besoin-medecin r:urgences | n:besoin-medecin
        pb avec la secu | s:assurance-maladie-de-la-savoie s:assurance-maladie-de-lisere r:carte-vitale r:droits-carte w:carte-vitale | s:assurance-maladie-de-la-savoie/r:carte-vitale s:assurance-maladie-de-lisere/r:droits-carte
    """,
    "everyday speech": """
        sos dettes | n:besoin-dettes r:dettes | n:besoin-dettes r:dettes
        jai mal au dos | w:douleurs-chroniques n:besoin-maladie r:medecins-infirmieres | w:douleurs-chroniques
        mal aux dents | r:soins-des-dents s:centre-de-sante-dentaire | r:soins-des-dents
        j'ai le cafard | n:besoin-moral r:un-lieu-a-soi r:consultations-pour-la-souffrance | n:besoin-moral
        déprime | n:besoin-moral r:un-lieu-a-soi r:consultations-pour-la-souffrance r:soins-psychiques | n:besoin-moral
        bouffe pas cher | n:besoin-manger r:faire-ses-courses r:aide-alimentaire w:cuisine-de-saison | n:besoin-manger/r:aide-alimentaire r:faire-ses-courses/w:cuisine-de-saison
        plus de sous pour payer l'edf | r:aide-pour-payer n:besoin-dettes | r:aide-pour-payer
        toubib | n:besoin-medecin r:medecins-infirmieres r:medecins-et-infirmieres | n:besoin-medecin r:medecins-infirmieres r:medecins-et-infirmieres
        trouver un boulot | r:sinscrire s:france-travail r:16-25-ans | r:sinscrire
        garder mes gosses | r:garder-un-enfant s:creche | r:garder-un-enfant
        mon mari me frappe | n:besoin-parler r:violences r:3919 s:violences | n:besoin-parler r:violences
        envie de mourir | r:3114 n:besoin-moral s:numero-national | r:3114 n:besoin-moral
        bouger apres 60 ans | w:gym-douce |
        arreter de fumer | r:alcool s:centre-de-soins-des-addictions | r:alcool
        frigo vide | r:aide-alimentaire n:besoin-manger | r:aide-alimentaire
        machine à laver pas chère | r:meubles s:ressourcerie | r:meubles
        on va me virer de mon appart | r:loyer n:besoin-logement | r:loyer n:besoin-logement
        faire du velo | r:apprendre-a-reparer s:atelier-velo | r:apprendre-a-reparer
        apprendre internet | r:ateliers-pour-apprendre r:demarches r:ordinateurs | r:ateliers-pour-apprendre
        peser mon bebe | r:pmi r:sages-femmes s:protection-maternelle | r:pmi r:sages-femmes
        jai mal au ventre | n:besoin-medecin r:urgences n:besoin-maladie |
        colere de mon fils | r:aide-aux-enfants r:cafe-des-parents | r:aide-aux-enfants r:cafe-des-parents
        coup de blues | n:besoin-moral r:un-lieu-a-soi r:consultations-pour-la-souffrance | n:besoin-moral
    """,
    "two needs at once": """
        diabete sport gratuit | n:besoin-maladie w:vivre-avec-le-diabete r:activite-physique r:infirmiere-asalee | n:besoin-maladie w:vivre-avec-le-diabete
        logement et dettes | n:besoin-dettes n:besoin-logement r:loyer r:dettes r:aide-pour-payer | n:besoin-dettes/r:dettes n:besoin-logement/r:loyer/r:aide-pour-payer
        garde enfant pendant cours de francais | r:cours-de-francais |
        medecin qui parle arabe | r:medecins-et-infirmieres s:centre-de-sante-les-etoiles r:pass-se | r:medecins-et-infirmieres/s:centre-de-sante-les-etoiles
        malade et sans papiers | r:pass-se n:besoin-droits | r:pass-se n:besoin-droits
        cuisine diabète | w:cuisine-de-saison w:vivre-avec-le-diabete | w:cuisine-de-saison
        permis et travail | r:passer-le-permis r:jeunes | r:passer-le-permis r:jeunes
        marcher discuter | w:balade-du-quartier r:marcher-ensemble | w:balade-du-quartier
        vêtements et meubles pas chers | r:vetements r:meubles s:vestiaire s:ressourcerie | r:vetements r:meubles
        alcool et enfants | r:cannabis r:alcool | r:cannabis
        medecin psychologue saint martin d'heres | r:psychologue-du-centre s:centre-de-sante-les-etoiles r:medecins-et-infirmieres r:soins-psychiques | r:psychologue-du-centre
        wifi gratuit | r:ordinateurs s:bibliotheque | r:ordinateurs
        sortie de prison logement | r:sortir-de-prison |
        couches bébé | r:colis-pour-la-semaine |
        vaccin enfant | r:pmi r:sages-femmes r:medicaments | r:pmi r:sages-femmes
        cuisiner ensemble pas cher | w:cuisine-de-saison |
        fauteuil roulant jardin | w:jardin-partage |
        avocat divorce | r:parler-gratuitement r:separation | r:parler-gratuitement r:separation
        pension alimentaire | r:separation |
        papiers retraite | r:aide-pour-les-papiers r:demarches | r:aide-pour-les-papiers r:demarches
        ecrans ados | r:cannabis r:cafe-des-parents | r:cannabis
    """,
    "sentences": """
        ou trouver un medecin pas cher | n:besoin-medecin r:medecins-infirmieres r:medecins-et-infirmieres r:mission-daccompagnement | n:besoin-medecin
        comment refaire ma carte vitale ? | r:carte-vitale r:droits-carte | r:carte-vitale r:droits-carte
        où dormir ce soir | r:115-un-toit r:115-dormir n:besoin-logement | r:115-un-toit r:115-dormir n:besoin-logement
        qui peut m'aider à remplir un dossier | r:aide-pour-les-papiers r:ecrivain-public p:parler w:permanence-mediation r:demarches | r:aide-pour-les-papiers
        je ne comprends pas mon courrier | w:permanence-mediation r:mediation-en-sante r:mediation-en-sante-saint p:parler | w:permanence-mediation r:mediation-en-sante
        je dors mal | w:relaxation w:sophrologie w:film n:besoin-moral | w:relaxation w:sophrologie/w:film n:besoin-moral
        je veux apprendre à lire et écrire | r:cours-de-francais r:apprendre-le-francais r:livres | r:cours-de-francais
        mon fils a peur d'aller à l'école | r:aide-aux-enfants |
        je suis enceinte | r:contraception r:sages-femmes s:protection-maternelle r:pmi | r:contraception r:sages-femmes
        j'ai reçu une lettre d'huissier | n:besoin-dettes r:dettes | n:besoin-dettes
        je m'occupe de ma mere malade | w:pause-des-aidants n:besoin-aider r:souffler | w:pause-des-aidants n:besoin-aider
        comment parler à un avocat sans payer | r:parler-gratuitement |
        j'ai besoin d'aide pour les devoirs de ma fille | r:accompagnement |
        est-ce que je peux venir sans rendez-vous | p:parler w:mediation-dom-inno w:permanence-mediation r:ecrivain-public r:accueil-social p:vaccination-grippe n:besoin-manger |
        j'arrive plus a payer mon loyer | r:aide-pour-payer r:loyer n:besoin-dettes n:besoin-logement | r:aide-pour-payer r:loyer
        ma fille se drogue | r:cannabis r:alcool | r:cannabis
        combien coute impact | p:monter-impact |
        jaimerais marcher avec dautres personnes | w:balade r:marcher-ensemble s:club-de-marche | w:balade r:marcher-ensemble
    """,
    "places and days": """
        chambéry | p:chambery |
        pharmacie saint martin d heres | r:pharmacie-medicaments s:pharmacie-de-la-renaudie | r:pharmacie-medicaments s:pharmacie-de-la-renaudie
        cmp st martin d'hères | s:centre-medico-psychologique-saint r:soins-psychiques | s:centre-medico-psychologique-saint r:soins-psychiques
        mairie poisat | s:mairie r:aide-aux-habitants | s:mairie
        place des tilleuls | l:espace-ressources s:espace-ressources s:pharmacie-des-tilleuls r:medicaments | s:pharmacie-des-tilleuls/r:medicaments l:espace-ressources/s:espace-ressources
        hauts de chambery | s:france-services s:mjc | s:france-services s:mjc
        gym eybens | w:gym-douce |
        biollay | s:maison-de-sante r:medecins-infirmieres r:infirmiere-asalee | s:maison-de-sante
        le verger | s:centre-social r:accompagnement r:cafe-des-parents | s:centre-social
        tram marronniers | l:dom-inno |
        espace ressource sante | l:espace-ressources s:espace-ressources | l:espace-ressources s:espace-ressources
        cafe sante mardi | w:cafe-sante |
        mediatrice vendredi chambery | w:permanence-mediation r:mediation-en-sante | w:permanence-mediation
        sport à eybens | w:gym-douce |
        psychiatre chambery | r:consultations-pour-la-souffrance s:centre-medico-psychologique-adultes | r:consultations-pour-la-souffrance
        horaires espace ressources santé | l:espace-ressources s:espace-ressources | l:espace-ressources/s:espace-ressources
    """,
}

#: A word that is there as typed, beside others that only begin like it or are a letter away.
EXACT = """
    caf | s:caisse-dallocations-familiales-de-la-savoie s:caisse-dallocations-familiales-de-lisere r:rsa r:allocations-rsa r:aide-au-logement | s:caisse-dallocations-familiales-de-la-savoie/r:rsa s:caisse-dallocations-familiales-de-lisere/r:allocations-rsa
    pass | r:pass-se |
    cours | r:cours-de-francais |
    amende | r:parler-gratuitement |
    repas | r:portage-de-repas r:colis-et-repas w:cuisine-de-saison | r:portage-de-repas r:colis-et-repas
    bail | n:besoin-logement |
    gare | s:atelier-velo r:apprendre-a-reparer |
    lait | r:colis-pour-la-semaine |
"""

ENGLISH = """
    health cafe | w:cafe-sante |
    chair yoga | w:yoga |
    I have no doctor | n:besoin-medecin |
    debts | n:besoin-dettes r:dettes r:aide-au-budget | n:besoin-dettes r:dettes r:aide-au-budget
    mediator | p:parler w:permanence-mediation w:mediation-dom-inno r:mediation-en-sante r:mediation-en-sante-saint | p:parler w:permanence-mediation w:mediation-dom-inno
    diabets | w:vivre-avec-le-diabete r:infirmiere-asalee | w:vivre-avec-le-diabete r:infirmiere-asalee
    gardens | w:jardin-partage r:jardins-partages | w:jardin-partage r:jardins-partages
    french lesson | r:cours-de-francais | r:cours-de-francais r:apprendre-le-francais
    where can I sleep tonight | r:115-un-toit r:115-dormir n:besoin-logement | r:115-un-toit n:besoin-logement
    emergency food | r:aide-alimentaire n:besoin-manger | r:aide-alimentaire n:besoin-manger
    carers | w:pause-des-aidants r:groupe-de-parole n:besoin-aider | w:pause-des-aidants r:groupe-de-parole
    médiation en santé | r:mediation-en-sante r:mediation-en-sante-saint | r:mediation-en-sante
"""

ARABIC = """
    طبيب | n:besoin-medecin p:parler r:pass-se w:mediation-dom-inno r:mediation-en-sante | n:besoin-medecin
    سكري | w:vivre-avec-le-diabete w:cuisine-de-saison | w:vivre-avec-le-diabete
    يوغا | w:yoga |
    مقهى الصحة | w:cafe-sante |
    ديون | n:besoin-dettes r:dettes | n:besoin-dettes r:dettes
    دروس فرنسية | r:cours-de-francais |
    بطاقة فيتال | w:carte-vitale r:carte-vitale n:besoin-droits | w:carte-vitale r:carte-vitale n:besoin-droits
    الوسيطة | p:parler w:permanence-mediation w:mediation-dom-inno r:mediation-en-sante r:mediation-en-sante-saint | p:parler w:mediation-dom-inno
    سكن | n:besoin-logement |
    الأَلَم | w:douleurs-chroniques n:besoin-maladie | w:douleurs-chroniques n:besoin-maladie
    اوراق | r:aide-pour-les-papiers n:besoin-droits w:carte-vitale | r:aide-pour-les-papiers n:besoin-droits
    العنف | r:violences n:besoin-parler | r:violences
"""

#: Nobody means anything by these: nothing is to come, not even by guessing.
NOTHING = [
    "azertyuiop",
    "qsdfghjklm",
    "zzzzzz",
    "grmblfx",
    "wxcvbn",
    "xkqj wzvt",
    "lkjhgfdsq mlkj",
    "asdfghjkl",
    "aaaaaaaaaaaaaaaa",
    "bzzt",
    "ضصثق",
    "!!! ???",
]
