"""Every document of an application, on days under the old law of reconsideration and the new one."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest

from gongkai.errors import UsageError
from gongkai.statute.articles import article
from gongkai.statute.letters import (
    KNOWN,
    Composed,
    Letter,
    Value,
    compose,
    letters,
    letters_for,
    objections,
    places,
    remedies,
)
from gongkai.statute.outcomes import OUTCOMES
from tests.house.test_citations import DOCUMENT, numeral

OLD, NEW = date(2023, 6, 1), date(2025, 6, 3)
KNOWN_HERE: dict[str, Value] = {
    "agency": "青岚市公安局",
    "addressee": "林晓",
    "you": "您",
    "case": "2025-0012",
    "subject": "青岚路信号灯的审批材料",
    "submitted": date(2025, 5, 6),
    "received": date(2025, 5, 7),
    "organs": "青岚市人民政府",
    "court": "青岚市青山区人民法院",
}
CITED = re.compile(r"第([一二三四五六七八九十]+)条")
REGULATION = re.compile(
    r"(?:《中华人民共和国政府信息公开条例》|条例)((?:第[一二三四五六七八九十]+条(?:第[一二三]款)?(?:第（[一二三四五六七]）项)?[、和]?)+)"
)


def filled(letter: Letter, outcome: str = "") -> dict[str, Value]:
    """Something for every field of a letter."""
    values: dict[str, Value] = {}
    for one in letter.asks(outcome):
        value: Value = one.choices[0] if one.choices else f"〔{one.label}〕"
        values[one.name] = {"date": date(2025, 6, 20), "number": 15}.get(one.kind, value)
    return values


def every(on: date) -> list[tuple[Letter, str, Composed]]:
    """Every letter of a day, for each outcome that it answers with."""
    return [
        (one, outcome, compose(one.key, on=on, known=KNOWN_HERE, filled=filled(one, outcome), outcome=outcome))
        for one in letters().values()
        for outcome in one.outcomes or ("",)
        if one.is_in_force(on)
    ]


def cited(text: str) -> set[str]:
    """The keys of the articles and documents that a text cites as the regulation's."""
    articles = {str(numeral(number)) for part in REGULATION.findall(text) for number in CITED.findall(part)}
    return articles | {"fees" for number in DOCUMENT.findall(text) if "109号" in number}


@pytest.mark.parametrize("on", [OLD, NEW], ids=str)
def test_every_letter_is_whole_and_cites_what_it_rests_on(on: date) -> None:
    """Nothing is missing, no place is left, the articles cited are those of the table, each in force on that day."""
    made = every(on)
    assert len({one.key for one, _, _ in made}) == len(letters())
    told: dict[str, set[str]] = {}
    for one, outcome, composed in made:
        text = "\n".join(line.text for line in composed.lines)
        assert composed.missing == (), one.key
        assert not re.search(r"[{}【】]", text), one.key
        for key in one.articles:
            assert article(key).valid_from <= on, one.key
        if one.layout == "letter":
            told.setdefault(one.key, set()).update(cited(text))
            assert set(OUTCOMES[outcome].articles if outcome else ()) <= cited(text) | {"36"}, (one.key, outcome)
            assert objections(composed) == []
    for key, articles in told.items():
        own = set(letters()[key].articles)
        assert articles >= own, key
        assert articles - own == ({"14"} if key == "reply_partial" else set()), key


@pytest.mark.parametrize("on", [OLD, NEW], ids=str)
def test_the_remedy_is_that_of_the_day(on: date) -> None:
    """Since 2024 a refusal goes to reconsideration first; whatever else ends an application leaves the choice."""
    for one, _, composed in every(on):
        text = composed.lines[-1].text if composed.lines else ""
        offers_suit, goes_first = "六个月内" in text, "先向" in text
        if not one.remedy:
            assert not re.search("复议|诉讼", text), one.key
            continue
        assert all(part in text for part in ("青岚市人民政府", "青岚市青山区人民法院", "六十日")), one.key
        wanted = {"choice": (True, False), "first": (False, True), "split": (True, True)}
        assert (offers_suit, goes_first) == (wanted[one.remedy] if on == NEW else (True, False)), one.key
        assert "三个月" not in text


def test_which_letters_offer_a_remedy() -> None:
    """Only refusals under articles 14 to 16 go first; documents of procedure offer none (DOMAIN 3.1)."""
    kinds: dict[str, set[str]] = {}
    for one in letters().values():
        kinds.setdefault(one.remedy, set()).add(one.key)
    assert kinds["first"] == {"reply_deny"}
    assert kinds["split"] == {"reply_partial"}
    assert kinds["choice"] >= {one for one in letters() if one.startswith(("reply_", "close_"))} - {
        "reply_deny",
        "reply_partial",
    }
    assert kinds[""] >= {"correction_notice", "delay_notice", "third_party_letter", "fee_notice", "receipt"}


def test_a_doubtful_remedy_is_decided_by_the_office() -> None:
    """The withheld part may be held to leave the choice (DOMAIN 12, 9)."""
    one = letters()["reply_partial"]
    known = compose("reply_partial", on=NEW, known=KNOWN_HERE, filled=filled(one), outcome="partial", remedied="choice")
    assert known.remedy is not None
    assert known.remedy.key == "choice"
    assert "先向" not in known.lines[-1].text


def test_every_outcome_has_its_letter() -> None:
    """Twenty-one rows of the present form, each with a letter to choose; no reply belongs to none."""
    present = [key for key, one in OUTCOMES.items() if "2021" in one.rows]
    assert len(present) == 21
    assert all(letters_for(key, NEW) for key in present)
    used = {letter for one in OUTCOMES.values() for letter in one.letters}
    assert used == {key for key in letters() if key.startswith(("reply_", "close_"))}
    assert [one.key for one in letters_for("unavailable_not_held", NEW)] == ["reply_not_exist", "reply_not_ours"]


def test_every_place_is_a_field_or_known() -> None:
    """A passage names nothing that nobody asks for, and no field is asked for that no passage prints."""
    for one in letters().values():
        asked = {field.name for field in one.fields}
        named = set(places(one))
        assert named <= asked | set(KNOWN), one.key
        if one.layout == "letter":
            assert asked <= named, one.key
            assert one.passages, one.key


def test_what_is_missing_is_named_and_seen() -> None:
    """A draft can be looked at before it is whole; what the letter still needs is listed by its label."""
    draft = compose("delay_notice", on=NEW, known={"you": "您"}, filled={"reason": "需要查找多个处室的档案"})
    assert draft.missing == ("收到日期", "登记编号", "申请的内容", "延长的工作日数", "延长后的期限")
    assert "【延长后的期限】" in draft.lines[-1].text
    form = compose("withdrawal_record", on=NEW, known={}, filled={"registered_as": "2025-0012"})
    assert form.missing == ("申请内容", "撤回的日期和方式", "申请人的表示", "记录人")


def test_a_letter_before_its_law() -> None:
    """The fee of 2021 has no notice in 2020, and a letter does not answer with what is not its own."""
    with pytest.raises(UsageError, match="收费通知书"):
        compose("fee_notice", on=date(2020, 12, 31), known={}, filled={})
    with pytest.raises(UsageError, match="不用于这一答复类型"):
        compose("reply_deny", on=NEW, known={}, filled={}, outcome="granted")


@pytest.mark.parametrize(
    ("words", "objects"),
    [
        ("您也可以直接向人民法院提起行政诉讼。", True),
        ("自收到之日起6个月内提起行政诉讼。", True),
        ("依据国务院令第492号。", True),
        ("三个月内可以提起行政诉讼。", True),
        ("相关情况可以向政务服务中心咨询。", False),
    ],
)
def test_free_words_against_the_law(words: str, objects: bool) -> None:
    """The free passage of a refusal may not offer the suit that the law has put second."""
    one = letters()["reply_deny"]
    values = filled(one, "denied_process") | {"more": words}
    made = compose("reply_deny", on=NEW, known=KNOWN_HERE, filled=values, outcome="denied_process")
    assert bool(objections(made)) is objects


def test_the_law_of_remedies_has_no_gap() -> None:
    """Each remedy holds on every day since the regulation's, by one row only."""
    for key in {one.key for one in remedies()}:
        rows = sorted((one for one in remedies() if one.key == key), key=lambda one: one.valid_from)
        assert rows[0].valid_from == date(2019, 5, 15)
        assert rows[-1].valid_to is None
        assert all(
            before.valid_to and (after.valid_from - before.valid_to).days == 1 for before, after in pairwise(rows)
        )
