"""Who and what there is in 青岚市: bureaus, accounts, streets, people and the matters that they ask about."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from gongkai.office.cases.models import Category, IdentityKind
from gongkai.office.cases.persons import CHECKS, WEIGHTS, Person

PASSWORD = "qinglan-yanshi-2026"  # noqa: S105 of a demonstration, printed for everybody
CITY = ("青政", "青岚市人民政府")
COURT = "青岚市云台区人民法院"


@dataclass(frozen=True, slots=True)
class Bureau:
    """One bureau: code, name, units, how many applications of the three years it gets, and what it is asked for."""

    code: str
    name: str
    units: tuple[str, ...]
    share: int
    matters: tuple[str, ...]


BUREAUS = (
    Bureau(
        "青公",
        "青岚市公安局",
        ("办公室", "法制支队", "交通警察支队", "治安管理支队"),
        230,
        (
            "{road}信号灯设置审批材料",
            "{road}道路交通事故现场勘查记录",
            "{year}年度警务辅助人员招聘公告及结果",
            "{district}派出所{year}年接处警统计数据",
            "{road}电子监控设备采购合同",
            "{district}居民身份证办理指引",
            "本人报警事项的处理结果",
            "{year}年度公务用车运行费用",
            "{road}禁停标线施划依据",
        ),
    ),
    Bureau(
        "青自然",
        "青岚市自然资源和规划局",
        ("办公室", "法规科", "国土空间规划科", "不动产登记中心"),
        140,
        (
            "{road}地块征收补偿安置方案",
            "{village}集体土地征收批准文件",
            "{road}项目建设工程规划许可证及附图",
            "{district}国土空间分区规划文本",
            "{village}土地利用现状调查成果",
            "本户不动产登记原始资料",
            "{year}年度土地出让收支情况",
        ),
    ),
    Bureau(
        "青水",
        "青岚市水利局",
        ("办公室", "政策法规科", "河湖管理科"),
        60,
        (
            "{road}积水点改造工程批准文件",
            "{river}防洪评价报告审批意见",
            "{river}{year}年水质监测数据",
            "{river}河道采砂许可情况",
            "{district}供水管网改造招标文件",
        ),
    ),
)
ACCOUNTS = (
    ("dengji", "张禾", ("registrar",)),
    ("jingban", "李青", ("officer",)),
    ("jingban2", "王澜", ("officer", "registrar")),
    ("shenhe", "周正", ("reviewer",)),
    ("qianfa", "赵岚", ("signer",)),
)
"""The members of every bureau: an account's first part, a name, the roles; the account ends with the bureau's place."""

ROADS = ("听松路", "云台大道", "望江街", "柳荫路", "青石巷", "滨湖东路", "团结路", "学府街")
DISTRICTS = ("云台区", "柳湖区", "望江区", "青石县")
VILLAGES = ("上塘村", "石桥村", "杏花村", "北岭村")
RIVERS = ("青岚江", "柳溪河", "石龙水库")
SURNAMES = "王李张刘陈杨黄吴赵周徐孙马朱胡林郭何高罗"
GIVEN = ("小禾", "远山", "静", "建国", "一鸣", "玉兰", "思齐", "海", "文博", "春生", "晓岚", "志强", "雨桐", "立新")
FIRMS = ("青岚云台建设有限公司", "青岚柳湖商贸有限公司", "青岚望江物业服务有限公司")
BODIES = {
    Category.BUSINESS: FIRMS,
    Category.RESEARCH: ("青岚学院公共管理研究所",),
    Category.PUBLIC_WELFARE: ("青岚绿水公益中心",),
    Category.LEGAL_SERVICE: ("青岚听松律师事务所",),
    Category.OTHER_ORG: ("云台区上塘村村民委员会",),
}
NOBODYS = "990000"
"""An administrative division that there is not: nobody's identity number begins with it."""


def matter(bureau: Bureau, year: int, rng: Random) -> str:
    """Something that somebody asks this bureau for."""
    return rng.choice(bureau.matters).format(
        road=rng.choice(ROADS),
        district=rng.choice(DISTRICTS),
        village=rng.choice(VILLAGES),
        river=rng.choice(RIVERS),
        year=year - rng.randint(1, 4),
    )


def identity(rng: Random) -> str:
    """A resident identity number with a true check digit and nobody's division."""
    born = f"{rng.randint(1950, 2003)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    plain = f"{NOBODYS}{born}{rng.randint(1, 999):03}"
    return plain + CHECKS[sum(w * int(digit) for w, digit in zip(WEIGHTS, plain, strict=False)) % 11]


def applicant(rng: Random) -> Person:
    """Somebody who applies: nine in ten are natural persons."""
    street = f"青岚市{rng.choice(DISTRICTS)}{rng.choice(ROADS)}{rng.randint(1, 260)}号"
    phone = f"1380000{rng.randint(0, 9999):04}"
    if rng.random() < 0.9:
        name = rng.choice(SURNAMES) + rng.choice(GIVEN)
        kind = Category.NATURAL_PERSON
        return Person(
            name, kind, identity_kind=IdentityKind.ID_CARD, identity=identity(rng), phone=phone, address=street
        )
    kind = rng.choice(list(BODIES))
    return Person(rng.choice(BODIES[kind]), kind, phone=phone, address=street)


FREQUENT = Person(
    "郭志强",
    Category.NATURAL_PERSON,
    phone="13800001234",
    address="青岚市云台区听松路18号",
)
"""The one who asks often, and for the same things again."""
