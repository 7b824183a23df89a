"""The words of the demonstration, read from the French content files beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
LANGUAGES = ("fr", "en", "ar")


@cache
def read(name: str) -> dict[str, Any]:
    """Give the content of `content/<name>.toml`."""
    with (FOLDER / "content" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
