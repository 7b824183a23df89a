"""Opening a file: what it is, seen from its first bytes and not from its name; in which letters it is written."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from resources.directory.importing.finess import is_finess, read_finess
from resources.directory.importing.jsonfile import read_json
from resources.directory.importing.rows import MOST_BYTES, Reading, Unreadable
from resources.directory.importing.sheets import read_sheets
from resources.directory.importing.tables import read_csv

HEAD = 4096
BLOCK = 1024 * 1024
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@contextmanager
def open_file(path: Path) -> Iterator[Reading]:
    """Open a file of structures and services, whatever its format. Raises Unreadable, here or while it is read."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
    except (OSError, ValueError) as error:
        raise Unreadable(_("Ce fichier n'existe pas, ou ne s'ouvre pas.")) from error
    _check(head, size)
    try:
        if head.startswith(b"PK"):
            yield read_sheets(path)
        else:
            yield from _texts(path, head)
    except UnicodeError as error:
        raise _not_text() from error


def _texts(path: Path, head: bytes) -> Iterator[Reading]:
    letters = encoding_of(path, head)

    def open_text() -> TextIO:
        return path.open(encoding=letters, newline="")

    with open_text() as file:
        start = file.read(HEAD).lstrip()
    if is_finess(start):
        yield read_finess(open_text)
        return
    is_json = start.startswith(("{", "["))
    if is_json and letters in ("cp1252", "latin-1"):
        raise Unreadable(_("Ce fichier JSON n'est pas écrit en UTF-8. Enregistrez-le en UTF-8."))
    with open_text() as file:
        yield read_json(file) if is_json else read_csv(file)


def _check(head: bytes, size: int) -> None:
    """Refuse what is no data: empty, too large, another kind of file."""
    if size > MOST_BYTES:
        raise Unreadable(_("Ce fichier dépasse 100 Mo. Partagez-le en plusieurs fichiers."))
    if not head.strip():
        raise Unreadable(_("Ce fichier est vide."))
    if head.startswith(b"%PDF"):
        raise Unreadable(_("Ce fichier est un PDF. Il faut du JSON, du CSV ou un classeur .xlsx."))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            _("Ce classeur est d'un ancien format, ou protégé. Enregistrez-le en .xlsx, sans mot de passe.")
        )
    if b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"PK")):
        raise _not_text()


def encoding_of(path: Path, head: bytes) -> str:
    """Find how a text is written: by its mark, else UTF-8 when all of it is, else Windows' letters, else latin-1."""
    for mark, name in BOMS.items():
        if head.startswith(mark):
            return name
    for name in ("utf-8", "cp1252"):
        if _reads(path, name):
            return name
    return "latin-1"


def _reads(path: Path, letters: str) -> bool:
    decoder = codecs.getincrementaldecoder(letters)()
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _not_text() -> Unreadable:
    return Unreadable(
        _("Ce fichier n'est pas un texte lisible. Il faut du JSON, du CSV ou un classeur .xlsx.")
    )
