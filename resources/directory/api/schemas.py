"""What is answered, for those who read the OpenAPI description: the exchange format's own models, in pages."""

from __future__ import annotations

from datetime import datetime
from typing import Generic, Literal, TypeVar
from uuid import UUID

from data_inclusion.schema import v1
from pydantic import BaseModel, Field

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """A page of items. Entries that are not valid are withheld where they stand: no page loses or repeats another one."""

    items: list[T] = Field(
        description="Les fiches de cette page, moins celles qui ne sont pas valides : il peut y en avoir moins que size."
    )
    total: int = Field(
        description="Toutes les fiches trouvées, y compris celles qui sont retenues parce qu’elles ne sont pas valides."
    )
    page: int
    size: int
    pages: int = Field(description="total divisé par size : après cette page, plus rien.")


class DetailedService(v1.Service):
    """A service with its structure."""

    structure: v1.Structure


class DetailedStructure(v1.Structure):
    """A structure with its services."""

    services: list[v1.Service]


class FoundService(BaseModel):
    """A service found, and how far it is in whole kilometres: null when it is only at a distance, or nobody knows."""

    service: DetailedService
    distance: int | None


class SourceOut(BaseModel):
    """Where entries come from, and under which licence they may be used again."""

    slug: str
    nom: str
    url: str
    licence: str
    licence_url: str


class SessionOut(BaseModel):
    """A session to come, in French, at the hours of Paris."""

    uid: UUID
    title: str
    start: datetime
    end: datetime
    status: Literal["scheduled", "cancelled"]
    is_full: bool
    territory: str
    place: str
    address: str
    url: str


class Refusal(BaseModel):
    """Why an address is refused: the whole in one sentence, or one line for each parameter."""

    class Line(BaseModel):
        """What is wrong with one parameter."""

        loc: list[str | int]
        msg: str
        type: str

    detail: str | list[Line] = Field(examples=["Not Found"])
