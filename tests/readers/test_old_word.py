"""Random reports as Word, LibreOffice and WPS save them read back the same."""

from __future__ import annotations

import os
import random
from decimal import Decimal

import pytest

from gongkai.readers import read
from gongkai.report.form import form
from gongkai.report.model import Report
from tests.render import RENDERERS, Disturbance, lay_out, make_report
from tests.render.libreoffice import converted, needed

COUNT = int(os.environ.get("GONGKAI_EXAMPLES", "4"))
FORMATS = ("doc", "odt", "fodt", "rtf")
SENTENCES = ("本机关按期更新公开目录。", "全年组织业务培训3次，参加45人次。", "个别栏目更新不够及时，下一年改进。")


def random_report(chance: random.Random) -> Report:
    edition = chance.choice(("2019", "2021"))
    known = form(edition)
    figures: dict[str, int | Decimal] = {}
    for address in chance.sample(known.addresses, 20):
        signed = -9 if known.column(address).signed else 0
        figures[address] = chance.randint(signed, 20_000)
        if known.column(address).type == "money":
            figures[address] = Decimal(chance.randint(0, 9_999_999)) / 100
    texts = tuple("\n".join(chance.sample(SENTENCES, chance.randint(1, 3))) for _ in range(6))
    blanks = tuple(chance.sample(known.addresses, chance.randint(0, 4)))
    extra = chance.choice(((), (3, 1, 12)))
    return make_report(
        edition, "青岚市云溪区档案馆", 2019 if edition == "2019" else 2023, figures, texts, blanks, extra
    )


def random_habit(chance: random.Random) -> Disturbance:
    yes = [chance.random() < 0.3 for _ in range(6)]
    return Disturbance(yes[0], yes[1], yes[2], yes[3], "", yes[4], yes[5])


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Report], dict[str, bytes]]:
    chance = random.Random(20_241)  # noqa: S311
    reports, files = {}, {}
    for number in range(COUNT):
        stem = f"{number:03}"
        reports[stem] = random_report(chance)
        renderer = RENDERERS[chance.choice(("plain.docx", "split.docx"))]
        files[stem] = renderer(lay_out(reports[stem], random_habit(chance)))
    return reports, converted(tmp_path_factory.mktemp("office"), files, *FORMATS)


@needed
@pytest.mark.parametrize("ending", ["doc", "odt", "fodt"])
def test_reads_back(cases: tuple[dict[str, Report], dict[str, bytes]], ending: str) -> None:
    reports, made = cases
    for stem, report in reports.items():
        found = read(made[f"{stem}.{ending}"], name=f"{stem}.{ending}")
        assert told(report, found) == {}, stem


def told(report: Report, found: Report) -> dict[str, object]:
    """What was read otherwise than it was written: (written, read) by key or address."""
    wanted, got = report.essence(), found.essence()
    keys = [key for key in wanted if key != "cells" and wanted[key] != got[key]]
    cells = [one for one in wanted["cells"] if wanted["cells"][one] != got["cells"].get(one)]
    return {key: (wanted[key], got[key]) for key in keys} | {
        one: (wanted["cells"][one], got["cells"].get(one)) for one in cells
    }
