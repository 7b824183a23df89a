"""What may be done to one session: each verb a short page or a single button, then whom to warn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from home.activities.actions.sessions import (
    add_session,
    cancel_session,
    change_place,
    mark_full,
    move_session,
    restore_session,
)
from home.activities.admin.base import AdminPage, my_choice, my_session
from home.activities.admin.plain_form import PlainForm, day_field, refuse, time_field
from home.activities.admin.rows import moment_of, rows_for
from home.activities.admin.warnings import warning_for
from home.activities.admin.week import week_address
from home.activities.models import Activity, CancelReason, Series, Session
from home.activities.recurrence import local_start
from home.activities.sentences import series_sentence
from home.places.models import Place
from portal.accounts.models import User

NOTE_HELP = gettext_lazy("Le public la lit. Facultatif.")


class SessionForm(PlainForm):
    """A form about one session, for one person."""

    unchanged: Any = ""  # what to say when the answers are those the session already has

    def __init__(self, *args: Any, user: User, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        self.prepare(user, session)

    def prepare(self, user: User, session: Session) -> None:
        """Set choices and first answers."""

    def clean(self) -> dict[str, Any]:
        """Refuse to announce a change where nothing changes."""
        data = super().clean()
        if self.unchanged and not (self.errors or self.session.is_cancelled or self.has_changed()):
            self.add_error(None, self.unchanged)
        return data


class SessionPage(AdminPage):
    """A page about one session, found in the week it stands in."""

    permission = "activities.change_session"
    header_icon = "calendar-alt"

    def find(self, **kwargs: Any) -> None:
        self.session = my_session(self.request, kwargs["pk"])

    def get_trail(self) -> list[dict[str, Any]]:
        return [{"url": self.week_url, "label": _("Semaine")}]

    @property
    def week_url(self) -> str:
        """Give the week of the session."""
        return week_address(timezone.localdate(self.session.start))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "session": self.session,
            "row": rows_for([self.session])[0],
            "week_url": self.week_url,
        }


class SessionFormPage(SessionPage):
    """A page that does one thing to a session."""

    template_name = "activities_admin/session_form.html"
    form_class: type[SessionForm]
    button: Any = ""

    def make_form(self) -> Any:
        """Give the form, bound when it was sent."""
        data = self.request.POST if self.request.method == "POST" else None
        return self.form_class(data, user=self.request.user, session=self.session)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.setdefault("form", self.make_form())
        return context | {"button": self.button}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act, then go and see what follows; a refusal shows the form again as it was typed."""
        form = self.make_form()
        if form.is_valid():
            try:
                self.act(form)
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, self.done_words())
                return redirect(self.get_done_url())
        self.session.refresh_from_db()
        return self.render_to_response(self.get_context_data(form=form))

    def get_done_url(self) -> str:
        """Give the page that follows: whom to warn."""
        return reverse("seance:warn", args=[self.session.pk])

    def act(self, form: Any) -> None:
        """Do it. Raises ValidationError."""
        raise NotImplementedError

    def done_words(self) -> str:
        """Say that it is done."""
        raise NotImplementedError


def note_field() -> forms.CharField:
    """Give the public note."""
    return forms.CharField(
        label=gettext_lazy("Précision, dite au public"), max_length=160, required=False, help_text=NOTE_HELP
    )


class CancelForm(SessionForm):
    """Why. Each reason is a button of its own."""

    reason = forms.ChoiceField(
        choices=CancelReason.choices,
        error_messages={
            "required": gettext_lazy("Choisissez une raison."),
            "invalid_choice": gettext_lazy("Choisissez une raison dans la liste."),
        },
    )
    note = note_field()

    def clean(self) -> dict[str, Any]:
        """Ask for words when the reason is another."""
        data = super().clean()
        if data.get("reason") == CancelReason.OTHER and not data.get("note") and "note" not in self.errors:
            self.add_error("note", _("Écrivez la raison en quelques mots."))
        return data


class Cancel(SessionFormPage):
    """Cancels: one press on the reason."""

    template_name = "activities_admin/session_cancel.html"
    page_title = gettext_lazy("Annuler la séance")
    form_class = CancelForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reasons = [(r.value, r.label) for r in CancelReason if r != CancelReason.OTHER]
        return super().get_context_data(**kwargs) | {"reasons": reasons, "other": CancelReason.OTHER}

    def act(self, form: CancelForm) -> None:
        data = form.cleaned_data
        cancel_session(self.session, reason=data["reason"], note=data["note"], user=self.request.user)

    def done_words(self) -> str:
        return _("La séance est annulée. Le site le dit déjà.")


def place_field(label: Any) -> forms.ModelChoiceField:
    """Give a choice among places, filled by the form."""
    return forms.ModelChoiceField(
        label=label,
        queryset=Place.objects.none(),
        error_messages={"invalid_choice": gettext_lazy("Choisissez un lieu dans la liste.")},
    )


class MoveForm(SessionForm):
    """Another day or another hour."""

    unchanged = gettext_lazy("Rien n'a changé. Donnez un autre jour ou une autre heure.")
    day = day_field(
        gettext_lazy("Nouveau jour"), gettext_lazy("Le même jour si seule l'heure change."), required=True
    )
    start_time = time_field(gettext_lazy("De"), gettext_lazy("L'heure où l'on commence."))
    end_time = time_field(gettext_lazy("À"), gettext_lazy("L'heure où l'on finit."))
    place = place_field(gettext_lazy("Lieu"))
    note = note_field()

    def prepare(self, user: User, session: Session) -> None:
        start, end = timezone.localtime(session.start), timezone.localtime(session.end)
        self.choices_of("place", Place.objects.editable_by(user))
        self.initial = {
            "day": start.date(),
            "start_time": start.time(),
            "end_time": end.time(),
            "place": session.place_id,
            "note": "" if session.is_cancelled else session.note,
        }

    def clean(self) -> dict[str, Any]:
        """Ask for hours in order, on a day the calendar knows."""
        data = super().clean()
        if data.get("start_time") and data.get("end_time") and data["end_time"] <= data["start_time"]:
            self.add_error("end_time", _("L'heure de fin vient avant l'heure de début."))
        if data.get("day") and not 2000 <= data["day"].year <= 2100:
            self.add_error("day", _("Vérifiez l'année."))
        return data


class Move(SessionFormPage):
    """Moves to another day or hour."""

    page_title = gettext_lazy("Déplacer la séance")
    form_class = MoveForm
    button = gettext_lazy("Déplacer")

    def act(self, form: MoveForm) -> None:
        data = form.cleaned_data
        move_session(
            self.session,
            start=local_start(data["day"], data["start_time"]),
            end=local_start(data["day"], data["end_time"]),
            place=data["place"],
            note=data["note"],
            user=self.request.user,
        )

    def done_words(self) -> str:
        return _("La séance est déplacée : %(when)s. Le site le dit déjà.") % {
            "when": moment_of(self.session)
        }


class PlaceForm(SessionForm):
    """Another place."""

    unchanged = gettext_lazy("La séance est déjà dans ce lieu. Choisissez-en un autre.")
    place = place_field(gettext_lazy("Nouveau lieu"))
    note = note_field()

    def prepare(self, user: User, session: Session) -> None:
        self.choices_of("place", Place.objects.editable_by(user))
        self.initial = {"place": session.place_id, "note": "" if session.is_cancelled else session.note}


class Elsewhere(SessionFormPage):
    """Changes the place."""

    page_title = gettext_lazy("Changer le lieu")
    form_class = PlaceForm
    button = gettext_lazy("Changer le lieu")

    def act(self, form: PlaceForm) -> None:
        data = form.cleaned_data
        change_place(self.session, place=data["place"], note=data["note"], user=self.request.user)

    def done_words(self) -> str:
        return _("Le lieu est changé : %(place)s. Le site le dit déjà.") % {"place": self.session.place}


class Press(SessionPage):
    """A single button: nothing to fill in, nothing changed by looking."""

    verb = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseNotAllowed(["POST"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            words = self.press()
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, words)
        return redirect(f"{self.week_url}#seance-{self.session.pk}")

    def press(self) -> str:
        """Act and say so. Raises ValidationError."""
        user = self.request.user
        if self.verb == "restore":
            restore_session(self.session, user=user)
            return _("La séance a de nouveau lieu.")
        mark_full(self.session, full=self.verb == "full", user=user)
        return (
            _("Le site dit « Complet ».")
            if self.verb == "full"
            else _("Le site dit qu'il reste de la place.")
        )


class Warn(SessionPage):
    """Whom to warn: telephones, and a sentence ready to send."""

    template_name = "activities_admin/session_warn.html"
    page_title = gettext_lazy("Qui prévenir ?")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseNotAllowed(["GET"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        warning = warning_for(self.session)
        sms = "sms:?" + urlencode({"body": warning.sentence}).replace("+", "%20")
        return super().get_context_data(**kwargs) | {
            "warning": warning,
            "sms": sms,
            "banner_url": f"{reverse('banner:add')}?{urlencode({'text': warning.sentence[:160]})}",
        }


class SeriesChoiceField(forms.ModelChoiceField):
    """Series, each told by its activity and its sentence."""

    def label_from_instance(self, obj: Series) -> str:
        return f"{obj.activity} ({series_sentence(obj)})"


class AddForm(PlainForm):
    """One session more."""

    series = SeriesChoiceField(
        label=gettext_lazy("Atelier"),
        queryset=Series.objects.none(),
        help_text=gettext_lazy("La série à laquelle la séance s'ajoute."),
        error_messages={"invalid_choice": gettext_lazy("Choisissez dans la liste.")},
    )
    day = day_field(gettext_lazy("Jour"), required=True)
    start_time = time_field(gettext_lazy("De"), gettext_lazy("Vide : l'heure de la série."), required=False)
    end_time = time_field(gettext_lazy("À"), gettext_lazy("Vide : l'heure de la série."), required=False)
    place = place_field(gettext_lazy("Lieu"))
    note = note_field()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = (
            Series.objects.editable_by(user)
            .select_related("activity")
            .order_by("activity__name", "first_day")
        )
        self.choices_of("series", mine)
        place = self.choices_of("place", Place.objects.editable_by(user))
        place.required, place.empty_label = False, _("Le lieu de la série")


class Add(AdminPage):
    """Adds a session the rule does not give."""

    permission = "activities.change_session"
    template_name = "activities_admin/session_add.html"
    page_title = gettext_lazy("Ajouter une séance")
    header_icon = "plus"
    trail = [("seance:week", gettext_lazy("Semaine"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.setdefault("form", AddForm(user=self.request.user, initial=self.get_initial()))
        return context | {"button": _("Ajouter la séance")}

    def get_initial(self) -> dict[str, Any]:
        """Choose the series the address names, or the latest of the activity it names."""
        activity = my_choice(self.request, Activity, "atelier")
        mine = Series.objects.editable_by(self.request.user)
        try:
            series = mine.filter(pk=self.request.GET.get("serie", "") or None).first()
        except (ValidationError, ValueError):
            series = None
        if not series and activity:
            series = mine.filter(activity=activity).order_by("-last_day").first()
        return {"series": series.pk if series else None}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AddForm(request.POST, user=self.request.user)
        if form.is_valid():
            data = form.cleaned_data
            series = data.pop("series")
            try:
                session = add_session(series, **data, user=self.request.user)
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("La séance est ajoutée. Le site la montre déjà."))
                return redirect(f"{week_address(timezone.localdate(session.start))}#seance-{session.pk}")
        return self.render_to_response(self.get_context_data(form=form))
