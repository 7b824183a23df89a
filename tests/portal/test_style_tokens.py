"""The colours of the house: every pair that carries words or signs is measured, by day and by night."""

from __future__ import annotations

import gzip
import re

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "portal" / "static" / "portal"
CSS = (STATIC / "portal.css").read_text(encoding="utf-8")

#: Words on a ground: WCAG 2.2 AA asks for 4.5.
WORDS = [
    *[("ink", ground) for ground in ("paper", "card", "sand", "abricot-soft", "cancelled-bg")],
    *[("ink", ground) for ground in ("moved-bg", "open-bg", "full-bg")],
    *[("ink-soft", ground) for ground in ("paper", "card", "sand", "cancelled-bg")],
    *[("sapin", ground) for ground in ("paper", "card", "sand", "full-bg", "open-bg", "moved-bg")],
    *[("sapin-dark", ground) for ground in ("paper", "card", "sand")],
    ("on-sapin", "sapin"),
    ("on-sapin", "sapin-dark"),
    ("on-strip", "strip"),
    ("on-abricot", "abricot"),
    ("abricot-ink", "card"),
    ("abricot-ink", "paper"),
    ("cancelled", "cancelled-bg"),
    ("cancelled", "card"),
    ("cancelled", "paper"),
    ("cancelled", "sand"),
    ("moved", "moved-bg"),
    ("open", "open-bg"),
    ("open", "card"),
    ("open", "paper"),
    ("full", "full-bg"),
]
#: Edges of what one presses or fills in, and the focus: 3 is asked for.
EDGES = [
    ("line", "paper"),
    ("line", "card"),
    ("line", "sand"),
    ("sapin", "sand"),
    ("cancelled", "card"),
    ("focus", "paper"),
    ("focus", "card"),
    ("focus", "sand"),
    ("focus", "focus-halo"),
]


def read_tokens(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6});", css))


LIGHT_CSS, DARK_CSS = CSS.split("@media screen and (prefers-color-scheme: dark)", 1)
LIGHT = read_tokens(LIGHT_CSS)
DARK = LIGHT | read_tokens(DARK_CSS.split("@layer base", 1)[0])


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_can_be_read(tokens, ink, ground):
    assert contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_focus_can_be_seen(tokens, edge, ground):
    assert contrast(tokens[edge], tokens[ground]) >= 3


def test_the_night_has_its_own_colours():
    changed = {name for name in LIGHT if LIGHT[name] != DARK[name]}
    assert {"ink", "paper", "card", "sand", "sapin", "cancelled", "moved", "open", "full"} <= changed


def test_every_token_used_is_defined_and_every_one_defined_is_used():
    defined = set(re.findall(r"--([a-z-]+):", CSS))
    used = set(re.findall(r"var\(--([a-z-]+)\)", CSS))
    assert used == defined


def test_colours_are_named_outside_the_tokens_only_for_print_and_shade():
    rest = CSS.split("@layer base {", 1)[1].split("@layer print", 1)[0]
    named = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", rest))
    assert named <= {"#fff", "#0004"}


def test_layers_stand_in_their_order():
    assert "@layer tokens, base, layout, components, utilities, print;" in CSS
    assert re.findall(r"@layer (\w+) \{", CSS) == [
        "tokens",
        "base",
        "layout",
        "components",
        "utilities",
        "print",
    ]


def test_directions_are_logical():
    """Arabic mirrors by itself."""
    physical = re.findall(
        r"(?:margin|padding|border|inset)-(?:left|right)|text-align: (?:left|right)|float: (?:left|right)",
        CSS,
    )
    assert physical == []


def test_style_and_script_are_light():
    """Both together stay under 9.5 kB sent, out of the 30 kB of a first visit."""
    sent = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in ("portal.css", "portal.js"))
    assert sent < 9_500
