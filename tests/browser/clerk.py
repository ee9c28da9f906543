"""A process beside the server, on the same site: enters a bureau and its members, then sets the date line by line.

Run as a program with the server's environment. It answers each line with one of its own: `office` enters the bureau and
its members and tells their password, a date in ISO form makes it that day (the date control's own action).
"""

from __future__ import annotations

import sys
from datetime import date


def main() -> None:
    """Answer lines until there are no more."""
    import django

    django.setup()
    from django.utils import timezone

    from gongkai.office.people.models import Member
    from gongkai.office.records.actions import set_today

    for line in sys.stdin:
        word = line.strip()
        if word == "office":
            from tests.office.cases.office import Office
            from tests.office.people.people import PASSWORD

            Office()
            word = PASSWORD
            Member.objects.update(must_change=False)
        else:
            set_today(date.fromisoformat(word), by="", real=timezone.now())
        sys.stdout.write(f"{word}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
