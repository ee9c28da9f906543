#!/bin/sh
# 测试要用 Chromium：以 root 运行且没有装时用 apt 装上；装不上不算错，相关测试会跳过并说明。由 make test 调用。
# Tests use Chromium: installed by apt where they run as root and lack it; without it those tests are skipped
# and say so. Called by make test.
set -u
command -v chromium >/dev/null && exit 0
command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ] || exit 0
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium fonts-noto-cjk >/dev/null ||
    echo "Chromium 未能装上 / could not be installed" >&2
exit 0
