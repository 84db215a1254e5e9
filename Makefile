# make book and make test do all their set-up. What each target is for: make help.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SECONDEXPANSION:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Nothing of the user's language, paths or start-up files enters: the same commit gives the same bytes.
export LC_ALL := C.UTF-8
export TZ := UTC
export PYTHONUTF8 := 1
export PYTHONHASHSEED := 0
export PYTHONNOUSERSITE := 1
# The notebooks run side by side; threads of the algebra that wait for each other cost half the time.
export OPENBLAS_NUM_THREADS := 1
export IPYTHONDIR := $(CURDIR)/_build/ipython
unexport SOURCE_DATE_EPOCH LANGUAGE PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONOPTIMIZE PYTHONWARNINGS PYTEST_ADDOPTS

VENV := .venv
PYTHON := $(VENV)/bin/python
STAMPS := _build/stamps
STAGE := _build/stage

NOTEBOOKS := $(wildcard index.ipynb chapters/*.ipynb)
CODE := $(shell find src -name '*.py')
DATA := $(wildcard data/*) references.bib
PAGES := _config.yml _toc.yml $(wildcard chapters/*.md) $(shell find src/compute_deal/book/assets -type f)
JUPYTER_BOOK := $(VENV)/bin/jupyter-book build . -W -n --keep-going -q --path-output $(STAGE)

# One build at a time in a folder: a second one waits, then finds its work done. The parts of one are made side by side.
FLOCK := $(if $(shell command -v flock),flock -o .)
UNLOCKED := echo "There is no flock here, so nothing keeps two makes in this folder apart." >&2
define alone
@$(if $(FLOCK),flock -n . true || echo "Another make is at work in this folder; waiting for it …" >&2,$(UNLOCKED))
+@$(FLOCK) $(MAKE) -s $(if $(filter -j%,$(MAKEFLAGS)),,-j3) $1
endef

# A stamp counts only while the files are there that were made with it, as they were.
files = find $1 -type f -print0 | sort -z | xargs -0 sha256sum
again-unless-whole = $(shell sha256sum --check --status $1 2>/dev/null || echo again)

.PHONY: help book data html pdf test odd sweep notebooks stored supposed serve watch lab bench trace probe lint lock licences clean again

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 18

# With SCENARIO or SET the whole report is made under other assumptions, in a folder of its own.
export SCENARIO SET

book: ## check the notebooks, make site and PDF: _build/html; with SET="csa_fee=1.0e9" or SCENARIO=cools under other assumptions
ifeq ($(SCENARIO)$(SET),)
	$(call alone,$(STAMPS)/published)
	@echo "The report is in _build/html/index.html, as a PDF in _build/html/compute-deal.pdf"
else
	$(call alone,supposed)
endif

data: ## check the evidence alone
	$(call alone,$(STAMPS)/checked)

html: ## the site alone, in _build/stage/site, not yet checked
	$(call alone,$(STAMPS)/html)

pdf: ## the PDF alone, in _build/stage/paper, not yet checked
	$(call alone,$(STAMPS)/pdf)

test: book ## every test: units, data, notebooks, prose, site, PDF
	$(call alone,$(STAMPS)/ready-test)
	@tests/book/browser.sh $(PYTHON)
	$(VENV)/bin/ruff check -q .
	$(VENV)/bin/ruff format -q --check .
	$(PYTHON) -m pytest -q -n 2 --dist loadfile

odd: book ## make the report once more, in odd circumstances, and compare all bytes
	@scripts/odd

notebooks: ## run the notebooks again and store their outputs
	$(call alone,stored)

sweep: ## run the notebooks as other processors would, and compare the results
	$(call alone,$(STAMPS)/checked)
	$(PYTHON) -m compute_deal.book.sweep

watch: ## show the site and make anew what changes in notebooks, data or code, as files are saved
	$(call alone,$(STAMPS)/checked)
	@$(PYTHON) -m compute_deal.book.watch $(PORT)

serve: book ## show the site on this machine
	@$(PYTHON) -m compute_deal.book.serve _build/html $(PORT)

lab: ## open the notebooks in JupyterLab
	$(call alone,$(STAMPS)/ready-lab)
	$(VENV)/bin/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) index.ipynb

bench: ## measure speed, as ratios within one run
	$(call alone,$(STAMPS)/ready-test)
	$(PYTHON) -m tests.bench

trace: ## say where a number is from and where it is used: make trace ID=csa_fee
	$(call alone,$(STAMPS)/ready)
	@$(PYTHON) -m compute_deal.trace $(or $(ID),$(error say which number: make trace ID=csa_fee))

probe: ## measure the Messages API: needs ANTHROPIC_API_KEY; options in ARGS
	$(call alone,$(STAMPS)/ready)
	@$(PYTHON) -m compute_deal.probe $(ARGS)

lint: ## mend style
	$(call alone,$(STAMPS)/ready-test)
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

lock: ## write the locks anew from pyproject.toml, with NEWER=1 for the newest versions
	@scripts/lock $(if $(NEWER),--upgrade)

licences: ## list the licences of what is installed
	$(call alone,$(STAMPS)/ready)
	@scripts/uv tool run -q --from 'pip-licenses>=5,<6' pip-licenses --python $(PYTHON) --from mixed --order license

clean: ## remove what was built and installed
	@$(FLOCK) rm -rf _build $(VENV) .uv .pytest_cache .ruff_cache .hypothesis

supposed: $(STAMPS)/checked
	@$(PYTHON) -m compute_deal.book.scenario

stored: $(STAMPS)/checked
	@$(PYTHON) -m compute_deal.book.notebooks

# Wrong data is named before anything is computed from it.
$(STAMPS)/checked: $(STAMPS)/ready $(DATA) $(wildcard src/compute_deal/evidence/*.py)
	@$(PYTHON) -m compute_deal.evidence
	@touch $@

# The stored outputs are compared with a fresh run before anything made from them is published.
$(STAMPS)/validated: $(STAMPS)/checked $(NOTEBOOKS) $(CODE) $(DATA)
	@due=$$($(PYTHON) -m compute_deal.book.needs due $(STAMPS)/runs.json $(NOTEBOOKS)); \
	echo "Running $${due:-no notebook, since only prose changed,} and comparing the outputs with those stored …"; \
	$(PYTHON) -m pytest -q -n 2 --dist loadfile --nbval --nbval-current-env -p compute_deal.book.compare \
	  -p no:cacheprovider -p no:hypothesispytest -o testpaths= -o addopts= --noconftest $$due tests/book/test_notebooks.py
	@$(PYTHON) -m compute_deal.book.needs done $(STAMPS)/runs.json
	@touch $@

# Each from clean: Sphinx does not notice changed code, and its check sums differ when warm.
define made
@rm -rf $(STAGE)/$1
@$(JUPYTER_BOOK)/$1 $2 > $@.log 2>&1 || { cat $@.log >&2; exit 1; }
@$(call files,$(STAGE)/$1/_build/$3) > $@
endef

$(STAMPS)/html: $(STAMPS)/checked $(NOTEBOOKS) $(CODE) $(DATA) $(PAGES) $$(call again-unless-whole,$(STAMPS)/html)
	@echo "Making the site …"
	$(call made,site,,html)

$(STAMPS)/pdf: $(STAMPS)/checked $(NOTEBOOKS) $(CODE) $(DATA) $(PAGES) $$(call again-unless-whole,$(STAMPS)/pdf)
	@echo "Making the PDF …"
	$(call made,paper,--builder custom --custom-builder paper,paper/compute-deal.pdf)

# The last good site stays in place until the new one has passed its check.
$(STAMPS)/published: $(STAMPS)/validated $(STAMPS)/html $(STAMPS)/pdf $$(call again-unless-whole,$(STAMPS)/published)
	@echo "Checking site and PDF …"
	@$(PYTHON) -m compute_deal.book.publish $(STAGE)/site/_build/html $(STAGE)/paper/_build/paper/compute-deal.pdf _build/html
	@$(call files,_build/html) > $@

# An environment that was copied with its folder, or whose Python is gone, is made anew.
$(STAMPS)/ready: requirements.lock pyproject.toml $$(if $$(shell scripts/environment check $(VENV)),again)
	@mkdir -p $(STAMPS)
	@scripts/environment make $(VENV) requirements.lock
	@touch $@

# What tests and lab need beside.
$(STAMPS)/ready-%: requirements-%.lock $(STAMPS)/ready
	@echo "Installing the locked packages of the part '$*' into $(VENV) …"
	@scripts/uv pip install -q --python $(PYTHON) --no-deps --require-hashes --compile-bytecode -r $<
	@touch $@
