"""The drawings of the guide: inline SVG made from words and numbers, wide enough for the smallest telephone. Plain, no query.

Colours are told twice: as attributes, which paper reads, and as classes, which `guide.css` paints with the tokens of the
house, by day and by night.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from math import sqrt
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe

WIDTH = 340
LABEL, ITEM, LEADING = 19, 16, 1.3
#: Mean width of a letter, in heights of letter, taken a little wide: no font is the same.
BOLD, PLAIN = 0.58, 0.54
INK, LINE, SAPIN = "#1d2b2a", "#6f7a75", "#0e5a52"
GROUNDS = ("#fbdcb8", "#f6ede0", "#e2f3e7", "#e5eff8")


class Part(NamedTuple):
    """One part of a drawing."""

    label: str
    items: tuple[str, ...] = ()


class Range(NamedTuple):
    """Two numbers, the smaller first, and what they count."""

    low: int
    high: int
    unit: str = ""


class Written(NamedTuple):
    """Lines of text, their height of letter, whether they are bold."""

    lines: tuple[str, ...]
    size: int
    bold: bool

    @property
    def height(self) -> float:
        """How high the lines stand together."""
        return len(self.lines) * self.size * LEADING


def draw(name: str, parts: Sequence[Part], extent: Range | None = None) -> SafeString:
    """Give the SVG of a drawing; hidden from screen readers, who read its words. Raises KeyError on an unknown name."""
    if name == "fourchette":
        return _svg(*_range(extent)) if extent else SafeString()
    return _svg(*DRAWN[name](parts))


def wrap(text: str, width: float, size: int, *, bold: bool = False) -> tuple[str, ...]:
    """Cut a text into lines that fit in `width`; a word that is wider has a line to itself."""
    most = max(1, int(width / (size * (BOLD if bold else PLAIN))))
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _svg(height: float, body: Iterator[str]) -> SafeString:
    source = "".join(body)
    return mark_safe(  # noqa: S308 -- all words are escaped where they are written
        f'<svg class="drawing" viewBox="0 0 {WIDTH} {round(height)}" width="{WIDTH}" height="{round(height)}" '
        f'xmlns="http://www.w3.org/2000/svg" aria-hidden="true" focusable="false" '
        f'font-family="Atkinson Hyperlegible, system-ui, sans-serif" fill="{INK}">{source}</svg>'
    )


def _write(written: Written, x: float, top: float, anchor: str = "start") -> Iterator[str]:
    """Write lines from `top` down; `anchor` says whether `x` is their start or their middle."""
    weight = ' font-weight="700"' if written.bold else ""
    for number, line in enumerate(written.lines):
        y = top + (number * LEADING + 1) * written.size
        yield (
            f'<text x="{x:g}" y="{y:.1f}" font-size="{written.size}" text-anchor="{anchor}"{weight}>'
            f"{escape(line)}</text>"
        )


def _ground(number: int) -> str:
    place = number % len(GROUNDS)
    return f'class="ground-{place + 1}" fill="{GROUNDS[place]}" stroke="{LINE}" stroke-width="2"'


def _circles(parts: Sequence[Part]) -> tuple[float, Iterator[str]]:
    """Draw circles that stand in one another and touch at the foot, the first the smallest."""
    middle, outer, inner = WIDTH / 2, WIDTH / 2 - 4, 62
    bottom = 2 * outer + 4
    last = max(1, len(parts) - 1)
    radii = [inner + (outer - inner) * n / last for n in range(len(parts))]

    def body() -> Iterator[str]:
        for number, (part, radius) in reversed(list(enumerate(zip(parts, radii, strict=True)))):
            yield f'<circle cx="{middle:g}" cy="{bottom - radius:.1f}" r="{radius:.1f}" {_ground(number)}/>'
            deep = radius * 0.72 if number == 0 else 26
            width = 2 * sqrt(2 * radius * deep - deep * deep) - 8
            label = Written(wrap(part.label, width, LABEL, bold=True), LABEL, True)
            top = bottom - radius - label.height / 2 if number == 0 else bottom - 2 * radius + deep
            yield from _write(label, middle, top, "middle")

    return bottom + 4, body()


def _boxes(parts: Sequence[Part]) -> tuple[float, Iterator[str]]:
    """Draw boxes of one size, two by two."""
    gap, pad = 10, 10
    side = (WIDTH - gap) / 2
    told = [_told(part, side - 2 * pad) for part in parts]
    high = max(sum(written.height for written in box) for box in told) + 2 * pad + 6

    def body() -> Iterator[str]:
        for number, box in enumerate(told):
            x, y = number % 2 * (side + gap), number // 2 * (high + gap) + 1
            yield f'<rect x="{x + 1:g}" y="{y:.1f}" width="{side - 2:g}" height="{high:.1f}" rx="14" {_ground(number)}/>'
            yield from _column(box, x + pad + 1, y + pad)

    rows = (len(parts) + 1) // 2
    return rows * (high + gap) - gap + 2, body()


def _timeline(parts: Sequence[Part]) -> tuple[float, Iterator[str]]:
    """Draw what happened from the top down, a dot for each time."""
    left, gap, dot = 36, 16, 9
    told = [_told(part, WIDTH - left) for part in parts]
    heights = [max(sum(written.height for written in step), 2 * dot + 3) + gap for step in told]

    def body() -> Iterator[str]:
        yield (
            f'<path class="stroke" d="M12 12V{sum(heights[:-1]) + 12:.1f}" stroke="{SAPIN}" stroke-width="4" '
            'stroke-linecap="round"/>'
        )
        top = 0.0
        for step, height in zip(told, heights, strict=True):
            yield f'<circle class="dot" cx="12" cy="{top + 12:.1f}" r="{dot}" fill="{SAPIN}"/>'
            yield from _column(step, left, top)
            top += height

    return sum(heights) - gap + 4, body()


def _told(part: Part, width: float) -> list[Written]:
    """Give the lines of a part: its label, then each of its items."""
    label = Written(wrap(part.label, width, LABEL, bold=True), LABEL, True)
    return [label, *(Written(wrap(item, width, ITEM), ITEM, False) for item in part.items)]


def _column(box: Sequence[Written], x: float, top: float) -> Iterator[str]:
    for written in box:
        yield from _write(written, x, top)
        top += written.height


def _range(extent: Range) -> tuple[float, Iterator[str]]:
    """Draw a scale from nothing to a little above the greater number, and a thick stroke from one to the other."""
    left, right, y = 14, WIDTH - 14, 62
    scale = (right - left) / (extent.high * 1.08)
    low, high = left + extent.low * scale, left + extent.high * scale

    def body() -> Iterator[str]:
        yield f'<path class="line" d="M{left} {y}H{right}" stroke="{LINE}" stroke-width="3" stroke-linecap="round"/>'
        yield f'<path class="stroke" d="M{low:.1f} {y}H{high:.1f}" stroke="{SAPIN}" stroke-width="14" stroke-linecap="round"/>'
        for value, x, anchor in ((extent.low, left, "start"), (extent.high, right, "end")):
            words = Written((number_format(value, force_grouping=True),), 22, True)
            yield from _write(words, x, 12, anchor)
        yield f'<text x="{left}" y="{y + 32}" font-size="{ITEM}">0</text>'
        yield f'<text x="{right}" y="{y + 32}" font-size="{ITEM}" text-anchor="end">{escape(extent.unit)}</text>'

    return 104, body()


DRAWN: dict[str, Callable[[Sequence[Part]], tuple[float, Iterator[str]]]] = {
    "cercles": _circles,
    "cases": _boxes,
    "frise": _timeline,
}
