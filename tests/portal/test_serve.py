"""`make run`'s own program: it prepares, serves with every protection on, and stops at Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
import requests
from django.db import connection

from tests.bench.start import free_port

ROOT = Path(__file__).resolve().parents[2]
KEY = "essai:" + "0123456789abcdef" * 4
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def database_url() -> str:
    """Give the address of the test database itself: a fresh one would take half a minute to migrate."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgres://{facts['USER']}@{quote(facts['HOST'])}:{facts['PORT']}/{facts['NAME']}"


@contextmanager
def served(folder: Path, **environment: str):
    """Run the program in an environment of its own; give its address and its process."""
    port = free_port()
    connection.close()
    process = subprocess.Popen(
        [sys.executable, "-m", "portal.serve", str(port)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(folder), "FIELD_KEYS": KEY}
        | {"DATABASE_URL": database_url()}
        | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield f"http://localhost:{port}", process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        process.stdout.close()


def wait_for(url: str, process: subprocess.Popen) -> None:
    """Wait until the server answers."""
    for _ in range(1200):
        try:
            requests.get(url + "/livez", timeout=30)
            return
        except requests.ConnectionError:
            assert process.poll() is None, process.stdout.read()
            time.sleep(0.1)
    pytest.fail("the server never answered")


def sign_in(browser: requests.Session, url: str, email: str) -> requests.Response:
    """Type the demonstration's password into the form."""
    form = browser.get(url + "/compte/connexion/?next=/admin/", timeout=30)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)[1]
    typed = {"login": email, "password": "demo-impact-2026", "csrfmiddlewaretoken": token, "next": "/admin/"}
    return browser.post(form.url, data=typed, timeout=30)


def check_protections(url: str) -> None:
    """Look at the same content with every protection on."""
    home = requests.get(url, timeout=60)
    assert home.status_code == 200 and "<h1" in home.text, "the demonstration's content is there"
    assert "default-src 'none'" in home.headers["Content-Security-Policy"]
    assert home.headers["X-Frame-Options"] == "DENY"
    assert home.headers["X-Content-Type-Options"] == "nosniff"
    assert not home.cookies
    assert requests.get(url + "/styleguide/", timeout=30).status_code == 404

    browser = requests.Session()
    assert browser.get(url + "/admin/", timeout=30).url == f"{url}/compte/connexion/?next=/admin/"
    page = sign_in(browser, url, "redaction@demo.test")
    assert page.status_code == 200 and "/compte/second-facteur/" in page.url, page.url
    assert browser.get(url + "/admin/", timeout=30).url != url + "/admin/", "the password alone opens nothing"


def test_the_password_alone_opens_the_demonstration_and_nothing_without_it(tmp_path):
    with served(tmp_path, DEMO="1") as (url, process):
        wait_for(url, process)
        page = sign_in(requests.Session(), url, "redaction@demo.test")
        assert (page.status_code, page.url) == (200, url + "/admin/")
    assert process.returncode == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(url.rsplit(":", 1)[1]))) != 0, "Ctrl-C stops everything"
    with served(tmp_path, DEMO="0") as (url, process):
        wait_for(url, process)
        check_protections(url)


def test_a_taken_port_is_said_in_plain_words(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "portal.serve", str(port)], cwd=ROOT, capture_output=True, text=True
        )
    assert done.returncode != 0
    assert (
        done.stderr.strip()
        == f"Le port {port} est déjà pris. Choisissez-en un autre : PORT={port + 1} make run"
    )
