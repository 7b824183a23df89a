"""What waits to be translated, line by line: pages, texts of workshops, short texts, and the next thing to do about each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Field, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale, Page, WorkflowState, get_page_models
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from home.activities.models import Activity, ActivityText
from home.pages.admin.outdated import ShortText, State, Twin, Work, short_texts, state_of
from home.pages.models import PortalPage
from home.pages.written import has_own_words
from portal.accounts.models import User

#: State → place in the list.
ORDER = {state: position for position, state in enumerate(State)}
Works = dict[tuple[UUID, int], Work]


@dataclass(frozen=True)
class Row:
    """One line: what, in which language, how it stands, and what to do."""

    title: str
    kind: str
    language: str
    state: State
    url: str
    label: str
    #: For a page written as a whole and late: the French page, and when the translation was published.
    compared: tuple[int, datetime] | None = None


class Addresses:
    """Where pages are translated and written."""

    def submit(self, pk: int) -> str:
        """Where a translation is begun."""
        return reverse("wagtail_localize:submit_page_translation", args=[pk])

    def edit(self, pk: int) -> str:
        """Where one is written."""
        return reverse("wagtailadmin_pages:edit", args=[pk])

    def next_step(
        self, state: State, french: int, language: str, twin: Twin | None, work: Work | None
    ) -> tuple[str, str]:
        """Give where the next thing is done, and its name."""
        if twin is None or state == State.MISSING:
            return f"{self.submit(french)}?select_locale={language}", _("Traduire")
        if work and state == State.LATE and not work.left:
            back = reverse("translations_to_review")
            return f"{reverse('wagtail_localize:update_translations', args=[work.source])}?next={back}", _(
                "Mettre à jour"
            )
        if work and state == State.READY:
            return reverse("send_translation_for_review", args=[work.pk]), _("Envoyer en relecture")
        return self.edit(twin.pk), _("Continuer") if state in (State.BEGUN, State.LATE) else _("Ouvrir")


class TextAddresses(Addresses):
    """The same for the texts of workshops."""

    def submit(self, pk: int) -> str:
        address = (ActivityText._meta.app_label, ActivityText._meta.model_name, pk)
        return reverse("wagtail_localize:submit_snippet_translation", args=address)

    def edit(self, pk: int) -> str:
        return reverse("wagtailsnippets_activities_activitytext:edit", args=[pk])


def rows_for(user: User) -> list[Row]:
    """Give what `user` may translate and should, the most pressing first. A fixed number of queries."""
    languages = dict(
        Locale.objects.exclude(language_code=settings.LANGUAGE_CODE).values_list("pk", "language_code")
    )
    works, read = all_works(), in_review()
    rows = [
        *page_rows(user, languages, works, read),
        *text_rows(user, languages, works, read),
        *short_rows(user, list(languages.values())),
    ]
    return sorted(rows, key=lambda row: (ORDER[row.state], row.kind, row.title, row.language))


def all_works() -> Works:
    """Give every translation under way, by the key of its words and its language. One query."""
    typed = StringTranslation.objects.filter(
        locale=OuterRef("target_locale_id"), context__object=OuterRef("source__object_id")
    )
    found = Translation.objects.filter(enabled=True).annotate(
        left=Coalesce(Subquery(_pieces_left()), 0),
        typed=Subquery(typed.order_by("-updated_at").values("updated_at")[:1]),
    )
    rows = found.values_list(
        "source__object_id", "target_locale_id", "pk", "source_id", "source__last_updated_at", "left", "typed"
    )
    return {(key, language): Work(*work) for key, language, *work in rows}


def _pieces_left() -> Any:
    """Count, for each translation, the pieces without a good translation; as the package does in its own report."""
    done = StringTranslation.objects.filter(
        translation_of=OuterRef("string_id"),
        context=OuterRef("context_id"),
        locale=OuterRef("wanted"),
        has_error=False,
    )
    segments = StringSegment.objects.filter(source=OuterRef("source_id"))
    left = segments.annotate(wanted=OuterRef("target_locale_id")).filter(~Exists(done))
    return left.order_by().values("source_id").annotate(number=Count("pk")).values("number")


def in_review() -> set[tuple[int, str]]:
    """Give what is being read now: content type and number. One query."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    return set(states.values_list("base_content_type_id", "object_id"))


def page_rows(
    user: User, languages: dict[int, str], works: Works, read: set[tuple[int, str]]
) -> Iterator[Row]:
    """Give the pages. Four queries."""
    models: list[type[PortalPage]] = [model for model in get_page_models() if issubclass(model, PortalPage)]
    types = ContentType.objects.get_for_models(*models)
    kinds = {types[model].pk: model for model in models}
    page_type, addresses = ContentType.objects.get_for_model(Page).pk, Addresses()
    mine = page_permission_policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    french = mine.filter(live=True, alias_of=None, depth__gte=2, locale__language_code=settings.LANGUAGE_CODE)
    twins = _twins_of(french, page_type, read)
    fields = ("pk", "translation_key", "title", "content_type_id", "last_published_at")
    for pk, key, title, kind, published in french.values_list(*fields):
        model = kinds.get(kind)
        if model is None:
            continue
        for locale, language in languages.items():
            twin, work = twins.get((key, locale)), works.get((key, locale))
            state = state_of(published, twin, work, wanted=language in model.translated_into)
            if state:
                url, label = addresses.next_step(state, pk, language, twin, work)
                compared = None
                if state == State.LATE and work is None and twin and twin.published:
                    compared = (pk, twin.published)
                yield Row(title, str(model._meta.verbose_name), language, state, url, label, compared)


def _twins_of(french: Any, page_type: int, read: set[tuple[int, str]]) -> dict[tuple[UUID, int], Twin]:
    rows = Page.objects.filter(translation_key__in=french.order_by().values("translation_key"))
    rows = rows.exclude(locale__language_code=settings.LANGUAGE_CODE)
    fields = ("translation_key", "locale_id", "pk", "alias_of_id", "live_revision_id", "live")
    return {
        (key, locale): Twin(
            pk=pk,
            is_alias=alias is not None,
            own=live and has_own_words(alias, revision),
            has_draft=draft,
            published=published,
            in_review=(page_type, str(pk)) in read,
        )
        for key, locale, pk, alias, revision, live, draft, published in rows.values_list(
            *fields, "has_unpublished_changes", "last_published_at"
        )
    }


def text_rows(
    user: User, languages: dict[int, str], works: Works, read: set[tuple[int, str]]
) -> Iterator[Row]:
    """Give the texts of workshops; one written apart, in its language, counts as the translation. One query."""
    text_type = ContentType.objects.get_for_model(ActivityText).pk
    addresses, kind = TextAddresses(), str(ActivityText._meta.verbose_name)
    mine = ActivityText.objects.filter(activity__in=Activity.objects.editable_by(user))
    texts = list(mine.select_related("locale").defer("description").order_by("title"))
    twins = {
        (text.activity_id, text.locale_id): Twin(
            pk=text.pk,
            is_alias=False,
            own=text.live,
            has_draft=text.has_unpublished_changes,
            published=text.last_published_at,
            in_review=(text_type, str(text.pk)) in read,
        )
        for text in texts
    }
    for text in texts:
        if not text.live or text.locale.language_code != settings.LANGUAGE_CODE:
            continue
        for locale, language in languages.items():
            twin, work = twins.get((text.activity_id, locale)), works.get((text.translation_key, locale))
            if state := state_of(text.last_published_at, twin, work, wanted=True):
                url, label = addresses.next_step(state, text.pk, language, twin, work)
                yield Row(text.title, kind, language, state, url, label)


def short_rows(user: User, languages: list[str]) -> Iterator[Row]:
    """Give the boxes left empty beside a short French text. One query for each kind of form."""
    for told in short_texts():
        asked = [language for language in languages if told.boxes(language) or told.streams]
        if not asked or not user.has_perm(told.permission):
            continue
        for thing in told.rows(user):
            title = str(getattr(thing, told.field))
            for language in asked:
                if left := told.left(thing, language):
                    kind, label = _kind_and_label(told, left)
                    yield Row(title, kind, language, State.MISSING, told.edit(thing.pk), label)


def _kind_and_label(told: ShortText, left: int) -> tuple[str, str]:
    """Name the one box, or say how many are left."""
    model = str(told.model._meta.verbose_name)
    if not told.beside and not told.streams:
        return f"{model} : {cast(Field, told.model._meta.get_field(told.field)).verbose_name}", _(
            "Remplir la case"
        )
    number = ngettext("%(number)d case vide", "%(number)d cases vides", left) % {"number": left}
    return f"{model} : {number}", _("Remplir la case") if left == 1 else _("Remplir les cases")
