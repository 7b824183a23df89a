"""A short mark of a document: two documents that read the same have the same one, whatever the process or the day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from hashlib import blake2b
from typing import Any

from search.document import SearchDocument


def fingerprint(document: SearchDocument) -> str:
    """Give 32 hexadecimal digits made of every field of a document."""
    told = [_plain(getattr(document, part.name)) for part in fields(document)]
    return blake2b(json.dumps(told, ensure_ascii=True).encode(), digest_size=16).hexdigest()


def _plain(value: Any) -> Any:
    """Give a value as JSON has it; the order of facets, and of what is chosen in one, says nothing."""
    if isinstance(value, Mapping):
        return sorted((name, sorted(values)) for name, values in value.items())
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
