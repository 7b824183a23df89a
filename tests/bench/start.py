"""How long `make run` takes on a fresh clone, to the first page, and the second time."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 600


def free_port() -> int:
    """Give a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def time_start(folder: Path) -> float:
    """Start the portal in `folder`, stop it when its home page is there; give the seconds that took."""
    port = free_port()
    start = time.monotonic()
    server = subprocess.Popen(["make", "run", f"PORT={port}"], cwd=folder, start_new_session=True)
    try:
        while time.monotonic() - start < LIMIT and server.poll() is None:
            try:
                with urllib.request.urlopen(f"http://localhost:{port}/", timeout=30) as page:
                    page.read()
                    return round(time.monotonic() - start, 1)
            except OSError:
                time.sleep(0.1)
        raise SystemExit("make run n'a pas servi de page")
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.wait(30)


def time_fresh_clone() -> dict[str, float]:
    """Clone what is committed, run it twice; uv and this environment stay out of the way."""
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    try:
        subprocess.run(["git", "clone", "-q", ROOT, folder / "clone"], check=True)
        return {"first": time_start(folder / "clone"), "again": time_start(folder / "clone")}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
