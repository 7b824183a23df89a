"""Who may see what: the answers of every address of ours to each role.

The roles, in order: a visitor; a stranger, signed in without a right to the CMS; an editor of Chambéry, where the sample
things are; an editor of Sud-Est Grenoblois; the administration; a superuser. 302 takes a visitor to the sign-in page,
and an editor back to the first page of the CMS; 404 is for what belongs to another territory.
"""

from __future__ import annotations

ROLES = ("visitor", "stranger", "Chambéry", "Sud-Est", "administration", "superuser")

TABLE = {
    # What belongs to Chambéry.
    "302 403 200 404 200 200": r"""
        admin/textes-ateliers/edit/<int:pk>/
        admin/traductions/<int:translation_id>/relecture/
        admin/localize/update/<int:translation_source_id>/
        admin/localize/translate/<int:translation_id>/pofile/download/
        admin/textes-ateliers/usage/<int:pk>/
        admin/textes-ateliers/history/<int:pk>/
        admin/textes-ateliers/history-results/<int:pk>/
        admin/textes-ateliers/preview/<int:pk>/
        admin/textes-ateliers/workflow/confirm_cancellation/<int:pk>/
        admin/textes-ateliers/workflow_history/<int:pk>/
        admin/lieux/edit/<int:pk>/
        admin/lieux/history/<int:pk>/
        admin/lieux/history-results/<int:pk>/
        admin/lieux/usage/<int:pk>/
        admin/messages-urgents/edit/<int:pk>/
        admin/messages-urgents/delete/<int:pk>/
        admin/messages-urgents/history/<int:pk>/
        admin/messages-urgents/history-results/<int:pk>/
        admin/messages-urgents/usage/<int:pk>/
        admin/ateliers/edit/<int:pk>/
        admin/ateliers/history/<int:pk>/
        admin/ateliers/history-results/<int:pk>/
        admin/ateliers/usage/<int:pk>/
        admin/series/<uuid:pk>/
        admin/series/<uuid:pk>/changer/
        admin/series/<uuid:pk>/suite/
        admin/series/<uuid:pk>/arreter/
        admin/series/<uuid:pk>/historique/
        admin/ressources/structures/edit/<int:pk>/
        admin/ressources/structures/history/<int:pk>/
        admin/ressources/structures/history-results/<int:pk>/
        admin/ressources/structures/usage/<int:pk>/
        admin/ressources/services/edit/<int:pk>/
        admin/ressources/services/history/<int:pk>/
        admin/ressources/services/history-results/<int:pk>/
        admin/ressources/services/usage/<int:pk>/
        admin/ressources/fermetures/edit/<int:pk>/
        admin/ressources/fermetures/history/<int:pk>/
        admin/ressources/fermetures/history-results/<int:pk>/
        admin/ressources/fermetures/usage/<int:pk>/
        admin/ressources/structures/point/<int:pk>/
        admin/ressources/services/point/<int:pk>/
        admin/ressources/erreurs/<int:pk>/
        admin/semaine/<int:pk>/annuler/
        admin/semaine/<int:pk>/deplacer/
        admin/semaine/<int:pk>/lieu/
        admin/semaine/<int:pk>/prevenir/
        admin/semaine/<int:pk>/compter/
        admin/semaine/<int:pk>/historique/
        admin/fermetures/<int:pk>/rouvrir/
        admin/api/main/images/<int:pk>/
        admin/guide/comparaison/<int:pk>/
    """,
    # For everyone.
    "200 200 200 200 200 200": r"""
        livez
        api/v1/openapi.json
        api/v1/structures
        api/v1/services
        api/v1/search/services
        api/v1/sources
        api/v1/sessions
        documents/^(\d+)/(.*)$
        readyz
        agenda.ics
        agenda/<slug:slug>.ics
        <slug:territory>/agenda.ics
        ^media/(?P<path>.*)$
        compte/ferme/
        compte/adresse/
        compte/^adresse/(?P<key>[-:\w]+)/$
        compte/mot-de-passe/oublie/
        compte/mot-de-passe/oublie/envoye/
        compte/mot-de-passe/nouveau/fait/
        compte/^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$
        agenda/
        agenda/abonnement/
        agenda/<slug:slug>/
        agenda/<slug:slug>/<str:key>/
        ma-feuille/
        recherche/
        recherche/suggestions
        ressources/
        ressources/carte.json
        ressources/structures/<slug:slug>/
        ressources/structures/<slug:slug>/erreur/
        ressources/<slug:slug>/erreur/
        ressources/verifier/<str:token>/
        ressources/<slug:slug>/
        guide/registres/<slug:code>/
        guide/guide.pdf
        guide/etes-vous-prets/
        guide/bilan-de-territoire/
        guide/calcul-du-cout/
        guide/bilans/<slug:token>/
        guide/bilans/<slug:token>/<int:number>/
        guide/bilans/<slug:token>/bilan.pdf
        guide/bilans/<slug:token>/effacer/
        guide/temps-d-echange/
        guide/comparaison/
        guide/comparaison/ajouter/
        outils/
        outils/<slug:slug>-a-imprimer.pdf
        outils/<slug:slug>.pdf
        outils/<slug:slug>.docx
        outils/<slug:slug>.odt
        outils/<slug:slug>.png
        outils/<slug:slug>/
        <slug:territory>/agenda/
        <slug:territory>/agenda/affiche.<str:form>
        sitemap.xml
        robots.txt
        plan-du-site/
        actualites/atom.xml
        <slug:territory>/actualites/atom.xml
        ^(?!_util/)((?:[\w\-]+/)*)$
        ^((?:[\w\-]+/)*)$
    """,
    # Lists and new things: each editor's own.
    "302 403 200 200 200 200": r"""
        admin/liens/
        admin/textes-ateliers/
        admin/textes-ateliers/results/
        admin/textes-ateliers/add/
        admin/textes-ateliers/preview/
        admin/snippets/choose/activities/activitytext/
        admin/snippets/choose/activities/activitytext/results/
        admin/snippets/choose/activities/activitytext/chosen-multiple/
        admin/lieux/
        admin/lieux/results/
        admin/messages-urgents/
        admin/messages-urgents/results/
        admin/messages-urgents/new/
        admin/ateliers/
        admin/ateliers/results/
        admin/ateliers/new/
        admin/series/
        admin/series/results/
        admin/series/nouvelle/
        admin/vacances/
        admin/vacances/results/
        admin/semaine/
        admin/semaine/ajouter/
        admin/semaine/a-compter/
        admin/semaine/frequentation/
        admin/fermetures/
        admin/fermetures/fermer/
        admin/fermetures/horaires/
        admin/ressources/structures/
        admin/ressources/structures/results/
        admin/ressources/structures/new/
        admin/ressources/services/
        admin/ressources/services/results/
        admin/ressources/fermetures/
        admin/ressources/fermetures/results/
        admin/ressources/erreurs/
        admin/ressources/a-revoir/
        admin/ressources/besoins/
        admin/ressources/differences/
        admin/recherche/sans-reponse/
        admin/recherche/sans-reponse/results/
        admin/traductions/
        admin/guide/echanges/
        admin/guide/comparaison/
    """,
    # The administration's.
    "302 403 302 302 200 200": r"""
        admin/lieux/new/
        admin/users/
        admin/users/results/
        admin/users/new/
        admin/users/edit/<uuid:pk>/
        admin/users/delete/<uuid:pk>/
        admin/users/history/<uuid:pk>/
        admin/users/history-results/<uuid:pk>/
        admin/users/usage/<uuid:pk>/
        admin/vacances/new/
        admin/vacances/edit/<int:pk>/
        admin/vacances/delete/<int:pk>/
        admin/vacances/history/<int:pk>/
        admin/vacances/history-results/<int:pk>/
        admin/vacances/usage/<int:pk>/
        admin/themes/
        admin/themes/results/
        admin/themes/new/
        admin/themes/edit/<int:pk>/
        admin/themes/history/<int:pk>/
        admin/themes/history-results/<int:pk>/
        admin/themes/usage/<int:pk>/
        admin/importer-vacances/
        admin/recherche/sans-reponse/delete/<int:pk>/
        admin/recherche/mots-equivalents/
        admin/recherche/mots-equivalents/results/
        admin/recherche/mots-equivalents/new/
        admin/recherche/mots-equivalents/edit/<int:pk>/
        admin/recherche/mots-equivalents/delete/<int:pk>/
        admin/recherche/mots-equivalents/history/<int:pk>/
        admin/recherche/mots-equivalents/history-results/<int:pk>/
        admin/recherche/mots-equivalents/usage/<int:pk>/
        admin/ressources/importer/
        admin/ressources/importer/<int:run_id>/
        admin/ressources/sources/
        admin/ressources/sources/results/
        admin/ressources/sources/new/
        admin/ressources/sources/edit/<str:pk>/
        admin/ressources/sources/history/<str:pk>/
        admin/ressources/sources/history-results/<str:pk>/
        admin/ressources/sources/usage/<str:pk>/
        admin/guide/bilans/
        admin/guide/bilans/results/
        admin/guide/bilans/add/
        admin/guide/bilans/edit/<int:pk>/
        admin/guide/bilans/usage/<int:pk>/
        admin/guide/bilans/history/<int:pk>/
        admin/guide/bilans/history-results/<int:pk>/
        admin/guide/feuille-de-cout/
        admin/guide/feuille-de-cout/results/
        admin/guide/feuille-de-cout/add/
        admin/guide/feuille-de-cout/edit/<int:pk>/
        admin/guide/feuille-de-cout/usage/<int:pk>/
        admin/guide/feuille-de-cout/history/<int:pk>/
        admin/guide/feuille-de-cout/history-results/<int:pk>/
        admin/guide/registres/
        admin/guide/registres/results/
        admin/guide/registres/new/
        admin/guide/registres/edit/<int:pk>/
        admin/guide/registres/history/<int:pk>/
        admin/guide/registres/history-results/<int:pk>/
        admin/guide/registres/usage/<int:pk>/
        admin/outils/
        admin/outils/results/
        admin/outils/new/
        admin/outils/edit/<int:pk>/
        admin/outils/history/<int:pk>/
        admin/outils/history-results/<int:pk>/
        admin/outils/usage/<int:pk>/
        admin/outils-chiffres/
        admin/guide/formulaires/
        admin/guide/formulaires/<slug:form>/publier/
        admin/guide/formulaires/<slug:form>/reponses/
        admin/guide/comparaison/ajouter/
        admin/outils/delete/<int:pk>/
    """,
    # The sample has no such translation, revision or task.
    "302 403 404 404 404 404": r"""
        admin/localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/
        admin/localize/translate/<int:translation_id>/preview/
        admin/localize/translate/<int:translation_id>/preview/<str:mode>/
        admin/localize/page/<int:page_id>/convert_to_alias/
        admin/localize/api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/
        admin/guide/bilans/history/<int:pk>/revisions/<int:revision_id>/revert/
        admin/guide/bilans/history/(?P<pk>.+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$
        admin/guide/feuille-de-cout/history/<int:pk>/revisions/<int:revision_id>/revert/
        admin/guide/feuille-de-cout/history/(?P<pk>.+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$
        admin/textes-ateliers/history/<int:pk>/revisions/<int:revision_id>/view/
        admin/textes-ateliers/history/<int:pk>/revisions/<int:revision_id>/revert/
        admin/textes-ateliers/history/(?P<pk>.+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$
        admin/textes-ateliers/history/<int:pk>/revisions/<int:revision_id>/unschedule/
        admin/textes-ateliers/workflow/action/<int:pk>/<slug:action_name>/<int:task_state_id>/
        admin/textes-ateliers/workflow/collect_action_data/<int:pk>/<slug:action_name>/<int:task_state_id>/
        admin/textes-ateliers/workflow_history/<int:pk>/detail/<int:workflow_state_id>/
    """,
    # One's own account.
    "302 200 200 200 200 200": r"""
        compte/
        compte/deconnexion/
        compte/verification/
        compte/mot-de-passe/
        compte/second-facteur/verification/
        compte/second-facteur/application/retirer/
        compte/second-facteur/codes/nouveaux/
        compte/cles/
        compte/cles/ajouter/
        compte/sessions/
    """,
    # Nothing to show: the way on.
    "302 302 302 302 302 302": r"""
        django-admin/login/
        compte/mot-de-passe/premier/
        compte/second-facteur/
        compte/second-facteur/code/
        compte/second-facteur/application/
        compte/cles/connexion/
        compte/cles/verification/
        compte/securite/
        _util/login/
    """,
    # What only the administration removes.
    "302 403 302 404 200 200": r"""
        admin/textes-ateliers/delete/<int:pk>/
        admin/textes-ateliers/unpublish/<int:pk>/
        admin/ressources/structures/delete/<int:pk>/
        admin/ressources/services/delete/<int:pk>/
        admin/ressources/fermetures/delete/<int:pk>/
    """,
    # Not here: no such page, restriction or entry; the guide of style is the demonstration's.
    "404 404 404 404 404 404": r"""
        ^api/
        api/v1/
        api/v1/structures/<path:id>
        api/v1/services/<path:id>
        documents/authenticate_with_password/<int:restriction_id>/
        styleguide/
        _util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/
        guide/bilans/<path:rest>
    """,
    # One click, by POST.
    "302 403 405 404 405 405": r"""
        admin/localize/translate/<int:translation_id>/strings/<int:string_segment_id>/edit/
        admin/localize/translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/
        admin/localize/translate/<int:translation_id>/pofile/upload/
        admin/localize/translate/<int:translation_id>/machine_translate/
        admin/localize/translate/<int:translation_id>/disable/
        admin/semaine/<int:pk>/complet/
        admin/semaine/<int:pk>/places/
        admin/semaine/<int:pk>/retablir/
    """,
    # Wagtail's own, closed here: no such thing.
    "404 403 404 404 404 404": r"""
        admin/.+/chosen/(?!\d+/$)[^/]+/$
        admin/api/main/documents/
        admin/api/main/documents/find/
        admin/api/main/images/
        admin/api/main/images/find/
        admin/snippets/choose/activities/activitytext/chosen/<str:pk>/
    """,
    # The sample person has no key and no codes.
    "302 404 404 404 404 404": r"""
        compte/second-facteur/codes/
        compte/cles/<int:pk>/retirer/
        compte/cles/<int:pk>/nommer/
    """,
    # The administration's, unseen by editors.
    "302 403 404 404 200 200": r"""
        admin/api/main/documents/<int:pk>/
        admin/guide/echanges/<int:pk>/
        admin/localize/submit/page/<int:page_id>/
        admin/localize/api/snippets/<slug:app_label>/<slug:model_name>/
    """,
    # Locks, by POST.
    "302 403 302 404 405 405": r"""
        admin/textes-ateliers/lock/<int:pk>/
        admin/textes-ateliers/unlock/<int:pk>/
    """,
    # Leads on.
    "302 403 302 302 302 302": r"""
        admin/login/
        admin/themes/delete/<int:pk>/
        admin/ressources/services/new/
        admin/ressources/fermetures/new/
        admin/ressources/sources/delete/<str:pk>/
    """,
    # A superuser's.
    "302 403 302 302 302 200": r"""
        admin/groups/delete/<int:pk>/
        admin/guide/bilans/delete/<int:pk>/
        admin/guide/feuille-de-cout/delete/<int:pk>/
        admin/guide/registres/delete/<int:pk>/
    """,
    # Leads on; what is in use is not deleted.
    "302 403 302 404 302 302": r"""
        admin/lieux/delete/<int:pk>/
        admin/ateliers/delete/<int:pk>/
        admin/textes-ateliers/workflow/preview/<int:pk>/<int:task_id>/
    """,
    # The sign-in page.
    "200 302 302 302 302 302": r"""
        compte/connexion/
    """,
}

#: Route of the pattern → its six answers.
WHO_MAY = {
    route: tuple(map(int, codes.split())) for codes, routes in TABLE.items() for route in routes.split()
}
