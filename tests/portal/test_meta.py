"""Rules that tests keep: what no reviewer should have to look for."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.template.utils import get_app_template_dirs

from home.activities.models import Pictogram

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
MAX_FILE, MAX_FUNCTION = 400, 60
#: Templates whose page is not shown in a browser under our content policy: sheets, and pages of the CMS.
OTHER_POLICY = re.compile(r"^(activities/poster|[a-z]+_admin/|wagtail|account/email)")


def tracked(*suffixes: str) -> list[Path]:
    """Give the project's files, those not yet committed too."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    files = [ROOT / name for name in listed if not suffixes or name.endswith(suffixes)]
    return [file for file in files if file.is_file()]


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def code() -> list[Path]:
    return [file for file in tracked(".py") if "/migrations/" not in file.as_posix()]


HTML = tracked(".html")
TEMPLATE_NAMES = [file.relative_to(TEMPLATES).as_posix() for file in tracked() if TEMPLATES in file.parents]


@pytest.fixture(scope="module")
def sources() -> str:
    """All that may name a template."""
    return "\n".join(file.read_text() for file in [*code(), *HTML] if "tests/" not in name_of(file))


def is_override(name: str) -> bool:
    """Tell whether another package looks for a template of this name."""
    return any((folder / name).exists() for folder in get_app_template_dirs("templates"))


def is_named(name: str, sources: str) -> bool:
    """Tell whether something of ours names this template."""
    word = Path(name).stem
    if name.startswith("pictograms/"):
        return word in Pictogram.values or re.search(rf"""["']{word}["']""", sources) is not None
    base = re.sub(r"_(message|subject)\.txt$", "", name)  # e-mails are named without their parts
    return re.fullmatch(r"\d{3}\.html", name) is not None or any(q + base + q in sources for q in "\"'")


def test_every_template_is_used(sources):
    unused = [name for name in TEMPLATE_NAMES if not is_named(name, sources) and not is_override(name)]
    assert not unused


def test_names_after_load_go_in_alphabetical_order():
    wrong = [
        f"{name_of(file)}: {loaded}"
        for file in HTML
        for loaded in re.findall(r"{%\s*load ([\w ]+?)\s*%}", file.read_text())
        if " from " not in loaded and loaded.split() != sorted(loaded.split())
    ]
    assert not wrong


def test_no_page_holds_what_the_content_policy_refuses():
    refused = re.compile(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*( src=|application/))")
    wrong = [
        f"{name}: {found.group()}"
        for name in TEMPLATE_NAMES
        if name.endswith(".html") and not OTHER_POLICY.match(name)
        if (found := refused.search((TEMPLATES / name).read_text()))
    ]
    assert not wrong


#: Words of the place where the project was written; in pieces, for this file is read too.
FOREIGN = re.compile(
    "|".join(["/wo" + "rk/", "/ro" + "ot/", "/tmp/te" + "am", "pypi" + r"\.org", "python" + "hosted"])
)
UNFINISHED = re.compile(
    r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b|pytest\.(mark\.)?(sk" + r"ip|xf" + r"ail)"
)


TEXT = (
    ".py",
    ".html",
    ".md",
    ".txt",
    ".toml",
    ".sh",
    ".css",
    ".js",
    ".po",
    ".conf",
    "Makefile",
    "/run",
    ".example",
)


def test_no_file_speaks_of_a_machine_or_of_unfinished_work():
    found = [
        (name_of(file), match.group())
        for file in tracked(*TEXT)
        for pattern in (FOREIGN, UNFINISHED)
        if (match := pattern.search(file.read_text()))
    ]
    assert not found


def functions(file: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)]


def test_files_and_functions_can_be_read_in_one_sitting():
    long = [name_of(file) for file in code() if len(file.read_text().splitlines()) > MAX_FILE]
    for file in code():
        for node in functions(file):
            if (node.end_lineno or node.lineno) - node.lineno >= MAX_FUNCTION:
                long.append(f"{name_of(file)}: {node.name}")
    assert not long


def says_nothing(line: ast.stmt) -> bool:
    return isinstance(line, ast.Pass) or (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))


def test_no_test_is_empty():
    empty = [
        f"{name_of(file)}: {node.name}"
        for file in code()
        if file.name.startswith("test_")
        for node in functions(file)
        if node.name.startswith("test_") and all(says_nothing(line) for line in node.body)
    ]
    assert not empty


def test_lock_files_hold_hashes_and_name_no_host():
    for name in ("runtime", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        pins = re.findall(r"^[a-z0-9][\w.\-\[\]]*==", text, re.MULTILINE)
        assert len(pins) > 50 and text.count("--hash=sha256:") > len(pins)
        assert "://" not in text and "--index" not in text and "--find-links" not in text


def test_git_ignores_what_is_made_on_each_machine():
    made = [".env", "var/x.sqlite3", "build/bench.json", ".venv/x", "locale/en/LC_MESSAGES/django.mo"]
    done = subprocess.run(["git", "check-ignore", *made], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.split() == made
