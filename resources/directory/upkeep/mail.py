"""Mail of the directory, sent by tasks that know ids alone: thanks to who signalled an error, links to owners."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from functools import partial
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from portal.accounts.sealed import SealError, seal, unseal
from portal.when import date_words
from resources.directory.facts import is_silent
from resources.directory.models import CheckRequest, Suggestion
from resources.directory.upkeep.links import LASTS, link_of

logger = logging.getLogger(__name__)

#: From here on, a mail server's answer will be the same tomorrow (RFC 5321, 4.2.1).
PERMANENT = 500
#: An address that could not be thanked is erased all the same after this long.
KEPT = timedelta(days=7)


def purpose_of(suggestion: Suggestion) -> str:
    """Give what an address is sealed for: this suggestion alone."""
    return f"directory.suggestion:{suggestion.uid}"


def seal_address(suggestion: Suggestion, address: str, language: str) -> str:
    """Seal the address of a sender with the language they wrote in."""
    return seal(json.dumps({"to": address, "language": language}), purpose_of(suggestion))


def thank_later(suggestion: Suggestion) -> None:
    """Thank the sender once the transaction stands, when they left an address."""
    if suggestion.sealed_email:
        transaction.on_commit(partial(thank_sender.enqueue, suggestion.pk))


class NotSent(Exception):
    """A mail did not leave. Says the row's number alone: what a mail server answers names the address, and is kept."""


@task()
def thank_sender(pk: int) -> None:
    """Tell the sender that it is corrected, and erase the address: taken first, so that two tasks write once."""
    suggestion = Suggestion.objects.filter(pk=pk, state=Suggestion.State.APPLIED).first()
    if suggestion is None or not suggestion.sealed_email:
        return
    envelope = suggestion.sealed_email
    rows = Suggestion.objects.filter(pk=pk)
    if not rows.filter(sealed_email=envelope).update(sealed_email=""):
        return
    try:
        sender = json.loads(unseal(envelope, purpose_of(suggestion)))
    except SealError:
        logger.warning("An address cannot be opened and is erased: suggestion %s.", pk)
        return
    try:
        with translation.override(sender["language"]):
            entry = suggestion.entry
            name = _("Une ressource") if is_silent(entry) else entry.nom
            _send("directory/email/thanks", sender["to"], {"name": name})
    except SMTPRecipientsRefused as error:
        if any(code >= PERMANENT for code, _why in error.recipients.values()):
            logger.warning("An address is refused for good and is erased: suggestion %s.", pk)
            return
        rows.update(sealed_email=envelope)
        raise NotSent(pk) from None
    except Exception as error:
        rows.update(sealed_email=envelope)
        logger.warning("The mail of suggestion %s did not leave: %s.", pk, type(error).__name__)
        raise NotSent(pk) from None


def thank_again() -> int:
    """Thank those a breakdown of the mail left out; erase the addresses of the oldest. Gives how many it tried."""
    kept = Suggestion.objects.exclude(sealed_email="").exclude(state=Suggestion.State.NEW)
    kept.filter(settled_at__lt=timezone.now() - KEPT).update(sealed_email="")
    pks = list(kept.filter(state=Suggestion.State.APPLIED).values_list("pk", flat=True))
    for pk in pks:
        thank_sender.enqueue(pk)
    return len(pks)


@task()
def ask_owner(pk: int) -> None:
    """Send its link to a structure; a request that cannot be sent is taken back, and made again another night."""
    request = CheckRequest.objects.select_related("structure").filter(pk=pk, used_at=None).first()
    if request is None or not request.structure.courriel:
        return
    last = timezone.localtime(request.expires_at).date()
    facts = {"name": request.structure.nom, "link": link_of(request), "last_day": date_words(last, year=True)}
    try:
        with translation.override(settings.LANGUAGE_CODE):
            _send("directory/email/ask", request.structure.courriel, facts | {"days": LASTS.days})
    except Exception as error:
        request.delete()
        logger.warning("The mail of request %s did not leave: %s.", pk, type(error).__name__)
        raise NotSent(pk) from None


def _send(name: str, to: str, facts: dict[str, object]) -> None:
    facts |= {"base_url": settings.BASE_URL}
    subject = render_to_string(f"{name}_subject.txt", facts)
    body = render_to_string(f"{name}_message.txt", facts)
    send_mail(
        settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + " ".join(subject.split()),
        body,
        settings.DEFAULT_FROM_EMAIL,
        [to],
    )
