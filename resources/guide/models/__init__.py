"""The rows of the guide: its pages and registers, its checks and worksheet, its tools, what other teams write to it."""

from resources.guide.models.books import Book
from resources.guide.models.editions import Check, CostForm, Edition
from resources.guide.models.exchanges import ExchangeFacilitator, ExchangeRequest
from resources.guide.models.implementations import Implementation
from resources.guide.models.pages import ChapterPage, GuidePage
from resources.guide.models.registers import Register
from resources.guide.models.sheets import Entry, Sheet, Tally
from resources.guide.models.tools import Download, Tool

__all__ = [
    "Book",
    "ChapterPage",
    "Check",
    "CostForm",
    "Download",
    "Edition",
    "Entry",
    "ExchangeFacilitator",
    "ExchangeRequest",
    "GuidePage",
    "Implementation",
    "Register",
    "Sheet",
    "Tally",
    "Tool",
]
