"""Measures one portal, in a process of its own: `python -m tests.bench.probe SERIES PAGES` prints JSON.

Processor time, not the clock: what the machine does besides does not count. Medians of several rounds.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.test import RequestFactory

ROUNDS, HITS = 15, 300


class Site:
    """The WSGI application, asked as a web server asks it."""

    def __init__(self) -> None:
        from django.core.wsgi import get_wsgi_application

        self.application = get_wsgi_application()
        self.factory = RequestFactory(SERVER_NAME="localhost", HTTP_ACCEPT_ENCODING="gzip")
        self.queries = 0

    def get(self, path: str) -> tuple[int, bytes]:
        """Give status and body of `path`."""
        told: list[str] = []
        path, _mark, asked = path.partition("?")
        environ = self.factory._base_environ() | {"PATH_INFO": path, "QUERY_STRING": asked}
        answer = self.application(environ, lambda status, headers: told.append(status))
        try:
            return int(told[0].split()[0]), b"".join(answer)
        finally:
            answer.close()

    def count(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        """Count one query."""
        self.queries += 1
        return execute(sql, params, many, context)


def cpu(action: Callable[[], Any], times: int = 1) -> float:
    """Give the milliseconds of processor time of one `action`."""
    start = time.process_time_ns()
    for _ in range(times):
        action()
    return (time.process_time_ns() - start) / times / 1e6


def cold(site: Site, path: str, *, frame: bool = True) -> dict[str, float]:
    """Measure a page nobody has asked for since the last edit: of a page, or with `frame` False of a session."""
    from django.db import connection

    from portal.territories import content_version

    status, _ = site.get(path)  # templates are compiled once and for all
    if status != 200:
        sys.exit(f"{path} answers {status}")
    spent, queries = [], []
    for _ in range(ROUNDS):
        content_version.bump(frame=frame)
        spent.append(cpu(lambda: site.get(path)))
        content_version.bump(frame=frame)
        site.queries = 0
        with connection.execute_wrapper(site.count):
            site.get(path)
        queries.append(site.queries)
    return {"sql": max(queries), "cpu_ms": round(statistics.median(spent), 2)}


def yardstick() -> float:
    """Give the milliseconds of processor time of a million turns of a plain loop: how fast this machine is today."""

    def turns() -> None:
        total = 0
        for number in range(1_000_000):
            total += number

    return round(statistics.median(cpu(turns) for _ in range(9)), 1)


def again(site: Site, path: str) -> float:
    """Measure a page within its cache life, in milliseconds."""
    site.get(path)
    return round(statistics.median(cpu(lambda: site.get(path), HITS) for _ in range(5)), 3)


def first_visit(site: Site, path: str) -> dict[str, int]:
    """Give the bytes sent to a browser that has nothing yet: the page, its styles, scripts and fonts."""
    from django.conf import settings

    def file_size(name: str) -> int:
        file = settings.STATIC_ROOT / name
        packed = file.with_name(file.name + ".gz")
        return (packed if packed.exists() else file).stat().st_size

    body = gzip.decompress(html := site.get(path)[1]).decode()
    parts = {"html": len(html), "css": 0, "js": 0, "font": 0}
    for kind, pattern in {
        "css": r"""<link[^>]+rel="stylesheet"[^>]+href="/static/([^"]+)""",
        "js": r"""<script[^>]+src="/static/([^"]+)""",
    }.items():
        for name in re.findall(pattern, body):
            parts[kind] += file_size(name)
            if kind == "css":
                fonts = re.findall(r"url\([\"']?([^)\"']+\.woff2)", (settings.STATIC_ROOT / name).read_text())
                folder = name.rpartition("/")[0]
                parts["font"] += sum(file_size(f"{folder}/{font}") for font in fonts)
    return parts | {"total": sum(parts.values())}


def main() -> None:
    """Fill, measure, print."""
    django.setup()
    from tests.bench.fill import fill

    fill(int(sys.argv[1]), int(sys.argv[2]))
    site = Site()
    found = {
        "home": cold(site, "/"),
        "calendar": cold(site, "/agenda/"),
        "home_session": cold(site, "/", frame=False),
        "calendar_session": cold(site, "/agenda/", frame=False),
        "sitemap": cold(site, "/sitemap.xml"),
        "again": {"home": again(site, "/"), "calendar": again(site, "/agenda/")},
        "first_visit": first_visit(site, "/"),
        "first_visit_calendar": first_visit(site, "/agenda/"),
        "cards": gzip.decompress(site.get("/agenda/")[1]).decode().count("<article"),
    }
    print(json.dumps(found | {"yardstick_ms": yardstick()}))


if __name__ == "__main__":
    main()
