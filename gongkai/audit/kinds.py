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
        Kind(
            "number_voided",
            "作废号码 {series} 第 {number} 号：{reason}",
            "voided number {number} of {series}: {reason}",
            ("series", "number", "reason"),
        ),
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
        Kind("member_disabled", "停用账号", "disabled the account"),
        Kind("role_granted", "授予角色 {role}", "granted the role {role}", ("role", "agency")),
        Kind("role_revoked", "收回角色 {role}", "revoked the role {role}", ("role", "agency")),
        Kind("second_factor_set", "设置动态码", "set up the second factor"),
        Kind("signed_in", "登录", "signed in", (), ("address",)),
        Kind("sign_in_failed", "登录失败", "failed to sign in", (), ("account", "address")),
        Kind(
            "values_resealed",
            "以第 {key} 号密钥重新加密 {field} {count} 条",
            "sealed {count} values of {field} anew with key {key}",
            ("key", "field", "count"),
        ),
    )
}
"""Every kind by its name."""
