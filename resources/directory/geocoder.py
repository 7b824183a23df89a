"""Talking to the IGN's geocoder over HTTP: short, once more at most, and never trusting what comes back.

Service: https://geoservices.ign.fr/documentation/services/services-geoplateforme/geocodage (`GEOCODER_URL`).
Nothing of what is asked is ever logged: an address may be somebody's home.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

logger = logging.getLogger(__name__)

#: Seconds given to one question, and to a block of a file.
QUICK, PATIENT = 2.0, 60.0
#: An answer is never longer than this, in bytes.
MOST_BYTES, MOST_CSV_BYTES = 512 * 1024, 16 * 1024 * 1024
#: "Not now, later": asked once more, after this many seconds when the service does not say how many.
BUSY = frozenset([429, 503])
PAUSE = 0.5
#: The question cannot be understood, which is nobody's breakdown: it has no answer.
NOT_UNDERSTOOD = frozenset([400, 413, 422])
AGENT = "portail-impact (repertoire de ressources)"


class GeocoderDown(Exception):
    """The geocoder is switched off, unreachable, slow, or answers what cannot be read."""


class _StayHere(HTTPRedirectHandler):
    """Follow no redirection: an address goes to the service it was meant for, and nowhere else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def get_json(path: str, parameters: Mapping[str, str | int]) -> Any:
    """Ask one question within 2 seconds; no features when the service does not understand it. Raises GeocoderDown."""
    body = _fetch(Request(_address(f"{path}?{urlencode(parameters)}")), QUICK, MOST_BYTES)  # noqa: S310
    if body is None:
        return {"features": []}
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _down("unreadable JSON") from error


def post_csv(
    path: str, rows: Iterable[Mapping[str, str]], fields: Sequence[tuple[str, str]]
) -> list[dict[str, str]]:
    """Send rows as a CSV file with the form `fields`, within 60 seconds; give the rows sent back. Raises GeocoderDown."""
    body, kind = _multipart(_csv_of(list(rows)), fields)
    request = Request(_address(path), body, {"Content-Type": kind})  # noqa: S310 -- `_address` refuses all but http
    answer = _fetch(request, PATIENT, MOST_CSV_BYTES)
    if answer is None:
        raise _down("file not understood")
    try:
        return [dict(row) for row in csv.DictReader(io.StringIO(answer.decode("utf-8-sig"), newline=""))]
    except (ValueError, csv.Error) as error:
        raise _down("unreadable CSV") from error


def _address(path: str) -> str:
    base = settings.GEOCODER_URL
    if not base:
        raise GeocoderDown("switched off")
    if not base.startswith(("https://", "http://")):
        raise GeocoderDown("GEOCODER_URL is no web address")
    return urljoin(base.rstrip("/") + "/", path)


def _fetch(request: Request, seconds: float, most: int) -> bytes | None:
    request.add_header("User-Agent", AGENT)
    for last in (False, True):
        try:
            return _read(request, seconds, most)
        except HTTPError as error:
            with error:
                if error.code in NOT_UNDERSTOOD:
                    return None
                if last or error.code not in BUSY:
                    raise _down(f"status {error.code}") from error
                time.sleep(_pause(error, seconds))
        except (OSError, HTTPException, ValueError) as error:
            raise _down(type(error).__name__) from error
    raise AssertionError("unreachable")  # pragma: no cover -- the loop always returns or raises


def _read(request: Request, seconds: float, most: int) -> bytes:
    deadline = time.monotonic() + seconds
    parts: list[bytes] = []
    with build_opener(_StayHere).open(request, timeout=seconds) as answer:
        while part := answer.read1(64 * 1024):
            parts.append(part)
            if sum(map(len, parts)) > most:
                raise ValueError("too long")
            if time.monotonic() > deadline:
                raise TimeoutError
    return b"".join(parts)


def _pause(error: HTTPError, most: float) -> float:
    """Give the seconds the service asks us to wait, no longer than a question may last."""
    try:
        told = float(error.headers.get("Retry-After", PAUSE))
    except ValueError:
        told = PAUSE
    return min(max(told, 0.0), most) if told == told else PAUSE


def _down(why: str) -> GeocoderDown:
    logger.warning("Geocoder: %s", why)
    return GeocoderDown(why)


def _csv_of(rows: Sequence[Mapping[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]) if rows else [])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _multipart(file: bytes, fields: Sequence[tuple[str, str]]) -> tuple[bytes, str]:
    """Give a form with one file, and its content type."""
    mark = secrets.token_hex(16)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="data"; filename="adresses.csv"\r\n'
    parts += [head.encode(), b"Content-Type: text/csv; charset=utf-8\r\n\r\n", file, b"\r\n"]
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"
