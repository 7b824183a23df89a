"""The seals: what is sealed opens only with its key, for its purpose, unaltered; rotation; the start-up checks."""

from __future__ import annotations

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts import checks, sealed
from tests.factories import UserFactory

OLD = "k1:" + "11" * 32
NEW = "k2:" + "22" * 32
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@given(text=st.text(), purpose=st.text(max_size=40))
def test_what_is_sealed_opens_again(text, purpose):
    envelope = sealed.seal(text, purpose)
    assert envelope.startswith("v1.test1.")
    assert sealed.unseal(envelope, purpose) == text


def test_the_same_text_never_gives_the_same_envelope_and_does_not_show():
    first, second = sealed.seal(SEED, "accounts.mfa"), sealed.seal(SEED, "accounts.mfa")
    assert first != second
    assert SEED not in first


def test_another_purpose_does_not_open():
    with pytest.raises(sealed.SealError):
        sealed.unseal(sealed.seal(SEED, "accounts.mfa"), "saisines.saisine")


def test_another_key_under_the_same_name_does_not_open(settings):
    envelope = sealed.seal(SEED, "accounts.mfa")
    settings.FIELD_KEYS = ["test1:" + "99" * 32]
    with pytest.raises(sealed.SealError):
        sealed.unseal(envelope, "accounts.mfa")


def test_a_key_that_is_gone_is_named(settings):
    envelope = sealed.seal(SEED, "accounts.mfa")
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(sealed.SealError, match="test1"):
        sealed.unseal(envelope, "accounts.mfa")


def test_the_envelope_cannot_be_renamed_to_another_key(settings):
    settings.FIELD_KEYS = [OLD, "k3:" + "11" * 32]
    envelope = sealed.seal(SEED, "accounts.mfa").replace("v1.k1.", "v1.k3.")
    with pytest.raises(sealed.SealError):
        sealed.unseal(envelope, "accounts.mfa")


@given(position=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=5))
def test_an_altered_envelope_does_not_open(position, bit):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    head, body = sealed.seal(SEED, "x").rsplit(".", 1)
    position %= len(body.rstrip("="))
    changed = alphabet[alphabet.index(body[position]) ^ (1 << bit)]
    altered = f"{head}.{body[:position]}{changed}{body[position + 1 :]}"
    with pytest.raises(sealed.SealError):
        sealed.unseal(altered, "x")


@pytest.mark.parametrize(
    "text", ["", SEED, "v1.", "v1.test1", "v1.test1.", "v1.test1.é", "v1.test1.AAAA", "v2.test1.AAAA"]
)
def test_what_is_no_envelope_is_refused(text):
    with pytest.raises(sealed.SealError):
        sealed.unseal(text, "x")


@pytest.mark.parametrize(
    "keys",
    [[], ["k1"], ["k1:abcd"], ["K1:" + "11" * 32], ["k 1:" + "11" * 32], ["k1:" + "gg" * 32], [OLD, OLD]],
)
def test_a_malformed_ring_is_refused(settings, keys):
    settings.FIELD_KEYS = keys
    with pytest.raises(ImproperlyConfigured):
        sealed.seal(SEED, "x")


@pytest.mark.django_db
def test_rotation_seals_again_under_the_first_key_then_the_old_one_can_go(settings):
    settings.FIELD_KEYS = [OLD]
    user = UserFactory()
    totp, codes = TOTP.activate(user, SEED), RecoveryCodes.activate(user)
    before = codes.generate_codes()
    settings.FIELD_KEYS = [NEW, OLD]
    out = StringIO()
    call_command("rotate_field_keys", stdout=out)
    assert out.getvalue().startswith("2 secret(s)")
    settings.FIELD_KEYS = [NEW]
    for wrapper in (totp, codes):
        wrapper.instance.refresh_from_db()
    assert sealed.unseal(totp.instance.data["secret"], "accounts.mfa") == SEED
    assert codes.generate_codes() == before
    out = StringIO()
    call_command("rotate_field_keys", stdout=out)
    assert out.getvalue().startswith("0 secret(s)")


@pytest.mark.django_db
def test_rotation_without_the_old_key_changes_nothing(settings):
    settings.FIELD_KEYS = [NEW]
    fine = TOTP.activate(UserFactory(), SEED).instance
    settings.FIELD_KEYS = [OLD]
    TOTP.activate(UserFactory(), SEED)
    settings.FIELD_KEYS = ["k3:" + "33" * 32, NEW]
    before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))
    with pytest.raises(CommandError, match="k1"):
        call_command("rotate_field_keys")
    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == before
    fine.refresh_from_db()
    assert sealed.unseal(fine.data["secret"], "accounts.mfa") == SEED


@pytest.mark.parametrize(
    ("keys", "debug", "demo", "refused"),
    [
        ([], False, False, True),
        ([], False, True, False),
        ([], True, False, False),
        (["k1:short"], False, True, True),
        (["k1:short"], True, False, True),
        ([OLD], False, False, False),
    ],
)
def test_the_portal_refuses_to_start_without_keys(settings, keys, debug, demo, refused):
    settings.FIELD_KEYS, settings.DEBUG, settings.DEMO = keys, debug, demo
    assert [error.id for error in checks.keys_are_there()] == ["accounts.E001"] * refused


@pytest.mark.django_db
@pytest.mark.parametrize("keys", [[], [NEW]])
def test_the_check_names_the_keys_that_sealed_secrets_need(settings, keys):
    settings.FIELD_KEYS, settings.DEMO = [OLD], True
    TOTP.activate(UserFactory(), SEED)
    assert checks.keys_open_what_is_sealed(databases=["default"]) == []
    settings.FIELD_KEYS = keys
    (error,) = checks.keys_open_what_is_sealed(databases=["default"])
    assert (error.id, "k1" in error.msg) == ("accounts.E002", True)


@pytest.mark.django_db
def test_the_check_names_a_seed_left_in_clear(settings):
    Authenticator.objects.create(user=UserFactory(), type="totp", data={"secret": SEED})
    (error,) = checks.keys_open_what_is_sealed(databases=["default"])
    assert "clear" in error.msg and SEED not in error.msg
