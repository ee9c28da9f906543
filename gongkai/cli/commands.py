"""The commands read, check, convert, rules and completion."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from gongkai import __version__
from gongkai.cli import batch, show, words
from gongkai.errors import GongkaiError, UsageError

HELP = {
    "": ("读取、核对、转换政府信息公开工作年度报告。", "Read, check and convert annual reports on disclosure."),
    "read": ("读出一份年报的三张表。", "Read the three tables of a report."),
    "check": ("核对年报，列出问题、位置和改法。", "Check reports: what is wrong, where, how to mend."),
    "convert": (
        "把年报转成JSON、CSV、XLSX、DOCX、HTML或PDF。",
        "Convert a report to JSON, CSV, XLSX, DOCX, HTML or PDF.",
    ),
    "rules": ("列出或解释核对规则。", "List or explain the rules."),
    "completion": ("打印命令补全脚本。", "Print a completion script."),
}
EXAMPLES = {
    "read": ("gongkai read 年报.docx", "gongkai read 年报.docx --format json"),
    "check": ("gongkai check 年报.docx", "gongkai check 年报文件夹 --format json"),
    "convert": ("gongkai convert 年报.docx 年报.pdf", "gongkai convert 年报.html 年报.csv --encoding gb18030"),
    "rules": ("gongkai rules", "gongkai rules SU01"),
    "completion": ("gongkai completion bash", "gongkai completion zsh"),
}
_EXIT = (
    "退出码：0 没有问题，1 有问题，2 输入或用法有误，3 环境问题，70 程序错误",
    "Exit status: 0 clean, 1 findings, 2 bad input or usage, 3 environment, 70 internal error",
)


def run(arguments: list[str]) -> int:
    """Run one command; its exit status."""
    lang = words.language(arguments)
    debug = "--debug" in arguments
    try:
        result = application(lang).main(arguments, prog_name="gongkai", standalone_mode=False)
        return int(result or 0)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        if debug:
            raise
        _say(_usage(error, lang))
        return 2
    except GongkaiError as error:
        if debug:
            raise
        _say(show.fault(error, lang))
        return error.exit_code
    except (KeyboardInterrupt, BrokenPipeError, SystemExit):
        raise
    except Exception as error:
        if debug:
            raise
        number = f"{zlib.crc32(repr(error).encode()):08x}"
        _say(
            f"× 程序错误 {number}（{type(error).__name__}）；加上 --debug 看详情"
            if lang == "zh"
            else f"× internal error {number} ({type(error).__name__}); add --debug for details"
        )
        return 70


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _usage(error: click.ClickException, lang: str) -> str:
    import difflib

    text = error.format_message()
    if isinstance(error, click.exceptions.UsageError) and "No such command" in text:
        asked = text.split("'")[1]
        near = difflib.get_close_matches(asked, list(HELP), 1)
        hint = (f"；是不是 {near[0]}？" if lang == "zh" else f"; did you mean {near[0]}?") if near else ""
        return f"× 没有命令 {words.shown(asked)}{hint}" if lang == "zh" else f"× no command {asked}{hint}"
    return f"× 用法有误：{text}" if lang == "zh" else f"× usage: {text}"


def _help(name: str, lang: str) -> str:
    at = 0 if lang == "zh" else 1
    lines = [HELP[name][at]]
    if name in EXAMPLES:
        lines += ["", "\b", ("例：", "Examples:")[at], *(f"  {example}" for example in EXAMPLES[name])]
    return "\n".join([*lines, "", _EXIT[at]])


def application(lang: str) -> click.Group:
    """The commands with their help in one language."""
    group = click.Group("gongkai", help=_help("", lang), context_settings={"help_option_names": ["-h", "--help"]})
    group.params += _common(lang)[:2]
    group.params.append(_version())
    for name, function, params in (
        ("read", _read, [_argument("file"), _choice("--format", ("full", "concise", "json")), _flag("--where")]),
        ("check", _check, _check_params()),
        ("convert", _convert, [_argument("file"), _argument("out"), _flag("--force"), _option("--encoding")]),
        ("rules", _rules, [_argument("code", required=False), _choice("--format", ("table", "full", "json"))]),
        ("completion", _completion, [_shell()]),
    ):
        command = click.Command(name, callback=_with_lang(function, lang), help=_help(name, lang))
        command.params = [*params, *_common(lang)]
        group.add_command(command)
    return group


def _version() -> click.Option:
    def tell(context: click.Context, _param: click.Parameter, value: bool) -> None:
        if value:
            click.echo(f"gongkai {__version__}")
            context.exit(0)

    return click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=tell)


def _argument(name: str, *, required: bool = True, many: bool = False) -> click.Argument:
    return click.Argument([name], required=required, nargs=-1 if many else 1)


def _option(name: str, default: str = "") -> click.Option:
    return click.Option([name], default=default)


def _flag(name: str) -> click.Option:
    return click.Option([name], is_flag=True)


def _choice(name: str, choices: tuple[str, ...], default: str | None = None) -> click.Option:
    return click.Option(
        [name, "format_" if name == "--format" else name.strip("-").replace("-", "_")],
        type=click.Choice(choices),
        default=default or choices[0],
        show_default=True,
    )


def _shell() -> click.Argument:
    return click.Argument(["shell"], type=click.Choice(("bash", "zsh", "fish", "powershell")))


def _check_params() -> list[click.Parameter]:
    return [
        _argument("files", many=True),
        _choice("--format", ("full", "concise", "json", "sarif")),
        _option("--last-year"),
        click.Option(["--select"], multiple=True),
        _choice("--fail-on", ("error", "warning", "必须改", "建议改"), "warning"),
        _flag("--exit-zero"),
        _option("--output-file"),
        _flag("--force"),
    ]


def _common(lang: str) -> list[click.Parameter]:
    return [
        click.Option(["--lang"], type=click.Choice(("zh", "en")), default=lang, expose_value=False),
        click.Option(["--debug"], is_flag=True, expose_value=False),
        click.Option(["--quiet", "-q"], is_flag=True),
        click.Option(["--no-progress"], is_flag=True),
        click.Option(["--ascii", "ascii_"], is_flag=True),
    ]


def _with_lang(function: Callable[..., int], lang: str) -> Callable[..., int]:
    def call(**values: Any) -> int:
        return function(lang=lang, **values)

    return call


def _json(data: object, ascii_: bool) -> str:
    return json.dumps(data, ensure_ascii=ascii_, indent=1) + "\n"


def _one(file: str) -> Any:
    from gongkai.readers import read

    return read(sys.stdin.buffer, name="-") if file == "-" else read(file)


def _read(*, file: str, format_: str, where: bool, ascii_: bool, lang: str, **_rest: Any) -> int:
    report = _one(file)
    if format_ == "json":
        sys.stdout.write(_json(report.to_dict(), ascii_))
    else:
        sys.stdout.write(show.report(report, lang, where=where, concise=format_ == "concise"))
    return 0


def _same(out: str, file: str) -> bool:
    """Whether output and input are one file."""
    return file != "-" and Path(out).exists() and Path(file).exists() and Path(out).samefile(file)


def _known_rules(select: tuple[str, ...]) -> None:
    """UsageError for a selected code that begins no rule's code: a check of nothing is never clean."""
    from gongkai.report.check import rules

    for code in select:
        if not any(known.startswith(code) for known in rules()):
            raise UsageError(
                f"没有规则 {words.shown(code)}", f"no rule {words.shown(code)}", fix="用 gongkai rules 看全部规则"
            )


def _check(
    *,
    files: tuple[str, ...],
    format_: str,
    last_year: str,
    select: tuple[str, ...],
    fail_on: str,
    exit_zero: bool,
    output_file: str,
    force: bool,
    quiet: bool,
    no_progress: bool,
    ascii_: bool,
    lang: str,
) -> int:
    if not files:
        raise UsageError("请给出要核对的文件", "name the files to check")
    _known_rules(select)
    if output_file and any(_same(output_file, file) for file in files):
        raise UsageError("输出与输入是同一个文件", "output and input are the same file", file=output_file)
    earlier = batch.earlier(last_year)
    outcomes = list(batch.check_all(files, earlier, select, progress=not (quiet or no_progress), lang=lang))
    if format_ == "json":
        text = _json([outcome.to_dict() for outcome in outcomes], ascii_)
    elif format_ == "sarif":
        from gongkai.cli.sarif import sarif

        text = _json(sarif(outcomes), ascii_)
    else:
        text = "".join(show.outcome(one, lang, concise=format_ == "concise") for one in outcomes)
    if output_file:
        from gongkai.writers import save

        save(text.encode("utf-8"), Path(output_file), force=force)
    else:
        sys.stdout.write(text)
    if not quiet:
        _say(show.summary(outcomes, lang))
    return batch.status(outcomes, fail_on, exit_zero)


def _convert(*, file: str, out: str, force: bool, encoding: str, quiet: bool, lang: str, **_rest: Any) -> int:
    from gongkai.writers import WRITERS, write

    if Path(out).suffix.lower() not in WRITERS:
        can = " ".join(WRITERS)
        raise UsageError(f"不能写成这种格式；可以写：{can}", f"cannot write that format; can: {can}", file=out)
    if _same(out, file):
        raise UsageError("输出与输入是同一个文件", "output and input are the same file", file=out)
    write(_one(file), out, encoding=encoding, force=force)
    if not quiet:
        _say(f"√ 已写入 {words.shown(out)}" if lang == "zh" else f"√ written: {words.shown(out)}")
    return 0


def _rules(*, code: str | None, format_: str, ascii_: bool, lang: str, **_rest: Any) -> int:
    from gongkai.report.check import rules

    known = rules()
    if code is None:
        chosen = list(known.values())
    elif code.upper() in known:
        chosen, format_ = [known[code.upper()]], "json" if format_ == "json" else "full"
    else:
        import difflib

        near = difflib.get_close_matches(code.upper(), list(known), 1)
        hint = f"；是不是 {near[0]}？" if near else ""
        raise UsageError(f"没有规则 {words.shown(code)}{hint}", f"no rule {words.shown(code)}")
    sys.stdout.write(
        _json([show.rule_data(one) for one in chosen], ascii_)
        if format_ == "json"
        else "".join(show.rule(one, lang, full=format_ == "full") for one in chosen)
    )
    return 0


def _completion(*, shell: str, **_rest: Any) -> int:
    from gongkai.cli.completion import script

    sys.stdout.write(script(shell))
    return 0
