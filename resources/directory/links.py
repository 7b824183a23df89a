"""Addresses that came from elsewhere: shown only when they lead to the web."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_link(address: str | None) -> str:
    """Give a web address as it is; "" for anything a click should not open."""
    try:
        parts = urlsplit((address or "").strip())
    except ValueError:
        return ""
    return (address or "").strip() if parts.scheme in ("http", "https") and parts.netloc else ""
