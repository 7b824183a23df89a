"""Take the demonstration away: everything it wrote, and what was written on it since."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.images.models import Image
from wagtail.models import Collection, Page
from wagtail_localize.models import LocaleSynchronization, String, Template

from home.activities.models import (
    Activity,
    Attendance,
    AttendanceReason,
    Holiday,
    Series,
    SeriesPause,
    Session,
    Theme,
)
from home.pages.models import Banner
from home.places.models import HoursException, Place
from portal.accounts.models import User
from portal.demo.people import DOMAIN
from portal.territories.models import Commune, Territory
from resources.directory.models import HoursRule, Structure, SupportNeed
from resources.guide.models import (
    Book,
    Check,
    CostForm,
    Download,
    Edition,
    ExchangeRequest,
    Implementation,
    Register,
    Sheet,
    Tally,
    Tool,
)

#: In the order in which nothing still points at what goes.
CONTENT = (
    *(AttendanceReason, Attendance, Session, SeriesPause),
    *(Download, Tool, Sheet, Tally, Edition, Check, CostForm),
    *(Book, ExchangeRequest, Implementation, Register),
)
FACTS = (SupportNeed, Structure, HoursRule, Activity, HoursException, Banner, Theme, Holiday, Place)


@transaction.atomic
def remove_everything() -> None:
    """Empty the site, but for the accounts that are not the demonstration's."""
    LocaleSynchronization.objects.all().delete()
    for page in Page.objects.filter(depth=2).order_by("pk"):
        page.delete()
    for model in CONTENT:
        model.objects.all().delete()
    Series.objects.update(follows=None)
    Series.objects.all().delete()
    for fact in FACTS:
        fact.objects.all().delete()
    forget_pieces()
    remove_territories()
    EmailAddress.objects.filter(email__endswith=f"@{DOMAIN}").delete()
    User.objects.filter(email__endswith=f"@{DOMAIN}").delete()


def forget_pieces() -> None:
    """Forget the pieces of texts that nothing is made of any more: the package keeps them for ever."""
    String.objects.filter(segments=None, translations=None).delete()
    Template.objects.filter(segments=None).delete()


def remove_territories() -> None:
    """Delete the territories with their group, their collection and its images."""
    groups = [territory.editors_id for territory in Territory.objects.all()]
    collections = [territory.collection_id for territory in Territory.objects.all()]
    Territory.objects.all().delete()
    Commune.objects.all().delete()
    Group.objects.filter(pk__in=groups).delete()
    for image in Image.objects.filter(collection__in=collections):
        image.delete()
    for collection in Collection.objects.filter(pk__in=collections):
        collection.delete()
