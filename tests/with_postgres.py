"""Run a command against a private PostgreSQL: `python tests/with_postgres.py pytest …`.

The cluster lives in a temporary folder, listens on a free loopback port, belongs to an ordinary user, and is
stopped and removed at the end; PostgreSQL 15 or later, whose clusters may sort by ICU. The command finds it in
TEST_DATABASE_URL.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Sorted as a French dictionary is, as on a real machine: what counts on the order of code points must say so itself.
CLUSTER = [
    "-U",
    "portal",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--locale=C",
    "--locale-provider=icu",
    "--icu-locale=fr-FR",
]
SETTINGS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=127.0.0.1"


def find_binaries() -> Path:
    """Give the folder of initdb and pg_ctl; Debian keeps them out of PATH."""
    on_path = shutil.which("pg_ctl")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if on_path:
        return Path(on_path).parent
    if folders:
        return folders[0]
    sys.exit("PostgreSQL manque : installez le paquet « postgresql » (apt-get install postgresql).")


def as_ordinary_user() -> list[str]:
    """PostgreSQL refuses to run as root: give the words that make `postgres` run the command instead."""
    if os.geteuid() != 0:
        return []
    pwd.getpwnam("postgres")
    return ["runuser", "-u", "postgres", "--"]


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster and give its URL."""
    binaries, user = find_binaries(), as_ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    if user:
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    data = folder / "data"
    subprocess.run([*user, binaries / "initdb", "-D", data, *CLUSTER], **quiet)
    options = f"{SETTINGS} -c unix_socket_directories={folder} -p {port}"
    subprocess.run(
        [*user, binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], **quiet
    )
    try:
        yield f"postgres://portal@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*user, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    with cluster() as url:
        sys.exit(subprocess.run(sys.argv[1:], env=os.environ | {"TEST_DATABASE_URL": url}).returncode)
