"""Correct reports of an invented city in many manners of speaking, and the same with one thing changed.

Every sentence is ours. A phrase names figures in braces; the figures of a report agree with its tables.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.report.example import labels
from gongkai.report.form import form
from gongkai.report.model import Report, Section, Signature
from tests.render import make_report

CLASSES = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
WEIGHTS = (14, 4, 1, 1, 2, 1)

AGENCIES = (
    "青岚市住房和城乡建设局", "青岚市公安局", "青岚市市场监督管理局", "青岚市云湖区人民政府", "青岚市教育局",
    "云湖区石桥镇人民政府", "青岚市云湖区发展和改革局", "青岚市人民政府", "青岚市云湖区水务局", "青岚市卫生健康委员会",
    "青岚市自然资源和规划局云湖分局", "青岚市人民政府办公室", "云湖区民政局", "青岚市城市管理综合行政执法局",
)  # fmt: skip

PREAMBLES = (
    "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）要求，编制本报告。本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。如有疑问，请与{agency}办公室联系（地址：青岚市望湖路18号；邮编：530012；联系电话：0771-5530218）。",
    "本年度报告由{agency}编制，内容包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项等六部分。数据统计时间为{year}年1月1日至{year}年12月31日。",
    "按照《条例》第四十九条、第五十条规定，现公布{agency}{year}年政府信息公开工作年度报告。报告统计期限为{year}年1月1日至12月31日。",
)  # fmt: skip

OPENINGS = (
    "{year}年，{we}坚持以公开为常态、不公开为例外，围绕全市中心工作推进政务公开，着力提升公开质量。",
    "{year}年，在市委、市政府的领导下，{we}认真落实《条例》和《青岚市{year}年政务公开工作要点》，各项工作有序开展。",
    "{year}年以来，{we}严格执行政府信息公开各项制度，不断拓宽公开渠道，回应群众关切。",
    "{we}高度重视政府信息公开工作，{year}年主要做了以下工作。",
    "{year}年度，{we}按照“应公开尽公开”的要求，抓好五公开工作，推动“十四五”规划任务落地。",
)

PROACTIVE = (
    "（一）主动公开情况。全年通过各类渠道主动公开政府信息{pub}条，其中门户网站{pub_a}条，政务微博{pub_b}条，微信公众号{pub_c}条。",
    "（一）主动公开方面。{year}年，{we}主动公开政府信息共计{pub}条，包括机构职能类{pub_a}条、政策文件类{pub_b}条、工作动态类{pub_c}条。",
    "（一）主动公开。年内发布各类信息{pub}条（其中：网站{pub_a}条、微信{pub_b}条、微博{pub_c}条），开展政策解读12篇，同比增长20%。",
    "（一）主动公开情况\n{year}年{we}在区政府门户网站公开信息{pub}条，较上年增加35条，增幅为{pub_rise}%；召开新闻发布会3场，发布图解、视频类解读材料18件。",
    "（一）主动公开政府信息情况：全年更新政府网站信息{pub}条，微信公众号推送1,208篇，总阅读量达35.6万次，粉丝2.3万余人。",
    "1.主动公开。通过政府网站公开{pub_a}条，通过政务微博公开{pub_b}条，通过微信公众号公开{pub_c}条，合计{pub}条。",
    "（一）主动公开情况。全市政府系统公开信息8650条，其中{we}公开{pub}条。围绕重点领域公开财政预决算信息2条、公共企事业单位信息40余条。",
    "（一）主动公开。公开规范性文件及解读，公布权责清单，及时公开人大代表建议23件、政协委员提案31件办理结果，按时办复率100%。",
    "（一）主动公开情况。编发政府公报6期，每期印数3000册；回复网民留言{pub_b}条，办理12345热线工单{pub_a}件，办结率99.6%。",
)  # fmt: skip

REQUESTS = (
    "（二）依申请公开情况。全年共收到政府信息公开申请{R}件，上年结转{C}件，办结{D}件，结转下年度继续办理{O}件。",
    "（二）依申请公开方面。{year}年，{we}新收政府信息公开申请{R}件，其中自然人申请{nat}件、法人或其他组织申请{org}件。已办结{D}件，结转下年{O}件。",
    "（二）依申请公开。{year}年，共受理依申请公开{R}件，均按期答复。从办理结果看，予以公开{granted}件，部分公开{partial}件，不予公开{denied}件，无法提供{unavailable}件，不予处理{unprocessed}件，其他处理{other}件。",
    "（二）依申请公开情况：{year}年我单位接收公民、法人和其他组织提交的政府信息公开申请{R}件，较上年增加3件，同比增长{rise}%；加上上年度结转{C}件，共办理{H}件。",
    "（二）依申请公开情况\n全年收到政府信息公开申请{R}件，其中网上申请{way_a}件、信函申请{way_b}件、当面申请{way_c}件。答复{D}件，答复率100%。",
    "（二）依申请公开。收到依申请公开事项{R}件，办结{D}件（含上年结转{C}件），其中予以公开{granted}件、部分公开{partial}件、不予公开{denied}件、无法提供{unavailable}件、不予处理{unprocessed}件、作其他处理{other}件。",
    "2.依申请公开。{year}年，{we}共收到公开申请{R}件，加强与申请人沟通，均在法定期限内答复，未发生超期答复情形。",
    "（二）依申请公开方面。今年以来，{we}受理政府信息公开申请共{R}件，主要涉及征地拆迁、规划许可、项目审批等方面，全部依法依规按时办理，没有收取任何费用。",
    "（二）依申请公开情况。我机关收办政府信息公开申请{H}件，其中新收{R}件，上年结转{C}件；办结{D}件，转下年度办理{O}件。",
    "（二）依申请公开。{year}年，{we}收到群众来信42件、网上咨询215件，均已回复。收到政府信息公开申请{R}件，已全部纳入台账管理。",
    "（二）依申请公开情况。新收申请{R}件，结转上年申请{C}件。按申请人划分，自然人{nat}件，商业企业{biz}件，法律服务机构{legal}件。",
    "（二）规范依申请公开。优化受理、登记、审核、答复流程，全年共处理政府信息公开申请{H}件，指导镇街办理申请27件。",
    "（二）依申请公开。政府信息公开申请数量为{R}件，较{last}年减少4件；申请办结{D}件，{O}件结转至{next}年办理。",
    "（二）依申请公开情况。{year}年度共收到政府信息公开申请{R}件（自然人{nat}件、法人或其他组织{org}件），上年度结转{C}件，本年度办结{D}件。予以公开、部分公开、不予公开分别为{granted}件、{partial}件、{denied}件。",
)  # fmt: skip

NONE_REQUESTS = (
    "（二）依申请公开情况。{year}年，{we}未收到政府信息公开申请。",
    "（二）依申请公开方面。全年没有收到依申请公开事项，也无上年结转办理件。",
    "（二）依申请公开。{year}年收到政府信息公开申请0件，上年结转0件。",
    "（二）依申请公开。畅通申请渠道，完善办理流程，全年无依申请公开件。",
)

MANAGEMENT = (
    "（三）政府信息管理情况。严格落实“三审三校”制度，制发行政规范性文件{issued}件，废止{repealed}件，现行有效{in_force}件。",
    "（三）政府信息管理。健全保密审查机制，全年开展自查4次，整改错敏字15处。{year}年新制定行政规范性文件{issued}件，废止行政规范性文件{repealed}件，截至年底现行有效行政规范性文件{in_force}件。",
    "（三）政府信息管理情况\n对2019年以来印发的文件进行清理，建立动态调整台账，及时公布清理结果。",
    "（三）政府信息管理。修订信息公开指南1份，更新目录36条，向市档案馆、图书馆移送文件资料420份。",
    "（三）信息管理方面：完善主动公开基本目录，涉及8个一级事项、46个二级事项，实现一个标准管到底。",
)
MANAGEMENT_2019 = MANAGEMENT[2:]

PLATFORMS = (
    "（四）政府信息公开平台建设情况。现有政务新媒体{media}个，其中微信公众号{media_a}个、政务微博{media_b}个、抖音号{media_c}个。",
    "（四）平台建设。维护门户网站1个、政务新媒体{media}个（含微信公众号{media_a}个、微博{media_b}个、其他{media_c}个），全年无安全事件。",
    "（四）平台建设情况。网站设置一级栏目9个、二级栏目42个，新增专题专栏2个；“青岚发布”微信公众号关注人数12.6万人，推送信息600余篇。",
    "（四）平台建设方面。建成政务公开专区3个（市政务服务中心、市图书馆、市档案馆），接待群众查阅3,400余人次。",
    "（四）公开平台建设。升级检索功能，{last}年上线的智能问答系统全年答问1.2万次；24小时自助服务区覆盖15个镇街。",
)
SUPERVISION = (
    "（五）监督保障情况。配备专职人员2名、兼职人员5名；召开专题会议2次，举办培训班3期，培训180余人次；开展社会评议，未发生责任追究情形，工作考核占绩效分值4分。",
    "（五）监督保障。将政务公开纳入年度考核，权重为4%；组织业务培训2次，参训150人次。社会评议满意度96.5%，无责任追究。",
    "（五）监督保障方面：开展季度检查4次，发现问题37个，已全部整改；对12个部门进行工作考核，社会评议结果良好，未出现责任追究情况。",
    "（五）监督保障情况\n主要负责同志听取汇报2次，分管负责同志研究部署6次。工作考核、社会评议和责任追究制度落实到位。",
)

DECISIONS = (
    "{year}年，作出行政许可决定{lic}件、行政处罚决定{pen}件、行政强制{coe}件。",
    "全年办理行政许可{lic}件；作出行政处罚决定{pen}件，行政强制措施{coe}件；公开双公示信息350条。",
    "本年度行政许可处理决定{lic}件，行政处罚处理决定{pen}件，行政强制处理决定{coe}件，行政事业性收费{fee}万元。",
    "行政许可方面，全年作出许可决定{lic}件；行政处罚方面，共立案查处违法案件95起，作出处罚决定{pen}件，罚没款216.5万元。",
    "",
    "",
)

SECTION3 = (
    "",
    "{year}年，共收到政府信息公开申请{R}件，上年结转{C}件，办结{D}件，结转下年{O}件。",
    "{year}年{we}受理申请{R}件。予以公开{granted}件，占办理总数的{granted_share}%；部分公开{partial}件；不予公开{denied}件。",
    "申请人中，自然人{nat}件，法人或其他组织{org}件。申请内容主要集中在土地征收、房屋产权、工程验收三个方面。",
)

APPEALS = (
    "{year}年，因政府信息公开被申请行政复议{rec}件，其中结果维持{rec_up}件、结果纠正{rec_co}件、其他结果{rec_ot}件、尚未审结{rec_pe}件；被提起行政诉讼{lit}件。",
    "全年发生政府信息公开行政复议{rec}件、行政诉讼{lit}件。",
    "因信息公开引发的行政复议案件{rec}件，行政诉讼案件{lit}件，其中未经复议直接起诉{ld}件，复议后起诉{la}件。",
    "",
    "{year}年度涉及政府信息公开的行政复议{rec}件，维持{rec_up}件，纠正{rec_co}件；行政诉讼{lit}件，维持{lit_up}件，尚未审结{lit_pe}件。",
)
NO_APPEALS = (
    "{year}年，{we}未发生因政府信息公开引起的行政复议和行政诉讼。",
    "本年度无政府信息公开类行政复议、行政诉讼案件。",
    "行政复议、行政诉讼均为0件。",
    "没有因政府信息公开被申请行政复议或者提起行政诉讼的情况。",
    "",
)

PROBLEMS = (
    "（一）存在的主要问题。一是政策解读形式较为单一；二是基层人员流动大，业务能力有待提高；三是主动公开的深度不够。（二）改进情况。一是丰富图解、短视频等解读形式；二是分批组织培训，{next}年计划举办培训班4期；三是每季度更新一次公开目录。",
    "对照上级要求和群众期待，仍存在一些不足：信息更新不够及时，个别栏目内容偏少，依申请公开答复文书不够规范。下一步，{we}将健全更新机制，开展答复文书评查，对{last}年年报指出的2个问题已整改到位。",
    "{year}年，工作虽取得一定成效，但还存在两方面问题：一是公开内容与群众需求有差距；二是平台互动功能利用不足。{next}年，将从以下方面改进：一是细化公开事项标准；二是用好留言答复栏目，做到5个工作日内回复。",
    "主要问题：队伍力量薄弱、主动公开意识不强。改进措施：针对{last}年存在的栏目更新慢问题，建立周检查机制，全年通报3次；{next}年将继续加强业务指导。",
)

OTHERS = (
    "（一）收取信息处理费情况。{year}年，{we}未收取政府信息公开信息处理费。",
    "按照《政府信息公开信息处理费管理办法》，{year}年没有产生信息处理费。其他无需要报告的事项。",
    "{year}年，本机关收取信息处理费0元。承办市人大代表建议{pro_a}件、政协提案{pro_b}件，共{pro}件，均已按期办结。",
    "一是信息处理费收取情况：本年度未收费。二是落实{year}年政务公开要点情况：完成任务18项，占全部任务的100%。",
)


@dataclass(frozen=True)
class Figures:
    """The figures of a report: cells by address, words by name."""

    cells: dict[str, int | Decimal]
    words: dict[str, object]


def _split(rng: random.Random, whole: int, parts: int, least: int = 1) -> list[int]:
    cuts = sorted(rng.sample(range(1, whole - parts * (least - 1)), parts - 1)) if parts > 1 else []
    edges = [0, *cuts, whole - parts * (least - 1)]
    return [edges[at + 1] - edges[at] + least - 1 for at in range(parts)]


def figures(rng: random.Random, edition: str, empty: bool) -> dict[str, int | Decimal]:
    """Random cells of a report; `empty` ones received no application."""
    rows = [row.key for row in form(edition).table("t3").rows[2:-2]]
    cells: dict[str, int | Decimal] = {}
    if not empty:
        for _ in range(rng.choice((4, 15, 38, 90, 240))):
            address = f"t3.{rng.choice(rows[:2] * 8 + rows)}.{rng.choices(CLASSES, WEIGHTS)[0]}"
            cells[address] = int(cells.get(address, 0)) + 1
        cells["t3.granted.natural_person"] = int(cells.get("t3.granted.natural_person", 0)) + 5
        cells["t3.carried_in.natural_person"] = rng.randint(0, 3)
        cells["t3.carried_out.natural_person"] = rng.randint(0, 4)
        for row in ("reconsideration", "litigation_direct", "litigation_after_reconsideration"):
            for column in ("upheld", "corrected", "other", "pending"):
                cells[f"t4.{row}.{column}"] = rng.choice((0, 0, 0, 1, 2, 3))
    for row in ("licences", "penalties", "coercion"):
        cells[f"t2.{row}.decisions"] = rng.choice((rng.randint(1, 9), rng.randint(20, 900), rng.randint(1000, 90000)))
    if edition == "2021":
        issued, repealed = rng.randint(0, 9), rng.randint(0, 5)
        cells |= {
            "t2.normative_documents.issued": issued, "t2.normative_documents.repealed": repealed,
            "t2.normative_documents.in_force": issued + rng.randint(2, 90),
            "t2.fees.amount": Decimal(rng.randint(1, 99999)) / 100,
        }  # fmt: skip
    return cells


def words(
    rng: random.Random, agency: str, year: int, edition: str, cells: dict[str, int | Decimal]
) -> dict[str, object]:
    """What the phrases may name."""
    at = cells.__getitem__

    def rows(prefix: str, column: str = "total") -> int:
        return sum(
            int(value) for key, value in cells.items() if key.startswith(f"t3.{prefix}") and key.endswith(f".{column}")
        )

    received, pub = int(at("t3.received.total")), rng.choice((rng.randint(60, 900), rng.randint(1000, 12000)))
    concluded = int(at("t3.concluded.total"))
    media, pro = rng.randint(6, 30), rng.randint(6, 80)
    ways = _split(rng, received, 3) if received > 5 else [received, 0, 0]
    given: dict[str, object] = {
        "agency": agency, "year": year, "last": year - 1, "next": year + 1,
        "we": rng.choice(("我局" if agency.endswith("局") else "本机关", "本机关", agency)),
        "R": received, "C": at("t3.carried_in.total"), "D": concluded, "O": at("t3.carried_out.total"),
        "H": received + int(at("t3.carried_in.total")),
        "granted": rows("granted"), "partial": rows("partial"), "denied": rows("denied"),
        "unavailable": rows("unavailable"), "unprocessed": rows("unprocessed"), "other": rows("other"),
        "nat": at("t3.received.natural_person"), "org": received - int(at("t3.received.natural_person")),
        "biz": at("t3.received.business"), "legal": at("t3.received.legal_service"),
        "rec": at("t4.reconsideration.total"), "ld": at("t4.litigation_direct.total"),
        "la": at("t4.litigation_after_reconsideration.total"),
        "lit": int(at("t4.litigation_direct.total")) + int(at("t4.litigation_after_reconsideration.total")),
        "rec_up": at("t4.reconsideration.upheld"), "rec_co": at("t4.reconsideration.corrected"),
        "rec_ot": at("t4.reconsideration.other"), "rec_pe": at("t4.reconsideration.pending"),
        "lit_up": int(at("t4.litigation_direct.upheld")) + int(at("t4.litigation_after_reconsideration.upheld")),
        "lit_pe": int(at("t4.litigation_direct.pending")) + int(at("t4.litigation_after_reconsideration.pending")),
        "lic": at("t2.licences.decisions"), "pen": at("t2.penalties.decisions"), "coe": at("t2.coercion.decisions"),
        "rise": f"{300 / (received - 3):.1f}" if received > 3 else "0", "pub_rise": f"{3500 / (pub - 35):.1f}", "pub": pub, "media": media, "pro": pro,
        "granted_share": f"{100 * rows('granted') / concluded:.1f}" if concluded else "0",
    }  # fmt: skip
    given |= dict(zip(("pub_a", "pub_b", "pub_c"), _split(rng, pub, 3), strict=True))
    given |= dict(zip(("media_a", "media_b", "media_c"), _split(rng, media, 3), strict=True))
    given |= dict(zip(("way_a", "way_b", "way_c"), ways, strict=True))
    given |= dict(zip(("pro_a", "pro_b"), _split(rng, pro, 2), strict=True))
    if edition == "2021":
        row = "t2.normative_documents"
        given |= {"issued": at(f"{row}.issued"), "repealed": at(f"{row}.repealed"), "in_force": at(f"{row}.in_force")}
        given["fee"] = at("t2.fees.amount")
    return given


def correct(number: int) -> Report:
    """The correct report with this number, always the same one."""
    rng = random.Random(number)  # noqa: S311, an ordinary generator makes the same report again
    edition = rng.choice(("2021", "2021", "2021", "2019"))
    year = rng.randint(2021, 2025) if edition == "2021" else rng.choice((2019, 2020))
    agency = AGENCIES[number % len(AGENCIES)]
    empty = rng.random() < 0.2
    base = make_report(edition, agency, year, figures(rng, edition, empty), ("",) * 6)
    cells = {address: cell.value for address, cell in base.cells.items()}
    known = words(rng, agency, year, edition, cells)  # type: ignore[arg-type]
    plain = [text for text in DECISIONS if "{fee}" not in text]
    first = [
        OPENINGS, PROACTIVE, NONE_REQUESTS if empty else REQUESTS, MANAGEMENT if edition == "2021" else MANAGEMENT_2019,
        PLATFORMS, SUPERVISION,
    ]  # fmt: skip
    appeals = not known["rec"] and not known["lit"]
    texts = (
        "\n".join(rng.choice(pool) for pool in first),
        rng.choice(DECISIONS if edition == "2021" else plain),
        "" if empty else rng.choice(SECTION3),
        rng.choice(NO_APPEALS if appeals else APPEALS),
        rng.choice(PROBLEMS),
        rng.choice(OTHERS),
    )
    sections = tuple(
        Section(one.number, one.title, text.format(**known))
        for one, text in zip(form(edition).sections, texts, strict=True)
    )
    return replace(
        base, sections=sections, labels=labels(form(edition)), preamble=rng.choice(PREAMBLES).format(**known),
        signature=Signature(agency, f"{year + 1}-01-2{number % 9}"),
    )  # fmt: skip


@dataclass(frozen=True)
class Slip:
    """One thing changed: the report, what kind of change, the words changed and the section they stand in."""

    report: Report
    kind: str
    section: int
    before: str
    checkable: bool


_NUMBER = re.compile(r"(?<![\d.〔第,-])(\d{1,7}(?:\.\d+)?)(?=(?:余|多)?(件|条|个|万元|份|期|次|场|篇|名|%))")
_LEADING = re.compile(r"(?:(?<=^)|(?<=[。\n]))(20\d\d)(?=年)")
_DENIED = re.compile(r"未收到|没有收到|未发生(?=因)|本年度无(?=政府)|没有(?=因政府)|全年无(?=依)|未收取")


def slips(report: Report, number: int) -> Iterator[Slip]:
    """Every sentence's figures, years, units and negations, each changed alone."""
    rng = random.Random(number)  # noqa: S311, an ordinary generator makes the same report again
    for section in report.sections:
        text = section.text
        for hit in _NUMBER.finditer(text):
            old = hit[1]
            yield _slip(report, section, hit.start(1), hit.end(1), _digit(rng, old), "digit")
            swapped = _swap(old)
            if swapped != old:
                yield _slip(report, section, hit.start(1), hit.end(1), swapped, "swap")
            if hit[2] == "万元":
                yield _slip(report, section, hit.start(2), hit.end(2), "元", "unit")
        for hit in _LEADING.finditer(text):
            yield _slip(report, section, hit.start(1), hit.end(1), str(int(hit[1]) - 1), "year")
        for hit in _DENIED.finditer(text):
            new = {
                "未收到": "收到",
                "没有收到": "收到",
                "未发生": "发生",
                "本年度无": "本年度有",
                "没有": "有",
                "全年无": "全年有",
                "未收取": "收取",
            }
            yield _slip(report, section, hit.start(), hit.end(), new[hit.group()], "negation")


def _slip(report: Report, section: Section, start: int, end: int, new: str, kind: str) -> Slip:
    text = section.text[:start] + new + section.text[end:]
    changed = tuple(replace(one, text=text) if one is section else one for one in report.sections)
    around = section.text[max(0, start - 14) : end + 6]
    return Slip(
        replace(report, sections=changed), kind, section.number, around, kind not in _FIGURES or _held(section, start)
    )


_FIGURES = ("digit", "swap", "unit")
_HELD = re.compile(
    r"申请|结转|办结|受理|予以公开|部分公开|不予|无法提供|其他处理|自然人|企业|法律服务|法人|复议|诉讼|起诉|维持|纠正|审结|其他结果"
    r"|规范性文件|废止|现行有效|许可|处罚|强制|收费|政府信息共?|门户网站\d|网站\d|政务微博\d|微信\d|微博\d|微信公众号\d|职能类|文件类|动态类"
    r"|新媒体|抖音号|其他\d|建议\d+件、|提案\d+件，|共\d+件，均"
)
_LOOSE = re.compile(
    r"镇街|立案|罚没|较|增|减|热线|留言|双公示|占|指南|来信|咨询|图解|财预决算|企事业|网站1个|接收处理|全市|解读|目录|粉丝|推送|答复率"
)


def _held(section: Section, start: int) -> bool:
    """Whether a table holds the figure at this place, or the sentence says it twice."""
    clause = re.split(r"[。\n；]|(?<=\d)[件条]，", section.text[:start])[-1]
    words = re.split(r"[，：（、]", clause)[-1] + section.text[start : start + 14]
    return bool(_HELD.search(words)) and not _LOOSE.search(words[: len(words) - 6])


def _digit(rng: random.Random, old: str) -> str:
    places = [at for at, mark in enumerate(old) if mark.isdigit()]
    at = rng.choice(places)
    others = [mark for mark in "123456789" if mark != old[at]]
    return old[:at] + rng.choice(others) + old[at + 1 :]


def _swap(old: str) -> str:
    for at in range(len(old) - 1):
        if old[at].isdigit() and old[at + 1].isdigit() and old[at] != old[at + 1] and not (at == 0 and old[1] == "0"):
            return old[:at] + old[at + 1] + old[at] + old[at + 2 :]
    return old
