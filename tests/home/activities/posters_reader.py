"""Readers of PDF and PNG that share nothing with what makes them: poppler, pypdf, pixels."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from PIL import Image
from pypdf import PdfReader

WHITE = (255, 255, 255)


def poppler(tool: str, pdf: bytes, folder: Path, *options: str) -> str:
    """Give what one of poppler's tools says of a PDF."""
    path = folder / "poster.pdf"
    path.write_bytes(pdf)
    command = [tool, *options, str(path), *(["-"] if tool == "pdftotext" else [])]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def text_of(pdf: bytes, folder: Path) -> str:
    """Give the text in the order it is written, as poppler reads it, spaces and line ends made one."""
    return " ".join(poppler("pdftotext", pdf, folder, "-raw").split())


def info_of(pdf: bytes, folder: Path) -> dict[str, str]:
    """Give the facts `pdfinfo` prints."""
    lines = poppler("pdfinfo", pdf, folder).splitlines()
    return {name: value.strip() for name, _colon, value in (line.partition(":") for line in lines)}


def fonts_of(pdf: bytes, folder: Path) -> list[tuple[str, bool]]:
    """Give each font's name without its subset tag, and whether it is embedded."""
    rows = poppler("pdffonts", pdf, folder).splitlines()[2:]
    return [(row.split()[0].partition("+")[2], row.split()[-5] == "yes") for row in rows]


def tags_of(pdf: bytes) -> list[dict[str, Any]]:
    """Give every element of the structure tree, in order."""
    reader = PdfReader(BytesIO(pdf))
    found: list[dict[str, Any]] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def code_says(png: bytes, words: str) -> bool:
    """Tell whether the square code printed at the top, read dot by dot, is the one that says `words`."""
    image = Image.open(BytesIO(png)).convert("RGB")
    corner = image.crop((int(image.width * 0.74), 0, image.width, int(image.height * 0.2)))
    light = Image.new("1", corner.size)
    light.putdata([pixel == WHITE for pixel in corner.get_flattened_data()])
    box = corner.crop(light.getbbox())
    dark = box.convert("L").point(lambda value: 255 if value < 60 else 0)
    # The box has round corners on the dark head: look for dots inside it only.
    inset = box.width // 12
    dots = dark.crop((inset, inset, dark.width - inset, dark.height - inset))
    dots = dots.crop(dots.getbbox())
    matrix = [[bool(dot) for dot in row] for row in segno.make(words, error="m", micro=False).matrix]
    step_x, step_y = dots.width / len(matrix), dots.height / len(matrix)
    seen = [
        [dots.getpixel((int((x + 0.5) * step_x), int((y + 0.5) * step_y))) > 0 for x in range(len(matrix))]
        for y in range(len(matrix))
    ]
    return seen == matrix
