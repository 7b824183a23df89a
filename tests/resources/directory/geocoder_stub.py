"""A geocoder on loopback that answers as the Géoplateforme does, or as badly as it is told to."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


def feature(label: str, lat: Any = 45.5646, lon: Any = 5.9178, **properties: Any) -> dict:
    """Give one place as GeoJSON."""
    told = {"label": label, "score": 0.9, "type": "housenumber", "city": "Chambéry"}
    told |= {"citycode": "73065", "postcode": "73000"} | properties
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": told}


class Geocoder:
    """What the stub was asked, and what it answers: `answers` gives the features of a question."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[dict[str, str]] = []
        self.files: list[list[dict[str, str]]] = []
        self.fields: list[tuple[str, str]] = []
        self.answers: Callable[[dict[str, str]], list] = lambda asked: [feature(asked["q"])]
        #: Raw answers given first, in order: (status, headers, body, seconds of silence before it).
        self.raw: list[tuple[int, dict, bytes, float]] = []

    def say(self, body: bytes = b"", status: int = 200, wait: float = 0, **headers: str) -> None:
        """Give this very answer to the next request."""
        self.raw.append((status, {k.replace("_", "-"): v for k, v in headers.items()}, body, wait))


def read_file(stub: Geocoder, message: bytes) -> bytes:
    """Answer a file of addresses with the same file and what was found."""
    parts = BytesParser().parsebytes(message).get_payload()
    form = [
        (part.get_param("name", header="Content-Disposition"), part.get_payload(decode=True).decode())
        for part in parts
    ]
    rows = list(csv.DictReader(io.StringIO(dict(form)["data"])))
    stub.fields, _ = [one for one in form if one[0] != "data"], stub.files.append(rows)
    names = ["latitude", "longitude", *(f"result_{n}" for n in ("label", "score", "type"))]
    names += [f"result_{n}" for n in ("city", "citycode", "postcode")]
    out = io.StringIO()
    writer = csv.DictWriter(out, [*rows[0], *names])
    writer.writeheader()
    for row in rows:
        asked = {"q": row["texte"], "citycode": row["insee"], "postcode": row["cp"]}
        found = stub.answers({name: value for name, value in asked.items() if value})
        told = found[0]["properties"] if found else {}
        lon, lat = found[0]["geometry"]["coordinates"] if found else ("", "")
        result = {name: told.get(name.removeprefix("result_"), "") for name in names}
        writer.writerow(row | result | {"latitude": lat, "longitude": lon})
    return out.getvalue().encode()


@contextmanager
def geocoder() -> Iterator[Geocoder]:
    """Serve until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            stub.asked.append(asked)
            self.answer(
                lambda: json.dumps({"type": "FeatureCollection", "features": stub.answers(asked)}).encode()
            )

        def do_POST(self) -> None:
            stub.asked.append({"path": self.path})
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.answer(lambda: self.file(body))

        def answer(self, make: Callable[[], bytes]) -> None:
            status, headers, body, wait = stub.raw.pop(0) if stub.raw else (200, {}, make(), 0)
            time.sleep(wait)
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # the client has gone

        def file(self, body: bytes) -> bytes:
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            return read_file(stub, head + body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stub = Geocoder(f"http://127.0.0.1:{server.server_address[1]}/geocodage/")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
