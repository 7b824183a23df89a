"""What every template of ours keeps: no inline style or script, nothing included that is not there, drawn signs."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from home.activities.models import Pictogram
from portal.pictograms import FOLDER, MIRRORED, svg

TEMPLATES = settings.BASE_DIR / "templates"
#: Printed sheets carry their own style, and the CMS its own policy: neither is served under the public one.
EXEMPT = ("wagtailadmin/", "posters/", "admin/")


def ours() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*.html"))


def name_of(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def without_comments(text: str) -> str:
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.S)
    return re.sub(r"\{#.*?#\}", "", text)


SOURCES = {name_of(path): without_comments(path.read_text(encoding="utf-8")) for path in ours()}
PUBLIC = sorted(
    name for name in SOURCES if not name.startswith(EXEMPT) and not re.search(r"/(admin|posters)/", name)
)
COMPONENTS = sorted(name for name in SOURCES if name.startswith("components/"))
SIGNS = sorted(path.stem for path in FOLDER.glob("*.svg"))


@pytest.mark.parametrize("name", PUBLIC)
def test_no_inline_style_or_script(name):
    """The content policy refuses them: `style-src 'self'; script-src 'self'`."""
    source = SOURCES[name]
    assert not re.search(r"<style\b", source)
    assert not re.search(r"\sstyle\s*=", source)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source)
    assert not re.search(r"javascript:", source)
    for opening in re.findall(r"<script\b[^>]*>", source):
        assert " src=" in opening or 'type="application/' in opening


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_what_is_included_or_extended_exists(name):
    for target in re.findall(r"\{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']", SOURCES[name]):
        get_template(target)


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_signs_named_in_a_template_are_drawn(name):
    for sign in re.findall(r"\{%\s*pictogram\s+[\"']([^\"']+)[\"']", SOURCES[name]):
        assert sign in SIGNS


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_says_its_context_and_is_used(name):
    first = (TEMPLATES / name).read_text(encoding="utf-8")
    assert first.startswith("{#") and "context" in first.split("#}", 1)[0].lower()
    needle = re.compile(rf"include\s+[\"']{re.escape(name)}[\"']")
    assert any(needle.search(source) for other, source in SOURCES.items() if other != name)


@pytest.mark.parametrize("value", Pictogram.values)
def test_every_activity_has_its_drawing(value):
    assert value in SIGNS


@pytest.mark.parametrize("state", ["cancelled", "moved", "elsewhere", "full", "extra"])
def test_every_state_has_its_sign(state):
    assert state in SIGNS


@pytest.mark.parametrize("name", SIGNS)
def test_a_drawing_is_small_plain_and_of_one_hand(name):
    source = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert len(source) < 700
    root = ET.fromstring(source)
    assert root.get("viewBox") == "0 0 32 32"
    assert root.get("stroke") == "currentColor" and 2.5 <= float(root.get("stroke-width")) <= 3
    for element in root.iter():
        assert element.tag.split("}")[1] in {"svg", "path", "circle"}
        assert not {"style", "class", "id", "href"} & set(element.attrib)
        assert not [key for key in element.attrib if key.startswith("on")]


def test_drawings_differ():
    drawings = [(FOLDER / f"{name}.svg").read_text(encoding="utf-8") for name in SIGNS]
    assert len(set(drawings)) == len(SIGNS)


def test_a_drawing_is_hidden_from_screen_readers_and_turns_round_when_it_points():
    assert 'aria-hidden="true"' in svg("cuisine")
    assert "mirrored" not in svg("cuisine")
    assert all('class="picto mirrored"' in svg(name) for name in MIRRORED)


def test_an_unknown_drawing_is_an_error_not_a_hole():
    with pytest.raises(FileNotFoundError):
        svg("inconnu")
