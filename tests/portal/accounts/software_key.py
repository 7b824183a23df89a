"""A passkey in software: answers as a telephone would, so that its answers can also be wrong in one way at a time."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN = "http://localhost"
FLAG = AuthenticatorData.FLAG


class SoftwareKey:
    """One key on one site; `verifies` tells whether it checks its bearer, `origin` what site it thinks it is on."""

    def __init__(self, *, verifies: bool = True, origin: str = ORIGIN, rp_id: str = "localhost") -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        self.verifies, self.origin, self.rp_id = verifies, origin, rp_id
        self.counter = 0
        self.handle: bytes | None = None

    def _data(self, credential: AttestedCredentialData | None = None) -> AuthenticatorData:
        self.counter += 1
        flags = FLAG.UP | (FLAG.UV if self.verifies else 0) | (FLAG.AT if credential else 0)
        return AuthenticatorData.create(
            sha256(self.rp_id.encode()).digest(), flags, self.counter, credential or b""
        )

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer a request for a new key."""
        request = options["publicKey"]
        self.handle = request["user"]["id"]
        public = ES256.from_cryptography_key(self.private.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        client = CollectedClientData.create("webauthn.create", request["challenge"], self.origin)
        answer = {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", self._data(credential), {})),
        }
        return self._wrap(answer) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer a request to prove who holds it."""
        request = options["publicKey"]
        client = CollectedClientData.create("webauthn.get", request["challenge"], self.origin)
        data = self._data()
        signature = self.private.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        answer = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": self.handle,
        }
        return self._wrap(answer)

    def _wrap(self, response: dict[str, Any]) -> dict[str, Any]:
        name = websafe_encode(self.id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
