"""Where the search server is: SEARCH_URL=elasticsearch+https://user:password@host:9200/prefix. No Django."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

_SCHEMES: Final = {"elasticsearch+https": "https", "elasticsearch+http": "http"}
_PREFIX: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
_PORT: Final = 9200


class BadAddress(ValueError):
    """SEARCH_URL cannot serve; the message says why, without the password."""


@dataclass(frozen=True, slots=True)
class Address:
    """A search server, and the beginning of the names of what is ours there."""

    node: str
    prefix: str
    user: str = ""
    password: str = field(default="", repr=False)
    certificates: str = ""


def read(url: str) -> Address:
    """Read SEARCH_URL; raises BadAddress. `?ca_certs=/path.pem` names the authority that signed the server's certificate."""
    parts = _split(url)
    if parts.scheme not in _SCHEMES:
        raise BadAddress("l’adresse doit commencer par elasticsearch+https://")
    if not parts.hostname:
        raise BadAddress("il manque le nom de la machine")
    if parts.scheme == "elasticsearch+http" and not is_loopback(parts.hostname):
        raise BadAddress("sans https, seule cette machine (127.0.0.1) est permise")
    prefix = parts.path.strip("/")
    if not _PREFIX.fullmatch(prefix):
        raise BadAddress("elle doit finir par un nom en petites lettres, par exemple /portail")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return Address(
        node=f"{_SCHEMES[parts.scheme]}://{host}:{parts.port or _PORT}",
        prefix=prefix,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        certificates=_certificates(parts.query),
    )


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read only now by Python
    except ValueError as problem:
        raise BadAddress("le nom de la machine ou le port ne se lit pas") from problem
    return parts


def _certificates(query: str) -> str:
    asked = parse_qs(query)
    if set(asked) - {"ca_certs"}:
        raise BadAddress("après « ? », seul ca_certs est permis")
    path = asked.get("ca_certs", [""])[0]
    if path and not Path(path).is_file():
        raise BadAddress(f"le fichier {path} n’existe pas")
    return path


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
