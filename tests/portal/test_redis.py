"""A real Redis as the shared cache of the documented set-up: two processes count one limit of attempts."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time

import pytest

from tests.bench.start import free_port
from tests.portal.test_settings import GOOD, ROOT

COUNT = """
import django; django.setup()
from django.core.cache import cache
cache.add("attempts", 0, 60)
print(cache.incr("attempts"))
"""


@pytest.fixture
def redis(tmp_path):
    """Start a Redis that keeps nothing; give its address."""
    program = shutil.which("redis-server")
    if not program:
        pytest.fail("Redis manque : apt-get install redis-server", pytrace=False)
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/1"
    server.terminate()
    server.wait(10)


def test_processes_share_one_count(redis):
    environment = {"PATH": os.environ["PATH"]} | GOOD | {"CACHE_URL": redis}
    counts = [
        subprocess.run(
            [sys.executable, "-c", COUNT],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for _ in range(2)
    ]
    assert counts == ["1", "2"]
