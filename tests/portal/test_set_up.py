"""What sets a bare machine up: keys of its own, translations compiled, plain words when something is missing."""

from __future__ import annotations

import gettext
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from portal.accounts.sealed import read_keys
from portal.catalogues import compile_catalogues

ROOT = Path(__file__).resolve().parents[2]
#: What the script needs besides Python.
TOOLS = ["sh", "dirname", "id", "rm", "grep", "cmp", "cp", "tail", "awk"]


@pytest.fixture
def copy(tmp_path):
    """A folder that holds the scripts alone."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    return tmp_path


def make_env(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, folder / "scripts" / "make_env.py"], capture_output=True, text=True, check=False
    )


def test_each_machine_draws_its_own_keys_and_keeps_them(copy):
    assert make_env(copy).returncode == 0
    text = (copy / ".env").read_text()
    facts = dict(line.split("=", 1) for line in text.splitlines() if not line.startswith("#"))
    assert facts["DEMO"] == "1" and len(facts["SECRET_KEY"]) >= 50
    assert list(read_keys((facts["FIELD_KEYS"],))), "a key ring the portal accepts"
    assert stat.S_IMODE((copy / ".env").stat().st_mode) == 0o600
    assert make_env(copy).returncode != 0, "keys that are there are never replaced"
    assert (copy / ".env").read_text() == text


def test_without_python_the_set_up_says_what_to_install(copy, tmp_path):
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(shutil.which(name))
    done = subprocess.run(
        [tools / "sh", copy / "scripts" / "set_up.sh", "runtime"],
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert done.stderr.strip().startswith("Python 3.11 ou plus récent manque")


PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Aujourd'hui"
msgstr "Today"

#, fuzzy
msgid "Demain"
msgstr "Yesterday"
"""


def test_translations_are_compiled_once_and_again_when_they_change(tmp_path):
    po = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO)
    assert compile_catalogues(tmp_path) == 1
    words = gettext.translation("django", tmp_path, ["en"])
    assert words.gettext("Aujourd'hui") == "Today"
    assert words.gettext("Demain") == "Demain", "what a translator has not confirmed stays out"
    os.utime(po.with_suffix(".mo"), ns=(po.stat().st_mtime_ns + 10**9,) * 2)
    assert compile_catalogues(tmp_path) == 0
    os.utime(po, ns=(po.stat().st_mtime_ns + 10**10,) * 2)
    assert compile_catalogues(tmp_path) == 1
    assert sorted(file.name for file in po.parent.iterdir()) == ["django.mo", "django.po"]
