"""Where the index lives: SEARCH_ROOT/current names the folder that serves, each language has its own folder in it."""

from __future__ import annotations

import os
import shutil
import time
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.embedded.analysis import LANGUAGES
from search.embedded.schema import VERSION

_POINTER, _STAMP, _DAMAGED, _PREFIX = "current", "version", "damaged", "index-"


def root() -> Path:
    """Give the folder of all the engine keeps."""
    return Path(settings.SEARCH_ROOT)


def current() -> Path | None:
    """Give the folder that serves; None when there is none, it was made otherwise, or it was found damaged."""
    pointer = root() / _POINTER
    try:
        found = pointer.stat()
    except OSError:
        return None
    folder = _pointed(pointer, (found.st_mtime_ns, found.st_ino, found.st_size), VERSION)
    return folder if folder and not (folder / _DAMAGED).exists() else None


@lru_cache(maxsize=8)
def _pointed(pointer: Path, _state: tuple[int, int, int], version: str) -> Path | None:
    try:
        folder = pointer.parent / pointer.read_text().strip()
        return folder if (folder / _STAMP).read_text() == version else None
    except (OSError, UnicodeDecodeError):
        return None


def fresh() -> Path:
    """Make the folder of a new index beside the one that serves."""
    folder = root() / f"{_PREFIX}{time.time_ns()}-{os.getpid()}"
    for language in LANGUAGES:
        (folder / language).mkdir(parents=True)
    (folder / _STAMP).write_text(VERSION)
    return folder


def serve(folder: Path) -> None:
    """Let `folder` be the one that serves, at once for everybody, and drop the others.

    Whoever reads an older one still may: its files are mapped in memory until it looks again.
    """
    pointer = root() / f"{_POINTER}.{os.getpid()}"
    with pointer.open("w") as file:
        file.write(folder.name)
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(root() / _POINTER)
    for other in root().glob(f"{_PREFIX}*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def drop(folder: Path) -> None:
    """Remove the folder of an index that will not be."""
    shutil.rmtree(folder, ignore_errors=True)


def declare_damaged(folder: Path) -> None:
    """Say that a folder cannot be read, so that every process knows and it is made anew."""
    if folder.is_dir():
        (folder / _DAMAGED).touch()
