"""Fail when requirements/*.txt no longer answer pyproject.toml: `make lock` puts them in step.

Compiles them again, keeping their versions, and compares; without a network, compares names and ranges.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
FILES = {"runtime.txt": (), "dev.txt": ("dev",)}


def compiled_differs() -> str | None:
    """Say which file would change; an empty text when none does, None when nothing could be compiled."""
    with tempfile.TemporaryDirectory() as folder:
        for name in FILES:
            shutil.copy(ROOT / "requirements" / name, folder)
        done = subprocess.run(
            [ROOT / "scripts" / "lock.sh"],
            env=os.environ | {"LOCK_FOLDER": folder, "UV_HTTP_TIMEOUT": "20"},
            capture_output=True,
        )
        if done.returncode:
            return None
        changed = [
            name
            for name in FILES
            if (ROOT / "requirements" / name).read_bytes() != (Path(folder) / name).read_bytes()
        ]
        return ", ".join(changed)


def missing(name: str, extras: tuple[str, ...]) -> list[str]:
    """Give the requirements of pyproject.toml that a lock file does not answer, by name and range."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [
        *project["dependencies"],
        *(line for e in extras for line in project["optional-dependencies"][e]),
    ]
    text = (ROOT / "requirements" / name).read_text()
    pins = {
        canonicalize_name(n): v for n, v in re.findall(r"^([\w.\-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.M)
    }
    return [
        line
        for line in wanted
        if not (asked := Requirement(line)).specifier.contains(
            pins.get(canonicalize_name(asked.name), "0"), True
        )
        or canonicalize_name(asked.name) not in pins
    ]


def main() -> None:
    """Compare, and exit with what is wrong."""
    wrong = [f"{name}: {line}" for name, extras in FILES.items() for line in missing(name, extras)]
    changed = "" if wrong else compiled_differs()
    if wrong or changed:
        sys.exit(f"requirements ne suit plus pyproject.toml ({'; '.join(wrong) or changed}) : make lock")


if __name__ == "__main__":
    main()
