"""Any valid record of data·inclusion v1: every field, absent or at its edges, in any script."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from resources.directory.inclusion import FIELDS, choices_of

#: Every letter but those no database keeps; formulas, quotes and separators come often.
LETTERS = st.characters(
    exclude_categories=["Cs"], exclude_characters=[chr(n) for n in range(32) if n not in (9, 10, 13)]
)
TRICKY = st.sampled_from(
    [
        "=1+1",
        "'=1",
        "''",
        "'",
        "+33",
        "-1",
        "@a",
        "\t=",
        "\r\n",
        '"',
        ";",
        ",",
        "|",
        "[]",
        "",
        "é",
        "🙂",
        "عربي",
    ]
)


def texts(shortest: int = 0, longest: int = 60) -> st.SearchStrategy[str]:
    """Texts of any letters, often such as break tables."""
    mixed = st.lists(st.one_of(TRICKY, st.text(LETTERS, max_size=8)), max_size=5).map("".join)
    return mixed.filter(lambda text: shortest <= len(text) <= longest) | st.text(
        LETTERS, min_size=shortest, max_size=longest
    )


def some_of(kind: str, name: str, least: int) -> st.SearchStrategy[list[str]]:
    """Lists of different codes of an enumeration."""
    return st.lists(st.sampled_from(choices_of(kind, name)), min_size=least, max_size=5, unique=True)


def publics() -> st.SearchStrategy[list[str]]:
    """Everybody alone, or others."""
    others = some_of("service", "publics", 1).filter(lambda codes: "tous-publics" not in codes)
    return st.just(["tous-publics"]) | others


DIGITS = "0123456789"
URLS = st.from_regex(
    r"https?://[a-z]{1,20}\.(fr|org)(/[a-zA-Z0-9_~.-]{0,20}){0,3}(\?[a-z]=[0-9]{1,3})?", fullmatch=True
)
EMAILS = st.from_regex(r"[a-z][a-z0-9]{0,15}(\.[a-z0-9]{1,10})?@[a-z]{2,15}\.(fr|org|net)", fullmatch=True)
ZONES = st.sampled_from(["73065", "2A004", "38", "2A", "974", "200069110", "99100", "france"])
PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "siret": st.text(DIGITS, min_size=14, max_size=14),
    "code_postal": st.text(DIGITS, min_size=5, max_size=5),
    "code_insee": st.sampled_from(["73065", "38185", "2A004", "97411", "01004"]),
    "courriel": EMAILS,
    "zone_eligibilite": st.lists(ZONES, min_size=1, max_size=4),
    "publics": publics(),
    "volume_horaire_hebdomadaire": st.floats(0, 1e6) | st.integers(0, 168),
    "nombre_semaines": st.integers(1, 2**31 - 1) | st.integers(1, 500).map(float),
    "date_maj": st.dates(date(2000, 1, 1), date(2026, 11, 1)).map(date.isoformat),
} | dict.fromkeys(("lien_source", "site_web", "accessibilite_lieu", "lien_mobilisation"), URLS)
COORDINATES = st.floats(allow_nan=False, allow_infinity=False)
ODD_POINTS = st.tuples(st.none() | COORDINATES, st.none() | COORDINATES)
LEAST = {
    "modes_accueil": 0,
    "thematiques": 0,
    "reseaux_porteurs": 0,
    "modes_mobilisation": 1,
    "mobilisable_par": 1,
}


def field(kind: str, name: str) -> st.SearchStrategy[Any]:
    """Any value of a field that is there."""
    if name in PLAIN:
        return PLAIN[name]
    if name in LEAST:
        return some_of(kind, name, LEAST[name])
    if choices := choices_of(kind, name):
        return st.sampled_from(choices)
    lengths = {"nom": (3, 150), "description": (5, 10_000)}.get(name, (0, 60))
    shortest, longest = lengths
    letters = st.sampled_from("é🙂").map(lambda letter: letter * longest)
    edge = letters if name in ("nom", "description") else st.nothing()
    return texts(shortest, min(longest, 200)) | edge


def records(kind: str, **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Any record of a kind; what makes no point comes too, half a point or one the format alone finds possible."""
    required = {"nom", "date_maj", *(["description"] if kind == "service" else [])}
    names = [n for n in FIELDS[kind] if n not in ("id", "source", "structure_id", "latitude", "longitude")]
    parts = {n: field(kind, n) if n in required else st.none() | field(kind, n) for n in names}
    points = st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)) | ODD_POINTS
    whole = st.fixed_dictionaries(parts | {"point": points} | fixed)

    def placed(record: dict[str, Any]) -> dict[str, Any]:
        point = record.pop("point")
        return record | {"latitude": point and point[0], "longitude": point and point[1]}

    return whole.map(placed)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Any document: structures, and services of theirs."""
    source = draw(st.sampled_from(["dora", "france-travail", "mes-aides"]))
    ids = draw(st.lists(texts(1, 30), min_size=1, max_size=3, unique=True))
    structures = [
        draw(records("structure", source=st.just(source), id=st.just(f"{source}--{one}"))) for one in ids
    ]
    services = [
        draw(
            records(
                "service",
                source=st.just(source),
                id=st.just(f"{source}--{number}"),
                structure_id=st.sampled_from([s["id"] for s in structures]),
            )
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    return {"structures": structures, "services": services}
