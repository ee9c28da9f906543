#!/bin/sh
# 建立虚拟环境，按带校验值的锁定文件安装，再以可编辑方式装上本项目。由 make setup 调用。
# Makes the virtual environment, installs the lock with its hashes, then the project itself. Called by make setup.
# Takes: the folder of the environment. From the environment: PYTHON.
set -eu
venv=$1

stop() {
    echo "$1" >&2
    exit 3
}

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    stop "需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed: make setup PYTHON=/path/to/python3.11"

if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ] ||
        stop "请先安装 / please install first: sudo apt-get install python3-venv"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv ||
        stop "python3-venv 未能装上 / could not be installed: apt-get install python3-venv"
fi

[ -x "$venv/bin/python" ] || "$PYTHON" -m venv "$venv"

install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
}

if install --require-hashes -r tools/uv.txt; then
    export VIRTUAL_ENV="$venv"
    "$venv/bin/uv" pip sync --quiet --require-hashes requirements.lock
    "$venv/bin/uv" pip install --quiet --no-deps --no-build-isolation --editable .
else
    echo "uv 装不上，改用 pip / uv is not to be had, pip is used instead" >&2
    install --require-hashes -r requirements.lock
    install --no-deps --no-build-isolation --editable .
fi

# 预先编译：有的环境不写字节码（PYTHONDONTWRITEBYTECODE），每次启动都要重新编译
# Compiled once here: where no bytecode is written (PYTHONDONTWRITEBYTECODE), every start would compile anew.
"$venv/bin/python" -m compileall -q gongkai "$venv"/lib/python3*/site-packages/click
