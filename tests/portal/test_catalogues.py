"""Every sentence on screen is said in English; those residents and accounts read are said in Arabic too."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import polib
import pytest
import wagtail
from django.utils import translation

from home.activities.models import Access, Audience, CancelReason, SessionStatus, SignUp
from home.activities.models.holidays import Holiday
from home.pages.models import AccessibilityPage
from home.places.models import HoursException
from portal.catalogues import LOCALE, compile_catalogues
from resources.directory.models import Suggestion
from scripts.messages import Message, gather, in_python, in_template, known, update

PLURALS = {"en": 2, "ar": 6}
#: Which of those forms may leave the number out, for a word says it: "one", in Arabic "none" and "two" as well.
WORDED = {"en": {0}, "ar": {0, 1, 2}}
#: Where the team works, in French: sentences said in these places alone need no Arabic.
TEAM_ONLY = re.compile(
    r"(^|/)(\w+_admin|admin|actions|importing|management|models|migrations)/"
    r"|/(actions|admin_forms|exporting|models|viewsets|wagtail_hooks|log_actions|hours_form|blocks)\.py$"
)
#: What `models` holds that residents read all the same.
PUBLIC_CHOICES = [
    *[Audience, Access, SignUp, SessionStatus, CancelReason],
    *[Holiday.Kind, HoursException.Kind, AccessibilityPage.State, Suggestion.Reason],
]
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z]|%%")
TAG = re.compile(r"<[^>]+>")
ARABIC = re.compile(r"[\u0620-\u064a]")
#: Signs that would tell a phone or an hour backwards if they stayed open.
ISOLATES = "\u2066\u2067\u2068"


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"), encoding="utf-8")


@cache
def said() -> dict[Message, list[str]]:
    return gather()


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def wanted(language: str) -> list[Message]:
    """What must be said in a language."""
    return [
        message
        for message, files in said().items()
        if language == "en" or not all(map(TEAM_ONLY.search, files))
    ]


def translated(language: str) -> list[polib.POEntry]:
    return [entry for entry in catalogue(language) if any(forms(entry))]


@pytest.mark.parametrize("language", PLURALS)
def test_catalogues_hold_the_sentences_of_the_source_and_no_other(language):
    missing, gone = (
        said().keys() - known(catalogue(language)),
        known(catalogue(language)).keys() - said().keys(),
    )
    assert not missing, f"make messages, then translate: {missing}"
    assert not gone, f"make messages: nobody says {gone}"


@pytest.mark.parametrize("language", PLURALS)
def test_every_wanted_sentence_is_translated_in_all_its_forms(language):
    entries = known(catalogue(language))
    bare = [m.singular for m in wanted(language) if m in entries and not all(forms(entries[m]))]
    assert not bare


def test_arabic_is_asked_for_public_and_account_pages_not_for_the_team():
    asked = {file for message in wanted("ar") for file in said()[message]}
    for public in ("templates/base.html", "templates/activities/agenda.html", "portal/accounts/forms.py"):
        assert public in asked
    assert "home/activities/log_actions.py" not in asked
    assert 300 < len(wanted("ar")) < len(wanted("en"))


@pytest.mark.parametrize("choices", PUBLIC_CHOICES, ids=lambda choices: choices.__qualname__)
def test_choices_residents_read_are_said_in_arabic(choices):
    entries = known(catalogue("ar"))
    for choice in choices:
        with translation.override(None):
            label = str(choice.label)
        assert ARABIC.search(entries[Message(label)].msgstr), label


@pytest.mark.parametrize("language", PLURALS)
def test_nothing_is_guessed_left_over_or_half_done(language):
    po = catalogue(language)
    assert not po.fuzzy_entries()
    assert not po.obsolete_entries()
    assert not po.metadata_is_fuzzy
    for entry in translated(language):
        assert all(forms(entry)), entry.msgid
        if entry.msgid_plural:
            assert sorted(entry.msgstr_plural) == list(range(PLURALS[language])), entry.msgid


@pytest.mark.parametrize("language", PLURALS)
def test_headers_are_ours(language):
    metadata = catalogue(language).metadata
    assert metadata["Project-Id-Version"] == "IMPACT"
    assert metadata["Language"] == language
    assert metadata["Plural-Forms"].startswith(f"nplurals={PLURALS[language]};")
    assert "EMAIL" not in str(metadata) + catalogue(language).header


@pytest.mark.parametrize("language", PLURALS)
def test_placeholders_are_those_of_the_sentence(language):
    for entry in translated(language):
        for number, text in enumerate(forms(entry)):
            source = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
            given = sorted(PLACEHOLDER.findall(text))
            if entry.msgid_plural and number in WORDED[language] and given != source:
                assert len(source) - len(given) == 1, text
                assert set(given) < set(source), text
            else:
                assert given == source, text


@pytest.mark.parametrize("language", PLURALS)
def test_tags_edges_and_directions_are_those_of_the_sentence(language):
    for entry in translated(language):
        for text in forms(entry):
            assert sorted(TAG.findall(text)) == sorted(TAG.findall(entry.msgid)), text
            assert text.startswith("\n") == entry.msgid.startswith("\n"), entry.msgid
            assert text.endswith("\n") == entry.msgid.endswith("\n"), entry.msgid
            assert text.endswith(" ") == entry.msgid.endswith(" "), entry.msgid
            assert sum(map(text.count, ISOLATES)) == text.count("\u2069"), text


def test_arabic_is_written_in_arabic():
    for entry in translated("ar"):
        says_words = re.search(r"[^\W\d_]{3}", PLACEHOLDER.sub("", TAG.sub("", entry.msgid)))
        for text in forms(entry):
            assert not says_words or ARABIC.search(text), entry.msgid
            assert "?" not in text and ";" not in TAG.sub("", text), text


def test_french_says_better_what_wagtail_says():
    """Each is a sentence of the packages, said with its own placeholders or fewer, and said our way in the admin."""
    site = Path(wagtail.__file__).parents[1]
    known = {
        entry.msgid
        for path in site.glob("wagtail*/**/locale/fr/LC_MESSAGES/django.mo")
        for entry in polib.mofile(str(path))
    }
    for entry in catalogue("fr"):
        assert entry.msgid in known
        assert set(PLACEHOLDER.findall(entry.msgstr)) <= set(PLACEHOLDER.findall(entry.msgid))
    with translation.override("fr"):
        assert translation.gettext("Switch locales") == "Changer de langue"


def test_catalogues_compile_and_choose_the_form_for_the_number(tmp_path):
    for language in PLURALS:
        (tmp_path / language / "LC_MESSAGES").mkdir(parents=True)
        catalogue(language).save(str(tmp_path / language / "LC_MESSAGES" / "django.po"))
    assert compile_catalogues(tmp_path) == len(PLURALS)
    assert compile_catalogues(tmp_path) == 0
    compiled = polib.mofile(str(tmp_path / "ar" / "LC_MESSAGES" / "django.mo"))
    forms_of = {entry.msgid: entry.msgstr_plural for entry in compiled}["%(total)s séance"]
    assert [forms_of[n] for n in (1, 2)] == ["حصة واحدة", "حصتان"]
    assert all("%(total)s" in forms_of[n] for n in (0, 3, 4, 5))


def test_sentences_are_found_under_any_name_and_in_f_strings():
    source = (
        "from django.utils.translation import gettext_lazy as lazy, npgettext, ngettext as n\n"
        "lazy('Un'); f\"{lazy('Deux')} {n('%d jour', '%d jours', 2)}\"\n"
        "npgettext('liste', 'trois', 'quatre', 1); lazy(name); other('Rien')\n"
    )
    assert set(in_python(source)) == {
        Message("Un"),
        Message("Deux"),
        Message("%d jour", "%d jours"),
        Message("trois", "quatre", "liste"),
    }


def test_sentences_of_templates_are_found():
    source = (
        "<p title='gettext(\"non\")'>{% translate \"L'heure\" %} {{ _('Lieu')|upper }} {% url 'x' %}"
        "{% translate 'le' context 'date' %}{# translate 'rien' #}"
        "{% blocktranslate trimmed count n=n %}\n {{ n }} jour à 5 %\n{% plural %}{{ n }} jours{% endblocktranslate %}"
    )
    assert set(in_template(source)) == {
        Message("L'heure"),
        Message("Lieu"),
        Message("le", context="date"),
        Message("%(n)s jour à 5 %%", "%(n)s jours"),
    }


def test_gathering_again_keeps_what_is_translated_and_drops_what_is_gone():
    po = polib.POFile()
    po.metadata = {"Plural-Forms": "nplurals=6; plural=0;"}
    po.append(polib.POEntry(msgid="Lieu", msgstr="مكان"))
    po.append(polib.POEntry(msgid="Parti", msgstr="ذهب"))
    found = {Message("%(n)s jour", "%(n)s jours"): ["a.py"], Message("Lieu"): ["a.py", "b.html"]}
    assert update(po, found) == 1
    assert [(entry.msgid, entry.msgstr) for entry in po] == [("%(n)s jour", ""), ("Lieu", "مكان")]
    assert po[0].msgstr_plural == dict.fromkeys(range(6), "")
    assert po[1].occurrences == [("a.py", ""), ("b.html", "")]
