"""Asking the search server: short waits, one connection kept open, and no question to a server known to be away."""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property, lru_cache
from typing import Any, Final, TypeVar

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, ElasticsearchWarning, NotFoundError

from search.engine import EngineDown, NoIndex, Slow, StillDown
from search.server.address import Address, BadAddress, read

#: Seconds: the longest a page waits for an answer, a change for its writing, a rebuild for a batch; and how long a server
#: that failed, or took `SLOW` over one question of a page which has several, is left alone.
PAGE, CHANGE, BATCH, REST, SLOW = 0.8, 10.0, 60.0, 5.0, 0.5
#: What a server that answers in another language than its own makes Python say.
_NONSENSE: Final = (LookupError, TypeError, ValueError, AttributeError)
T = TypeVar("T")
logger = logging.getLogger(__name__)
# The client tells each failure by itself; ours is told once.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)
# A server without accounts says so in each answer.
warnings.filterwarnings("ignore", category=ElasticsearchWarning)


class StillNoIndex(NoIndex, StillDown):
    """It was said already that there is no index."""


class Connection:
    """A server, and whether it answered last time."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._resting_until = 0.0
        self._is_down = self._is_slow = self._bears = False

    @cached_property
    def client(self) -> Elasticsearch:
        """The client; nothing is asked before the first question."""
        address = self.address
        trusted: dict[str, Any] = {"ca_certs": address.certificates} if address.certificates else {}
        return Elasticsearch(
            address.node,
            basic_auth=(address.user, address.password) if address.user else None,
            **trusted,
            request_timeout=PAGE,
            max_retries=0,
            retry_on_timeout=False,
            http_compress=not address.node.startswith("http:"),
        )

    @contextmanager
    def asking(self, seconds: float = 0, *, patiently: bool = False) -> Iterator[Elasticsearch]:
        """Give the client, each of whose requests may last `seconds`, or as long as a page waits; raises EngineDown.

        A server that failed is asked nothing for some seconds (StillDown), unless one asks `patiently`: a command. What was
        asked is in no message: people type what they live through.
        """
        patient = patiently or (self._is_slow and self._bears)
        if not patient and time.monotonic() < self._resting_until:
            raise Slow(self._borne_with) if self._is_slow else StillDown("known to be away")
        began = time.monotonic()
        try:
            yield self.client.options(request_timeout=seconds or PAGE)
        except NotFoundError:
            raise NoIndex("no index") from None
        except ApiError as problem:
            if problem.status_code == 503:  # it may have been taken away under the question
                raise NoIndex("no shard") from None
            if problem.status_code == 400:  # our fault, and not that of the next question
                logger.error("search: the server refuses a question (%s)", problem.error)
                raise EngineDown("refused") from None
            raise self._failed(f"{type(problem).__name__} {problem.status_code}") from None
        except TransportError as problem:
            raise self._failed(type(problem).__name__) from None
        except _NONSENSE as problem:
            if patiently:  # the documents that are read meanwhile may be what is wrong
                raise
            raise self._failed(type(problem).__name__) from None
        else:
            self._answered(0 if seconds else time.monotonic() - began)

    def again(self, ask: Callable[[], T]) -> T:
        """Ask, and once more if the index went meanwhile: a rebuild has put another in its place."""
        with suppress(NoIndex):
            return ask()
        try:
            return ask()
        except NoIndex as problem:
            known, self._is_down = self._is_down, True
            raise (StillNoIndex if known else NoIndex)(str(problem)) from None

    def _failed(self, why: str) -> EngineDown:
        known, self._is_down, self._is_slow = self._is_down, True, False
        self._resting_until = time.monotonic() + REST
        return StillDown(why) if known else EngineDown(why)

    def _answered(self, seconds: float) -> None:
        """Note that the server answers; a slow one answers this question, and the engine behind it the next ones."""
        known, self._is_slow = self._is_down or self._is_slow, seconds > SLOW
        if self._is_slow and not known:
            logger.warning("search: the server is slow, and is left alone for a while")
        elif known and not self._is_slow:
            logger.warning("search: the server answers again")
        self._is_down, self._resting_until = False, time.monotonic() + REST if self._is_slow else 0.0

    @contextmanager
    def _borne_with(self) -> Iterator[None]:
        self._bears = True
        try:
            yield
        finally:
            self._bears = False


def connection() -> Connection:
    """Give the connection to the server of SEARCH_URL; raises EngineDown when the address cannot serve."""
    return _connection(settings.SEARCH_URL)


@lru_cache(maxsize=8)
def _connection(url: str) -> Connection:
    try:
        return Connection(read(url))
    except BadAddress as problem:
        raise EngineDown(str(problem)) from None
