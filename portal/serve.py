"""What `make run` calls: prepare what is missing, then serve on this machine. `python -m portal.serve [PORT]`.

Preparation and server share one process, so that a second start only pays once for loading Django.
"""

from __future__ import annotations

import hashlib
import os
import socket
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from gunicorn.app.base import BaseApplication

from portal.catalogues import compile_catalogues

HOST = "127.0.0.1"
WORKERS, THREADS = 2, 4


def say(words: str) -> None:
    """Tell the person at the terminal."""
    print(words, flush=True)


def refuse_taken_port(port: int) -> None:
    """Exit with a plain sentence when another program listens on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            sys.exit(f"Le port {port} est déjà pris. Choisissez-en un autre : PORT={port + 1} make run")


def prepare() -> None:
    """Bring database, static files and demonstration up to date; does nothing when they are."""
    from home.pages.models import HomePage

    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    migrate()
    collect_static()
    if not HomePage.objects.exists():  # the command itself takes a second to load
        say("Chargement de la démonstration…")
        call_command("demo", verbosity=0)


def migrate() -> None:
    """Apply the migrations, if any is pending."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Préparation de la base de données…")
        call_command("migrate", verbosity=0, interactive=False)


def collect_static() -> None:
    """Gather and compress the static files, when one of them changed since last time."""
    if settings.DEBUG:
        return
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    digest = static_digest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    say("Préparation des feuilles de style et des images…")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest)


def static_digest() -> str:
    """Give a short word for the static files as they stand: names, sizes, hours of change."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.blake2b(digest_size=16)
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = os.stat(storage.path(name))
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


class Server(BaseApplication):
    """Gunicorn, told everything here."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand the options over."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Give the WSGI application."""
        from portal.wsgi import application

        return application


def serve(port: int) -> None:
    """Serve until Ctrl-C."""
    from django.db import connections

    connections.close_all()  # no connection may be shared by the workers
    Server(
        {
            "bind": f"{HOST}:{port}",
            "workers": WORKERS,
            "threads": THREADS,
            "preload_app": True,
            "loglevel": "warning",
            "limit_request_line": 8190,
            "control_socket_disable": True,
            "when_ready": lambda _server: say(
                f"Le portail est prêt : http://localhost:{port}/   (Ctrl-C pour arrêter)"
            ),
        }
    ).run()


def main() -> None:
    """Prepare, then serve."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    refuse_taken_port(port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    os.environ.setdefault("BASE_URL", f"http://localhost:{port}")
    compile_catalogues()
    django.setup()
    prepare()
    serve(port)


if __name__ == "__main__":
    main()
