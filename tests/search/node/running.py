"""Running the node: one for all the processes of the tests, in a folder of its own, as an ordinary user."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.search.node.building import NoNode, build, folder

PATIENCE = 90  # seconds to start, on a machine that does much else
_ours: dict[int, subprocess.Popen] = {}
MEMORY = ["-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]


@contextmanager
def shared_node() -> Iterator[str]:
    """Give the address (host:port) of the node the processes of these tests share; the last to leave stops it.

    Raises NoNode. A process that is killed leaves no lock behind: the next to leave stops the node all the same.
    """
    place = folder()
    place.parent.mkdir(exist_ok=True)
    with place.with_suffix(".users").open("a") as users:
        with _alone(place):
            node = _running(place) or start(build())
            place.with_suffix(".node").write_text(json.dumps(node))
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield node["address"]
        finally:
            with _alone(place), suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(node)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    with place.with_suffix(".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _running(place: Path) -> dict | None:
    """Give the node somebody else started, if it still runs."""
    try:
        node = json.loads(place.with_suffix(".node").read_text())
        if f"{node['home']}/" in Path(f"/proc/{node['pid']}/cmdline").read_text().replace("\0", "/"):
            return node
    except (OSError, ValueError):
        pass
    return None


def start(made: Path) -> dict:
    """Start a node of its own; gives its pid, home and address. Raises NoNode when it does not answer in time."""
    home = Path(tempfile.mkdtemp(prefix="portal-node-"))
    shutil.copytree(made, home, dirs_exist_ok=True)  # an ordinary user may not read the project's folder
    for name in ("config", "data", "logs", "plugins", "tmp"):
        (home / name).mkdir()
    java = [
        "java",
        *MEMORY,
        f"-Djava.io.tmpdir={home}/tmp",
        "-Des.distribution.type=tar",
        "-Dlog4j2.disable.jmx=true",
    ]
    with (home / "said").open("w") as said:
        process = subprocess.Popen(
            [*java, "-cp", f"{home}/lib:{home}/lib/*", "TestNode", f"{home}"],
            cwd=home,
            stdout=said,
            stderr=said,
            start_new_session=True,
            **_ordinary_user(home),
        )
    _ours[process.pid] = process
    node = {"pid": process.pid, "home": str(home), "address": ""}
    until = time.monotonic() + PATIENCE
    while not (home / "address").exists():
        if process.poll() is not None or time.monotonic() > until:
            words = (home / "said").read_text()[-2000:]
            stop(node)
            raise NoNode(f"Elasticsearch ne démarre pas :\n{words}")
        time.sleep(0.1)
    return node | {"address": (home / "address").read_text()}


def _ordinary_user(home: Path) -> dict:
    """Root lends the node to nobody, as Elasticsearch asks."""
    if os.geteuid() != 0:
        return {}
    for path in (home, *home.rglob("*")):
        shutil.chown(path, "nobody")
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


def stop(node: dict) -> None:
    """Stop a node, by its pid, and remove its folder; another process of the tests may have started it."""
    if process := _ours.pop(node["pid"], None):
        process.terminate()
        process.wait(20)
    else:
        with suppress(ProcessLookupError):
            os.kill(node["pid"], signal.SIGTERM)
        _wait(node["pid"])
    shutil.rmtree(node["home"], ignore_errors=True)


def _wait(pid: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return
        if stat.rpartition(") ")[2].startswith("Z"):  # whoever started it has not looked yet
            return
        time.sleep(0.05)
