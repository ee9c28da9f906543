"""What the command line offers, as tables: commands, arguments, options, examples, in Chinese and English.

The parser, `--help`, completion and the reference page are all made from here; a command is added here and in
`commands.RUN`.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.report.language import SEVERITIES, Severity

Text = tuple[str, str]
"""The same words in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option: how it is typed, what it does, what may follow it.

    `values` are the words it takes; `takes` names a free value; with neither it is a flag. `bare` is what the option
    alone means, where the value may be left out; `several` lets it be given more than once.
    """

    flags: tuple[str, ...]
    about: Text
    values: tuple[str, ...] = ()
    takes: Text | None = None
    default: str = ""
    bare: str | None = None
    several: bool = False
    environment: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """What stands in its place on the line: its name in the program, its name in help, how many."""

    name: str
    shown: Text
    required: bool = True
    several: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what it does, what it takes, examples that run."""

    about: Text
    arguments: tuple[Argument, ...]
    options: tuple[Option, ...]
    examples: tuple[str, ...]


FILE: Text = ("文件", "FILE")
SHELLS = ("bash", "zsh", "fish", "powershell")
_FAILING: tuple[Severity, ...] = ("error", "warning")
FAIL_ON = (*_FAILING, *(SEVERITIES[severity][0] for severity in _FAILING))

COMMON = (
    Option(("--lang",), ("界面语言", "language of the interface"), ("zh", "en"), environment="GONGKAI_LANG"),
    Option(("--quiet", "-q"), ("不显示进度、提示和小结", "no progress, notes or summary")),
    Option(("--no-progress",), ("不显示进度", "no progress bar")),
    Option(("--ascii",), ("JSON里的中文写成\\u转义", "escape what is not ASCII in JSON")),
    Option(("--debug",), ("出错时显示调用栈", "show the traceback of an error")),
)
"""Options that stand before or behind every command."""

_FORCE = Option(("--force",), ("覆盖已有的输出文件", "overwrite an output file that is there"))
_OUTPUT = Option(
    ("--output-file", "-o"), ("写入文件，不写到标准输出", "write to a file instead of standard output"), takes=FILE
)
_WHERE = Option(("--where",), ("逐个列出数字在文件中的位置", "list the place of each number in the file"))

_RUNNING = (
    Option(
        ("--bind",),
        ("应答的地址", "the address to answer at"),
        takes=("主机:端口", "HOST:PORT"),
        default="127.0.0.1:8000",
    ),
    Option(("--workers",), ("网页进程数", "processes that answer"), takes=("数", "N"), default="2"),
    Option(("--threads",), ("每个进程的线程数", "threads of each"), takes=("数", "N"), default="4"),
)
"""How and where a site answers."""

COMMANDS: dict[str, Command] = {
    "read": Command(
        ("读出一份年报的三张表。", "Read the three tables of a report."),
        (Argument("file", FILE),),
        (
            Option(
                ("--format",),
                (
                    "full 全部；concise 略去全为0的行；json 数据",
                    "full: all; concise: without rows of zeros; json: data",
                ),
                ("full", "concise", "json"),
                default="full",
            ),
            _WHERE,
            _OUTPUT,
            _FORCE,
        ),
        ("gongkai read 年报.docx", "gongkai read 年报.docx --where", "gongkai read 年报.docx --format json"),
    ),
    "check": Command(
        ("核对年报，列出问题、位置和改法。", "Check reports: what is wrong, where, how to mend."),
        (Argument("files", ("文件、文件夹或压缩包", "FILE, FOLDER or ZIP"), several=True),),
        (
            Option(
                ("--format",),
                (
                    "full 逐条说明；concise 一条一行；json、json-lines 数据；sarif 供代码平台显示；docx、html 退回意见",
                    "full: explained; concise: a line each; json, json-lines, sarif: data; docx, html: a notice of return, in Chinese",
                ),
                ("full", "concise", "json", "json-lines", "sarif", "docx", "html"),
                default="full",
                environment="GONGKAI_FORMAT",
            ),
            Option(
                ("--last-year",),
                ("上年年报，用于跨年衔接", "last year's report or reports, for the cross-year rules"),
                takes=("文件或文件夹", "FILE|FOLDER"),
            ),
            Option(
                ("--select",),
                ("只用这些规则（编号或其前两个字母）", "only these rules (codes or their two letters)"),
                takes=("规则", "CODE"),
                several=True,
            ),
            Option(
                ("--fail-on",),
                ("从哪一档起退出码为1", "the severity from which the exit status is 1"),
                FAIL_ON,
                default="warning",
            ),
            Option(("--exit-zero",), ("有问题时退出码也为0", "end with 0 even if something is found")),
            Option(
                ("--resume",),
                (
                    "把每份的结果记入文件；中断后再次运行，已核对过的内容不再核对",
                    "keep each result in a file; run again after a break, and what was checked is not checked again",
                ),
                takes=FILE,
            ),
            Option(("--jobs", "-j"), ("同时核对的份数，默认为处理器数", "checks at a time"), takes=("数", "N")),
            Option(
                ("--date",),
                ("退回意见的落款日期；不写则留空待填", "the date of the notice of return; left open when not given"),
                takes=("年-月-日", "YYYY-MM-DD"),
            ),
            _OUTPUT,
            _FORCE,
        ),
        (
            "gongkai check 年报.docx",
            "gongkai check 年报文件夹 --format json",
            "gongkai check 年报.docx --last-year 上年年报.docx",
            "gongkai check 年报文件夹 --resume 结果.jsonl --format concise",
            "gongkai check 年报.docx --format docx --date 2025-02-10 -o 退回意见.docx",
        ),
    ),
    "convert": Command(
        ("转换年报，格式由输出文件的后缀决定。", "Convert a report; the format by the ending of the output."),
        (Argument("file", FILE), Argument("out", ("输出文件", "OUT"))),
        (
            Option(
                ("--encoding",),
                ("CSV的编码，默认UTF-8；旧表格软件用gb18030", "encoding of CSV; gb18030 for old spreadsheets"),
                takes=("编码", "NAME"),
            ),
            _FORCE,
        ),
        ("gongkai convert 年报.docx 年报.pdf", "gongkai convert 年报.html 年报.csv --encoding gb18030"),
    ),
    "compare": Command(
        ("比较两份年报：两个年度，或两个机关。", "Compare two reports: of two years, or of two agencies."),
        (Argument("first", ("前一份", "BEFORE")), Argument("second", ("后一份", "AFTER"))),
        (
            Option(
                ("--format",),
                ("table 变化的格；json 数据；html 带图的网页", "table: changed cells; json: data; html: with charts"),
                ("table", "json", "html"),
                default="table",
            ),
            Option(("--exit-zero",), ("有不同时退出码也为0", "end with 0 even if they differ")),
            _OUTPUT,
            _FORCE,
        ),
        (
            "gongkai compare 上年年报.docx 年报.docx",
            "gongkai compare 上年年报.docx 年报.docx --format html --output-file 比较.html",
        ),
    ),
    "rules": Command(
        ("列出或解释核对规则。", "List or explain the rules."),
        (Argument("code", ("规则", "CODE"), required=False),),
        (
            Option(
                ("--format",),
                (
                    "table 列表；full 逐条解释；json 数据；不给时终端上为列表，管道里为TSV",
                    "table, full explanations, json; by default a table on a terminal, TSV in a pipe",
                ),
                ("table", "full", "json"),
            ),
            Option(
                ("--json",),
                ("只输出这些字段（用逗号隔开）；不给字段时列出字段名", "these fields, by commas; alone: their names"),
                takes=("字段", "FIELDS"),
                bare="?",
            ),
            Option(("--csv",), ("输出CSV", "as CSV")),
            Option(("--tsv",), ("输出TSV", "as TSV")),
        ),
        ("gongkai rules", "gongkai rules SU01", "gongkai rules --json code,title"),
    ),
    "demo": Command(
        (
            "建立演示数据并运行演示网站；按Ctrl-C停止。",
            "Set up a demonstration with invented data and run it; Ctrl-C ends it.",
        ),
        (),
        _RUNNING,
        ("gongkai demo", "gongkai demo --bind 127.0.0.1:8080"),
    ),
    "serve": Command(
        (
            "运行网站：网页、发送和到期事项；按Ctrl-C停止。",
            "Run the site: pages, deliveries, what falls due; Ctrl-C ends it.",
        ),
        (),
        (
            *_RUNNING,
            Option(
                ("--migrate",),
                (
                    "先把旧版本的数据库升级到本版本；请先备份",
                    "first bring an older database up to this version; back it up",
                ),
            ),
        ),
        ("gongkai serve", "gongkai serve --bind 0.0.0.0:8000 --workers 4", "gongkai serve --migrate"),
    ),
    "found": Command(
        (
            "登记第一个机关和系统管理员；口令在终端输入，或取标准输入第一行。",
            "Enter the first agency and administrator; the password is typed, or on stdin.",
        ),
        (),
        (
            Option(("--agency",), ("机关全称", "full name of the agency"), takes=("名称", "NAME")),
            Option(("--code",), ("机关代字，用于文号", "its code in document numbers"), takes=("代字", "CODE")),
            Option(
                ("--kind",),
                (
                    "government 政府；department 部门；dispatched 派出；internal 内设；authorised 授权组织",
                    "what kind of body it is",
                ),
                ("government", "department", "dispatched", "internal", "authorised"),
                default="department",
            ),
            Option(
                ("--level",),
                ("state 国家；province 省；city 市；county 县；town 乡", "its level"),
                ("state", "province", "city", "county", "town"),
                default="county",
            ),
            Option(("--account",), ("管理员账号", "account of the administrator"), takes=("账号", "ACCOUNT")),
            Option(("--name",), ("管理员姓名", "name of the administrator"), takes=("姓名", "NAME")),
        ),
        (
            "gongkai found",
            "gongkai found --agency 青岚市水利局 --code 青水 --account liming --name 李明",
        ),
    ),
    "doctor": Command(
        (
            "检查网站：数据库、密钥、磁盘、审计、文件、组件。",
            "Look at the site: database, keys, disk, audit, files, programs.",
        ),
        (),
        (
            Option(("--format",), ("table 表；json 数据", "table, or json"), ("table", "json"), default="table"),
            Option(("--clean",), ("清理一天前遗留的临时文件", "remove temporary files left for more than a day")),
            _OUTPUT,
            _FORCE,
        ),
        ("gongkai doctor", "gongkai doctor --format json", "gongkai doctor --clean"),
    ),
    "audit": Command(
        (
            "查验网站的审计记录，或取出链头另行留存。",
            "Check the audit of the site, or take its head to be kept elsewhere.",
        ),
        (
            Argument(
                "act",
                ("verify|anchor|public-key", "verify|anchor|public-key"),
                values=("verify", "anchor", "public-key"),
            ),
        ),
        (
            Option(
                ("--anchor",),
                (
                    "留存的链头文件：链中必须有其中每一条；可给多个",
                    "a file of anchors: the chain must hold each of them",
                ),
                takes=FILE,
                several=True,
            ),
            Option(
                ("--public-key",),
                (
                    "查验链头签名的公钥文件（audit public-key 所给）：每个链头都须由它签名",
                    "a file with the public key (from `audit public-key`): every anchor must be signed by it",
                ),
                takes=FILE,
            ),
            _OUTPUT,
            _FORCE,
        ),
        (
            "gongkai audit public-key",
            "gongkai audit verify",
            "gongkai audit verify --anchor 链头.txt",
            "gongkai audit anchor",
        ),
    ),
    "keys": Command(
        (
            "列出加密个人信息的密钥，或换用新密钥并把全部内容重新加密。",
            "List the keys that seal personal data, or take a new one and seal all anew.",
        ),
        (Argument("act", ("list|rotate", "list|rotate"), values=("list", "rotate")),),
        (
            Option(
                ("--drop-unused",),
                (
                    "换完后删去不再使用的密钥；此前的备份从此要用旧密钥文件",
                    "then drop keys that nothing is sealed with",
                ),
            ),
        ),
        ("gongkai keys list", "gongkai keys rotate", "gongkai keys rotate --drop-unused"),
    ),
    "backup": Command(
        (
            "把整个网站备份成一个文件并核对；密钥文件不在其中。",
            "Back the whole site up into one file and check it; the key file is not in it.",
        ),
        (Argument("file", ("备份文件", "FILE")),),
        (_FORCE,),
        ("gongkai backup 备份.zip", "gongkai backup 备份.zip --force"),
    ),
    "restore": Command(
        (
            "把备份恢复到空的数据目录或空的数据库，逐表核对。",
            "Restore a backup into an empty data folder or database, checked table by table.",
        ),
        (Argument("file", ("备份文件", "FILE")),),
        (Option(("--yes",), ("不再询问", "do not ask")),),
        ("gongkai restore 备份.zip --yes", "gongkai restore 备份.zip --yes --quiet"),
    ),
    "import-register": Command(
        (
            "把旧登记簿导入网站：全部写入或者什么都不写。",
            "Bring an old register into the site: all of a file or nothing.",
        ),
        (Argument("file", FILE),),
        (
            Option(
                ("--dry-run",),
                ("只试导：列出问题和推算出的期限，不写入", "try it: problems and deadlines, nothing is written"),
            ),
            Option(("--agency",), ("机关代码", "code of the agency"), takes=("代码", "CODE")),
            Option(
                ("--by",),
                ("导入人的账号，须为系统管理员", "account of the administrator who imports"),
                takes=("账号", "ACCOUNT"),
            ),
            Option(("--problems",), ("把全部问题和将要导入的申请写成xlsx", "write all problems as xlsx"), takes=FILE),
            Option(
                ("--template",), ("在这个文件里写出空白的导入模板", "write the blank template to this file instead")
            ),
            _FORCE,
        ),
        (
            "gongkai import-register 旧.xlsx --dry-run --agency 青水 --by liming",
            "gongkai import-register 旧.xlsx --agency 青水 --by liming --problems 问题.xlsx",
            "gongkai import-register 登记簿导入模板.xlsx --template --force",
        ),
    ),
    "completion": Command(
        ("打印命令补全脚本。", "Print a completion script."),
        (Argument("shell", ("SHELL", "SHELL"), values=SHELLS),),
        (),
        ("gongkai completion bash", "gongkai completion powershell"),
    ),
    "help": Command(
        ("显示命令或专题的帮助。", "Show the help of a command or topic."),
        (Argument("topic", ("命令或专题", "TOPIC"), required=False),),
        (),
        ("gongkai help exit-codes", "gongkai help check"),
    ),
}
"""The commands in the order of help."""

ABOUT: Text = (
    "读取、核对、转换政府信息公开工作年度报告。",
    "Read, check and convert annual reports on government information disclosure.",
)
