"""How sure a finding is that was inferred from natural language: the one place that lets such a finding be an error.

DECISIONS 11: an error contradicts the form, the law or the report itself beyond doubt. Of what is read from prose only
the plainest sentences are beyond doubt: this agency, this year, the whole and no part of it, and figures that cannot be
meant otherwise. Everything else that is read from prose asks for a look, as a warning.
"""

from __future__ import annotations

import re
from decimal import Decimal

from gongkai.report.comparing import holds
from gongkai.report.model import Report
from gongkai.report.narrative import Prose, Sentence
from gongkai.report.narrative.scope import State, own_words
from gongkai.report.narrative.terms import notions
from gongkai.report.slips import slipped

_SCOPED = re.compile(
    r"其中|占|当年|其余|余下|剩余|部分(?!公开)|分别|同比|环比|较|比(?!例)|含|包括|包含|其[他它](?!处理|组织|结果|方式|对外)|另|除|结转|遗留"
    r"|[中里内]，|件中|上年|去年|往年|历年|每|平均|以来|截[至止]|不计|不在|计入|重复|合并|上述|以上|两[类项者]|涉及|针对|关于"
    r"|已[^，。；]{0,4}的|[前后]的|季|年[底末初]|[上下]半年|\d月|预计|约|左右"
)
_YEARS = re.compile(r"(20\d\d)年")
_MOST_FIGURES = 4
"""A sentence with more figures is a list, and a figure in a list may be a part of any other."""

_LARGE = 100
"""Figures that agree with the tables by more than chance: with two of them beside it, one slip in a list is certain."""


def is_plain(report: Report, prose: Prose, number: int, found: object, expected: object) -> bool:
    """Whether the sentence with this number says what it says beyond doubt, `found` where `expected` is due.

    Its words must leave no other scope, and the figures no other reading: one is the other but for a slip of the pen,
    or every other figure of the sentence that a table holds is right.
    """
    sentence = prose.sentences[number]
    before = _heading(prose, number)
    if any(_scoped(one, prose) for one in (sentence, before) if one is not None):
        return False
    claims = [one for one in prose.by_sentence[number] if one.cells]
    counted = [one for one in prose.by_sentence[number] if one.kind in ("count", "money")]
    elsewhere = {"", "year"} if str(found) in _YEARS.findall(sentence.text) else {""}
    others = [holds(report, one) for one in claims if one.value != found]
    slip = _a_slip(found, expected)
    large = [one for one in claims if one.value != found and one.value >= _LARGE]
    if len(counted) > _MOST_FIGURES and not (slip and all(others) and len(large) > 1):
        return False
    if any(one.vague or one.change or one.supposed or one.scope not in elsewhere for one in counted):
        return False
    if found == 0 and isinstance(expected, int) and not counted:
        return True
    return slip or (bool(others) and all(others))


def _scoped(sentence: Sentence, prose: Prose) -> bool:
    """Whether words speak of a part, of another body, or of another time than the whole of one year."""
    own = own_words(sentence.text, prose.speaker, State(""))
    years = _YEARS.findall(sentence.text)
    return bool(_SCOPED.search(sentence.text)) or len(set(years)) > 1 or bool(re.search("[SZ]", notions(own)))


def _heading(prose: Prose, number: int) -> Sentence | None:
    """The line above the paragraph of a sentence, when it stands alone as a heading."""
    opening, above = prose.sentences[number], list[Sentence]()
    for at in range(number - 1, -1, -1):
        one = prose.sentences[at]
        if one.section != opening.section or one.paragraph < opening.paragraph - 1 or len(above) > 1:
            break
        if one.paragraph < opening.paragraph:
            above.append(one)
    return above[0] if len(above) == 1 and not above[0].text.endswith("。") else None


def _a_slip(found: object, expected: object) -> bool:
    if not isinstance(found, int | Decimal) or not isinstance(expected, int | Decimal):
        return False
    step = Decimal(1).scaleb(min(int(Decimal(one).as_tuple().exponent) for one in (found, expected)))
    return slipped(int(Decimal(found) / step), int(Decimal(expected) / step))
