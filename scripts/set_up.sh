#!/bin/sh
# Sets up .venv and .env, and installs or names the system packages: `scripts/set_up.sh runtime` or `… dev`.
# Does nothing when all is there already. Needs Python 3.11 or later with its venv module, nothing else.
set -eu
cd "$(dirname "$0")/.."
level="${1:-runtime}"
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"
[ "$level" = runtime ] || packages="$packages chromium postgresql poppler-utils nginx redis-server openjdk-17-jdk-headless maven"
log="${TMPDIR:-/tmp}/portal-set-up-$$.log"
trap 'rm -f "$log" "$log".*' EXIT

say() { printf '%s\n' "$*" >&2; }

missing_packages() {
    for package in $packages; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || printf '%s ' "$package"
    done
}

install_packages() { # quietly, without starting the services that come with them
    export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
    { apt-get update -q && apt-get install -q -y --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null
}

system_packages() {
    if ! command -v dpkg-query >/dev/null; then
        [ "$level" = runtime ] || say "Les tests demandent : Chromium, PostgreSQL, poppler, nginx, Redis, Java 17, Maven."
        return 0 # the posters say by themselves that Pango is missing
    fi
    missing="$(missing_packages)"
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        # shellcheck disable=SC2086 # a list of names
        if install_packages $missing; then return 0; fi
        tail -n 3 "$log" >&2
    fi
    say "Il manque des paquets : sudo apt-get install --no-install-recommends $missing"
}

find_python() {
    for name in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        if [ -n "$name" ] && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$name"
            return 0
        fi
    done
    say "Python 3.11 ou plus récent manque : installez-le (Debian 12 : apt-get install python3 python3-venv)."
    return 1
}

make_environment() {
    python="$(find_python)"
    rm -rf .venv
    if command -v uv >/dev/null; then
        "$python" -m venv --without-pip .venv
    elif ! "$python" -m venv .venv >"$log.missing" 2>&1; then
        rm -rf .venv
        say "Le module venv de Python manque : apt-get install python3-venv"
        return 1
    fi
}

install_with_uv() { # ten times quicker than pip; ours is the one pinned in requirements/dev.txt
    uv="$(command -v uv || true)"
    if [ -z "$uv" ]; then
        awk '/^uv==/ { on = 1 } on { print } on && !/\\$/ { exit }' requirements/dev.txt >"$log.uv"
        pip_install -r "$log.uv" 2>/dev/null || return 1
        uv=.venv/bin/uv
        index="${PIP_INDEX_URL:-$(.venv/bin/python -m pip config get global.index-url 2>/dev/null || true)}"
        [ -z "$index" ] || export UV_DEFAULT_INDEX="$index" # where pip looks, uv looks
        export UV_SYSTEM_CERTS=true UV_NATIVE_TLS=true UV_HTTP_RETRIES=1
    fi
    "$uv" pip install -q --python .venv/bin/python --require-hashes --no-deps --only-binary :all: -r "$1" 2>"$log.said"
}

pip_install() {
    [ -x .venv/bin/pip ] || .venv/bin/python -m ensurepip >/dev/null
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-input --no-deps --no-compile \
        --root-user-action ignore --require-hashes --only-binary :all: "$@"
}

install_requirements() {
    file="requirements/$level.txt"
    stamp=".venv/.$level"
    if [ -e "$stamp" ] && cmp -s "$file" "$stamp"; then return 0; fi
    say "Installation des bibliothèques ($file)…"
    install_with_uv "$file" || pip_install -r "$file"
    cp "$file" "$stamp"
    [ "$level" = runtime ] || cp requirements/runtime.txt .venv/.runtime # dev holds all of runtime
}

system_packages & # apt and pip at the same time
.venv/bin/python -c '' 2>/dev/null || make_environment
install_requirements
[ -e .env ] || .venv/bin/python scripts/make_env.py
wait
