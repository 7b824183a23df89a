"""What the page of a translation needs beyond what the package gives it."""

from __future__ import annotations

import json
from typing import Any

from django import template

register = template.Library()


@register.filter
def as_permitted(props: str, permissions: Any) -> str:
    """Take « Convertir en alias » from what the package's script is told, for whoever may not publish the page.

    The package offers it first to whoever may only edit; it would change what the public reads (see `admin/closed.py`).
    """
    if permissions is None or permissions.can_publish():
        return props
    told = json.loads(props)
    told["links"]["convertToAliasUrl"] = None
    return json.dumps(told)
