"""`python -m soak [STORM …]` runs the storms in full on SQLite and PostgreSQL; `--part 0.1` at a tenth of the size."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.databases.ready import ready

if TYPE_CHECKING:
    from tests.databases.engines import Engine


@contextmanager
def _engines() -> Iterator[list[Engine]]:
    from tests.databases import engines, server

    found: list[Engine] = [engines.Sqlite(ready())]
    programs = server.programs()
    if programs is None:
        print("PostgreSQL is not installed: its storms are left out", file=sys.stderr)
        yield found
        return
    with server.running(programs) as address:
        found.append(engines.Postgresql(address))
        yield found


def main() -> int:
    """Run them and print a line each; 1 when a promise did not hold."""
    words = argparse.ArgumentParser(prog="python -m soak")
    words.add_argument("--part", type=float, default=1.0, help="the share of the full size")
    words.add_argument("--seed", type=int, default=secrets.randbits(32))
    words.add_argument("storms", nargs="*")
    asked = words.parse_args()
    status = 0
    with _engines() as found:
        from soak.storms import FULL, STORMS
        from tests.office.cases.office import Office

        for engine in found:
            for name in asked.storms or STORMS:
                with engine.copied(f"soak_{secrets.token_hex(4)}"):
                    size = max(1, round(FULL[name] * asked.part))
                    outcome = STORMS[name](Office(), size, asked.seed)
                told = ", ".join(f"{key} {value:g}" for key, value in outcome.figures.items())
                print(f"{engine.name:11}{name:9}seed {asked.seed}: {told}", flush=True)
                for broken in outcome.broken[:20]:
                    print(f"    BROKEN {broken}", flush=True)
                status = status or int(bool(outcome.broken))
    return status


if __name__ == "__main__":
    sys.exit(main())
