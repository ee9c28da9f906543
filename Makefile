# 两条命令就够：make run（装好一切，运行演示网站），make test（装好一切，跑全部测试）。
# Two commands are enough: make run (sets up, runs the demonstration site), make test (sets up, runs every test).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

# 保留字节码：测试启动数百个进程，每个都重新编译要多花一倍的时间
# Bytecode is kept: tests start hundreds of processes, and compiling everything anew in each doubles their time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup run test lint docs bench bench-cases fuzz soak clean lock

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml tools/setup.sh tools/uv.txt
	@PYTHON="$(PYTHON)" sh tools/setup.sh $(VENV)
	@touch $@

run: setup
	@$(BIN)/gongkai demo

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/bandit --quiet --recursive gongkai tools --severity-level medium
	@$(BIN)/deptry gongkai

test: lint
	@sh tools/office.sh
	@sh tools/chromium.sh
	@sh tools/postgresql.sh
	@$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=
	@$(BIN)/python tools/branches.py

docs: setup
	@$(BIN)/python tools/make_docs.py
	@$(BIN)/python tools/make_picture.py

bench: setup bench-cases
	@$(BIN)/python bench/run.py

bench-cases: setup
	@sh tools/postgresql.sh
	@$(BIN)/python bench/cases.py

fuzz: setup
	@$(BIN)/python -m fuzz run $(or $(SECONDS),300) $(TARGETS)

soak: setup
	@sh tools/postgresql.sh
	@$(BIN)/python -m soak $(if $(PART),--part $(PART)) $(STORMS)

lock: setup
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra dev \
		--no-header --no-annotate pyproject.toml --output-file requirements.lock

clean:
	@rm -rf $(VENV) build dist out .coverage .coverage.* coverage.json htmlcov \
		.hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
