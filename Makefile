# Every target works alone in a clean clone with Python 3.11+, make and pip:
#   make run [ARGS="drawings.ndjson"]    make test [PYTEST_ARGS="-k canvas"]    make PYTHON=python3.12 run
# The first use makes .venv (a few minutes: torch and Qt are large), later ones start at once.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=
PYTEST_ARGS ?=
# The bundle: cpu or cuda (default: whatever torch is installed), and where it lies.
VARIANT ?=
BUNDLE ?= dist/sketchxai-desktop
DEB_OUT ?= dist
COMPRESSION ?= xz
# Workers for the tests, one file at a time each. More than four only compete for memory.
JOBS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); [ $$n -gt 4 ] && n=4; echo $$n)

PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check -c constraints.txt
# Qt complains about the plain C locale of a container.
LOCALE := $(if $(filter Linux,$(shell uname -s)),LC_ALL=C.UTF-8)
LIBRARIES := $(PYTHON) -I sketchxai_desktop/system_libraries.py --install

.DEFAULT_GOAL := help
.PHONY: help run test pytest lint types format soak bench docs package check-package deb archive wheel clean

help:
	@echo "make run      open the window (ARGS=... for a file or options)"
	@echo "make test     lint, types and tests (PYTEST_ARGS=... for pytest)"
	@echo "make soak     the tests that run for minutes"
	@echo "make bench    the benchmarks"
	@echo "make docs     build/guide: this program's guide as web pages; its generated pages are written anew"
	@echo "make package  build dist/sketchxai-desktop, which needs no Python (VARIANT=cpu or cuda: the installed torch's)"
	@echo "make check-package  try everything that the bundle can do where there is no Python"
	@echo "make archive  the bundle as one compressed file with its checksum"
	@echo "make deb      the bundle as a Debian package (COMPRESSION=xz, zstd or none)"
	@echo "make wheel    build the wheel and the source archive"
	@echo "make format   format the code"
	@echo "make clean    remove everything that make made"

# What cannot be installed here is named by the app itself.
run: $(VENV)/.app
	@$(LIBRARIES) 2>/dev/null || true
	@$(PY) -m sketchxai_desktop $(ARGS)

test: lint types pytest

lint: $(VENV)/.test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(VENV)/.test
	$(PY) -m mypy

# One thread for torch in each worker: more would only wait for one another. The tests of a real window
# skip, saying why, where Xvfb or xdotool cannot be installed.
pytest: $(VENV)/.test
	@$(LIBRARIES) --platform offscreen
	@$(LIBRARIES) --platform xcb --programs || echo "The tests that open a real window will be skipped."
	$(LOCALE) OMP_NUM_THREADS=1 QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n $(JOBS) --dist loadfile $(PYTEST_ARGS)

soak: $(VENV)/.test
	@$(LIBRARIES) --platform offscreen
	$(LOCALE) QT_QPA_PLATFORM=offscreen $(PY) -m pytest -m soak --timeout 1800 $(PYTEST_ARGS)

format: $(VENV)/.test
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: $(VENV)/.test
	@for file in benchmarks/*.py; do echo "== $$file"; QT_QPA_PLATFORM=offscreen $(PY) "$$file" $(ARGS) || exit 1; done

docs: $(VENV)/.docs
	@$(LIBRARIES) --platform offscreen
	$(PY) tools/make_cli_reference.py
	$(LOCALE) QT_QPA_PLATFORM=offscreen $(PY) tools/make_shortcuts.py
	$(PY) -m mkdocs build --strict

package: $(VENV)/.package
	@$(LIBRARIES) --platform xcb
	$(PY) -m PyInstaller --noconfirm --clean build.spec $(if $(VARIANT),-- --variant $(VARIANT))
	@du -sh dist/sketchxai-desktop

check-package: $(VENV)/.app
	$(PY) .ci/check_bundle $(BUNDLE)

deb: $(VENV)/.app
	$(PY) packaging/deb.py $(BUNDLE) $(DEB_OUT) --compression $(COMPRESSION)

archive: $(VENV)/.app
	$(PY) packaging/archive.py $(BUNDLE) dist

wheel: $(VENV)/.app
	$(PY) -m pip wheel --disable-pip-version-check --no-deps --wheel-dir dist .

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find sketchxai_desktop tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# Debian's Python comes without ensurepip, and then the environment is made without pip and given one from outside.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "SketchXAI Desktop needs Python 3.11 or newer, and $(PYTHON) is %d.%d. Name another one: make PYTHON=python3.12 run" % sys.version_info[:2])'
	@$(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 || { \
	  $(PYTHON) -m venv --clear --without-pip $(VENV) && \
	  $(PYTHON) -m pip --disable-pip-version-check --python $(PY) install --quiet pip; }
	@touch $@

# Installed as it lies here, so that an edited file counts at once.
$(VENV)/.app: $(VENV)/.made pyproject.toml constraints.txt
	$(PIP) -e .
	@touch $@

$(VENV)/.test: $(VENV)/.app
	$(PIP) -e ".[test]"
	@touch $@

$(VENV)/.docs: $(VENV)/.app
	$(PIP) -e ".[docs]"
	@touch $@

$(VENV)/.package: $(VENV)/.app
	$(PIP) -e ".[package]"
	@touch $@
