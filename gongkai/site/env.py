"""Every setting of the site in one table: what it is called in the environment, its default, what it does.

`settings.py` reads nothing else, the reference page is made from this table, and a name that begins with `GONGKAI_`
and stands in no table is refused: a misspelt setting must not be silently without effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.errors import UsageError

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
        "GONGKAI_HOSTS",
        "localhost,127.0.0.1",
        "网站应答的主机名，逗号分隔；其他主机名的请求一律拒绝。",
        "The host names that the site answers to, with commas between them; a request for any other is refused.",
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
