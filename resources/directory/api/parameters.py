"""What may be asked: the parameters of data·inclusion's own API, with the codes of the exchange format."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from data_inclusion.schema import v1
from data_inclusion.schema.common import CodeCommune, CodeDepartement, CodeRegion
from ninja import Schema
from pydantic import Field, StringConstraints, model_validator

from resources.directory.models import Term

MOST_ITEMS, USUAL_ITEMS, LAST_PAGE = 1000, 50, 1_000_000
SourceCode = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class Paged(Schema):
    """Which page, and how many items it holds."""

    page: int = Field(1, ge=1, le=LAST_PAGE)
    size: int = Field(USUAL_ITEMS, ge=1, le=MOST_ITEMS)


class Placed(Schema):
    """Where the entry itself is."""

    sources: list[SourceCode] = Field([], description="Codes des sources, voir /sources.")
    code_region: CodeRegion | None = None
    code_departement: CodeDepartement | None = None
    code_commune: CodeCommune | None = None


class StructureFilters(Paged, Placed):
    """What structures are filtered by."""

    reseaux_porteurs: list[v1.ReseauPorteur] = Field([])
    exclure_doublons: bool = Field(False, description="Accepté et sans effet : il n’y a pas de doublons ici.")


class Offer(Schema):
    """What services are filtered by: any of the values of a filter, and all the filters."""

    thematiques: list[v1.Thematique | v1.Categorie] = Field(
        [], description="Une catégorie seule (« sante ») vaut toutes ses thématiques."
    )
    frais: list[v1.Frais] = Field([])
    publics: list[v1.Public] = Field(
        [], description="Les services pour « tous-publics » répondent à chaque public."
    )
    modes_accueil: list[v1.ModeAccueil] = Field([])
    types: list[v1.TypeService] = Field([])

    def chosen(self) -> dict[str, tuple[str, ...]]:
        """Give the choices by kind of term, as `search.Query` wants them; each category as its thematiques."""
        wanted = [str(code) for code in self.thematiques]
        thematiques = {t for t in v1.Thematique for w in wanted if t == w or t.startswith(f"{w}--")}
        choices = {
            Term.Kind.THEMATIQUE: thematiques,
            Term.Kind.FEE: self.frais,
            Term.Kind.AUDIENCE: self.publics,
            Term.Kind.RECEPTION: self.modes_accueil,
            Term.Kind.TYPE: self.types,
        }
        return {kind: tuple(sorted({str(v) for v in values})) for kind, values in choices.items() if values}


class ServiceFilters(Paged, Placed, Offer):
    """What services are listed by."""


class ServiceSearch(Paged, Offer):
    """What services are searched by: for people of a commune, near a point."""

    sources: list[SourceCode] = Field([])
    q: Annotated[str, StringConstraints(max_length=200)] = Field("", description="Des mots, tous présents.")
    code_commune: CodeCommune | None = Field(
        None, description="Garde ce qui s’adresse aux habitants de cette commune (code INSEE)."
    )
    lat: Latitude | None = None
    lon: Longitude | None = None
    exclure_doublons: bool = Field(False, description="Accepté et sans effet : il n’y a pas de doublons ici.")

    @model_validator(mode="after")
    def both_coordinates(self) -> ServiceSearch:
        """Refuse half a point."""
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon go together")
        return self


class SessionFilters(Paged):
    """What the sessions to come are filtered by."""

    territory: Annotated[str, StringConstraints(max_length=50)] | None = Field(
        None, description="Adresse du territoire : chambery."
    )
    first: date | None = Field(None, alias="from", description="Premier jour, 2026-02-14.")
    last: date | None = Field(None, alias="to", description="Dernier jour compris.")
