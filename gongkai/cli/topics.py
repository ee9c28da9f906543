"""The topics of `gongkai help`: exit codes, formats, formatting, environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gongkai.cli import words
from gongkai.cli.manual import Text

EXIT_CODES = (
    (0, ("没有问题（只有“请说明”也算）", "clean (nothing above “please explain”)")),
    (1, ("有必须改、建议改的问题，或两份年报不同", "something must or should be changed, or two reports differ")),
    (2, ("输入读不了，或用法有误", "an input cannot be read, or wrong usage")),
    (3, ("环境问题：磁盘、权限、文件被占用、缺少组件", "environment: disk, permission, lock, missing package")),
    (70, ("程序自身的错误", "a fault of the program itself")),
    (130, ("被Ctrl-C中断", "ended by Ctrl-C")),
    (143, ("被终止信号中断", "ended by SIGTERM")),
)
"""Every exit status and its meaning."""

ENVIRONMENT = (
    ("GONGKAI_LANG", ("界面语言：zh或en；--lang优先", "language: zh or en; --lang goes first")),
    ("GONGKAI_FORMAT", ("check的输出格式；--format优先", "output format of check; --format goes first")),
    ("LC_ALL, LC_MESSAGES, LANG", ("没有指定语言时，英文环境用英文，其余用中文", "English by an English locale")),
    ("NO_COLOR", ("不为空时不用颜色", "no colour when not empty")),
    ("CLICOLOR_FORCE", ("不为空、不为0时，不在终端上也用颜色", "colour also off a terminal when not empty nor 0")),
    ("PAGER", ("在终端上用它分页显示帮助、规则和年报", "pages help, rules and reports on a terminal")),
    ("COLUMNS", ("按这个宽度排版", "the width to lay out for")),
    ("PYTHONIOENCODING", ("终端的编码，例如gbk", "the encoding of the terminal, such as gbk")),
)
"""Every variable that changes what is printed."""

_FORMATTING: Text = (
    (
        "标准输出只有数据；进度、提示和小结在标准错误，--quiet 可以关掉。\n"
        "终端上有颜色、分栏和分页；管道里没有。标记 × ！ · √ ？ □ — 在GBK里都有。\n"
        "年报里：□ 空白，— 没有这一格，？ 读得没有把握；横线和文字照原样显示，从不当作0。\n"
        "文件名里的控制字符、换行和改变文字方向的字符显示成 \\u 转义。\n"
        "JSON里的中文照写（UTF-8），加 --ascii 则转义。\n"
    ),
    (
        "Standard output carries data only; progress, notes and summaries go to standard error (off: --quiet).\n"
        "Colour, columns and paging on a terminal, none in a pipe. The marks × ！ · √ ？ □ — are all in GBK.\n"
        "In a report: □ blank, — no such cell, ？ doubtful; dashes and words stand as written, never as 0.\n"
        "Control, line-break and direction characters in file names are shown as \\u escapes.\n"
        "JSON is UTF-8; --ascii escapes what is not ASCII.\n"
    ),
)


def exit_codes(lang: str) -> str:
    """The exit statuses, one a line."""
    at = 0 if lang == "zh" else 1
    note: Text = (
        "一批文件的退出码取其中最坏的：70、3、2、1、0。--exit-zero 把1变成0，--fail-on 定从哪一档起算1。\n",
        "A batch ends with the worst of its files: 70, 3, 2, 1, 0. --exit-zero makes 1 a 0; --fail-on sets the bar.\n",
    )
    return "".join(f"  {code:>3}  {text[at]}\n" for code, text in EXIT_CODES) + "\n" + note[at]


def formats(lang: str) -> str:
    """What can be read and written, by file ending."""
    from gongkai import readers, writers

    at = 0 if lang == "zh" else 1
    heads: tuple[Text, ...] = (("读：", "read: "), ("写：", "write: "), ("核对：", "check: "))
    checks = "full concise json json-lines sarif docx html"
    rest: Text = (
        "格式看内容，其次看后缀。文件夹和zip是一批；zip里可以再有一层zip。- 是标准输入。\n",
        "The content decides, then the ending. A folder or a zip is a batch; a zip may hold zips one deep. - is stdin.\n",
    )
    lists = (" ".join(sorted(readers.READERS)), " ".join(writers.WRITERS), checks)
    told = [head[at] + listed for head, listed in zip(heads, lists, strict=True)]
    told += [
        ("另需：", "also needed: ")[at],
        *_needed(readers.READERS, readers.NEEDS, at),
        *_needed(writers.WRITERS, writers.NEEDS, at),
    ]
    return "".join(f"{line}\n" for text in told for line in words.wrapped(text, words.screen())) + rest[at]


def _needed(registry: Mapping[str, str], needs: Mapping[str, Text], at: int) -> list[str]:
    """A line for each module that needs something else installed: its endings, and what it needs."""
    return [
        f"  {' '.join(ending for ending, one in registry.items() if one == module)}: {what[at]}"
        for module, what in needs.items()
    ]


def environment(lang: str) -> str:
    """The environment variables, one a line."""
    at = 0 if lang == "zh" else 1
    return "".join(f"  {name}\n      {text[at]}\n" for name, text in ENVIRONMENT)


def formatting(lang: str) -> str:
    """How output looks, and what the marks mean."""
    return _FORMATTING[0 if lang == "zh" else 1]


TOPICS: dict[str, tuple[Text, Callable[[str], str]]] = {
    "exit-codes": (("退出码", "exit statuses"), exit_codes),
    "formats": (("读写的格式", "formats read and written"), formats),
    "formatting": (("输出的样子和标记", "how output looks, and its marks"), formatting),
    "environment": (("环境变量", "environment variables"), environment),
}
"""Each topic: its title and what makes its text."""
