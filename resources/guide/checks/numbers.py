"""Numbers as people write and read them: « 1 250,50 » in French, « 1,250.50 » in English. Pure; kept as "1250.50".

In Arabic, numbers are written as in French, with the digits used in France, kept left to right. Digits of both Arabic
sets are understood when typed.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from portal.when import LRI, PDI

#: Narrow space that no line breaks at: what French puts between thousands.
THIN = "\u202f"
#: Digits before the comma, at most.
WHOLE_DIGITS = 8
MOST = Decimal(10**WHOLE_DIGITS) - Decimal("0.01")
MINUS = "\u2212"
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789,")
#: Spaces of every width, marks between thousands, the euro, and signs of direction.
SPACES = re.compile(r"[\s\u066c'’€\u2066-\u2069\u200e\u200f]")
#: What no page sends back as a number, whatever was typed.
LONGEST = 40


class NotANumber(ValueError):
    """What was typed is no number, or can be read in two ways."""


class TooBig(ValueError):
    """The number is larger than the box takes; `most` says how much it takes."""

    def __init__(self, most: Decimal) -> None:
        super().__init__(str(most))
        self.most = most


class TooSmall(ValueError):
    """The number is below zero."""


class NotWhole(ValueError):
    """The number has decimals, and counts what cannot be cut."""


def parse(text: str, language: str = "fr", most: int | None = None) -> Decimal | None:
    """Read what was typed, to two decimals; None when nothing was.

    A comma and a point together are decimals after the last and thousands before. One alone, before three digits, means
    thousands in English when it is a comma; elsewhere it could be either, and is refused. Raises NotANumber, TooBig,
    TooSmall.
    """
    plain = SPACES.sub("", text.translate(DIGITS))
    if not plain:
        return None
    if plain[0] in f"-{MINUS}":
        raise TooSmall(text)
    found = re.fullmatch(r"(\d+)(?:\.(\d{1,2}))?", _with_a_point(plain, language), re.ASCII)
    if not found or len(plain) > LONGEST:
        raise NotANumber(text)
    limit = Decimal(most) if most is not None else MOST
    if len(found[1].lstrip("0")) > WHOLE_DIGITS:
        raise TooBig(limit)
    number = Decimal(found[0])
    if number > limit:
        raise TooBig(limit)
    return number


def _with_a_point(plain: str, language: str) -> str:
    """Give a number with its thousands together and a point before its decimals; as it is when it cannot be read."""
    last = max(plain.rfind(","), plain.rfind("."))
    if last < 0:
        return plain
    mark = plain[last]
    other = "." if mark == "," else ","
    if (
        other in plain
        or plain.count(mark) > 1
        or (language == "en" and mark == "," and len(plain) - last == 4)
    ):
        decimals = plain.count(mark) == 1 and len(plain) - last != 4
        thousands = other if decimals else mark
        whole, rest = (plain[:last], f".{plain[last + 1 :]}") if decimals else (plain, "")
        grouped = re.fullmatch(rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+", whole, re.ASCII)
        return whole.replace(thousands, "") + rest if grouped else plain
    return plain.replace(",", ".")


def kept(number: Decimal) -> str:
    """Give the form a number is kept in: no thousands, a point, no useless zero: "1250.5", "40"."""
    whole, _point, rest = format(number, "f").partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def read_kept(text: str) -> Decimal | None:
    """Read a number as it is kept; None for nothing, and for what was never written by us."""
    if not re.fullmatch(rf"\d{{1,{WHOLE_DIGITS}}}(\.\d{{1,2}})?", text, re.ASCII):
        return None
    return Decimal(text)


def written(number: Decimal, language: str = "fr") -> str:
    """Give a number for a reader: two decimals or none: « 1 250,50 », « 40 »."""
    whole = number == number.to_integral_value()
    told = f"{abs(number):,.0f}" if whole else f"{abs(number):,.2f}"
    if language != "en":
        told = told.replace(",", THIN).replace(".", ",")
    told = f"{MINUS}{told}" if number < 0 else told
    return f"{LRI}{told}{PDI}" if language == "ar" else told


def typed(number: Decimal, language: str = "fr") -> str:
    """Give a number for a box to fill: as `written`, without the signs that keep its direction."""
    return written(number, language).strip(LRI + PDI)


def money(amount: Decimal, language: str = "fr") -> str:
    """Give an amount of euros: « 1 250,50 € », « €1,250.50 »."""
    told = written(amount, language)
    if language == "en":
        return f"{MINUS}€{told[1:]}" if amount < 0 else f"€{told}"
    return f"{told}\u00a0يورو" if language == "ar" else f"{told}\u00a0€"


def percent(part: Decimal, language: str = "fr") -> str:
    """Give a part of a hundred, whole, half up: « 4 % », « 4% »."""
    told = written(part.quantize(Decimal(1), ROUND_HALF_UP), language)
    return f"{told}%" if language == "en" else f"{told}\u00a0%"
