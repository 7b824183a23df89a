#!/bin/sh
# Writes requirements/*.txt from pyproject.toml, with hashes; no file names a host. Extra words go to uv (--upgrade).
set -eu
cd "$(dirname "$0")/.."
compile() {
    .venv/bin/uv pip compile -q pyproject.toml --universal --python-version 3.11 --only-binary :all: \
        --generate-hashes --no-emit-index-url --no-header --no-annotate "$@"
}
out="${LOCK_FOLDER:-requirements}"
compile -o "$out/runtime.txt" "$@"
compile --extra dev -c "$out/runtime.txt" -o "$out/dev.txt" "$@"
