# Everything is done from here; `make help` lists it.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --root-user-action=ignore --require-hashes
# npm of this machine if its Node is recent, else the one that the wheel brings.
NPM := $(shell node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null && command -v npm)

MESSAGES := $(wildcard locale/*/LC_MESSAGES/*.po)
COMPILED := $(MESSAGES:.po=.mo)
STATIC := $(shell find static -type f)

.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run test check format bench chaos setup headers

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: $(BIN)/.runtime $(BIN)/.ldap node_modules/.runtime $(COMPILED) staticfiles/staticfiles.json ## serve on http://127.0.0.1:8000 (HOST, PORT, DEMO_PEOPLE)
	@exec $(BIN)/python manage.py start

test: setup ## all tests: on SQLite, on PostgreSQL with Redis, in a browser
	@exec $(BIN)/python -m tests

chaos: setup ## the long crash tests, and every value at every door
	@$(BIN)/python -m tests exhaustive
	@exec $(BIN)/python -m tests chaos

bench: setup ## figures beside their goals (docs/performance.md)
	@exec $(BIN)/python -m bench

check: setup ## style, types, import order, templates, migrations, sizes
	@exec $(BIN)/python -m tests.check

format: setup ## put the code into the house's format
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .
	-$(BIN)/djlint --reformat --quiet templates

setup: $(BIN)/.tools headers $(BIN)/.ldap node_modules/.tools $(COMPILED) ## the environment with all tools

# --- The environment ---------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "maru: Python 3.11 or newer is needed" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "maru: $(PYTHON) cannot make an environment; on Debian install python3-venv" >&2; exit 1; }

$(BIN)/.runtime: requirements.txt | $(BIN)/python
	@echo "Installing what Maru runs on ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(BIN)/.tools: requirements-dev.txt $(BIN)/.runtime
	@echo "Installing the tools ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

# python-ldap is compiled. Without headers one line says so, and Maru runs without a directory.
LDAP_NEEDS := gcc libc6-dev libldap2-dev libsasl2-dev python3-dev
COMPILES = printf '\#include <Python.h>\n\#include <lber.h>\n\#include <sasl/sasl.h>\n' | gcc -E -o /dev/null \
	-I"$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("include"))')" - 2>/dev/null

$(BIN)/.ldap: requirements-ldap.txt | $(BIN)/.runtime
	@if $(COMPILES) && $(PIP) -r requirements-ldap.txt; then touch $@; \
	else echo "Sign-in by a directory (LDAP) is off; for it: apt-get install $(LDAP_NEEDS), then make setup."; fi

headers: | $(BIN)/python
	@$(COMPILES) || test "$$(id -u)" != 0 || ! command -v apt-get >/dev/null || { \
	echo "Installing what python-ldap is compiled with ..."; export DEBIAN_FRONTEND=noninteractive; \
	apt-get -qq -o DPkg::Lock::Timeout=300 update && \
	apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends $(LDAP_NEEDS); } >/dev/null 2>&1 || true

$(BIN)/.node: requirements-node.txt | $(BIN)/python
	@test -n "$(NPM)" || { echo "Installing Node ..."; $(PIP) -r requirements-node.txt; }
	@touch $@

node_modules/.runtime: package-lock.json $(BIN)/.node
	@npm ci --omit=dev --silent --no-fund --no-audit
	@touch $@

node_modules/.tools: package-lock.json $(BIN)/.node
	@npm ci --silent --no-fund --no-audit
	@touch $@ node_modules/.runtime

%.mo: %.po $(BIN)/.runtime
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

staticfiles/staticfiles.json: $(STATIC) $(wildcard messenger/settings/*.py) messenger/frontend/npm.py messenger/frontend/packages.py messenger/frontend/storage.py $(BIN)/.runtime node_modules/.runtime
	@echo "Collecting static files ..."
	@STATIC_FROM_SOURCE=false $(BIN)/python manage.py collectstatic --no-input --clear --verbosity 0
	@touch $@
