"""Compile the translations: `python -m portal.catalogues`. Needs neither Django nor the msgfmt program."""

from __future__ import annotations

import os
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def compile_catalogues(folder: Path = LOCALE) -> int:
    """Write each `.mo` that is missing or older than its `.po`; fuzzy entries stay out. Give how many were written."""
    old = [po for po in sorted(folder.glob("*/LC_MESSAGES/*.po")) if _is_stale(po)]
    for po in old:
        part = po.with_suffix(f".{os.getpid()}.part")  # two processes may come here at once
        polib.pofile(str(po), encoding="utf-8").save_as_mofile(str(part))
        part.replace(po.with_suffix(".mo"))
    return len(old)


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime <= po.stat().st_mtime


if __name__ == "__main__":
    compile_catalogues()
