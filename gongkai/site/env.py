"""Every setting of the site in one table: what it is called in the environment, its default, what it does.

`settings.py` reads nothing else, the reference page is made from this table, and a name that begins with `GONGKAI_`
and stands in no table is refused: a misspelt setting must not be silently without effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.errors import UsageError
from gongkai.site.modes import mode

PREFIX = "GONGKAI_"
COMMAND_LINE = frozenset({"GONGKAI_FORMAT", "GONGKAI_LANG"})
"""Variables of the command line, explained on its own page; the site does not read them."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: the variable's `name`, its `default` as it would be typed, what it does in Chinese and English."""

    name: str
    default: str
    description: str
    description_en: str


SETTINGS = (
    Setting(
        "DATABASE_URL",
        "",
        "数据库。空：数据目录中的 SQLite；`postgresql://用户:口令@主机/库`：PostgreSQL，口令中的符号按网址规则转义。",
        "The database. Empty: SQLite in the data folder; `postgresql://user:password@host/name`: PostgreSQL, with signs "
        "in the password escaped as in any address.",
    ),
    Setting(
        "GONGKAI_DATA",
        "gongkai-data",
        "数据目录：SQLite 数据库、存储的文件、密钥文件。不得放在网络文件系统上。",
        "The data folder: the SQLite database, the stored files, the key file. Never on a network file system.",
    ),
    Setting(
        "GONGKAI_KEY_FILE",
        "",
        "密钥文件，权限须为 0600。空：数据目录中的 keys。丢失即无法读出加密的个人信息，备份时要另存一份。",
        "The key file, mode 0600. Empty: `keys` in the data folder. Without it sealed personal data cannot be read: keep "
        "a copy apart from the backup.",
    ),
    Setting(
        "GONGKAI_ANCHORS",
        "",
        "留存审计链头的文件：运行中每小时、每次备份追加一行并签名。空：数据目录中的 anchors；最好放在数据库管理员改不了的地方。",
        "The file of the audit's anchors: a signed line is appended every hour and at each backup. Empty: `anchors` in the "
        "data folder; best where whoever rules the database cannot write.",
    ),
    Setting(
        "GONGKAI_HOSTS",
        "localhost,127.0.0.1",
        "网站应答的主机名，逗号分隔；其他主机名的请求一律拒绝。",
        "The host names that the site answers to, with commas between them; a request for any other is refused.",
    ),
    Setting(
        "GONGKAI_SMTP",
        "",
        "邮件服务器。空：不发邮件，提醒只在网站里；`smtps://用户:口令@主机:端口`、`smtp+starttls://…`（先明文后加密）、"
        "`smtp://…`（不加密）。",
        "The mail server. Empty: no mail, notices stay in the site; `smtps://user:password@host:port`, "
        "`smtp+starttls://…` (encrypted after a word) or `smtp://…` (unencrypted).",
    ),
    Setting(
        "GONGKAI_MAIL_FROM",
        "gongkai@localhost",
        "所发邮件的发件人地址。",
        "The address that mail is sent from.",
    ),
    Setting(
        "GONGKAI_MODE",
        "normal",
        "运行方式。`normal`：只用 HTTPS（在反向代理上解密），`__Host-` Cookie，必须有第二因素；`intranet-http`：内网明文；"
        "`demonstration`：演示，明文，不要第二因素，日期可以设定，不得放入真实数据。",
        "How the site runs. `normal`: HTTPS only (ended at a reverse proxy), `__Host-` cookies, a second factor for all; "
        "`intranet-http`: unencrypted; `demonstration`: unencrypted, no second factor, the date can be set: no real data.",
    ),
    Setting(
        "GONGKAI_PROXIES",
        "127.0.0.1,::1",
        "反向代理的地址，逗号分隔。只信它们所说的客户端地址和 HTTPS。",
        "The addresses of reverse proxies, with commas between them; only they are believed about the client's address "
        "and about HTTPS.",
    ),
    Setting(
        "GONGKAI_TODAY",
        "",
        "仅演示方式：当作今天的日期，如 `2025-03-03`；空则用网站里设定的日期，未设定则用真实日期。",
        "In demonstration mode only: the date to take for today, such as `2025-03-03`; empty: the date set in the site, "
        "else the real one.",
    ),
)
"""Every setting, in the order of the reference page."""


def read(environ: Mapping[str, str]) -> dict[str, str]:
    """The value of every setting by its name: the environment's, else the default; white space around it is dropped.

    Raises UsageError for a variable that begins with `GONGKAI_` and is no setting.
    """
    known = COMMAND_LINE | {setting.name for setting in SETTINGS}
    if strange := sorted(name for name in environ if name.startswith(PREFIX) and name not in known):
        raise UsageError(
            f"没有这个设置：{'、'.join(strange)}",
            f"no such setting: {', '.join(strange)}",
            fix="见 docs/reference/settings.md",
            fix_en="see docs/reference/settings.md",
        )
    return {setting.name: environ.get(setting.name, setting.default).strip() for setting in SETTINGS}


def names(text: str) -> list[str]:
    """The names in a list with commas between them."""
    return [name.strip() for name in text.split(",") if name.strip()]


def day(values: Mapping[str, str]) -> date | None:
    """The date to take for today, None for none; UsageError for what is no date, and outside demonstration mode."""
    text = values["GONGKAI_TODAY"]
    if not text:
        return None
    if not mode(values["GONGKAI_MODE"]).sets_today:
        raise UsageError("GONGKAI_TODAY 只用于演示方式", "GONGKAI_TODAY is for demonstration mode only")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"GONGKAI_TODAY 不是日期：{text}；应如 2025-03-03", f"GONGKAI_TODAY is no date: {text}; write 2025-03-03"
        ) from None
