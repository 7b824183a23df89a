"""Resources in Wagtail's admin."""

from __future__ import annotations

from resources.directory import log_actions  # noqa: F401 -- importing it registers what it holds
