"""Addresses under /compte/: allauth's views under their own names, with French words; nobody signs up, no social door."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail.utils.urlpatterns import decorate_urlpatterns

from portal.accounts import views

to_home = RedirectView.as_view(pattern_name="account_home")

urlpatterns = decorate_urlpatterns(
    [
        path("", views.home, name="account_home"),
        path("connexion/", account.login, name="account_login"),
        path("deconnexion/", account.logout, name="account_logout"),
        path("ferme/", account.account_inactive, name="account_inactive"),
        path("verification/", account.reauthenticate, name="account_reauthenticate"),
        path("adresse/", account.email_verification_sent, name="account_email_verification_sent"),
        re_path(r"^adresse/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
        path("mot-de-passe/", account.password_change, name="account_change_password"),
        path("mot-de-passe/premier/", account.password_set, name="account_set_password"),
        path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
        path("mot-de-passe/oublie/envoye/", account.password_reset_done, name="account_reset_password_done"),
        path(
            "mot-de-passe/nouveau/fait/",
            account.password_reset_from_key_done,
            name="account_reset_password_from_key_done",
        ),
        re_path(
            r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
            account.password_reset_from_key,
            name="account_reset_password_from_key",
        ),
        path("second-facteur/", views.second_factor, name="second_factor"),
        path("second-facteur/code/", mfa.authenticate, name="mfa_authenticate"),
        path("second-facteur/verification/", mfa.reauthenticate, name="mfa_reauthenticate"),
        path("second-facteur/application/", totp.activate_totp, name="mfa_activate_totp"),
        path("second-facteur/application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
        path("second-facteur/codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
        path(
            "second-facteur/codes/nouveaux/",
            recovery_codes.generate_recovery_codes,
            name="mfa_generate_recovery_codes",
        ),
        path("cles/", webauthn.list_webauthn, name="mfa_list_webauthn"),
        path("cles/ajouter/", views.add_key, name="mfa_add_webauthn"),
        path("cles/connexion/", webauthn.login_webauthn, name="mfa_login_webauthn"),
        path("cles/verification/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
        path("cles/<int:pk>/retirer/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
        path("cles/<int:pk>/nommer/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
        path("securite/", to_home, name="mfa_index"),
        path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    ],
    never_cache,
)
