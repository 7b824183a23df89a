"""Structures and services, what searching reads of them, what comes in, and how they stay true."""

from resources.directory.models.base import OWN_SOURCE, Entry, Source
from resources.directory.models.closure import Closure
from resources.directory.models.exchange import Difference, ImportRun
from resources.directory.models.help import HelpPage
from resources.directory.models.listing import HoursRule, Listing, Term
from resources.directory.models.service import Service
from resources.directory.models.structure import Structure, SupportFunction, SupportNeed
from resources.directory.models.upkeep import CheckRequest, DirectorySettings, Suggestion

__all__ = [
    "OWN_SOURCE",
    "CheckRequest",
    "Closure",
    "Difference",
    "DirectorySettings",
    "Entry",
    "HelpPage",
    "HoursRule",
    "ImportRun",
    "Listing",
    "Service",
    "Source",
    "Structure",
    "Suggestion",
    "SupportFunction",
    "SupportNeed",
    "Term",
]
