"""Every kind of entry: the sentence that tells it, and which of its words are personal data (HOUSE 2.12)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that can happen, told by a `sentence` with its words in braces.

    `words` are the names of what is kept in the entry as it is; `personal` those of which only a keyed digest is
    kept: they can be compared with a value in hand and never be read, so erasing a person leaves the chain whole.
    """

    name: str
    sentence: str
    sentence_en: str
    words: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()


CASES = (
    Kind(
        "case_registered",
        "登记申请，编号 {number}，渠道：{channel}",
        "registered application {number}, which came by: {channel}",
        ("number", "channel"),
        ("subject",),
    ),
    Kind(
        "case_imported",
        "由旧登记簿导入，编号 {number}（第 {row} 行，文件 SHA-256：{sha256}）",
        "imported from an old register as {number} (row {row} of the file {sha256})",
        ("number", "row", "sha256"),
        ("old_number", "subject"),
    ),
    Kind(
        "register_imported",
        "导入旧登记簿：申请 {applications} 件、复议诉讼 {appeals} 件、期初数 {balances} 项，文件 SHA-256：{sha256}",
        "imported an old register: {applications} applications, {appeals} appeals, {balances} balances, file {sha256}",
        ("applications", "appeals", "balances", "sha256"),
    ),
    Kind("case_refused", "拒绝：无权{label}", "refused, no right to: {label}", ("label",)),
    Kind("case_confirm", "{on}与申请人确认收到", "confirmed receipt with the applicant on {on}", ("on",), ("note",)),
    Kind("case_discard", "无法与申请人确认，不再处理", "never confirmed with the applicant", (), ("note",)),
    Kind("case_assign", "分办给{unit}", "assigned to {unit}", ("unit", "assignee")),
    Kind(
        "case_ask_correction",
        "{on}告知补正，补正期限至{until}",
        "asked on {on} for a correction by {until}",
        ("on", "until"),
        ("note",),
    ),
    Kind("case_receive_correction", "{on}收到补正", "the correction came on {on}", ("on",), ("note",)),
    Kind("case_consult", "{on}发出征求意见书", "sent a letter of consultation on {on}", ("on",), ("party", "note")),
    Kind(
        "case_record_letter_received",
        "对方于{on}收到征求意见书",
        "the letter of consultation arrived on {on}",
        ("on",),
        ("party", "note"),
    ),
    Kind("case_receive_opinion", "{on}收到意见", "the opinion came on {on}", ("on",), ("party", "note")),
    Kind(
        "case_extend",
        "{on}决定延长答复期限{days}个工作日",
        "extended on {on} by {days} working days",
        ("on", "days", "consented_by"),
        ("note",),
    ),
    Kind("case_delay", "{on}确定延迟答复至{until}", "set on {on} a delay until {until}", ("on", "until"), ("note",)),
    Kind(
        "case_notice_fee",
        "{on}送达收费通知，{amount}元",
        "served a fee notice of {amount} yuan on {on}",
        ("on", "amount"),
        ("note",),
    ),
    Kind("case_receive_payment", "{on}收到缴费", "the payment came on {on}", ("on",), ("note",)),
    Kind(
        "case_decide",
        "{on}答复：{outcome}，文号{document}",
        "decided on {on}: {outcome}, document {document}",
        ("on", "outcome", "document"),
    ),
    Kind("case_submit", "送签", "submitted for signature"),
    Kind("case_send_back", "退回修改", "sent back"),
    Kind("case_recall", "撤回送签", "taken back from signature"),
    Kind(
        "case_sign",
        "{on}签发：{outcome}，文号{document}",
        "signed on {on}: {outcome}, document {document}",
        ("on", "outcome", "document"),
    ),
    Kind("letter_drafted", "起草《{title}》", "began to draft {title}", ("title",)),
    Kind("letter_dropped", "放弃《{title}》", "gave {title} up", ("title",)),
    Kind(
        "letter_signed",
        "签发《{title}》{document}，PDF 的 SHA-256 为 {sha256}",
        "signed {title} {document}, whose PDF is {sha256}",
        ("title", "document", "sha256"),
    ),
    Kind(
        "case_take_back",
        "送达前撤回答复登记：{outcome}，文号{document}",
        "took back before service: {outcome}, document {document}",
        ("outcome", "document"),
        ("note",),
    ),
    Kind("case_serve", "{on}送达，方式：{way}", "served on {on}: {way}", ("on", "way"), ("note",)),
    Kind("case_lapse", "{on}决定不再处理：{outcome}", "lapsed on {on}: {outcome}", ("on", "outcome"), ("note",)),
    Kind("case_withdraw", "申请人于{on}撤回申请", "the applicant withdrew on {on}", ("on",), ("note",)),
    Kind("case_archive", "归档", "archived"),
    Kind(
        "case_reopen",
        "{on}按复议决定、判决重新办理，应于{until}前答复",
        "reopened on {on}, an answer being due by {until}",
        ("on", "until"),
        ("note",),
    ),
    Kind(
        "case_correct_fact",
        "更正“{fact}”：{old}改为{on}",
        "corrected {fact} from {old} to {on}",
        ("fact", "old", "on"),
        ("note",),
    ),
    Kind(
        "case_recomputed",
        "假日安排变化，答复期限由{old}改为{due}",
        "by a notice on holidays the deadline moved from {old} to {due}",
        ("old", "due", "notice"),
    ),
    Kind("case_supervised", "督办，要求{until}前办理", "put under supervision until {until}", ("until",), ("note",)),
    Kind("case_supervision_ended", "解除督办", "ended the supervision"),
    Kind("case_attached", "附上文件，SHA-256 为 {sha256}", "attached the file {sha256}", ("sha256",), ("name",)),
    Kind("case_file_opened", "下载文件，SHA-256 为 {sha256}", "downloaded the file {sha256}", ("sha256",), ("name",)),
    Kind("case_revealed", "查看{field}", "looked at {field}", ("field",), ("purpose",)),
    Kind(
        "cases_exported",
        "导出申请清单（{format}），{count}件",
        "exported a list of {count} applications as {format}",
        ("format", "count"),
        ("filter",),
    ),
    Kind("view_saved", "存下列表的视图", "saved a view of the list", ("shared",), ("name", "filter")),
    Kind("view_dropped", "删去列表的视图", "dropped a view of the list", (), ("name",)),
    Kind(
        "holidays_loaded",
        "载入假日安排 {document}（{year}年）",
        "loaded the holidays of {year} by {document}",
        ("document", "year"),
    ),
    Kind(
        "holidays_withdrawn",
        "撤下假日安排 {document}（{year}年，{days}），原因：{reason}",
        "withdrew the holidays of {year} by {document} ({days}): {reason}",
        ("document", "year", "days", "reason"),
    ),
)
"""What happens to an application; the steps bear the names of `gongkai.statute.procedure.MOVES`."""

REVIEWS = (
    Kind(
        "review_submitted",
        "送签《{title}》，文稿 SHA-256 为 {digest}",
        "submitted {title} ({digest})",
        ("title", "digest"),
    ),
    Kind(
        "review_approved",
        "“{stage}”签字同意，文稿 SHA-256 为 {digest}",
        "signed at {stage}, the draft being {digest}",
        ("stage", "digest"),
    ),
    Kind("review_returned", "在“{stage}”退回修改", "sent back at {stage}", ("stage",), ("reason",)),
    Kind("review_dropped", "撤回送签的《{title}》", "took {title} out of the chain", ("title",)),
    Kind("review_reminded", "催办“{stage}”，提醒{count}人", "reminded {count} people of {stage}", ("stage", "count")),
    Kind(
        "delegation_given",
        "委托代签，{first}至{last}",
        "delegated signing from {first} to {last}",
        ("first", "last", "taker"),
    ),
    Kind("delegation_revoked", "收回委托代签", "took a delegation back", ("taker",)),
    Kind("chain_set", "设定签批流程《{title}》：{steps}", "set the chain {title}: {steps}", ("title", "steps")),
)
"""What happens to a draft on its way through the signatures."""

APPEALS = (
    Kind(
        "appeal_registered",
        "登记{what} {number}，{on}收到副本（{organ}，申请 {case}）",
        "registered an appeal ({what} {number}, {organ}) against {case}, whose copy came on {on}",
        ("what", "number", "organ", "case", "on"),
    ),
    Kind("appeal_accept", "{on}受理、立案，案号 {number}", "accepted on {on} as {number}", ("on", "number")),
    Kind("appeal_simplify", "{on}起适用简易程序", "in the simplified procedure from {on}", ("on",), ("note",)),
    Kind("appeal_ordinary", "{on}起转为普通程序", "in the ordinary procedure from {on}", ("on",), ("note",)),
    Kind("appeal_answer", "{on}提交答复、答辩", "answered on {on}", ("on",), ("note",)),
    Kind("appeal_hear", "{on}听证、开庭", "heard on {on}", ("on",), ("note",)),
    Kind("appeal_extend", "{on}审理期限延长至{until}", "extended on {on} to {until}", ("on", "until"), ("note",)),
    Kind(
        "appeal_decide",
        "{on}收到{dated}作出的结果：{result}，责令答复期限：{until}",
        "the result of {dated} came on {on}: {result}, a new answer ordered by: {until}",
        ("on", "dated", "result", "until"),
        ("note",),
    ),
    Kind("appeal_perform", "{on}履行完毕", "performed on {on}", ("on",), ("note",)),
    Kind("appeal_close", "了结", "closed"),
    Kind("appeal_learn", "{on}记下教训", "wrote a lesson down on {on}", ("on",), ("note",)),
    Kind(
        "appeal_correct",
        "更正事实 {fact}：{old}改为{on}",
        "corrected {fact} from {old} to {on}",
        ("fact", "old", "on"),
        ("note",),
    ),
    Kind("appeal_attached", "附上文件，SHA-256 为 {sha256}", "attached the file {sha256}", ("sha256",), ("name",)),
    Kind("appeals_taken_over", "接过旧登记簿的复议诉讼 {count} 件", "took {count} appeals over", ("count",)),
    Kind(
        "appeals_exported",
        "导出复议诉讼清单（{format}），{count}件",
        "exported a list of {count} appeals as {format}",
        ("format", "count"),
        ("filter",),
    ),
    Kind(
        "appeal_counting_chosen",
        "表四口径“{question}”定为“{choice}”",
        "let {question} be counted as {choice}",
        ("question", "choice"),
        ("note",),
    ),
)
"""What happens to an appeal; the steps bear the names of `gongkai.statute.appeals.MOVES`."""

KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "file_stored",
            "存入文件，{size} 字节，SHA-256 为 {sha256}",
            "stored a file of {size} bytes, SHA-256 {sha256}",
            ("sha256", "size"),
            ("name",),
        ),
        Kind("files_forgotten", "清理没有用上的文件 {count} 个", "forgot {count} files that nobody used", ("count",)),
        Kind(
            "number_voided",
            "作废号码 {series} 第 {number} 号：{reason}",
            "voided number {number} of {series}: {reason}",
            ("series", "number", "reason"),
        ),
        Kind(
            "series_continued",
            "接续编号 {series}：旧系统编到第 {last} 号",
            "let the series {series} go on after number {last} of an older system",
            ("series", "last"),
        ),
        Kind("today_set", "把演示日期设为 {day}", "set the demonstration's date to {day}", ("day",)),
        Kind(
            "backup_made",
            "备份全站（{made}），{rows} 行、{files} 个文件",
            "backed the site up ({made}), {rows} rows and {files} files",
            ("made", "rows", "files"),
        ),
        Kind(
            "backup_restored",
            "由 {made} 的备份恢复，{rows} 行、{files} 个文件",
            "restored from the backup of {made}, {rows} rows and {files} files",
            ("made", "rows", "files"),
        ),
        Kind("mail_address_set", "登记接收提醒的电子邮箱", "entered an address for notices", (), ("address",)),
        Kind("tried_again", "重试 {what}", "let {what} be tried again", ("what",)),
        Kind("agency_founded", "登记机关 {name}（{code}）", "entered the agency {name} ({code})", ("code", "name")),
        Kind("agency_renamed", "机关 {old} 改名为 {name}", "renamed the agency {old} to {name}", ("old", "name")),
        Kind("agency_alias", "登记机关别名 {name}", "entered {name} as another name", ("name",)),
        Kind("agency_placed", "调整机关隶属关系", "put the agency under another", ("parent",)),
        Kind(
            "agency_described",
            "登记管辖法院 {court}、文号格式 {pattern}、主管部门和复议机关",
            "entered court {court}, number pattern {pattern}, supervising office and organs of reconsideration",
            ("court", "pattern"),
        ),
        Kind("unit_added", "登记科室 {name}", "entered the unit {name}", ("name",)),
        Kind("member_added", "登记成员", "entered a member", (), ("name", "account")),
        Kind("password_changed", "修改口令", "changed the password"),
        Kind("password_set", "重设初始口令", "set a first password anew"),
        Kind("member_disabled", "停用账号", "disabled the account"),
        Kind("role_granted", "授予角色 {role}", "granted the role {role}", ("role", "agency")),
        Kind("role_revoked", "收回角色 {role}", "revoked the role {role}", ("role", "agency")),
        Kind("second_factor_set", "设置动态码", "set up the second factor"),
        Kind("signed_in", "登录", "signed in", (), ("address",)),
        Kind("signed_out", "退出登录", "signed out"),
        Kind("visit_ended", "结束一处登录", "ended a session"),
        Kind("access_refused", "无权办理 {permission}，已拒绝", "was refused {permission}", ("permission", "agency")),
        Kind(
            "audit_exported",
            "导出审计记录 {count} 条（{format}）",
            "exported {count} entries of the audit as {format}",
            ("format", "count"),
        ),
        Kind("sign_in_failed", "登录失败", "failed to sign in", (), ("account", "address")),
        Kind(
            "values_resealed",
            "以第 {key} 号密钥重新加密 {field} {count} 条",
            "sealed {count} values of {field} anew with key {key}",
            ("key", "field", "count"),
        ),
        *CASES,
        *REVIEWS,
        *APPEALS,
    )
}
"""Every kind by its name."""
