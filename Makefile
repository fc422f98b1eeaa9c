# frontwire on one machine. `make run` and `make test` need Python 3.11.5 or later and nothing else.

PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
LOCKS := locks
SOURCES ?=
OUT ?= out
RUNS ?= 3000
FUZZ ?= 120
KILLS ?= 20
CORPUS ?=
unexport PYTHONDONTWRITEBYTECODE # what is compiled once is kept: every later start is quicker

.PHONY: help setup run up test check prove bench bench-extract bench-collect lock clean

help: ## What there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: .venv/.ready .venv-aws/.ready ## The environments: .venv (project and tools), .venv-aws (the embedded AWS)

run: setup ## The whole pipeline on this machine: news in, alerts out (SOURCES=my.yaml for your own sources)
	.venv/bin/frontwire run --out $(OUT) $(if $(SOURCES),--sources $(SOURCES))

up: setup ## The same, staying until Ctrl-C
	.venv/bin/frontwire up --demo

test: setup ## All tests: moto, fakes, the embedded AWS; no network, no account
	.venv/bin/pytest -n 2 --dist loadfile

check: setup ## What CI checks besides: style, types, template, locks
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/mypy --explicit-package-bases functions/*/app.py --scripts-are-modules
	.venv/bin/cfn-lint template.yaml
	.venv/bin/python tools/check_locks.py

prove: setup .venv-sam/.ready .venv-fuzz/.ready ## Slower proofs: the SAM CLI's build, faults, killed processes, fuzzed pages (RUNS=60 KILLS=8 FUZZ=20: short)
	.venv/bin/pytest tests/packaging
	.venv/bin/python -m prove faults --runs $(RUNS)
	.venv/bin/python -m prove kills --events $(KILLS)
	PYTHONPATH=shared:. .venv-fuzz/bin/python -m bench.fuzz_extract --seconds $(FUZZ)
	.venv/bin/python -m bench.fuzz_detect --seeded --seconds $(FUZZ)

bench-extract: setup .venv-bench/.ready ## Extraction against its peers, interleaved
	PYTHONPATH=shared:. .venv-bench/bin/python -m bench.extract_speed

bench-collect: setup .venv-bench-collect/.ready .venv-bench-changes/.ready ## Polling against its peers (CORPUS=feedparser/tests for parsing)
	.venv-bench-collect/bin/python bench/collect_speed.py --bounds --changes .venv-bench-changes/bin/changedetection.io
	.venv/bin/python bench/collect_schedule.py
	.venv/bin/python bench/cost.py
	$(if $(CORPUS),PYTHONPATH=shared .venv-bench-collect/bin/python bench/collect_corpus.py --corpus $(CORPUS))

bench: setup ## Stories, throughput, and polling in short
	.venv/bin/python bench/stories_speed.py
	.venv/bin/python bench/collect_speed.py --feeds 100 --rounds 2
	.venv/bin/python bench/collect_schedule.py --sources 1000 --minutes 20
	.venv/bin/python -m prove throughput

lock: ## Pin all dependencies anew from pyproject.toml (needs uv)
	sh tools/lock.sh

clean: ## Remove the environments and everything that was made
	rm -rf .venv .venv-aws .venv-sam .venv-bench .venv-bench-collect .venv-bench-changes .venv-fuzz .frontwire .aws-sam out

.venv/.ready: $(LOCKS)/dev.txt pyproject.toml
	rm -rf .venv
ifdef UV
	$(UV) venv --quiet --python ">=3.11.5" .venv
	$(UV) pip install --quiet --python .venv/bin/python --require-hashes --no-deps -r $(LOCKS)/dev.txt
	$(UV) pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
else
	@$(PYTHON) -c 'import sys; sys.version_info < (3, 11, 5) and sys.exit("frontwire needs Python 3.11.5 or later; $(PYTHON) is " + sys.version.split()[0] + ". Name a later one (make PYTHON=python3.13 ...), or install uv, which brings its own.")'
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $(LOCKS)/dev.txt
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	touch $@

.venv-aws/.ready: $(LOCKS)/emulator.txt
	rm -rf .venv-aws
ifdef UV
	$(UV) venv --quiet --python .venv/bin/python .venv-aws || $(UV) venv --quiet --python ">=3.11.5" .venv-aws
	$(UV) pip install --quiet --python .venv-aws/bin/python --require-hashes --no-deps -r $(LOCKS)/emulator.txt
else
	$(PYTHON) -m venv .venv-aws
	.venv-aws/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $(LOCKS)/emulator.txt
endif
	touch $@

.venv-sam/.ready .venv-bench/.ready .venv-bench-collect/.ready .venv-bench-changes/.ready .venv-fuzz/.ready: .venv-%/.ready: $(LOCKS)/%.txt
	rm -rf $(@D)
ifdef UV
	$(UV) venv --quiet --python .venv/bin/python $(@D)
	$(UV) pip install --quiet --python $(@D)/bin/python --require-hashes --no-deps -r $<
else
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
endif
	touch $@
