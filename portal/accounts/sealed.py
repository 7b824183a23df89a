"""Secrets sealed at rest with AES-256-GCM, under a ring of keys of their own (`FIELD_KEYS`).

`FIELD_KEYS` is a comma-separated list of `id:key`: the id is 1 to 16 of `a-z 0-9 -`, the key 64 hexadecimal digits
(32 random bytes). The first key seals; every key opens. To rotate: put a new key first, run
`manage.py rotate_field_keys`, then take the old key away. To draw one: `python -c "import secrets;
print('k1:' + secrets.token_hex(32))"`.

An envelope is `v1.<key id>.<base64url of nonce and ciphertext>`. Version, key id and purpose are authenticated, so
that an envelope moved to another use does not open. The purpose says what the text is: `accounts.mfa`,
`saisines.saisine:<uuid>`; put the row's id in it whenever it is known.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = "v1"
NONCE_BYTES = 12
KEY_PATTERN = re.compile(r"([a-z0-9-]{1,16}):([0-9a-fA-F]{64})")


class Keeper(NamedTuple):
    """An app that keeps sealed texts: gives them all, and seals them again (telling how many changed)."""

    envelopes: Callable[[], Iterable[str]]
    reseal: Callable[[], int]


#: Who keeps sealed texts; each app adds itself when it is ready, so that no key goes while a text still needs it.
KEEPERS: list[Keeper] = []


class SealError(Exception):
    """The envelope does not open: unknown key, another purpose, or not what was sealed."""


@lru_cache(maxsize=4)
def read_keys(keys: tuple[str, ...]) -> dict[str, AESGCM]:
    """Read a key ring, in order. Raises ImproperlyConfigured when a key is malformed, doubled or there is none."""
    ring: dict[str, AESGCM] = {}
    for position, key in enumerate(keys, start=1):
        match = KEY_PATTERN.fullmatch(key.strip())
        if not match:
            raise ImproperlyConfigured(
                f"FIELD_KEYS, clé n° {position} : écrivez « nom:64 chiffres hexadécimaux »."
            )
        if match[1] in ring:
            raise ImproperlyConfigured(f"FIELD_KEYS : le nom « {match[1]} » sert deux fois.")
        ring[match[1]] = AESGCM(bytes.fromhex(match[2]))
    if not ring:
        raise ImproperlyConfigured("FIELD_KEYS manque : rien ne peut être scellé.")
    return ring


def _ring() -> dict[str, AESGCM]:
    return read_keys(tuple(settings.FIELD_KEYS))


def _bound_to(key_id: str, purpose: str) -> bytes:
    return f"{VERSION}|{key_id}|{purpose}".encode()


def seal(text: str, purpose: str) -> str:
    """Seal `text` for `purpose` under the current key; the same text never gives the same envelope twice."""
    key_id, key = next(iter(_ring().items()))
    nonce = os.urandom(NONCE_BYTES)
    body = nonce + key.encrypt(nonce, text.encode(), _bound_to(key_id, purpose))
    return f"{VERSION}.{key_id}.{base64.urlsafe_b64encode(body).decode()}"


def unseal(envelope: str, purpose: str) -> str:
    """Give back the text sealed for `purpose`. Raises SealError when it does not open; never guesses."""
    key_id = key_id_of(envelope)
    key = _ring().get(key_id)
    if key is None:
        raise SealError(f"La clé « {key_id} » n'est pas dans FIELD_KEYS.")
    try:
        body = base64.b64decode(envelope.split(".", 2)[2], altchars=b"-_", validate=True)
        return key.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], _bound_to(key_id, purpose)).decode()
    except (ValueError, InvalidTag) as error:
        raise SealError("Ce texte scellé ne s'ouvre pas.") from error


def reseal(envelope: str, purpose: str) -> str:
    """Seal again under the current key; an envelope already under it comes back unchanged."""
    if key_id_of(envelope) == next(iter(_ring())):
        return envelope
    return seal(unseal(envelope, purpose), purpose)


def key_id_of(envelope: str) -> str:
    """Tell which key an envelope needs. Raises SealError when it is no envelope."""
    version, _, rest = envelope.partition(".")
    key_id, dot, _ = rest.partition(".")
    if version != VERSION or not dot:
        raise SealError("Ce n'est pas un texte scellé.")
    return key_id


def missing_keys(envelopes: Iterable[str]) -> set[str]:
    """Give the ids of the keys that `envelopes` need and the ring lacks; a text in clear counts as `clear`."""
    missing = set()
    for envelope in envelopes:
        try:
            key_id = key_id_of(envelope)
        except SealError:
            key_id = "clear"
        if not settings.FIELD_KEYS or key_id not in _ring():
            missing.add(key_id)
    return missing
