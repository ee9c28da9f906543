"""Wholes and parts, lists and rests: what a sentence says of itself."""

from __future__ import annotations

import pytest

from gongkai.report.check import Example, Finding, check
from gongkai.report.example import build
from gongkai.report.model import Section


def found(text: str) -> list[Finding]:
    """The findings on parts, lists and rests in a section one with this text."""
    changes = (("sections", (Section(1, "一、总体情况", text),)),)
    return list(check(build(Example(changes=changes)), only=["PA"]).findings)


@pytest.mark.parametrize(
    "text",
    [
        "针对“解读少”“更新慢”两个问题出实招：给12个社区和3个镇配公开专员15名。",
        "官网发文1120条，微信、微博分别推送430条和215条，三个渠道合计1765条。",
        "头条号与视频号分别发稿120条和30条，两个平台阅读量累计46万次。",
        "不予公开的3件，理由均为执法案卷；不掌握的5件；信访类2件。",
        "受理申请64件，数量较上年的52件增加12件，其中自然人50件、企业11件、律所3件。",
        "建议21件、提案34件，共55件。",
        "应办理25件，实际办理23件，余2件在期限内。",
        "收到21件，已答复22件（含上年结转3件），其余2件在期限内。",
        "查出问题12个，整改9个，其余3个正在整改；行政复议：维持3件，其余1件审理中。",
        "政务新媒体2个，即微信公众号、微博。",
        "落实三项机制——会商、审签、归档，全程留痕。",
        "网站、微博和微信各1个，共3个。",
        "新闻和政策专栏、微信各1个，共2个。",
        "组织线上线下培训各2次，共4次。",
        "党组会、局务会听取汇报各1次，共学习6次。",
        "办理申请16件，其中本年新收14件、上年结转2件。",
        "收到申请40件。按申请渠道分，网上31件、信函9件。",
        "新收政府信息公开申请38件。上年度结转2件，两项合计40件。",
        "涉及物业21件、租赁18件，其余6件。",
        "抽查单位30家，发现问题的6家，约谈2家，其余4家书面提醒。",
        "推行四项举措——编目录、建专区、强队伍，全年见效。",
        "各科室各报送信息2条，共14条。",
        "培训3次，分别有45人、62人和38人参加，合计145人次。",
        "依托网站、公众号和微博三个渠道发布。",
        "依托门户网站、政务新媒体3个平台。",
        "通过网站、公众号、政务新媒体矩阵8个渠道推送。",
        "办结91件，公开80件，另有6件咨询已答复。",
        "网站公开60条，公众号公开40条，其余20条在微博公开。",
        "清理文件23份，废止5份，其余18份继续有效。",
        "（二）依申请公开情况。新收38件。网上申请21件、信函申请10件。",
        "收到申请38件，其中网上30件（含网站20件、邮箱10件）、信函5件、当面3件。",
        "全年收到申请38件，较2022年的30件增长26.7%。其中，市级30件，区级8件。",
    ],
)
def test_what_fits_is_not_accused(text: str) -> None:
    """Counting words, last year's figures, subjects of their own, rests with what was carried in."""
    assert [(one.code, one.message) for one in found(text) if one.severity != "info"] == []


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("公开信息1846条，其中局门户网站412条，“青岚水务”微信公众号685条，官方微博722条。", "PA01", "412+685+722=1819"),
        ("设查阅点1个，公示栏12个，微信公众号1个，三类载体合计15个。", "PA01", "1+12+1=14"),
        ("建议21件、提案34件，共54件。", "PA01", "21+34=55"),
        ("门户网站、微信公众号、政务微博4个平台协同发布。", "PA02", "列出3个，写的是4个"),
        ("从公开、解读、回应四个方面用力。", "PA02", "列出3个，写的是4个"),
        ("新制作规范性文件96件，公开91件，另6件不予公开。", "PA04", "余6"),
        ("清理文件23份，废止5份，其余16份继续有效。", "PA04", "余16"),
        ("（二）依申请公开情况。新收38件。办理方式看，网络渠道12件、信函14件、当面3件。", "PA01", "12+14+3=29"),
        ("（二）依申请公开情况。新收38件。网上申请21件、信函申请14件、当面申请5件。", "PA01", "21+14+5=40"),
        ("全年收到申请38件，较2022年的30件增长26.7%。其中，市级30件，区级18件。", "PA01", "30+18=48"),
        ("新收政府信息公开申请38件。上年度结转3件，两项合计14件。", "PA01", "38+3=41"),
        ("办理申请16件，其中本年新收16件、上年结转2件。", "PA01", "16+2=18"),
        ("新收政府信息公开申请40件。申请渠道上，网上31件，信函10件。", "PA01", "31+10=41"),
        ("门户网站、微博、视频号各1个，共4个。", "PA02", "列出3个，写的是4个"),
        ("组织线上线下培训各1次，共3次。", "PA02", "列出2个，写的是3个"),
        ("运维3个政务新媒体，即“青岚水务”微信、“青岚水务”微博。", "PA02", "列出2个，写的是3个"),
        ("落实两项机制——会商、审签、归档，全程留痕。", "PA02", "列出3个，写的是2个"),
        ("应办理25件，实际办理23件，余3件在期限内。", "PA04", "余3"),
        ("发出通知7件，缴费4件，其余2件逾期。", "PA04", "余2"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_found(text: str, code: str, said: str) -> None:
    """The rule, and the sum or number that the message names."""
    answers = [one for one in found(text) if one.severity != "info"]
    assert [one.code for one in answers] == [code]
    assert said in answers[0].message


@pytest.mark.parametrize(
    "text",
    [
        "公开信息100条，包括网站60条、微信30条。",
        "网站60条、微信30条，合计100条。",
        "公开信息100条：网站60条、微信30条。",
    ],
)
def test_parts_of_a_list_are_asked_about(text: str) -> None:
    """What a list is meant to leave out is known to its author only: never an error."""
    assert [one.severity for one in found(text)] == ["warning"]
