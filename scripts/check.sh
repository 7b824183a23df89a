#!/bin/sh
# Every rule a machine can hold; says nothing but what is wrong, and goes through all before it fails.
set -u
cd "$(dirname "$0")/.."
failed=""

rule() { # rule NAME COMMAND…: runs quietly, shows what the command said only when it fails
    name="$1"
    shift
    if ! said="$("$@" 2>&1)"; then
        printf '%s\n── %s\n' "$said" "$name" >&2
        failed="$failed $name"
    fi
}

manage() { env ENV_FILE=/dev/null .venv/bin/python manage.py "$@"; }

deploy_check() { # under production settings, with a sample environment
    DJANGO_SETTINGS_MODULE=portal.settings.production \
        SECRET_KEY="$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
        FIELD_KEYS="k1:$(.venv/bin/python -c 'import secrets; print(secrets.token_hex(32))')" \
        BASE_URL=https://portail.example.org DATABASE_URL=postgres://portail@127.0.0.1/portail \
        EMAIL_URL=smtp://127.0.0.1:25 manage check --deploy --fail-level WARNING
}

rule "ruff check" .venv/bin/ruff check -q .
rule "ruff format" .venv/bin/ruff format -q --check .
rule "djlint" .venv/bin/djlint --quiet --lint templates home portal resources
rule "mypy" .venv/bin/mypy --no-error-summary portal home resources
rule "import-linter" .venv/bin/lint-imports --no-logo
rule "deployment check" deploy_check
rule "missing migrations" env DJANGO_SETTINGS_MODULE=portal.settings.test .venv/bin/python manage.py makemigrations --check --dry-run
rule "requirements in step" .venv/bin/python scripts/check_lock.py
[ -z "$failed" ] || { echo "À corriger :$failed" >&2; exit 1; }
