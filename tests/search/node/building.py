"""Making the node once: jars fetched by Maven, our two classes compiled, under `build/`, named after their sources."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings

HERE = Path(__file__).parent
SOURCES = [HERE / "pom.xml", HERE / "TestNode.java", HERE / "TestModule.java", Path(__file__)]
MISSING = (
    "Les essais du serveur de recherche demandent Java 17 et Maven : apt-get install openjdk-17-jdk-headless maven. "
    "Ou donnez l'adresse d'un serveur : TEST_ELASTICSEARCH_URL=elasticsearch+https://user:password@host:9200/prefix"
)
NOT_FETCHED = "Maven n'a pas pu lire Maven Central, d'où viennent les jars d'Elasticsearch :\n"


class NoNode(Exception):
    """No search server can be started here; says why, and what to do."""


def folder() -> Path:
    """Give the folder of the node as its sources make it."""
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in SOURCES)).hexdigest()[:12]
    return settings.BASE_DIR / "build" / f"search-node-{digest}"


def build() -> Path:
    """Make the node, unless it is made already, and give its folder: `lib` and `modules`. Raises NoNode."""
    made = folder()
    if made.exists():
        return made
    if not all(map(shutil.which, ("java", "javac", "jar", "mvn"))):
        raise NoNode(MISSING)
    made.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=made.parent) as name:
        fresh = Path(name) / "node"
        _fetch(fresh / "lib")
        _compile(fresh)
        fresh.rename(made)
    return made


def _fetch(lib: Path) -> None:
    maven = [
        "mvn",
        "-B",
        "-q",
        "-f",
        HERE / "pom.xml",
        "dependency:copy-dependencies",
        f"-DoutputDirectory={lib}",
    ]
    said = subprocess.run(maven, capture_output=True, text=True)
    if said.returncode:
        raise NoNode(NOT_FETCHED + (said.stdout + said.stderr)[-2000:])


def _compile(fresh: Path) -> None:
    """Compile the start, and our module with the paper that names it: Elasticsearch loads modules from folders."""
    module, classes = fresh / "modules" / "tests", fresh / "classes"
    module.mkdir(parents=True)
    javac = ["javac", "-nowarn", "-proc:none", "-cp", f"{fresh}/lib/*", "-d"]
    subprocess.run([*javac, fresh / "lib", HERE / "TestNode.java"], check=True)
    subprocess.run([*javac, classes, HERE / "TestModule.java"], check=True)
    subprocess.run(["jar", "cf", module / "tests.jar", "-C", classes, "."], check=True)
    version = ElementTree.parse(HERE / "pom.xml").findtext(".//{*}elasticsearch.version")
    told = {
        "name": "tests",
        "classname": "TestModule",
        "description": "Network, and a stand-in for analysis-common",
        "version": version,
        "elasticsearch.version": version,
        "java.version": "17",
    }
    lines = "".join(f"{name}={value}\n" for name, value in told.items())
    (module / "plugin-descriptor.properties").write_text(lines)
