"""The demonstration as the tests of this folder reach it: where it is served, what may be changed on it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


class Site:
    """A served demonstration, in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.url = f"http://127.0.0.1:{int(self.heard())}"

    def heard(self) -> str:
        """Give the next line the server says. Raises RuntimeError when it ended instead."""
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("The demonstration does not start: see above.")
        return line.strip()

    @contextmanager
    def banner(self, words: str) -> Iterator[None]:
        """Put an urgent message up for a while."""
        self._tell(f"banner {words}")
        yield
        self._tell("banner")

    def _tell(self, line: str) -> None:
        print(line, file=self.process.stdin, flush=True)
        assert self.heard() == "fait"


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """Load the demonstration into `folder` and serve it."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.browser.demonstration.server", folder],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Site(process)
        process.stdin.close()
