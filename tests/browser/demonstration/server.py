"""Serve the demonstration to a browser, at a moment of our choice: `python -m tests.browser.demonstration.server FOLDER`.

Prints its port, then obeys its standard input: `banner WORDS` puts an urgent message up, `banner` takes it down. It
ends when that input closes, and so never outlives the tests.
"""

from __future__ import annotations

import os
import sys
import threading
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import django
import time_machine

#: An ordinary Tuesday, while the places are open and sessions are still to come.
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("Europe/Paris"))

#: A workshop, and the day from which it is taken off the programme.
WITHDRAWN = ("gouter-dehors", "2027-06-02")


def prepare(folder: Path) -> None:
    """Make a database in `folder` and load the demonstration into it."""
    from django.conf import settings
    from django.core.management import call_command

    from portal.catalogues import compile_catalogues

    settings.MEDIA_ROOT = folder / "media"
    settings.DEMO, settings.SECOND_FACTOR_REQUIRED = True, False
    compile_catalogues()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("demo", verbosity=0)
    withdraw_some()


def withdraw_some() -> None:
    """End a series a month early: its last sessions leave the programme, but their pages stay."""
    from home.activities.actions.series import end_series
    from home.activities.models import Series
    from portal.accounts.models import User

    series = Series.objects.get(activity__slug=WITHDRAWN[0])
    end_series(series, date.fromisoformat(WITHDRAWN[1]) - timedelta(days=1), user=User.objects.first())


def show_banner(words: str) -> None:
    """Put `words` at the top of every page for an hour; take what stands there down when there are none."""
    from django.utils import timezone

    from home.pages.models import Banner

    for banner in Banner.objects.all():
        banner.delete()
    if words:
        Banner.objects.create(text=words, ends_at=timezone.now() + timedelta(hours=1))


def serve() -> None:
    """Answer browsers in threads, and the tests on standard input."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer
    from django.core.wsgi import get_wsgi_application
    from django.test.testcases import QuietWSGIRequestHandler

    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.daemon_threads = True
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    show_banner("")  # the demonstration has one of its own
    print(server.server_port, flush=True)
    for line in sys.stdin:
        show_banner(line.removeprefix("banner").strip())
        print("fait", flush=True)


def main() -> None:
    """Travel, prepare, serve."""
    folder = Path(sys.argv[1])
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    os.environ["TEST_DATABASE_URL"] = f"sqlite:///{folder / 'demonstration.sqlite3'}"
    with time_machine.travel(NOW, tick=True):
        django.setup()
        prepare(folder)
        serve()


if __name__ == "__main__":
    main()
