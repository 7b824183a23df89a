"""Gather the French sentences of code and templates into `locale/*/LC_MESSAGES/django.po`: `make messages`.

Needs neither xgettext nor msgmerge. A new sentence comes in empty, one that nobody says any more goes, and nothing is
guessed: `tests/portal/test_catalogues.py` then asks for the translations.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("home", "portal", "resources", "search", "templates")
TEMPLATES = {".html", ".txt", ".svg", ".xml"}
#: What each function of Django takes first: singular, plural, context.
SINGULAR, PLURAL, CONTEXT = "singular", "plural", "context"
PLAIN = {
    "gettext": (SINGULAR,),
    "gettext_noop": (SINGULAR,),
    "ngettext": (SINGULAR, PLURAL),
    "pgettext": (CONTEXT, SINGULAR),
    "npgettext": (CONTEXT, SINGULAR, PLURAL),
}
FUNCTIONS = PLAIN | {f"{name}_lazy": parts for name, parts in PLAIN.items()}
#: How `templatize` writes what a template says, between things it has crossed out.
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
SAID = re.compile(rf"(?<![\w.])(n?p?gettext|_)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd%]")


@dataclass(frozen=True)
class Message:
    """A sentence as the catalogues know it."""

    singular: str
    plural: str = ""
    context: str | None = None


def in_python(source: str) -> Iterator[Message]:
    """Give the sentences of a module: Django's functions by their names, and by those it imports them under."""
    tree = ast.parse(source)
    names = FUNCTIONS | {
        alias.asname or alias.name: FUNCTIONS[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in FUNCTIONS
    }
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        parts = names.get(call.func.id, ())
        words = [a.value for a in call.args[: len(parts)] if isinstance(a, ast.Constant)]
        if words and len(words) == len(parts):
            yield _message(parts, words)


def in_template(source: str) -> Iterator[Message]:
    """Give the sentences of a template, with Django's own reading of its tags."""
    for function, literals in SAID.findall(templatize(source)):
        parts = PLAIN["gettext" if function == "_" else function]
        words = [ast.literal_eval(literal) for literal in re.findall(LITERAL, literals)]
        yield _message(parts, words)


def _message(parts: tuple[str, ...], words: list[str]) -> Message:
    said = dict(zip(parts, words, strict=False))
    return Message(said[SINGULAR], said.get(PLURAL, ""), said.get(CONTEXT))


def gather(root: Path = ROOT) -> dict[Message, list[str]]:
    """Give every sentence with the files that say it, in the order of the files."""
    found: dict[Message, list[str]] = {}
    for path in sorted(p for folder in FOLDERS for p in (root / folder).rglob("*") if p.is_file()):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".py":
            messages = in_python(path.read_text())
        elif path.suffix in TEMPLATES:
            messages = in_template(path.read_text())
        else:
            continue
        for message in messages:
            files = found.setdefault(message, [])
            if name not in files:
                files.append(name)
    return found


def known(catalogue: polib.POFile) -> dict[Message, polib.POEntry]:
    """Give the entries of a catalogue by their sentence, those no longer said left out."""
    return {
        Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt): entry
        for entry in catalogue
        if not entry.obsolete
    }


def update(catalogue: polib.POFile, found: dict[Message, list[str]]) -> int:
    """Make a catalogue hold exactly these sentences, keeping what is translated. Give how many are new."""
    old = known(catalogue)
    forms = int(re.findall(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[0])
    catalogue.clear()
    for message, files in found.items():
        entry = old.get(message) or _empty(message, forms)
        entry.occurrences = [(name, "") for name in files]
        catalogue.append(entry)
    return len(found.keys() - old.keys())


def _empty(message: Message, forms: int) -> polib.POEntry:
    says_more = PLACEHOLDER.search(message.singular + message.plural)
    return polib.POEntry(
        msgid=message.singular,
        msgid_plural=message.plural,
        msgctxt=message.context,
        msgstr_plural=dict.fromkeys(range(forms), "") if message.plural else {},
        flags=["python-format"] if says_more else [],
    )


def main() -> None:
    """Update every catalogue; say on the error output how many sentences are new in it."""
    settings.configure(
        LANGUAGE_CODE="fr"
    )  # `templatize` asks Django for its settings, and needs none of ours
    found = gather()
    for path in sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po")):
        if path.parts[-3] == settings.LANGUAGE_CODE:
            continue  # our sentences are French: there stand those of Wagtail that we say better
        catalogue = polib.pofile(str(path), encoding="utf-8", wrapwidth=0)
        new = update(catalogue, found)
        catalogue.save()
        if new:
            sys.stderr.write(f"{path.relative_to(ROOT)} : {new} phrases nouvelles, à traduire\n")


if __name__ == "__main__":
    main()
