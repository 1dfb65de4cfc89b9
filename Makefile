# `make run` opens the app, `make test` tests it; both set up what is missing, once.
# Needs Python 3.11 to 3.13. On Debian and Ubuntu missing system packages come from apt.

VENV := .venv
CLUSTER := $(VENV)/cluster
PYTHON := python3 python3.13 python3.12 python3.11
BIN := $(VENV)/bin
TWO := -n 2 --dist loadfile
TESTED := PATH="$(CURDIR)/$(BIN):$$PATH"
PIP := $(BIN)/python -m pip
UV := 0.13.9
PIP_AUDIT := 2.10.1
PRE_COMMIT := 4.7.0
NEEDS := requirements.txt requirements.lock pyproject.toml
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
APT_INSTALL := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))

.PHONY: run test quick test-all test-cluster lint format hooks lock audit bench screenshots clean \
    system-packages

run: $(VENV)/app.stamp
	$(BIN)/streamlit run app.py

# What core and training are tested by alone must run 92 % of their branches. The browser's tests have
# a run of their own: Playwright keeps an event loop where others make one.
test: $(VENV)/test.stamp system-packages
	$(BIN)/coverage erase
	$(TESTED) $(BIN)/coverage run -m pytest $(TWO) tests/core tests/training
	$(BIN)/coverage combine -q
	$(BIN)/coverage report --fail-under=92
	$(TESTED) $(BIN)/python -m pytest $(TWO) --ignore=tests/core --ignore=tests/training \
	    --ignore=tests/browser
	$(TESTED) $(BIN)/python -m pytest $(TWO) tests/browser

quick: $(VENV)/test.stamp
	$(BIN)/python -m pytest $(TWO) -m "not slow and not long and not cluster" --ignore=tests/browser

test-all: $(VENV)/test.stamp system-packages test-cluster
	$(TESTED) $(BIN)/python -m pytest -m "not cluster"
	@for version in 3.11 3.12 3.13; do \
	    if $(BIN)/python --version | grep -qF " $$version."; then continue; fi; \
	    if ! python$$version --version >/dev/null 2>&1; then \
	        echo "Not tested with Python $$version, which is not here."; continue; fi; \
	    $(MAKE) test VENV=.venv/python$$version PYTHON=python$$version || exit 1; \
	done

# Past one machine: Ray and what goes with it stay out of the app's environment.
test-cluster: $(CLUSTER)/test.stamp
	$(CLUSTER)/bin/python -m pytest -m cluster tests/core/bulk tests/training

lint: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright --pythonpath $(BIN)/python

format: $(VENV)/test.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Before every commit, what `make lint` does, on the files that changed.
hooks: $(VENV)/test.stamp
	$(PIP) install -q pre-commit==$(PRE_COMMIT)
	$(BIN)/pre-commit install

# After a change to requirements.txt or to the test group. Versions that may stay do.
lock: $(VENV)/pip.stamp
	$(PIP) install -q uv==$(UV)
	$(BIN)/uv pip compile -q requirements.txt --group pyproject.toml:test --universal \
	    --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
	    --custom-compile-command "make lock" -o requirements.lock
	cp requirements.lock deploy/cluster.lock  # the same versions where Ray lets them be
	$(BIN)/uv pip compile -q requirements.txt --group pyproject.toml:cluster-test --universal \
	    --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
	    --custom-compile-command "make lock" -o deploy/cluster.lock

# Known holes in what is locked, as PyPI's database tells.
audit: $(VENV)/pip.stamp
	$(PIP) install -q pip-audit==$(PIP_AUDIT)
	$(BIN)/pip-audit -r requirements.lock --no-deps --disable-pip

bench: $(VENV)/test.stamp system-packages
	$(TESTED) $(BIN)/python -m tests.bench

screenshots: $(VENV)/test.stamp system-packages
	$(TESTED) $(BIN)/python -m tests.browser.screenshots

clean:
	rm -rf .venv .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/app.stamp: $(VENV)/pip.stamp $(NEEDS)
	$(PIP) install -q --require-hashes -r requirements.txt -c requirements.lock
	touch $@

$(VENV)/test.stamp: $(VENV)/app.stamp
	$(PIP) install -q --require-hashes --group test -c requirements.lock
	touch $@

$(CLUSTER)/test.stamp: $(VENV)/pip.stamp pyproject.toml deploy/cluster.lock
	$(BIN)/python -m venv --clear $(CLUSTER)
	$(CLUSTER)/bin/python -m pip install -q pip==26.3
	$(CLUSTER)/bin/python -m pip install -q --require-hashes -r deploy/cluster.lock
	touch $@

# Debian and Ubuntu ship Python without its venv module.
$(VENV)/pip.stamp:
	@for python in $(PYTHON); do \
	    $$python -c '$(SUPPORTED)' 2>/dev/null || continue; \
	    $$python -c 'import ensurepip' 2>/dev/null \
	        || { $(SUDO) apt-get update -qq && $(APT_INSTALL) $$python-venv; } || exit 1; \
	    echo "Making $(VENV) with $$($$python --version); the first time takes some minutes."; \
	    exec $$python -m venv --clear $(VENV); \
	done; \
	echo "Photo to Emoji needs Python 3.11, 3.12 or 3.13; found: $$(python3 --version 2>&1)." \
	    "Install one of them and run make again." >&2; exit 1
	$(PIP) install -q pip==26.3
	touch $@

# Chromium and Firefox for the browser tests, graphviz for the trainer's picture of the model, nginx
# and coturn for the tests of hosting, a small C compiler for the disk that fails. Ubuntu has both
# browsers only as snaps, which cannot read a test's files: there Chromium comes from Playwright, and
# Firefox's tests are left out. Debian starts nginx and coturn when it installs them, so that is left
# to you where systemd runs.
system-packages: $(VENV)/test.stamp
	@if ! command -v apt-get >/dev/null; then \
	    command -v dot >/dev/null || echo "Install graphviz for the trainer's tests."; \
	elif ! { [ -x /usr/bin/chromium ] || [ -x $(BIN)/chromium ]; } || ! command -v dot >/dev/null; \
	then \
	    $(SUDO) apt-get update -qq && $(APT_INSTALL) graphviz fonts-noto-color-emoji || exit 1; \
	    if ! grep -q '^ID=ubuntu' /etc/os-release; then \
	        $(APT_INSTALL) chromium; \
	    else \
	        export PLAYWRIGHT_BROWSERS_PATH=$(CURDIR)/$(VENV)/browsers; \
	        $(BIN)/playwright install --with-deps --no-shell chromium \
	            && ln -sf "$$(find $(VENV)/browsers -name chrome -type f | xargs realpath)" $(BIN)/chromium; \
	    fi; \
	fi
	@if ! command -v firefox-esr >/dev/null; then \
	    if grep -q '^ID=debian' /etc/os-release 2>/dev/null; then \
	        $(SUDO) apt-get update -qq && $(APT_INSTALL) --no-install-recommends firefox-esr \
	            || exit 1; \
	    else \
	        echo "Without firefox-esr its tests are skipped."; \
	    fi; \
	fi
	@if ! { [ -x /usr/sbin/nginx ] && [ -x /usr/bin/turnserver ]; }; then \
	    if [ -d /run/systemd/system ] || ! command -v apt-get >/dev/null; then \
	        echo "Without nginx-light and coturn the tests of hosting are skipped."; \
	    else \
	        $(SUDO) apt-get update -qq \
	            && $(APT_INSTALL) --no-install-recommends nginx-light coturn tcc || exit 1; \
	    fi; \
	fi
