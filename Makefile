# The doors of the project. `make help` lists them.
# Everything is set up on the first call; a second call repeats nothing.

PYTHON ?= python3
PORT   ?= 8000
# `make site PDF=no` leaves the PDFs out (and needs neither Pango nor a Japanese font).
PDF    ?= yes
export PDF
export PYTHONPATH := $(CURDIR)/scripts
# Material's note about MkDocs 2 is no news for a build log.
export NO_MKDOCS_2_WARNING := 1
export PYTHONDONTWRITEBYTECODE := 1

VENV_PYTHON := .venv/bin/python
SETUP       := $(PYTHON) scripts/setup.py

.DEFAULT_GOAL := help

.PHONY: serve
serve:  ## サイトを作り、http://127.0.0.1:8000/ で見せる（保存すると自動で更新。PORT=で変更）
	@$(SETUP) site
	@$(VENV_PYTHON) -m handbook.serve --port $(PORT)

.PHONY: site
site:  ## 公開用のサイト一式をsite/に作る
	@$(SETUP) site
	@$(VENV_PYTHON) -m handbook.build

.PHONY: check
check:  ## 原稿とデータをすべて調べる（ブラウザーは使わない）
	@$(SETUP) check
	@$(VENV_PYTHON) -m handbook.check

.PHONY: fix
fix:  ## 機械が直せる表記の揺れを直す
	@$(SETUP) check
	@$(VENV_PYTHON) -m handbook.check --fix
	@$(VENV_PYTHON) -m ruff check --fix --quiet scripts tests

.PHONY: test
test:  ## すべてのテスト（原稿、道具、サイト、ブラウザー）
	@$(SETUP) test
	@$(VENV_PYTHON) -m ruff check --quiet scripts tests
	@$(VENV_PYTHON) -m pytest

.PHONY: sources
sources:  ## 出典のページに変わりがないかを確かめる（ネットワークを使う）
	@$(SETUP) site
	@$(VENV_PYTHON) -m handbook.watch_sources

.PHONY: bench
bench:  ## ビルドの速さ（1倍、4倍、16倍の分量と、素のMaterialとの比較）、検索の重さ、PDFの時間を測る
	@$(SETUP) test
	@$(VENV_PYTHON) -m handbook.bench
	@$(VENV_PYTHON) -m handbook.build
	@$(VENV_PYTHON) -m handbook.search.bench
	@$(VENV_PYTHON) -m handbook.pdf.bench

.PHONY: lock
lock:  ## 依存関係の固定ファイルを作り直す
	@$(SETUP) site
	@$(VENV_PYTHON) -m pip install --quiet --target .cache/uv uv==0.13.9
	@PYTHONPATH=.cache/uv $(VENV_PYTHON) -m uv pip compile pyproject.toml --group test --python-version 3.11.2 --universal --generate-hashes --no-annotate --no-header --quiet --output-file requirements/test.txt
	@PYTHONPATH=.cache/uv $(VENV_PYTHON) -m uv pip compile pyproject.toml --constraint requirements/test.txt --python-version 3.11.2 --universal --generate-hashes --no-annotate --no-header --quiet --output-file requirements/site.txt

.PHONY: clean
clean:  ## 作ったものをすべて消す
	rm -rf .venv node_modules site .cache docs/assets/vendor .pytest_cache .ruff_cache

.PHONY: help
help:  ## この一覧
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
