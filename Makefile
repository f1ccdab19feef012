# make run       set everything up and serve on 127.0.0.1:8000 (PORT=8001 changes it)
# make test      set everything up and run the tests
# make check     lint, types, templates, licences, migrations, settings, translations, house rules; the last coverage
# make coverage  run the tests and measure which lines and branches of savings/ they reach (var/coverage)
# make mutants   change the code one line at a time and see whether a test notices; takes hours (MUTANTS=pure)
# make bench     measure, side by side with the limits (BENCH="--postings 1000000")
# make lock      write the lock files anew from the lists (requirements*.txt), with the hash of every file a package has
# make sbom      write var/valby.cdx.json, the list of all that runs, as CycloneDX

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
export PYTHONUNBUFFERED := 1
# Each worker takes half of the folders, so that the demo is loaded once for a folder, and helps the other with the rest.
TOGETHER := -n 2 --dist worksteal

.PHONY: run test ready check coverage mutants bench trials format lock sbom

run: .venv/run
	@$(BIN)/python manage.py compile_translations
	@exec $(BIN)/python manage.py serve

test: ready
	$(BIN)/python -m pytest $(TOGETHER)

# A run that measures takes a third longer, so it is one of its own; `make check` repeats what the last one found, and when.
# Code of the served pages runs in threads of the tests' process and is measured; what a test starts as another process is not.
LEAST_COVERAGE := 95
coverage: ready
	@mkdir -p var/coverage
	$(BIN)/python -m pytest $(TOGETHER) --cov --cov-report=term --cov-report=html
	@echo "Coverage with branches of savings/: $$($(BIN)/coverage report --format=total) %," \
		"measured $$(date +%F) at $$(git rev-parse --short HEAD)" | tee var/coverage/summary
	@$(BIN)/coverage report --format=total --fail-under=$(LEAST_COVERAGE) >/dev/null

mutants: ready
	$(BIN)/python -m tests.mutants $(MUTANTS)

ready: .venv/dev
	@$(BIN)/python manage.py compile_translations

check: ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/reuse lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run
	VALBY_HTTPS=1 VALBY_ALLOWED_HOSTS=valby.example.dk VALBY_SECRET_KEY=only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz \
		$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py check_translations
	$(BIN)/python -m pytest -q tests/test_house.py tests/test_documents.py

bench: ready .venv/bench
	@$(BIN)/python -m bench $(BENCH)

# Crowds at the door, without a web server in front and through those that are here; twenty thousand generated form posts; two hundred
# kills of every kind (TRIALS="--kills 20"). The tests make a few of each.
trials: ready
	$(BIN)/python -m tests.trials
	@! command -v nginx >/dev/null && echo "nginx is not here: not tried." || $(BIN)/python -m tests.trials --through nginx
	@! command -v caddy >/dev/null && echo "caddy is not here: not tried." || $(BIN)/python -m tests.trials --through caddy
	VALBY_POSTS=20000 $(BIN)/python -m pytest $(TOGETHER) tests/web/test_any_form_post.py
	$(BIN)/python -m tests.trials.kills $(TRIALS)

# One lock for every system and every Python from 3.11 on. The lists name what we use; the locks also what that pulls in.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
lock: | .venv/bin/python
	@test -x $(BIN)/uv || $(PIP) "$$(grep '^uv==' requirements-dev.txt)"
	$(LOCK) $(LOCKING) --output-file requirements.lock requirements.txt
	$(LOCK) $(LOCKING) --constraints requirements.lock --output-file requirements-dev.lock requirements-dev.txt
	$(LOCK) $(LOCKING) --constraints requirements-dev.lock --output-file requirements-bench.lock requirements-bench.txt

sbom: ready
	@mkdir -p var
	$(BIN)/python -m tools.sbom > var/valby.cdx.json

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/djlint templates --reformat --quiet

# Made anew when the Python it points to is gone, or when making it was broken off before pip was there.
ifneq ($(shell $(BIN)/python -c 'import pip' 2>/dev/null && echo whole),whole)
$(shell rm -f .venv/run .venv/dev)
.PHONY: .venv/bin/python
endif

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Valby: Python 3.11 or newer is needed; '$(PYTHON)' is older or missing. Name another: make PYTHON=python3.12"; exit 1; } >&2
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "Valby: Python's venv module is missing. On Debian: apt install python3-venv"; exit 1; } >&2
	@rm -rf .venv
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Valby: .venv could not be made in this folder (see above)."; exit 1; } >&2

# A stamp is younger than the lock it was installed from, so that a second run installs nothing.
.venv/run: requirements.lock | .venv/bin/python
	@echo "Installing what Valby needs (once) ..."
	@$(PIP) --require-hashes -r requirements.lock || { echo "Valby: the packages could not be installed (see above)."; exit 1; } >&2
	@touch $@

# Without it the bench says so, and measures the rest.
.venv/bench: requirements-bench.lock | .venv/dev
	-@$(PIP) --require-hashes -r requirements-bench.lock
	@touch $@

.venv/dev: requirements-dev.lock | .venv/bin/python
	@echo "Installing what the tests need (once) ..."
	@$(PIP) --require-hashes -r requirements-dev.lock || { echo "Valby: the packages could not be installed (see above)."; exit 1; } >&2
	@touch .venv/run $@
