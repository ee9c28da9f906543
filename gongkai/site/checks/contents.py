"""What lies in the database and the data folder: the audit, the files, the numbers, the clock, what waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import localtime

from gongkai.audit import anchoring
from gongkai.audit.actions import SLACK
from gongkai.audit.chain import BadAnchor
from gongkai.audit.models import Entry
from gongkai.audit.queries import head_at, verify
from gongkai.office.cases import clock as clock_of_cases
from gongkai.office.notices.queries import late, troubled_deliveries, troubled_jobs
from gongkai.office.records.queries import broken_series, damaged
from gongkai.site.doctor import Result, bad, check, good, warning

SHOWN = 3
NOTICE_IN = 11
"""The month from which the State Council's notice for the next year is to be expected."""
ANCHOR_OLD, BACKUP_OLD = timedelta(hours=3), timedelta(days=7)
"""Ages above which somebody should know."""


@check("审计记录", "audit", needs_database=True)
def audit_chain(_at: datetime) -> Result:
    """Whole from the first entry to the head, and holding every anchor that is kept, so that a cut end is seen."""
    try:
        verdict = verify(anchoring.kept(settings.ANCHORS))
    except BadAnchor as error:
        return bad(f"{settings.ANCHORS} 第 {error} 行不是链头", f"{settings.ANCHORS}: line {error} is no anchor")
    if verdict.is_whole:
        return good(f"{verdict.count} 条完好", f"{verdict.count} entries are whole")
    return bad(f"第 {verdict.seq} 条：{verdict.reason}", f"entry {verdict.seq}: {verdict.reason_en}")


@check("留存的链头", "anchors", needs_database=True)
def anchors(at: datetime) -> Result:
    """Signed with our key, and the last one of the last hours: an old one leaves what came after it without evidence."""
    try:
        found = anchoring.kept(settings.ANCHORS)
    except BadAnchor:
        found = []
    if not found:
        return warning(f"还没有：{settings.ANCHORS}，serve 运行时每小时留存", f"none yet: {settings.ANCHORS}")
    key = anchoring.public_key()
    if strange := [one.seq for one in found if not (one.signature and anchoring.is_signed(one, key))]:
        return bad(
            f"第 {strange[0]} 条的链头不是本站签名", f"the anchor of entry {strange[0]} is not signed by this site"
        )
    last = datetime.fromisoformat(found[-1].at)
    told = f"最后一次 {localtime(last):%Y-%m-%d %H:%M}，第 {found[-1].seq} 条"
    told_en = f"the last at {localtime(last):%Y-%m-%d %H:%M}, of entry {found[-1].seq}"
    return (good if at - last <= ANCHOR_OLD else warning)(told, told_en)


@check("备份", "backup", needs_database=True)
def backup(at: datetime) -> Result:
    """Made within the last days, as the audit tells."""
    last = Entry.objects.filter(kind="backup_made").order_by("-seq").values_list("at", flat=True).first()
    if last is None:
        return warning("还没有备份过", "none was made yet")
    told = f"最后一次 {localtime(last):%Y-%m-%d %H:%M}"
    told_en = f"the last at {localtime(last):%Y-%m-%d %H:%M}"
    return (good if at - last <= BACKUP_OLD else warning)(told, told_en)


@check("存储的文件", "stored files", needs_database=True)
def stored_files(_at: datetime) -> Result:
    """Each with the bytes that were stored."""
    found = list(damaged())
    if not found:
        return good("都完好", "all whole")
    first = "、".join(f"{file.sha256[:12]} {said}" for file, said, _ in found[:SHOWN])
    first_en = ", ".join(f"{file.sha256[:12]}: {said}" for file, _, said in found[:SHOWN])
    return bad(f"{len(found)} 个损坏：{first}", f"{len(found)} are damaged: {first_en}")


@check("编号", "numbers", needs_database=True)
def number_series(_at: datetime) -> Result:
    """No gap and none twice."""
    broken = broken_series()
    if not broken:
        return good("没有断号", "without a gap")
    return bad(f"不连续：{'、'.join(broken[:SHOWN])}", f"not in sequence: {', '.join(broken[:SHOWN])}")


@check("时钟", "clock", needs_database=True)
def clock(at: datetime) -> Result:
    """Not before what is recorded already."""
    last = head_at()
    if last is not None and at < last - SLACK:
        last = localtime(last)
        return bad(
            f"现在 {at:%Y-%m-%d %H:%M} 早于最后一条记录 {last:%Y-%m-%d %H:%M}，任何办理都会被拒绝",
            f"now, {at:%Y-%m-%d %H:%M}, lies before the last entry, {last:%Y-%m-%d %H:%M}: nothing can be done",
        )
    return good(f"{at:%Y-%m-%d %H:%M}", f"{at:%Y-%m-%d %H:%M}")


@check("发送与到期事项", "deliveries and due jobs", needs_database=True)
def waiting(at: datetime) -> Result:
    """Nothing failed, and somebody works."""
    deliveries, jobs = troubled_deliveries(), troubled_jobs()
    count = deliveries.count() + jobs.count()
    first = deliveries.first() or jobs.first()
    if first is not None:
        return warning(f"{count} 件没有成功：{first}：{first.error}", f"{count} failed: {first}: {first.error}")
    if overdue := late(at):
        return warning(f"{overdue} 件到时未办，serve 可能没有运行", f"{overdue} are late: serve may not be running")
    return good("没有积压", "nothing waits")


@check("节假日安排", "working days", needs_database=True)
def calendar(at: datetime) -> Result:
    """From November on the notice for the next year must be in, bundled or loaded, or deadlines that cross into
    it stay provisional."""
    known = clock_of_cases.calendar()
    for year in (at.year, at.year + (at.month >= NOTICE_IN)):
        if not known.knows(at.date().replace(year, 1, 1)):
            return warning(
                f"没有 {year} 年的放假通知，跨年期限只能预计",
                f"the notice for {year} is missing: deadlines that reach into it are provisional",
            )
    return good(f"有 {at.year} 年的放假通知", f"the notice for {at.year} is there")
