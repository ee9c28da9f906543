"""Write the reference pages under docs/reference/ from the objects they describe, and the outputs in the READMEs.

`--check` writes nothing and ends with status 1 when a page on disk is not what would be written.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import consoles
import pages
import schema

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = Path("docs/reference")

PAGES: dict[Path, Callable[[], str]] = {
    REFERENCE / "rules.md": pages.rules_page,
    REFERENCE / "forms.md": pages.forms_page,
    REFERENCE / "outcomes.md": pages.outcomes_page,
    REFERENCE / "letters.md": pages.letters_page,
    REFERENCE / "formats.md": pages.formats_page,
    REFERENCE / "roles.md": pages.roles_page,
    REFERENCE / "settings.md": pages.settings_page,
    REFERENCE / "cli.md": consoles.cli_page,
    REFERENCE / "report.schema.json": lambda: as_json(schema.report_schema()),
    REFERENCE / "check.schema.json": lambda: as_json(schema.check_schema()),
    REFERENCE / "comparison.schema.json": lambda: as_json(schema.comparison_schema()),
    Path("README.md"): lambda: consoles.refreshed(ROOT / "README.md", "zh"),
    Path("README.en.md"): lambda: consoles.refreshed(ROOT / "README.en.md", "en"),
}


def as_json(value: object) -> str:
    """A value as the JSON text of a committed file."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Write every page, or with `--check` name the stale ones; the exit status is 1 when `--check` found any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, name stale pages, end with 1 if any")
    wanted = parser.parse_args(arguments)
    stale = 0
    for name, page in PAGES.items():
        path, text = ROOT / name, page()
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale += 1
        print(f"{'stale' if wanted.check else 'written'}: {name}")
        if not wanted.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return int(wanted.check and stale > 0)


if __name__ == "__main__":
    sys.exit(main())
