"""A page set in a process of its own: the paper's JSON comes in, the PDF goes out, or what the compiler says."""

from __future__ import annotations

import sys

from gongkai.writers.paper.typeset import REFUSED, set_here


def main() -> int:
    """The process's status: 0 with the PDF on the standard output, REFUSED with the compiler's words on the other."""
    made, said = set_here(sys.stdin.buffer.read().decode())
    sys.stdout.buffer.write(made)
    sys.stderr.buffer.write(said.encode())
    return REFUSED if said else 0


if __name__ == "__main__":
    sys.exit(main())
