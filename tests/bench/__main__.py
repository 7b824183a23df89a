"""`make bench`: fill portals of several sizes, measure each in its own process, write build/bench.json, print a table."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.resources import PAGES
from tests.bench.resources import SIZES as SERVICES
from tests.bench.search import ROWS as SEARCH_ROWS
from tests.bench.search import SIZES as DOCUMENTS
from tests.bench.search import WAGTAIL
from tests.bench.start import time_fresh_clone

ROOT = Path(__file__).resolve().parents[2]
SIZES = (10, 500, 5000)
#: The site map is promised for this many pages.
MANY_PAGES = 10_000

Row = tuple[str, Callable[[dict], Any], float]
#: What is shown, how to read it, the most it may be (DESIGN §4).
ROWS: list[Row] = [
    ("accueil, à froid : SQL", lambda m: m["home"]["sql"], 10),
    ("accueil, à froid : ms", lambda m: m["home"]["cpu_ms"], 20),
    ("accueil, une séance changée : SQL", lambda m: m["home_session"]["sql"], 10),
    ("accueil, une séance changée : ms", lambda m: m["home_session"]["cpu_ms"], 20),
    ("agenda, 400 séances, 60 cartes : SQL", lambda m: m["calendar"]["sql"], 10),
    ("agenda, 400 séances, 60 cartes : ms", lambda m: m["calendar"]["cpu_ms"], 30),
    ("agenda, une séance changée : ms", lambda m: m["calendar_session"]["cpu_ms"], 30),
    ("accueil, encore : ms", lambda m: m["again"]["home"], 1),
    ("agenda, encore : ms", lambda m: m["again"]["calendar"], 1),
    ("première visite, accueil : octets", lambda m: m["first_visit"]["total"], 30_000),
    ("première visite, agenda : octets", lambda m: m["first_visit_calendar"]["total"], 30_000),
    ("plan du site : SQL", lambda m: m["sitemap"]["sql"], 15),
]


def environment(folder: Path) -> dict[str, str]:
    """Settings of a portal that lives in `folder`: no DEBUG, every protection, files of its own."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "FIELD_KEYS": "bench:" + "0" * 64,
        "DEMO": "0",
    }


def run(folder: Path, *words: str) -> str:
    """Run Python for the portal in `folder`, give what it prints."""
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment(folder), stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        sys.exit(f"{' '.join(words)} : échec")
    return done.stdout


def measure_all() -> dict[str, dict]:
    """Measure a portal of each size; `many_pages` is the smallest, with 10 000 pages."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        base = Path(name) / "base"
        base.mkdir()
        run(base, "manage.py", "migrate", "-v0")
        run(base, "manage.py", "collectstatic", "-v0", "--no-input")
        found = {}
        for label, series, pages in [*((str(n), n, n) for n in SIZES), ("many_pages", SIZES[0], MANY_PAGES)]:
            folder = Path(name) / label
            shutil.copytree(base, folder)
            found[label] = json.loads(run(folder, "-m", "tests.bench.probe", str(series), str(pages)))
            shutil.rmtree(folder)
        for count in SERVICES:
            folder = Path(name) / "directory"
            shutil.copytree(base, folder)
            found[f"services_{count}"] = json.loads(run(folder, "-m", "tests.bench.resources", str(count)))
            shutil.rmtree(folder)
        for count in DOCUMENTS:
            folder = Path(name) / "search"
            shutil.copytree(base, folder)
            found[f"documents_{count}"] = json.loads(run(folder, "-m", "tests.bench.search", str(count)))
            shutil.rmtree(folder)
        return found


def line(label: str, values: list[Any], most: float | str, wrong: bool) -> str:
    """Give one line of the table."""
    cells = "".join(f"{value:>10}" for value in values)
    return f"{label:<40}{cells}{most:>10}   {'au-dessus' if wrong else ''}"


def table(found: dict[str, Any]) -> str:
    """Give the measures beside the budgets."""
    sizes = [str(n) for n in SIZES]
    lines = [f"{'séries':<40}" + "".join(f"{n:>10}" for n in sizes) + f"{'au plus':>10}"]
    for label, read, most in ROWS:
        values = [read(found[size]) for size in sizes]
        lines.append(line(label, values, most, max(values) > most))
    turns = [found[size]["yardstick_ms"] for size in sizes]
    lines.append(line("un million de tours de boucle : ms", turns, "", False))
    pages = found["many_pages"]["sitemap"]["sql"]
    lines.append(line(f"plan du site, {MANY_PAGES} pages : SQL", ["", "", pages], 15, pages > 15))
    for label, read in (("accueil", "home"), ("agenda", "calendar")):
        grown = round(found["5000"][read]["cpu_ms"] / found["500"][read]["cpu_ms"], 2)
        lines.append(line(f"{label}, dix fois plus : temps ×", ["", "", grown], 1.3, grown > 1.3))
    for label, key, most in (("première fois", "first", 90), ("encore", "again", 5)):
        if "run" in found:
            seconds = found["run"][key]
            lines.append(line(f"make run, {label} : s", ["", "", seconds], most, seconds > most))
    return "\n".join(lines)


def directory_table(found: dict[str, Any]) -> str:
    """Give the measures of the directory beside its budget: 10 queries, 25 ms."""
    lines = [f"{'services':<40}" + "".join(f"{n:>10}" for n in SERVICES) + f"{'au plus':>10}"]
    for key, (title, _path) in PAGES.items():
        for what, words, most in (("sql", "SQL", 10), ("cpu_ms", "ms", 25)):
            values = [found[f"services_{count}"][key][what] for count in SERVICES]
            lines.append(line(f"{title} : {words}", values, most, max(values) > most))
    return "\n".join(lines)


def search_table(found: dict[str, Any]) -> str:
    """Give the measures of the embedded engine beside those of Wagtail's own search over the same words."""
    lines = [f"{'fiches':<40}" + "".join(f"{n:>10}" for n in DOCUMENTS)]
    for engine, rows in (("embedded", SEARCH_ROWS), ("wagtail", WAGTAIL)):
        for key, title in rows.items():
            values = [found[f"documents_{count}"][engine][key] for count in DOCUMENTS]
            lines.append(f"{title:<40}" + "".join(f"{value:>10}" for value in values))
    return "\n".join(lines)


def main() -> None:
    """Measure, write, print."""
    found: dict[str, Any] = measure_all()
    if "--run" in sys.argv:
        found["run"] = time_fresh_clone()
    out = ROOT / "build" / "bench.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(found, indent=1) + "\n")
    print(table(found), directory_table(found), search_table(found), sep="\n\n")


if __name__ == "__main__":
    main()
