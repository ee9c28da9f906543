"""Any report, laid out as any office does it, reads back as the same report."""

from __future__ import annotations

import os
from decimal import Decimal
from itertools import zip_longest

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gongkai.readers import read
from gongkai.report.form import form
from gongkai.report.model import Report
from tests.render import RENDERERS, Disturbance, lay_out, make_report

EXAMPLES = int(os.environ.get("GONGKAI_EXAMPLES", "6"))
AGENCIES = ("青岚市水利局", "青岚市档案馆", "青岚市云溪区人民政府", "青岚市公安局云溪分局", "青岚市气象局")
SENTENCES = (
    "本机关按期更新公开目录，群众查阅方便。",
    "全年组织业务培训3次，参加45人次。",
    "接待来访咨询，答复均在期限内作出。",
    "个别栏目更新不够及时，下一年改进。",
    "没有需要另行说明的内容。",
)
HABITS = st.builds(
    Disturbance,
    variants=st.booleans(),
    spaces=st.booleans(),
    half_width=st.booleans(),
    label_notes=st.booleans(),
    units=st.booleans(),
    letter_spaced=st.booleans(),
)
LOSES_BLANKS = {"spaces.txt"}
"""Layouts in which a blank cell leaves no trace."""
PHASES = tuple(Phase) if "GONGKAI_EXAMPLES" in os.environ else (Phase.explicit, Phase.generate)
"""Shrinking a failure takes minutes: only when asked for more examples."""


@st.composite
def reports(draw: st.DrawFn, blanks: bool = True) -> Report:
    """A report of either edition whose sums hold, perhaps with blank cells and a row of the agency's own."""
    edition = draw(st.sampled_from(("2019", "2021")))
    known = form(edition)
    some = draw(st.lists(st.sampled_from(known.addresses), min_size=3, max_size=25, unique=True))
    figures: dict[str, int | Decimal] = {}
    for address in some:
        if known.column(address).type == "money":
            figures[address] = draw(st.decimals(0, 99999, places=2)).normalize() + Decimal(0)
        else:
            figures[address] = draw(st.integers(-50 if known.column(address).signed else 0, 20000))
    texts = tuple(draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=2, unique=True)) for _ in range(6))
    empty = draw(st.lists(st.sampled_from(known.addresses), max_size=4, unique=True)) if blanks else []
    extra = draw(st.sampled_from(((), (3, 1, 12))))
    year = draw(st.integers(2019, 2020) if edition == "2019" else st.integers(2021, 2025))
    joined = tuple("\n".join(text) for text in texts)
    return make_report(edition, draw(st.sampled_from(AGENCIES)), year, figures, joined, tuple(empty), extra)


def read_back(name: str, report: Report, habit: Disturbance) -> Report:
    return read(RENDERERS[name](lay_out(report, habit)), name=name)


def differences(name: str, report: Report, habit: Disturbance) -> dict[str, object]:
    """What reads back otherwise, as address or key to (written, read)."""
    wanted, found = report.essence(), read_back(name, report, habit).essence()
    plain = ("agency", "year", "edition", "extra_rows")
    told: dict[str, object] = {key: (wanted[key], found[key]) for key in plain if wanted[key] != found[key]}
    pairs = zip_longest(wanted["sections"], found["sections"])
    told |= {f"section {n}": pair for n, pair in enumerate(pairs, 1) if pair[0] != pair[1]}
    cells = wanted["cells"].keys() | found["cells"].keys()
    for address in sorted(cells):
        pair = (wanted["cells"].get(address), found["cells"].get(address))
        if pair[0] != pair[1]:
            told[address] = pair
    return told


@pytest.mark.parametrize("name", RENDERERS)
def test_reads_back(name: str) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        phases=PHASES,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(reports(blanks=name not in LOSES_BLANKS), HABITS)
    def holds(report: Report, habit: Disturbance) -> None:
        assert differences(name, report, habit) == {}

    holds()


@pytest.mark.parametrize("name", RENDERERS)
def test_note_under_a_table_is_text_of_its_section(name: str) -> None:
    note = "备注：规范性文件数量因清理而减少。"
    texts = (SENTENCES[0], f"{SENTENCES[1]}\n{note}", *SENTENCES[1:])
    report = make_report("2021", AGENCIES[0], 2024, {"t3.granted.natural_person": 5}, texts)
    assert differences(name, report, Disturbance(under_table=note)) == {}
