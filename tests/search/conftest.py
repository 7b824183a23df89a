"""The engines, each with an index of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils.module_loading import import_string

from search.engine import Engine
from tests.search.making import Fill, put_all

#: Every engine on which the contract is tried; the server's is added where there is one.
ENGINES = {"embedded": "search.embedded.engine.EmbeddedEngine"}


@pytest.fixture
def search_root(tmp_path: Path, settings: Any) -> Path:
    """Let the engines have a folder of their own."""
    settings.SEARCH_ROOT = str(tmp_path / "search")
    return tmp_path / "search"


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, search_root: Path, db: None) -> Engine:
    """Give one engine after the other, empty but ready."""
    made = import_string(ENGINES[request.param])()
    made.rebuild([], before_swap=lambda: None)
    return made


@pytest.fixture
def fill(engine: Engine) -> Fill:
    """Put documents in: `fill(document, …)`; half by a rebuild, half as changes, as in life."""
    return lambda *documents: put_all(engine, documents)
