"""Pictures are given to everyone; documents never by this door."""

from __future__ import annotations

import pytest


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    for name in ("media/images/salle.png", "media/documents/privé.pdf", "secret.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def test_a_picture_is_given(client, files):
    response = client.get("/media/images/salle.png")
    assert response.status_code == 200 and b"".join(response.streaming_content) == b"x"
    assert response["Content-Type"] == "image/png"
    assert response["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "documents/privé.pdf",
        "/documents/privé.pdf",
        "images/../documents/privé.pdf",
        "./documents/privé.pdf",
        "../secret.txt",
        "images/absente.png",
        "images/",
        "",
    ],
)
def test_nothing_else_is(client, files, path):
    assert client.get(f"/media/{path}").status_code == 404
