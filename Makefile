# Every target works alone in a clean clone with Python 3.11+, make and pip:
#   make run [ARGS="drawings.ndjson"]    make test [PYTEST_ARGS="-k canvas"]    make PYTHON=python3.12 run
# The first use makes .venv (a few minutes: torch and Qt are large), later ones start at once.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=
PYTEST_ARGS ?=
# Of the random moments at which the program is killed or left.
SEED ?= 1
# The bundle: cpu or cuda (default: whatever torch is installed), and where it lies.
VARIANT ?=
BUNDLE ?= dist/sketchxai-desktop
DEB_OUT ?= dist
COMPRESSION ?= xz
# Where torch for Linux without CUDA is: an index or a folder of wheels (default: PyTorch's own index).
TORCH_CPU ?=
# Workers for the tests, one file at a time each. More than four only compete for memory.
JOBS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); [ $$n -gt 4 ] && n=4; echo $$n)

PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check -c constraints.txt
# Qt complains about the plain C locale of a container.
LOCALE := $(if $(filter Linux,$(shell uname -s)),LC_ALL=C.UTF-8)
LIBRARIES := $(PYTHON) -I sketchxai_desktop/system_libraries.py --install

.DEFAULT_GOAL := help
.PHONY: help run test pytest lint types format soak soak-full fuzz abuse bench docs package check-package deb archive wheel lock audit clean

help:
	@echo "make run      open the window (ARGS=... for a file or options)"
	@echo "make test     lint, types and tests (PYTEST_ARGS=... for pytest)"
	@echo "make soak     the tests that run for minutes"
	@echo "make soak-full  a whole day's use in one session: 2,000 inversions, 500 files, 200 exports"
	@echo "make fuzz     a million damaged lines and as much of every other file that is read (FUZZ_SECONDS=60)"
	@echo "make abuse    kill the program at 200 random moments and leave it at 300 (SEED=1)"
	@echo "make bench    how fast it is, beside what else there is: one table (ARGS=--quick for a first look)"
	@echo "make docs     build/guide: this program's guide as web pages; its generated pages are written anew"
	@echo "make package  build dist/sketchxai-desktop, which needs no Python (VARIANT=cpu or cuda: the installed torch's),"
	@echo "              and beside it the list of what is in it (CycloneDX)"
	@echo "make check-package  try everything that the bundle can do where there is no Python"
	@echo "make archive  the bundle as one compressed file with its checksum"
	@echo "make deb      the bundle as a Debian package (COMPRESSION=xz, zstd or none)"
	@echo "make wheel    build the wheel and the source archive"
	@echo "make lock     write packaging/*.lock anew: versions and checksums of all that a release is built from"
	@echo "make audit    ask the Python Package Index for known vulnerabilities of what is in the locks"
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

abuse: $(VENV)/.test
	@$(LIBRARIES) --platform offscreen
	$(LOCALE) $(PY) -m tests.abuse.kills --count 200 --seed $(SEED)
	$(LOCALE) $(PY) -m tests.abuse.quits --count 300 --seed $(SEED)

soak-full: $(VENV)/.test
	@$(LIBRARIES) --platform offscreen
	$(LOCALE) SKETCHXAI_SOAK=1 OMP_NUM_THREADS=1 QT_QPA_PLATFORM=offscreen $(PY) -m pytest -m soak -s tests/app/test_long_use.py $(PYTEST_ARGS)

# FUZZ_SECONDS of inputs led by coverage for each reader, where atheris can be installed (Linux).
FUZZ_SECONDS ?= 60
fuzz: $(VENV)/.test
	@$(LIBRARIES) --platform offscreen
	$(LOCALE) OMP_NUM_THREADS=1 $(PY) -m pytest -m fuzz -s -n $(JOBS) tests/fuzz $(PYTEST_ARGS)
	@$(PIP) -q -e ".[fuzz]" || true
	$(LOCALE) OMP_NUM_THREADS=1 $(PY) -m tests.fuzz.led_by_coverage $(FUZZ_SECONDS)

format: $(VENV)/.test
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

# One table; every other benchmark is run by itself (benchmarks/README.md).
bench: $(VENV)/.bench
	@$(LIBRARIES) --platform offscreen
	$(LOCALE) QT_QPA_PLATFORM=offscreen $(PY) benchmarks/table.py $(ARGS)

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

lock: $(VENV)/.release
	PATH="$(CURDIR)/$(VENV)/bin:$(VENV)/bin:$$PATH" $(PY) packaging/lock.py $(if $(TORCH_CPU),--torch-cpu "$(TORCH_CPU)")

# The lock with CUDA: it has everything that the other one has, and torch under a version that the index knows.
audit: $(VENV)/.release
	$(PY) -m pip_audit --strict --disable-pip --require-hashes -r packaging/release-cuda.lock

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

$(VENV)/.bench: $(VENV)/.app
	$(PIP) -e ".[bench]"
	@touch $@

$(VENV)/.docs: $(VENV)/.app
	$(PIP) -e ".[docs]"
	@touch $@

$(VENV)/.package: $(VENV)/.app
	$(PIP) -e ".[package]"
	@touch $@

$(VENV)/.release: $(VENV)/.app
	$(PIP) -e ".[release]"
	@touch $@
