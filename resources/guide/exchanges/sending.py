"""One mail at a time, from tasks that know ids alone. What a mail server answers names the address: it is kept nowhere."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

#: From here on, a mail server's answer will be the same tomorrow (RFC 5321, 4.2.1).
PERMANENT = 500
#: A mail that could not leave is tried again each night for this long.
TRIED = timedelta(days=7)


class NotSent(Exception):
    """A mail did not leave. Says which mail and the row's number alone."""


def ask_for(task: Any, *given: Any) -> None:
    """Ask for a mail once the transaction is kept. A queue that is away undoes nothing and breaks no page: the night asks again."""

    def ask() -> None:  # Django's log names what failed: a partial has no name
        task.enqueue(*given)

    transaction.on_commit(ask, robust=True)


def send(name: str, to: str, facts: dict[str, Any]) -> None:
    """Send the mail of templates `name` in the active language. Raises what the mail server's refusal raises."""
    facts = facts | {"base_url": settings.BASE_URL}
    subject = render_to_string(f"{name}_subject.txt", facts)
    body = render_to_string(f"{name}_message.txt", facts)
    prefix = settings.ACCOUNT_EMAIL_SUBJECT_PREFIX
    send_mail(prefix + " ".join(subject.split()), body, settings.DEFAULT_FROM_EMAIL, [to])


def send_to_each(people: Iterable[Any], name: str, facts: dict[str, Any]) -> None:
    """Write to each apart. Raises what the mail server raises when it took no message at all."""
    refusals: list[Exception] = []
    taken = 0
    for person in people:
        try:
            send(name, person.email, facts)
            taken += 1
        except Exception as error:
            refusals.append(error)
    if refusals and not taken:
        raise refusals[0]


def attempt(what: str, pk: int, leave: Callable[[], None], undo: Callable[[], object]) -> bool:
    """Let a mail leave; tell False when its address is refused for good.

    Any other trouble puts back what was marked as sent, by `undo`, for the night to try again. Raises NotSent.
    """
    try:
        leave()
    except SMTPRecipientsRefused as error:
        if any(code >= PERMANENT for code, _why in error.recipients.values()):
            logger.warning("The address of a mail is refused for good: %s %s.", what, pk)
            return False
        undo()
        raise NotSent(what, pk) from None
    except Exception as error:
        undo()
        logger.warning("The mail did not leave: %s %s, %s.", what, pk, type(error).__name__)
        raise NotSent(what, pk) from None
    return True
