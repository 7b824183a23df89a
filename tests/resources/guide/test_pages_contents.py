"""The plain rules of reading: anchors, what stands together, minutes, drawings. No database."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.guide.reading import figures
from resources.guide.reading.anchors import anchor_of, anchors_of, doubles, validate_name
from resources.guide.reading.contents import (
    SITES,
    TOOLS,
    groups_of,
    lines_of,
    minutes_of,
    points_of,
    texts_of,
)
from resources.guide.reading.figures import Part, Range, draw, wrap

#: However busy the machine is.
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = st.none() | st.just("") | st.sampled_from(["a", "b", "p-1", "p-2", "a-2", "a-3"])
KINDS = st.sampled_from(["text", "example", "quote", "tool", "step", "matrix"])
WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=80)
PARTS = st.lists(st.builds(Part, WORDS, st.lists(WORDS, max_size=4).map(tuple)), min_size=2, max_size=8)


@pytest.mark.parametrize("name", ["equipe", "etape-1", "1a", "equipe-minimum-2"])
def test_a_short_word_is_a_name(name):
    validate_name(name)


@pytest.mark.parametrize(
    "name",
    ["", "Équipe", "deux mots", "-a", "a-", "a--b", "a_b", "contenu", "chapitre-liste", "p-1", "foot-site"],
)
def test_what_is_no_word_or_is_the_pages_own_is_refused(name):
    with pytest.raises(ValidationError):
        validate_name(name)


def test_an_anchor_is_the_name_then_the_key_then_the_place():
    assert anchor_of("equipe", "0f8c1d2e-aaaa", 3) == "equipe"
    assert anchor_of("", "0f8c1d2e-aaaa", 3) == "p-0f8c1d2e"
    assert anchor_of(None, None, 3) == "p-3"


@CALM
@given(st.lists(st.tuples(NAMES, NAMES), max_size=12))
def test_anchors_are_all_different_and_names_keep_theirs(passages):
    anchors = anchors_of(passages)
    assert len(anchors) == len(passages) == len(set(anchors))
    assert all(anchors)
    first: dict[str, int] = {}
    for place, (name, _key) in enumerate(passages):
        first.setdefault(name or "", place)
    named = [name for name, _key in passages if name]
    if len(set(named)) == len(named) and not any(
        name.startswith("p-") or name[-1].isdigit() for name in named
    ):
        assert [anchor for anchor, (name, _key) in zip(anchors, passages, strict=True) if name] == named


@CALM
@given(st.lists(NAMES, max_size=12))
def test_doubles_are_the_names_given_again(names):
    wrong = doubles(names)
    left = [name for place, name in enumerate(names) if place not in wrong and name]
    assert len(left) == len(set(left))
    assert all(names[place] in names[:place] for place in wrong)


def passage(kind: str, **value) -> dict:
    return {"type": kind, "value": value, "id": f"{kind}-id"}


@CALM
@given(st.lists(KINDS, max_size=20))
def test_every_passage_stands_in_one_group_in_its_place(kinds):
    lines = lines_of([passage(kind) for kind in kinds])
    groups = groups_of(lines)
    assert [line for group in groups for line in group.lines] == lines
    for group in groups:
        held = {line.kind for line in group.lines}
        assert (group.kind == SITES) == ("example" in held)
        assert (group.kind == TOOLS) == (held == {"tool"})
        if group.kind == SITES:
            assert group.lines[0].kind == group.lines[-1].kind == "example"
            assert held <= {"example", "quote"}
        elif not group.kind:
            assert len(group.lines) == 1
    assert len({group.anchor for group in groups}) == len(groups)
    assert not any(one.kind and one.kind == other.kind for one, other in pairwise(groups))


def test_words_said_between_two_examples_stand_with_them():
    kinds = ["quote", "example", "quote", "example", "quote", "text", "tool", "tool"]
    found = groups_of(lines_of([passage(kind) for kind in kinds]))
    assert [[line.kind for line in group.lines] for group in found] == [
        ["quote"],
        ["example", "quote", "example"],
        ["quote"],
        ["text"],
        ["tool", "tool"],
    ]


def test_a_line_tells_what_contents_need():
    (line,) = lines_of(
        [passage("example", title="Un café", territory="chambery", registers=["1A"], anchor="cafe")]
    )
    assert (line.anchor, line.title, line.territory, line.registers) == (
        "cafe",
        "Un café",
        "chambery",
        ("1A",),
    )


def test_only_what_is_read_is_counted():
    value = {
        "title": "Deux mots",
        "anchor": "pas-lu",
        "territory": "pas-lu",
        "alternative": "pas lu non plus",
        "text": "<p>Trois &amp; <b>quatre</b></p>",
        "points": [{"type": "item", "value": "Cinq.", "id": "pas-lu"}, "Six."],
        "pairs": [{"type": "item", "value": {"start": "Sept", "towards": ["Huit"]}, "id": "pas-lu"}],
    }
    assert list(texts_of(value)) == ["Deux mots", "Trois & quatre", "Cinq.", "Six.", "Sept", "Huit"]


@pytest.mark.parametrize(("count", "minutes"), [(0, 1), (1, 1), (200, 1), (201, 2), (1000, 5), (1001, 6)])
def test_minutes_are_rounded_up(count, minutes):
    assert minutes_of("mot " * count) == minutes
    assert minutes_of(["mot " * count], "") == minutes


def test_the_first_key_points_are_those_of_a_hurry():
    raw = [
        passage("text", text="<p>Non.</p>"),
        passage("key_points", points=["Oui.", {"type": "item", "value": "Aussi."}]),
    ]
    assert points_of([*raw, passage("key_points", points=["Trop tard."])]) == ["Oui.", "Aussi."]
    assert points_of(raw[:1]) == []


@CALM
@given(WORDS, st.integers(20, 400), st.sampled_from([14, 16, 18]), st.booleans())
def test_wrapping_loses_no_word_and_holds_its_width(text, width, size, bold):
    lines = wrap(text, width, size, bold=bold)
    assert " ".join(lines).split() == text.split()
    letter = size * (figures.BOLD if bold else figures.PLAIN)
    assert all(len(line) * letter <= width or " " not in line for line in lines)


def shapes(svg: str) -> ET.Element:
    return ET.fromstring(svg)


@CALM
@given(st.sampled_from(["cercles", "cases", "frise"]), PARTS)
def test_any_words_make_a_whole_drawing(name, parts):
    root = shapes(draw(name, parts))
    width, height = (float(root.get(side)) for side in ("width", "height"))
    assert root.get("viewBox") == f"0 0 {width:g} {height:g}"
    told = " ".join(element.text or "" for element in root if element.tag.endswith("text"))
    for part in parts:
        for word in part.label.split():
            assert word in told
    for element in root:
        if element.tag.endswith("text"):
            assert 0 <= float(element.get("x")) <= width
            assert 0 < float(element.get("y")) <= height + 1
        if element.tag.endswith("circle"):
            x, y, radius = (float(element.get(name)) for name in ("cx", "cy", "r"))
            assert radius <= x <= width - radius and radius - 1 <= y <= height - radius + 1
    assert 'style="' not in ET.tostring(root, encoding="unicode")


@CALM
@given(st.integers(0, 10**6), st.integers(1, 10**6), WORDS)
def test_a_range_stands_on_its_scale(low, more, unit):
    root = shapes(draw("fourchette", [], Range(low, low + more, unit)))
    stroke = next(element for element in root if element.get("class") == "stroke")
    start, end = (float(part.strip("M ").split(" ")[0]) for part in stroke.get("d").split("H"))
    assert 14 <= start <= end <= figures.WIDTH - 14


def test_a_drawing_takes_the_words_as_words():
    svg = draw("frise", [Part("<script>x</script>"), Part("a & b", ("<b>",))])
    assert "<script" not in svg and "<b>" not in svg and "&amp;" in svg


def test_an_unknown_drawing_is_an_error():
    with pytest.raises(KeyError):
        draw("inconnu", [Part("a"), Part("b")])
