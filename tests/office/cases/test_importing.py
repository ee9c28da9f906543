"""An old register comes in: the clocks are those of the actions, nothing is guessed, all of a file or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.audit import queries as audit
from gongkai.audit.models import Entry
from gongkai.errors import Conflict, NotAllowed, UsageError
from gongkai.office.cases.clock import account, refresh
from gongkai.office.cases.importing.actions import NotReady, bring_in, import_register, try_register
from gongkai.office.cases.models import Application, CarriedAppeal, CarriedApplication, Fact, OpeningBalance
from gongkai.office.cases.persons import in_full
from gongkai.office.notices.models import DueJob
from gongkai.office.people.models import Member
from gongkai.office.records.queries import broken_series
from tests.databases.engines import Engine
from tests.office.cases.office import Office, day, member, noon
from tests.office.cases.register import CLOSED, case, xlsx

TODAY = "2026-03-10"


class Bureau(Office):
    """An office with an administrator, which brings its register along."""

    admin: Member
    stranger: Member

    def __post_init__(self) -> None:
        """Enter the administrator too."""
        super().__post_init__()
        self.stranger = member(self.agency, "路人", name="孙一")
        self.admin = member(self.agency, "管理员", "administrator", name="钱明")

    def words(self, on: str = TODAY, name: str = "登记簿.xlsx") -> dict[str, Any]:
        """What every import is called with."""
        return {"name": name, "agency": self.agency, "by": self.admin, "at": noon(day(on))}


@pytest.fixture
def bureau(db: Engine) -> Bureau:
    """The office."""
    return Bureau()


PATHS: dict[str, tuple[list[tuple[Any, ...]], dict[str, Any]]] = {
    "nothing but the receipt": ([], {}),
    "a correction starts the count anew": (
        [("ask_correction", "2025-09-20", {"until": "2025-10-09", "note": "写明年份"}), ("receive_correction", "2025-10-11", {})],
        {"correction_asked": "2025-09-20", "correction_until": "2025-10-09", "corrected": "2025-10-11"},
    ),
    "still waiting for a correction": (
        [("ask_correction", "2025-09-20", {"until": "2025-10-09", "note": "写明年份"})],
        {"correction_asked": "2025-09-20", "correction_until": "2025-10-09"},
    ),
    "a consultation is left out of the count": (
        [
            ("consult", "2025-09-18", {"party": "岚桥酒业", "joint": False}),
            ("receive_opinion", "2025-10-10", {"party": "岚桥酒业", "note": "不同意"}),
        ],
        {"party1": "岚桥酒业", "consulted1": "2025-09-18", "opinion1": "2025-10-10"},
    ),
    "two consultations and an extension": (
        [
            ("consult", "2025-09-18", {"party": "岚桥酒业", "joint": False}),
            ("consult", "2025-09-22", {"party": "青岚市水务局", "joint": True}),
            ("record_letter_received", "2025-09-23", {"party": "岚桥酒业"}),
            ("extend", "2025-10-09", {"days": 15, "note": "量大"}),
        ],
        {
            "party1": "岚桥酒业", "consulted1": "2025-09-18", "letter_received1": "2025-09-23",
            "party2": "青岚市水务局", "joint2": "是", "consulted2": "2025-09-22",
            "extended": "2025-10-09", "extended_days": 15,
        },
    ),
    "a fee stops the count and its payment starts it anew": (
        [("notice_fee", "2025-09-22", {"amount": 720}), ("receive_payment", "2025-10-15", {})],
        {"fee_noticed": "2025-09-22", "fee": 720, "fee_paid": "2025-10-15"},
    ),
    "answered and served": (
        [
            ("decide", "2025-10-09", {"outcome": "granted", "document_number": "青公开〔2025〕12号"}),
            ("serve", "2025-10-10", {"way": "post", "note": "XA12345678942"}),
        ],
        CLOSED,
    ),
    "answered late, not yet served": (
        [("decide", "2025-11-20", {"outcome": "partial", "document_number": "青公开〔2025〕13号"})],
        {"decided": "2025-11-20", "outcome": "部分公开", "document": "青公开〔2025〕13号"},
    ),
    "lapsed for want of a correction": (
        [
            ("ask_correction", "2025-09-20", {"until": "2025-10-09", "note": "写明年份"}),
            ("lapse", "2025-10-20", {"document_number": "青公开〔2025〕14号"}),
            ("serve", "2025-10-21", {"way": "direct"}),
        ],
        {
            "correction_asked": "2025-09-20", "correction_until": "2025-10-09", "decided": "2025-10-20",
            "outcome": "其他处理：逾期不补正", "document": "青公开〔2025〕14号", "served": "2025-10-21", "way": "直接送达",
        },
    ),
    "withdrawn": ([("withdraw", "2025-10-09", {"note": "书面撤回"})], {"withdrawn": "2025-10-09"}),
}  # fmt: skip
COPY = (
    "state", "received_on", "due", "is_provisional", "clock", "waits_until",
    "outcome", "decided_on", "document_number", "served_on", "way", "channel", "category",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_an_imported_case_is_as_if_it_had_been_worked_on_here(bureau: Bureau, path: str) -> None:
    """State, clock, deadline and facts are the same as by the actions of the same days."""
    steps, cells = PATHS[path]
    worked = bureau.register("2025-09-15")
    for name, on, more in steps:
        bureau.take(worked, name, on, **more)
    import_register(xlsx([case(**cells)]), **bureau.words())
    imported = Application.objects.exclude(pk=worked.pk).get()
    refresh(worked, today=day(TODAY))
    assert {name: getattr(imported, name) for name in COPY} == {name: getattr(worked, name) for name in COPY}
    told = ("kind", "happened_on", "party", "joint", "days", "until", "amount", "irregular")
    assert list(imported.facts.standing().values_list(*told)) == list(worked.facts.standing().values_list(*told))
    assert account(imported, today=day(TODAY)) == account(worked, today=day(TODAY))
    planned = [set(DueJob.objects.filter(about=one.about).values_list("kind", "due_on")) for one in (worked, imported)]
    assert planned[0] == planned[1]


def messages(bureau: Bureau, data: bytes, on: str = TODAY) -> list[str]:
    """What a dry run holds against a file, with the places."""
    trial = try_register(data, **bureau.words(on))
    return [f"{one.weight} {one.place()}：{one.message}" for one in trial.problems]


def test_a_right_file_comes_in_once(bureau: Bureau) -> None:
    """Own numbers after the old system's last, old numbers kept, persons sealed, each case told in the audit."""
    rows = [
        case(31, **CLOSED),
        case(32, received="2026-01-05"),
        case(33, received="2026-02-02", name="青岚酒业", category="商业企业"),
    ]
    appeals = [
        {"kind": "行政复议", "case_number": "青政复〔2025〕8号", "old_number": "依申请〔2025〕31号", "organ": "青岚市人民政府",
         "received": "2025-11-20", "result": "尚未审结"},
        {"kind": "复议后起诉", "case_number": "（2025）行初5号", "organ": "青岚市中级人民法院", "received": "2025-03-03",
         "ended": "2025-08-01", "result": "结果维持"},
    ]  # fmt: skip
    balances = [
        {"item": "登记编号", "year": 2026, "value": 41},
        {"item": "文号", "year": 2026, "value": 17},
    ]
    data = xlsx(rows, appeals, balances)
    trial = try_register(data, **bureau.words())
    assert (trial.problems, trial.is_ready, len(trial.cases)) == ([], True, 3)
    assert not Application.objects.exists()
    register, is_again = import_register(data, **bureau.words())
    assert not is_again
    assert (register.applications, register.appeals) == (3, 2)
    assert list(Application.objects.order_by("number").values_list("number", "carried__old_number", "state")) == [
        ("2026-0042", "依申请〔2025〕31号", "closed"),
        ("2026-0043", "依申请〔2025〕32号", "open"),
        ("2026-0044", "依申请〔2025〕33号", "open"),
    ]
    first = Application.objects.get(number="2026-0042")
    assert in_full(first.submission.parties.get(), "phone") == "13812345678"
    assert all(register.sha256 in note for note in Fact.objects.values_list("note", flat=True))
    assert set(Fact.objects.values_list("recorded_at", flat=True)) == {noon(day(TODAY))}
    assert CarriedAppeal.objects.get(application=first).organ == "青岚市人民政府"
    assert OpeningBalance.objects.count() == 2
    assert broken_series() == []
    assert audit.verify([]).is_whole
    assert import_register(data, **bureau.words("2026-03-11")) == (register, True)
    assert bureau.register("2026-03-11").number == "2026-0045"
    assert Application.objects.count() == 4


def test_who_may(bureau: Bureau) -> None:
    """An officer may not, a stranger cannot tell that the agency is there; both are told in the audit."""
    for by in (bureau.officer, bureau.registrar):
        with pytest.raises(NotAllowed):
            import_register(xlsx([case()]), **bureau.words() | {"by": by})
    with pytest.raises(Application.DoesNotExist):
        try_register(xlsx([case()]), **bureau.words() | {"by": bureau.stranger})
    assert not Application.objects.exists()


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "before the revision": ({"received": "2019-05-14"}, "申请 第2行 收到日期：2019-05-15之前收到的申请适用修订前的条例"),
    "no class": ({"category": None}, "申请人类型：没有填"),
    "a class of our own": ({"category": "个人"}, "没有“个人”这一项"),
    "no day": ({"received": "2025-02-30"}, "收到日期：没有“2025-02-30”这一天"),
    "a number for a day": ({"received": 45915}, "收到日期：“45915”是数字，看不出是哪一天"),
    "the year 26": ({"received": "0026-01-05"}, "年份26不可能"),
    "a day to come": ({"received": "2026-03-11"}, "2026-03-11还没有到"),
    "words for a day": ({"received": "九月中旬"}, "“九月中旬”不是日期"),
    "an answer before the receipt": (
        {"decided": "2025-09-01", "outcome": "予以公开"}, "答复日期：2025-09-01时申请“待确认”，不能“登记答复结果”",
    ),
    "a correction never asked for": ({"corrected": "2025-10-01"}, "收到补正日期：2025-10-01时申请“办理中”，不能“收到补正”"),
    "no time for the correction": ({"correction_asked": "2025-09-20"}, "还在等候补正，没有填补正期限"),
    "an outcome without a day": ({"outcome": "予以公开"}, "答复日期：有答复结果，没有答复日期"),
    "a day without an outcome": ({"decided": "2025-10-09"}, "答复结果：有答复日期，没有答复结果"),
    "served before it was answered": (CLOSED | {"served": "2025-10-08"}, "送达2025-10-08早于答复日期2025-10-09"),
    "served in no way": (CLOSED | {"way": None}, "送达方式：有送达日期，没有送达方式"),
    "lapsed too early": (
        {"correction_asked": "2025-09-20", "correction_until": "2025-10-09", "decided": "2025-10-09",
         "outcome": "其他处理：逾期不补正"},
        "期限到2025-10-09，2025-10-09还没有届满",
    ),
    "still unclear without a correction": (
        CLOSED | {"outcome": "无法提供：补正后申请内容仍不明确"}, "没有补正，不能答复",
    ),
    "a fee before fees": ({"received": "2020-12-01", "fee_noticed": "2020-12-05", "fee": 20}, "2021-01-01以前收到的申请不收"),
    "an extension of no days": ({"extended": "2025-10-09"}, "延长工作日数：没有填延长多少个工作日"),
    "an answer of nobody asked": ({"opinion1": "2025-10-09"}, "收到意见日期：没有征求意见日期"),
    "nobody asked": ({"consulted1": "2025-10-09"}, "没有填征求意见的对象"),
    "two days of receipt": ({"submitted": "2025-09-10"}, "两个日期却不同"),
    "a wrong identity": ({"identity": "110105194912310021"}, "证件号码：身份证号码的校验位不对"),
    "a name with a control": ({"name": "王\u0085小禾"}, "姓名或者名称：姓名或者名称含有不能保存的字符"),
    "a long subject": ({"subject": "长" * 201}, "事项：事项有201字，最多200字"),
}  # fmt: skip


def test_each_wrong_row_is_named_and_nothing_comes_in(bureau: Bureau) -> None:
    """Every kind of wrong row by its sheet, row and column; a right row beside it does not come in either."""
    for what, (cells, told) in WRONG.items():
        data = xlsx([case(1, **cells), case(2)])
        found = messages(bureau, data)
        assert any(told in one and one.startswith("必须改 申请 第2行") for one in found), (what, found)
        assert all("第3行" not in one for one in found), what
        with pytest.raises(NotReady):
            import_register(data, **bureau.words())
    assert not Application.objects.exists()
    assert not CarriedApplication.objects.exists()


def test_what_is_irregular_comes_in_and_is_told(bureau: Bureau) -> None:
    """A late answer, an extension after the end: kept as they were, marked by the law, with a warning."""
    data = xlsx(
        [
            case(
                31,
                **CLOSED | {"decided": "2025-12-01", "served": "2025-12-02"},
                extended="2025-11-28",
                extended_days=20,
            )
        ]
    )
    found = messages(bureau, data)
    assert any("请核对 申请 第2行 送达日期：应在2025-10-17前答复，实际2025-12-02，逾期" in one for one in found)
    assert any("延长决定日期：期限已在2025-10-17届满" in one for one in found)
    import_register(data, **bureau.words())
    assert Fact.objects.exclude(irregular="").count() == 2


def test_rows_that_are_there_already(bureau: Bureau) -> None:
    """A longer file brings the new rows only; the same number with other contents is refused; within a file too."""
    import_register(xlsx([case(31)]), **bureau.words())
    longer = xlsx([case(31), case(32)])
    assert try_register(longer, **bureau.words()).repeated == 1
    import_register(longer, **bureau.words())
    assert Application.objects.count() == 2
    with pytest.raises(UsageError, match="没有可以导入的行"):
        import_register(xlsx([case(32), case(31)]), **bureau.words())
    assert "内容却不同" in messages(bureau, xlsx([case(31, subject="别的")]))[0]
    assert "与第2行的原编号相同" in messages(bureau, xlsx([case(40), case(40, name="李石")]))[0]
    next_year = case(31, received="2026-01-05")
    import_register(xlsx([next_year]), **bureau.words())
    assert Application.objects.count() == 3


def test_nobody_waits_while_a_file_is_read_and_tried(committed: dict[str, str]) -> None:
    """No transaction is open until the dry run is over, so that others write meanwhile."""
    bureau = Bureau()
    seen: list[bool] = []
    import_register(
        xlsx([case(31), case(32)]), **bureau.words(), tick=lambda _: seen.append(connection.in_atomic_block)
    )
    assert seen == [False, False]
    assert Application.objects.count() == 2


def test_an_import_is_written_by_few_statements(bureau: Bureau) -> None:
    """A hundred open cases more cost a few statements more, and the chain of the audit holds through all of them."""

    def statements(numbers: range) -> int:
        trial = try_register(xlsx([case(number) for number in numbers]), **bureau.words())
        words = bureau.words()
        with CaptureQueriesContext(connection) as caught:
            bring_in(trial, agency=words["agency"], by=words["by"], at=words["at"])
        return len(caught)

    few, many = statements(range(1, 21)), statements(range(21, 141))
    assert many - few < 100
    assert audit.verify().is_whole
    assert Entry.objects.filter(kind="case_imported").count() == 140
    assert DueJob.objects.filter(kind="case_overdue").count() == 140


def test_an_import_that_was_overtaken_writes_nothing(bureau: Bureau) -> None:
    """Another file came in between the dry run and the writing: it is said, and trying again brings the rest."""
    late = xlsx([case(31), case(32)])
    trial, words = try_register(late, **bureau.words()), bureau.words()
    import_register(xlsx([case(31)]), **bureau.words())
    with pytest.raises(Conflict, match="请重新试导"):
        bring_in(trial, agency=words["agency"], by=words["by"], at=words["at"])
    assert Application.objects.count() == 1
    import_register(late, **bureau.words())
    assert Application.objects.count() == 2


def test_opening_balances(bureau: Bureau) -> None:
    """What was carried in is compared by class; a series goes on once, and not after it has begun here."""
    carried = {"item": "上年结转", "year": 2026, "category": "自然人", "value": 2}
    found = messages(bureau, xlsx([case(31)], balances=[carried]))
    assert "请核对 期初数 第2行 数：2026年“上年结转”自然人填2件，文件里2026年年初未办结的是1件" in found
    over = [case(33, **CLOSED), case(34, withdrawn="2025-10-09")]
    assert messages(bureau, xlsx([case(31), case(32), *over], balances=[carried])) == []
    bureau.register("2026-03-09")
    late = {"item": "登记编号", "year": 2026, "value": 41}
    assert "已经开始编" in messages(bureau, xlsx([case(31)], balances=[late]))[0]
    wrong = [{"item": "登记编号", "year": 26, "value": 1}, {"item": "上年结转", "year": 2026, "value": "三"}]
    assert len(messages(bureau, xlsx([case(31)], balances=wrong))) == 3


def test_appeals_that_do_not_fit(bureau: Bureau) -> None:
    """An unknown application, a pending case with an end, one ended before it came."""
    one = {"kind": "行政复议", "organ": "青岚市人民政府", "received": "2025-11-20", "result": "尚未审结"}
    rows = [
        one | {"case_number": "甲", "old_number": "没有这一号"},
        one | {"case_number": "乙", "ended": "2025-12-01"},
        one | {"case_number": "丙", "ended": "2025-11-01", "result": "结果维持"},
    ]
    found = messages(bureau, xlsx([case()], rows))
    assert [text.split("：")[1][:6] for text in found] == ["申请里没有原", "审结日期与结", "审结2025"]
