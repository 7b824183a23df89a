"""How far a long work has come: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

WIDTH = 30
#: Seconds between two drawings.
PAUSE = 0.1

#: Called with what is being done, how much is done, and of how much (0 when nobody knows yet).
Progress = Callable[[str, int, int], None]


def silent(_what: str, _done: int, _total: int) -> None:
    """Draw nothing."""


class Bar:
    """Draws on one line of a terminal, over and over."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.drawn_at = 0.0
        self.what = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        is_last = total > 0 and done >= total
        if what == self.what and not is_last and time.monotonic() - self.drawn_at < PAUSE:
            return
        if self.what and what != self.what:
            self.stream.write("\n")
        self.what, self.drawn_at = what, time.monotonic()
        filled = WIDTH * min(done, total) // total if total else 0
        bar = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {100 * done // total} % " if total else ""
        self.stream.write(f"\r{what} {bar}{done}{f' / {total}' if total else ''}\033[K")
        self.stream.flush()

    def end(self) -> None:
        """Leave the line."""
        if self.what:
            self.stream.write("\n")


def bar_for(stream: Any) -> Bar | None:
    """Give a bar when somebody is at the terminal."""
    return Bar(stream) if getattr(stream, "isatty", lambda: False)() else None
