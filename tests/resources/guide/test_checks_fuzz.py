"""Whatever is sent, a page answers in order: never an error of ours, never a line no question asked for."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.guide.checks.content import MODE, NAME
from resources.guide.models.editions import Form
from tests.resources.guide.checking import STARTS, begin, check, cost, publish_editions, sheet_of, written

pytestmark = pytest.mark.django_db
ROOTS = st.sampled_from(["", "/en", "/ar"])
texts = st.text(max_size=120) | st.sampled_from(
    [
        "yes",
        "12",
        "1 250,50",
        "-3",
        "9" * 30,
        "\x00",
        "\u202e",
        "é" * 200,
        "' OR 1=1",
        "<script>",
        "NaN",
        "1e999",
    ]
)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def published(monkeypatch):
    from resources.guide.checks import views

    publish_editions()
    for action in views.RATES:
        monkeypatch.setitem(views.RATES, action, "100000/10m/ip")


def asked(form: str) -> set[str]:
    """Every name a sheet of this form may hold."""
    if form != Form.COST:
        return {question.slug for _theme, question in check(form).questions()}
    lines = cost().lines
    return {line.entry(what) for line in lines for what in (MODE, NAME, *(box.slug for box in line.boxes))}


@given(st.data())
@SLOW
def test_a_form_filled_with_anything_is_answered_and_keeps_only_what_it_asks(data):
    form = data.draw(st.sampled_from(list(STARTS)))
    address = begin(form)
    names = sorted(asked(form))
    sent = data.draw(
        st.dictionaries(
            st.sampled_from(names).flatmap(lambda name: st.sampled_from([f"q-{name}", f"avant-{name}", name]))
            | st.text(max_size=20)
            | st.sampled_from(["vers", "q-", "avant-", "q-mediation.", "csrfmiddlewaretoken"]),
            texts,
            max_size=12,
        )
    )
    sent.pop("website", None)
    step = data.draw(st.integers(0, 9))
    page = f"{data.draw(ROOTS)}{address}{step}/"
    answer = Client().post(page, sent)
    assert answer.status_code in (303, 404, 422)
    assert set(written(address)) <= asked(form)
    for rest in ("", "1/"):
        assert Client().get(f"{address}{rest}").status_code == 200


@given(
    st.binary(max_size=200),
    st.sampled_from(
        ["multipart/form-data; boundary=x", "multipart/form-data", "text/plain", "application/json", ""]
    ),
)
@SLOW
def test_a_body_that_is_no_form_is_answered(body, kind):
    address = begin()
    for page in (f"{address}1/", f"{address}ailleurs/", STARTS[Form.READY]):
        answer = Client().post(page, body, content_type=kind)
        assert answer.status_code in (303, 400, 404, 422)
    assert sheet_of(address)


@given(st.text(max_size=60), ROOTS)
@SLOW
def test_any_word_as_an_address_is_answered(word, root):
    from urllib.parse import quote

    from django.utils.http import urlencode

    for rest in ("", "1/", "bilan.pdf", "effacer/", "99999999999999999999999/"):
        answer = Client().get(f"{root}/guide/bilans/{quote(word, safe='')}/{rest}")
        assert answer.status_code in (301, 404)
    page = Client().get(f"{root}{STARTS[Form.COST]}?{urlencode({'efface': word})}")
    assert page.status_code == (404 if "\0" in word else 200)


def test_a_form_too_big_is_refused_in_silence(settings, caplog):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    address = begin()
    answer = Client().post(f"{address}1/", {f"q-{number}": "x" for number in range(9)})
    assert answer.status_code == 400
    assert answer["Referrer-Policy"] == "no-referrer"
    assert address not in caplog.text
