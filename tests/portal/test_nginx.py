"""docs/deployment/nginx.conf, run by a real nginx in front of the portal."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from portal.territories import content_version
from tests.bench.start import free_port

CONF = Path(__file__).resolve().parents[2] / "docs" / "deployment" / "nginx.conf"
HOST = "portail.example.org"


def adapted(folder: Path, port: int, plain: int, upstream: str) -> str:
    """Give the file with this machine's folders and ports; everything else is as the document says."""
    text = CONF.read_text()
    for old, new in {
        "server unix:/run/portail/portail.sock;": f"server {upstream};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "/var/cache/nginx/portail": f"{folder}/cache",
        "/var/lib/portail/": f"{folder}/",
        "/var/log/nginx/portail.log": f"{folder}/access.log",
        "/var/log/nginx/portail-erreurs.log": f"{folder}/errors.log",
    }.items():
        assert old in text, f"the file no longer says {old!r}"
        text = text.replace(old, new)
    text = re.sub(r"ssl_certificate(_key)? .*;\n", "", text)
    return (
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;"
        f" events {{}} http {{ access_log {folder}/others.log; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;"
        f" fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;"
        f" types {{ text/css css; image/png png; application/pdf pdf; }}\n{text}}}"
    )


@pytest.fixture
def front(request, tmp_path, live_server, settings):
    """Start nginx before the live server, or what a test names; give a function that asks it for an address."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists():
        pytest.fail("nginx manque : apt-get install nginx", pytrace=False)
    settings.ALLOWED_HOSTS = [HOST]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for name in ("static/portal.css", "media/images/salle.png", "media/documents/secret.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x" * 500)
    for folder in (tmp_path, *tmp_path.parents):  # nginx gives its rights up and must still come in
        if folder.owner() == tmp_path.owner() and not folder.stat().st_mode & 0o001:
            os.chmod(folder, 0o755)
    port, plain = free_port(), free_port()
    upstream = getattr(request, "param", live_server.url.removeprefix("http://"))
    (tmp_path / "conf").write_text(adapted(tmp_path, port, plain, upstream))
    checked = subprocess.run([program, "-t", "-c", tmp_path / "conf"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    server = subprocess.Popen([program, "-c", tmp_path / "conf"], stderr=subprocess.DEVNULL)

    def ask(path: str, *, secure: bool = True, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", port if secure else plain, timeout=20)
        connection.request(
            "GET", path, headers={"Host": HOST} | {k.replace("_", "-"): v for k, v in headers.items()}
        )
        response = connection.getresponse()
        response.body = response.read()
        connection.close()
        return response

    for _ in range(100):
        try:
            ask("/livez")
            break
        except OSError:
            time.sleep(0.05)
    yield ask
    server.terminate()
    server.wait(10)


@pytest.mark.django_db(transaction=True)
def test_the_front_server_keeps_public_pages_and_nothing_else(front, settings):
    settings.FRONT_CACHE_SECONDS = 2
    settings.DEMO = True  # the guide of style, a public page that needs no content
    first, second = front("/styleguide/"), front("/styleguide/")
    assert (first.status, first.getheader("X-Cache")) == (200, "MISS")
    assert second.getheader("X-Cache") == "HIT" and second.body == first.body
    packed = front("/styleguide/", Accept_Encoding="gzip")
    assert packed.getheader("Content-Encoding") == "gzip" and len(packed.body) < len(first.body) / 2

    assert front("/styleguide/", Cookie="__Host-sessionid=x").getheader("X-Cache") == "BYPASS"
    assert front("/compte/connexion/").getheader("X-Cache") == "MISS"
    assert front("/compte/connexion/").getheader("X-Cache") == "MISS", "a page with a form is never kept"
    assert front("/livez").getheader("X-Cache") == front("/livez").getheader("X-Cache") == "MISS"

    content_version.bump()
    time.sleep(3.1)  # nginx counts in whole seconds, and keeps a page through the last one
    assert front("/styleguide/").getheader("X-Cache") in ("EXPIRED", "REVALIDATED")


@pytest.mark.django_db(transaction=True)
def test_files_come_from_nginx_and_documents_do_not(front):
    styles = front("/static/portal.css")
    assert styles.status == 200 and "immutable" in styles.getheader("Cache-Control")
    picture = front("/media/images/salle.png")
    assert picture.status == 200 and picture.getheader("Content-Security-Policy") == "default-src 'none'"
    for path in (
        "/media/documents/secret.pdf",
        "/media/images/../documents/secret.pdf",
        "/media//documents/secret.pdf",
    ):
        assert front(path).status == 404, path


@pytest.mark.django_db(transaction=True)
def test_addresses_that_are_too_long_are_refused_in_plain_words(front):
    assert front("/agenda/?jour=" + "x" * 4000).status == 414
    assert front("/", Host="autre.example.org").status in (400, 301)


def said_in(folder: Path) -> str:
    """Give all that nginx wrote down."""
    return "".join(path.read_text() for path in sorted(folder.glob("*.log")))


@pytest.mark.django_db(transaction=True)
def test_the_log_tells_pages_and_never_what_people_look_for(front, tmp_path):
    secrets = ("insuline", "rue-de-chez-moi", "jeton", "besoin-", "insuline2", "chercheur")
    front("/ressources/?quoi=insuline&ou=rue-de-chez-moi")
    for root in ("", "/en", "/ar"):
        front(f"{root}/ressources/verifier/jeton:abc/")
        front(f"{root}/besoin-calme/")
        front(f"{root}/guide/bilans/jeton-abc/")
    front("/ressources/", Referer="https://chercheur.example/?q=insuline2", User_Agent="chercheur")
    front("/ressources/?quoi=insuline", secure=False)
    front("/ressources/verifier/jeton:abc/", secure=False)
    told = said_in(tmp_path)
    assert len(re.findall(r'"GET /ressources/" \d{3} ', told)) == 2
    assert not [word for word in secrets if word in told]


@pytest.mark.django_db(transaction=True)
def test_what_the_portal_answers_in_silence_is_not_in_the_log(front, tmp_path):
    assert front("/ressources/?q=violences").getheader("Referrer-Policy") == "no-referrer"
    front("/ressources/fiche--12/")
    front("/en/ressources/structures/fiche--12/erreur/")
    assert front("/ressources/?q=colis").status == 200
    front("/livez")  # nginx writes a line once its answer has left
    told = said_in(tmp_path)
    assert told.count('"GET /ressources/"') == 1 and "fiche--" not in told


@pytest.mark.django_db(transaction=True)
def test_what_people_type_is_on_no_disk(front, tmp_path, settings):
    settings.FRONT_CACHE_SECONDS = 60
    asked = (
        "?q=insuline",
        "?ou=insuline",
        "?pres_de=45.565,5.918",
        "?q=&q=insuline",
        "?rayon=5&Q=&q=insuline",
    )
    for query in asked:
        for _time in range(2):
            assert front(f"/ressources/{query}").getheader("X-Cache") == "BYPASS", query
    assert front("/ressources/?q=&rayon=5").getheader("X-Cache") == "MISS"
    assert front("/ressources/?q=&rayon=5").getheader("X-Cache") == "HIT"
    kept = b"".join(path.read_bytes() for path in (tmp_path / "cache").rglob("*") if path.is_file())
    assert b"rayon=5" in kept and b"insuline" not in kept and b"45.565" not in kept


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("front", ["127.0.0.1:9"], indirect=True)
def test_a_breakdown_does_not_tell_what_people_look_for_either(front, tmp_path):
    assert front("/ressources/?quoi=insuline").status == 502
    assert front("/ressources/verifier/jeton:abc/").status == 502
    assert front("/ressources/fiche--12/").status == 502
    assert front("/guide/bilans/jeton-abc/2/").status == 502
    told = said_in(tmp_path)
    assert '"GET /ressources/" 502' in told
    assert "insuline" not in told and "jeton" not in told and "fiche--" not in told
