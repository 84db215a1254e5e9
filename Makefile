# make book and make test do all their set-up. What each target is for: make help.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
PYTHON := $(VENV)/bin/python
STAMPS := _build/stamps
STAGE := _build/stage/_build
# the same commit gives the same bytes: the date inside site and PDF is the commit's
export SOURCE_DATE_EPOCH ?= $(or $(shell git log -1 --format=%ct 2>/dev/null),0)
export PYTHONHASHSEED := 0

NOTEBOOKS := $(wildcard index.ipynb chapters/*.ipynb)
CODE := $(shell find src -name '*.py')
DATA := $(wildcard data/*) references.bib
PAGES := _config.yml _toc.yml $(wildcard chapters/*.md) $(shell find src/compute_deal/book/assets -type f)
JUPYTER_BOOK := $(VENV)/bin/jupyter-book build . -W -n --keep-going -q --path-output _build/stage

.PHONY: help book data html pdf test notebooks sweep serve lab bench trace probe lint clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 18

book: $(STAMPS)/published ## check the notebooks, make site and PDF: _build/html/index.html, _build/html/compute-deal.pdf
	@echo "The report is in _build/html/index.html, as a PDF in _build/html/compute-deal.pdf"

data: $(STAMPS)/checked ## check the evidence alone

html: $(STAMPS)/html ## the site alone, in _build/stage/_build/html, not yet checked

pdf: $(STAMPS)/pdf ## the PDF alone, in _build/stage/_build/paper, not yet checked

test: book $(STAMPS)/browser ## every test: units, data, notebooks, prose, site, PDF
	$(VENV)/bin/ruff check -q .
	$(VENV)/bin/ruff format -q --check .
	$(PYTHON) -m pytest -q -n 2 --dist loadfile

notebooks: $(STAMPS)/checked ## run the notebooks again and store their outputs
	$(PYTHON) -m compute_deal.book.notebooks

sweep: $(STAMPS)/checked ## run the notebooks as other processors would, and compare the results
	$(PYTHON) -m compute_deal.book.sweep

serve: book ## show the site on this machine
	$(PYTHON) -m http.server --bind 127.0.0.1 --directory _build/html 8000

lab: $(STAMPS)/ready ## open the notebooks in JupyterLab
	$(VENV)/bin/jupyter lab chapters

bench: $(STAMPS)/ready ## measure speed, as ratios within one run
	$(PYTHON) -m tests.bench

trace: $(STAMPS)/ready ## say where a number is from and where it is used: make trace ID=csa_fee
	@$(PYTHON) -m compute_deal.trace $(or $(ID),$(error say which number: make trace ID=csa_fee))

probe: $(STAMPS)/ready ## measure the Messages API: needs ANTHROPIC_API_KEY; options in ARGS
	@$(PYTHON) -m compute_deal.probe $(ARGS)

lint: $(STAMPS)/ready ## mend style
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

clean: ## remove what was built and installed
	rm -rf _build $(VENV) .uv .pytest_cache .ruff_cache .hypothesis

# Wrong data is named before anything is computed from it.
$(STAMPS)/checked: $(STAMPS)/ready $(DATA) $(wildcard src/compute_deal/evidence/*.py)
	@$(PYTHON) -m compute_deal.evidence
	@touch $@

# The stored outputs are compared with a fresh run before anything is built from them.
$(STAMPS)/validated: $(STAMPS)/checked $(NOTEBOOKS) $(CODE) $(DATA)
	@echo "Running the notebooks and comparing their outputs with those stored …"
	@$(PYTHON) -m pytest -q -n 2 --dist loadfile --nbval --nbval-current-env -p compute_deal.book.nbval_meaning \
	  -p no:cacheprovider -o testpaths= -o addopts= $(NOTEBOOKS) tests/book/test_notebooks.py
	@touch $@

$(STAMPS)/html: $(STAMPS)/validated $(PAGES)
	@rm -rf $(STAGE)  # from clean: Sphinx does not notice changed code, and its check sums differ when warm
	$(JUPYTER_BOOK) > $(STAMPS)/html.log 2>&1 || { cat $(STAMPS)/html.log >&2; exit 1; }
	@touch $@

$(STAMPS)/pdf: $(STAMPS)/html
	$(JUPYTER_BOOK) --builder custom --custom-builder paper > $(STAMPS)/pdf.log 2>&1 || { cat $(STAMPS)/pdf.log >&2; exit 1; }
	@touch $@

# The last good site stays in place until the new one has passed its check.
$(STAMPS)/published: $(STAMPS)/html $(STAMPS)/pdf
	$(PYTHON) -m compute_deal.book.publish $(STAGE)/html $(STAGE)/paper/compute-deal.pdf _build/html
	@touch $@

$(STAMPS)/browser: binder/apt.txt $(STAMPS)/ready
	@tests/book/browser.sh $(PYTHON) binder/apt.txt
	@touch $@

# uv, from the machine or else from its package
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)

$(STAMPS)/ready: requirements.lock pyproject.toml | $(UV)
	@mkdir -p $(STAMPS)
	@echo "Installing the locked packages into $(VENV) …"
	@test -x $(PYTHON) || $(UV) venv -q --python "$$(command -v python3)" $(VENV)
	@VIRTUAL_ENV=$(VENV) $(UV) pip sync -q --require-hashes --compile-bytecode requirements.lock
	@VIRTUAL_ENV=$(VENV) $(UV) pip install -q --no-deps -e .
	@touch $@

.uv/bin/uv:
	@command -v python3 >/dev/null || { echo "This needs Python 3.11 or later: apt-get install python3 python3-venv" >&2; exit 1; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "This needs Python 3.11 or later; python3 is $$(python3 --version)" >&2; exit 1; }
	@python3 -m venv .uv 2>/dev/null || { rm -rf .uv; src=$$(command -v sudo || true); \
	  { apt-get --version >/dev/null 2>&1 && { [ "$$(id -u)" = 0 ] || [ -n "$$src" ]; } && $$src apt-get update -qq && $$src apt-get install -y -qq python3-venv && python3 -m venv .uv; } \
	  || { echo "Python cannot make a virtual environment here: apt-get install python3-venv" >&2; exit 1; }; }
	@.uv/bin/pip install -q --disable-pip-version-check uv
