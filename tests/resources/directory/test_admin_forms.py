"""The forms of structures and services: what they write, what they refuse, whose they are."""

from __future__ import annotations

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from resources.directory.inclusion import problems, record_of
from resources.directory.models import Closure, Service, Source, Structure, SupportFunction
from tests.factories import ClosureFactory, ServiceFactory, StructureFactory
from tests.resources.directory.desks import *  # noqa: F403 -- fixtures
from tests.resources.directory.desks import post_of, service_of

pytestmark = pytest.mark.django_db
ADD = "/admin/ressources/structures/new/"


def edit_of(entry: Structure | Service) -> str:
    return f"/admin/ressources/{'services' if isinstance(entry, Service) else 'structures'}/edit/{entry.pk}/"


def test_an_editor_writes_a_structure_of_one_of_their_communes(desk):
    typed = {"nom": "Épicerie du Cœur", "commune_choice": "73008", "adresse": "2 rue de la Gare"}
    response = desk.client.post(ADD, post_of(desk.client, ADD, **typed), follow=True)
    structure = Structure.objects.get()
    assert (structure.commune, structure.code_insee) == ("Barberaz", "73008")
    assert (structure.slug, structure.source_id) == ("epicerie-du-coeur", "impact")
    assert structure.identifier.startswith("impact--")
    assert structure.date_maj == timezone.localdate()
    assert structure.next_check > timezone.localdate()
    assert list(structure.territories.all()) == [desk.territory]
    assert f"?structure={structure.pk}" in response.content.decode()  # its services come next
    assert ModelLogEntry.objects.get(action="wagtail.create").user == desk.user
    assert problems(record_of(structure), "structure") == []


def test_what_is_left_empty_is_absent(desk):
    desk.client.post(ADD, post_of(desk.client, ADD, nom="Épicerie", commune_choice="73065"))
    record = record_of(Structure.objects.get())
    empty = {name for name, value in record.items() if value in ("", [])}
    assert empty == set()
    assert record["description"] is record["horaires_accueil"] is record["reseaux_porteurs"] is None


def test_the_postcode_of_the_commune_is_filled_in(desk, mine):
    desk.client.post(ADD, post_of(desk.client, ADD, nom="Épicerie", commune_choice="73065", code_postal=""))
    assert Structure.objects.get(nom="Épicerie").code_postal == "73000"


@pytest.mark.parametrize("commune", ["", "38185", "75056", "🎉", "9" * 300])
def test_a_commune_of_somebody_else_is_refused_kindly(desk, commune):
    response = desk.client.post(ADD, post_of(desk.client, ADD, nom="Épicerie", commune_choice=commune))
    assert response.status_code == 200
    assert response.context["form"].errors["commune_choice"]
    assert not Structure.objects.exists()
    if not commune:
        assert "votre territoire" in response.content.decode()


def test_an_editor_cannot_slip_another_commune_in(desk):
    typed = {"nom": "Épicerie", "commune_choice": "73065", "code_insee": "38185", "commune": "Grenoble"}
    desk.client.post(ADD, post_of(desk.client, ADD, **typed))
    assert Structure.objects.get().code_insee == "73065"


def test_the_administration_may_write_any_commune(administration):
    typed = {"nom": "Épicerie", "commune": "Paris", "code_insee": "75056", "code_postal": "75001"}
    administration.post(ADD, post_of(administration, ADD, **typed))
    assert Structure.objects.get().code_insee == "75056"


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"nom": "AB"}, "nom", "3"),
        ({"courriel": "pas une adresse"}, "courriel", "pas possible"),
        ({"site_web": "www.example.org"}, "site_web", "https://"),
        ({"siret": "123"}, "siret", "quatorze"),
        ({"code_postal": "7300"}, "code_postal", ""),
        ({"description": "abc"}, "description", "trop court"),
        ({"latitude": "45.5", "longitude": ""}, "latitude", "aucune des deux"),
        ({"latitude": "1e30", "longitude": "5"}, "latitude", "Terre"),
        ({"latitude": "nan", "longitude": "5"}, "latitude", "nombre"),
        ({"nom": "x" * 3000}, "nom", "150"),
        ({"telephone": "a\0"}, "telephone", "nul"),
    ],
)
def test_what_does_not_stand_is_told_at_its_field_and_kept(desk, mine, changes, field, told):
    typed = post_of(desk.client, edit_of(mine), landmark="à côté de la poste", **changes)
    response = desk.client.post(edit_of(mine), typed)
    assert response.status_code == 200
    assert told in str(response.context["form"].errors[field])
    assert "à côté de la poste" in response.content.decode()
    before = mine.nom
    mine.refresh_from_db()
    assert (mine.nom, mine.landmark) == (before, "")


def test_saving_untouched_changes_nothing_but_the_date(desk, mine):
    service = service_of(mine)
    Structure.objects.update(horaires_accueil="Mo-Fr 09:00-12:00;PH off", adresse="", courriel=None)
    Service.objects.update(
        horaires_accueil="week 1-10 Mo 09:00-12:00; PH off", zone_eligibilite=["73065", "france"]
    )
    for entry in (mine, service):
        entry.refresh_from_db()
        before = record_of(entry)
        response = desk.client.post(edit_of(entry), post_of(desk.client, edit_of(entry)))
        assert response.status_code == 302, response.context["form"].errors
        entry.refresh_from_db()
        assert record_of(entry) == before | {"date_maj": timezone.localdate().isoformat()}


def test_the_week_is_a_grid_with_a_box_for_public_holidays(desk, mine):
    Structure.objects.update(horaires_accueil="Mo 09:00-12:00; PH off")
    form = desk.client.get(edit_of(mine)).context["form"]
    assert form["horaires_accueil"].value() == "Mo 09:00-12:00"
    assert form["closed_on_public_holidays"].value() is True
    typed = post_of(desk.client, edit_of(mine))
    typed |= {
        "horaires_accueil-5-start": "",
        "horaires_accueil-1-0-start": "14:00",
        "horaires_accueil-1-0-end": "17:00",
    }
    typed.pop("horaires_accueil-1-closed")
    desk.client.post(edit_of(mine), typed)
    mine.refresh_from_db()
    assert mine.horaires_accueil == "Mo 09:00-12:00; Tu 14:00-17:00; PH off"
    typed.pop("closed_on_public_holidays")
    desk.client.post(edit_of(mine), typed)
    mine.refresh_from_db()
    assert mine.horaires_accueil == "Mo 09:00-12:00; Tu 14:00-17:00"


def test_hours_the_grid_cannot_say_are_kept_until_replaced(desk, mine):
    rule = "week 1-10 Mo 09:00-12:00; PH off"
    Structure.objects.update(horaires_accueil=rule)
    assert "week 1-10" in desk.client.get(edit_of(mine)).content.decode()
    desk.client.post(edit_of(mine), post_of(desk.client, edit_of(mine), landmark="ici"))
    mine.refresh_from_db()
    assert (mine.horaires_accueil, mine.landmark) == (rule, "ici")
    typed = post_of(desk.client, edit_of(mine))
    typed.pop("horaires_accueil-0-closed")
    typed |= {"horaires_accueil-0-0-start": "08:00", "horaires_accueil-0-0-end": "10:00"}
    desk.client.post(edit_of(mine), typed)
    mine.refresh_from_db()
    assert mine.horaires_accueil == "Mo 08:00-10:00; PH off"


def test_a_point_typed_by_hand_is_the_teams(desk, mine):
    Structure.objects.update(coordinates_origin="geocoder", coordinates_score=0.6)
    desk.client.post(edit_of(mine), post_of(desk.client, edit_of(mine), landmark="ici"))
    mine.refresh_from_db()
    assert (mine.coordinates_origin, mine.coordinates_score) == ("geocoder", 0.6)
    desk.client.post(edit_of(mine), post_of(desk.client, edit_of(mine), latitude="45.57", longitude="5.92"))
    mine.refresh_from_db()
    assert (mine.latitude, mine.coordinates_origin, mine.coordinates_score) == (45.57, "manual", None)
    assert "45.57" in desk.client.get(edit_of(mine)).content.decode()


def functions(*rows: dict[str, str], known: int = 0) -> dict[str, str]:
    data = {"functions-TOTAL_FORMS": str(len(rows)), "functions-INITIAL_FORMS": str(known)}
    for number, row in enumerate(rows):
        data |= {f"functions-{number}-{name}": value for name, value in row.items()}
    return data


def test_support_functions_are_written_with_the_structure(desk, mine):
    row = {"function": "assess", "level": "territory", "first_day": "2026-01-01", "last_day": ""}
    desk.client.post(edit_of(mine), post_of(desk.client, edit_of(mine), **functions(row)))
    function = SupportFunction.objects.get()
    assert (function.structure, function.function, function.last_day) == (mine, "assess", None)
    twice = functions(row | {"id": str(function.pk)}, row, known=1)
    response = desk.client.post(edit_of(mine), post_of(desk.client, edit_of(mine), **twice))
    assert response.status_code == 200
    assert SupportFunction.objects.count() == 1
    gone = functions(row | {"id": str(function.pk), "DELETE": "on"}, known=1)
    desk.client.post(edit_of(mine), post_of(desk.client, edit_of(mine), **gone))
    assert not SupportFunction.objects.exists()


def test_days_out_of_order_are_refused_with_the_rest_kept(desk, mine):
    row = {"function": "assess", "level": "team", "first_day": "2026-02-01", "last_day": "2026-01-01"}
    response = desk.client.post(
        edit_of(mine), post_of(desk.client, edit_of(mine), landmark="ici", **functions(row))
    )
    assert "Le dernier jour vient avant le premier" in response.content.decode()
    mine.refresh_from_db()
    assert mine.landmark == ""


# Services.


def test_a_service_is_added_from_its_structure(desk, mine, theirs):
    address = f"/admin/ressources/services/new/?structure={mine.pk}"
    typed = {"nom": "Domiciliation", "description": "Recevoir son courrier.", "publics": ["femmes", "jeunes"]}
    typed |= {"thematiques": ["sante--acces-aux-soins"], "languages": ["ar", "fsl"], "saturation": "high"}
    response = desk.client.post(address, post_of(desk.client, address, **typed))
    assert response.status_code == 302, response.context["form"].errors
    service = Service.objects.get(nom="Domiciliation")
    assert (service.structure, service.slug) == (mine, "domiciliation")
    assert (service.publics, service.thematiques) == (["femmes", "jeunes"], ["sante--acces-aux-soins"])
    assert (service.languages, service.registers) == (["ar", "fsl"], [])
    assert service.saturation_on == timezone.localdate()
    assert service.modes_accueil is service.mobilisable_par is service.zone_eligibilite is None
    assert problems(record_of(service), "service") == []


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"publics": ["tous-publics", "femmes"]}, "publics", "ne va pas avec"),
        ({"publics": ["martiens"]}, "publics", ""),
        ({"thematiques": ["x"]}, "thematiques", ""),
        ({"zone_eligibilite": "partout"}, "zone_eligibilite", "codes de commune"),
        ({"lien_mobilisation": "example.org"}, "lien_mobilisation", "https://"),
        ({"nombre_semaines": "0"}, "nombre_semaines", ""),
        ({"volume_horaire_hebdomadaire": "-1"}, "volume_horaire_hebdomadaire", ""),
        ({"age_min": "60", "age_max": "18"}, "__all__", "âge maximum"),
        ({"description": ""}, "description", ""),
    ],
)
def test_a_service_that_does_not_stand_is_refused(desk, mine, changes, field, told):
    service = service_of(mine)
    response = desk.client.post(edit_of(service), post_of(desk.client, edit_of(service), **changes))
    assert response.status_code == 200
    assert told in str(response.context["form"].errors[field])


def test_thematiques_stand_under_the_words_of_residents(desk, mine):
    from tests.factories import ThemeFactory

    ThemeFactory(name="Se soigner", data_inclusion="sante--acces-aux-soins")
    groups = dict(desk.client.get(edit_of(service_of(mine))).context["form"].fields["thematiques"].choices)
    assert [code for code, _label in groups["Se soigner"]] == ["sante--acces-aux-soins"]
    codes = [code for choices in groups.values() for code, _label in choices]
    assert len(codes) == len(set(codes)) == 69


def test_a_service_stays_in_its_structure(desk, mine, theirs):
    service = service_of(mine)
    other = StructureFactory(nom="Autre maison")
    desk.client.post(edit_of(service), post_of(desk.client, edit_of(service), structure=other.pk))
    service.refresh_from_db()
    assert service.structure == mine


def test_nothing_is_added_to_the_structure_of_somebody_else(desk, mine, theirs):
    for kind in ("services", "fermetures"):
        for asked in (f"?structure={theirs.pk}", "?structure=🎉", "?structure=" + "9" * 40, ""):
            response = desk.client.get(f"/admin/ressources/{kind}/new/{asked}")
            assert (response.status_code, response["Location"]) == (302, "/admin/ressources/structures/")
    address = f"/admin/ressources/services/new/?structure={mine.pk}"
    typed = post_of(desk.client, address, nom="Volé", description="Chez les voisins", structure=theirs.pk)
    desk.client.post(address, typed)
    assert not theirs.services.filter(nom="Volé").exists()


def test_a_closure_is_noted_for_a_structure_or_one_service(desk, mine, theirs):
    address = f"/admin/ressources/fermetures/new/?structure={mine.pk}"
    days = {"first_day": "2026-12-24", "last_day": "", "reason": "Congés", "kind": "closed"}
    response = desk.client.post(address, post_of(desk.client, address, **days))
    assert response.status_code == 302, response.context["form"].errors
    desk.client.post(address, post_of(desk.client, address, service=service_of(mine).pk, **days))
    assert [(c.structure, c.service) for c in Closure.objects.order_by("pk")] == [
        (mine, None),
        (mine, service_of(mine)),
    ]
    listed = desk.client.get("/admin/ressources/fermetures/").content.decode()
    assert all(f"/fermetures/edit/{closure.pk}/" in listed for closure in Closure.objects.all())
    response = desk.client.post(address, post_of(desk.client, address, service=service_of(theirs).pk, **days))
    assert response.context["form"].errors["service"]
    wrong = days | {"first_day": "2026-12-24", "last_day": "2026-12-01"}
    response = desk.client.post(address, post_of(desk.client, address, **wrong))
    assert "Le dernier jour vient avant le premier" in response.content.decode()


# Whose they are.


def test_what_belongs_to_another_territory_is_not_there(desk, mine, theirs):
    closure = ClosureFactory(structure=theirs)
    for address in (
        edit_of(theirs),
        edit_of(service_of(theirs)),
        f"/admin/ressources/structures/history/{theirs.pk}/",
        f"/admin/ressources/structures/point/{theirs.pk}/",
        f"/admin/ressources/fermetures/edit/{closure.pk}/",
    ):
        assert desk.client.get(address).status_code == 404
        assert desk.client.post(address, {"nom": "Volé"}).status_code == 404
    for kind in ("structures", "services", "fermetures"):
        assert "Drac" not in desk.client.get(f"/admin/ressources/{kind}/").content.decode()


def test_only_the_administration_deletes_and_keeps_sources(desk, mine, administration):
    for kind, entry in (("structures", mine), ("services", service_of(mine))):
        address = f"/admin/ressources/{kind}/delete/{entry.pk}/"
        assert desk.client.post(address).status_code == 302
        assert type(entry).objects.filter(pk=entry.pk).exists()
    assert desk.client.get("/admin/ressources/sources/").status_code == 302
    assert administration.get("/admin/ressources/sources/").status_code == 200
    administration.post(f"/admin/ressources/structures/delete/{mine.pk}/")
    assert not Structure.objects.exists()
    administration.post("/admin/ressources/sources/delete/impact/")
    assert Source.objects.filter(pk="impact").exists()


def test_the_history_is_wagtails(desk, mine):
    desk.client.post(edit_of(mine), post_of(desk.client, edit_of(mine), landmark="ici"))
    html = desk.client.get(f"/admin/ressources/structures/history/{mine.pk}/").content.decode()
    assert "Nadia" in html


def test_a_form_costs_the_same_with_more_of_everything(desk, mine, django_assert_max_num_queries):
    desk.client.get(edit_of(mine))
    StructureFactory.create_batch(10)
    ServiceFactory.create_batch(10, structure=mine)
    for entry in (mine, mine.services.first()):
        with django_assert_max_num_queries(45):
            desk.client.get(edit_of(entry))


def test_another_street_forgets_the_point_of_the_old_one_but_not_a_pin(desk, mine):
    for origin, kept in (("geocoder", False), ("source", False), ("manual", True)):
        Structure.objects.filter(pk=mine.pk).update(
            adresse="1 rue du Lac", latitude=45.5, longitude=5.9, coordinates_origin=origin
        )
        typed = post_of(desk.client, edit_of(mine), adresse="2 rue du Pont")
        desk.client.post(edit_of(mine), typed)
        mine.refresh_from_db()
        assert mine.adresse == "2 rue du Pont"
        assert (mine.latitude is not None) is kept, origin
