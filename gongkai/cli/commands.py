"""What each command does: one call of the library, its answer printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from gongkai.cli import manual, output, show, words
from gongkai.cli.output import say
from gongkai.errors import AlreadyThere, GongkaiError, UsageError, trace_number

EXAMPLES = {name: command.examples for name, command in manual.COMMANDS.items()}
"""The examples of each command's help."""


def run(arguments: list[str]) -> int:
    """Run one command; its exit status."""
    from gongkai.cli.interface import program, usage_fault

    lang = words.language(arguments)
    debug = "--debug" in arguments
    try:
        group = program(lang, RUN)
        with group.make_context("gongkai", list(arguments)) as context:
            status = int(group.invoke(context))
        output.flush()
        return status
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        return 2
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        if debug:
            raise
        more = "；看用法：gongkai help" if lang == "zh" else "; usage: gongkai help"
        say(("× 用法有误：" if lang == "zh" else "× usage: ") + usage_fault(error, lang) + more)
        return 2
    except GongkaiError as error:
        if debug:
            raise
        if isinstance(error, AlreadyThere):
            error.fix, error.fix_en = "加上 --force 覆盖", "add --force to overwrite"
        say(show.fault(error.to_dict() | {"file": error.file}, lang))
        return error.exit_code
    except (KeyboardInterrupt, BrokenPipeError, SystemExit):
        raise
    except Exception as error:
        if debug:
            raise
        name = f"{trace_number(error)} ({type(error).__name__})"
        say(f"× 程序错误 {name}；加上 --debug 看详情" if lang == "zh" else f"× internal error {name}; see --debug")
        return 70


def _json(data: object, ascii_: bool) -> str:
    return json.dumps(data, ensure_ascii=ascii_, indent=1) + "\n"


def one_report(file: str) -> Any:
    """The report in a file, or on standard input for `-`."""
    from gongkai.corpus.files import find
    from gongkai.readers import read

    find(file)
    return read(sys.stdin.buffer, name="-") if file == "-" else read(file)


def _read(
    *, file: str, format_: str, where: bool, output_file: str, force: bool, ascii_: bool, lang: str, **_rest: Any
) -> int:
    from gongkai.cli import tables

    output.refuse_same(output_file, (file,))
    report = one_report(file)
    with output.opened(output_file, force=force) as write:
        if format_ == "json":
            write(_json(report.to_dict(), ascii_))
        else:
            write(tables.report(report, lang, where=where, concise=format_ == "concise"))
    return 0


def _check(**values: Any) -> int:
    from gongkai.cli.checking import check

    return check(**values)


def _convert(*, file: str, out: str, force: bool, encoding: str, quiet: bool, lang: str, **_rest: Any) -> int:
    from gongkai.writers import WRITERS, write

    if Path(out).suffix.lower() not in WRITERS:
        can = " ".join(WRITERS)
        raise UsageError(f"不能写成这种格式；可以写：{can}", f"cannot write that format; can: {can}", file=out)
    output.refuse_same(out, (file,))
    report = one_report(file)
    write(report, out, encoding=encoding, force=force)
    if not quiet:
        say(f"√ 已写入 {words.shown(out)}" if lang == "zh" else f"√ written: {words.shown(out)}")
        if Path(out).suffix.lower() != ".json":
            for line in show.not_carried(len(report.doubts), len(report.labels), lang):
                say(line)
    return 0


def _compare(**values: Any) -> int:
    from gongkai.cli.comparing import compare

    return compare(**values)


def _rules(**values: Any) -> int:
    from gongkai.cli.listing import rules

    return rules(**values)


def _backup(**values: Any) -> int:
    from gongkai.cli.backing import backup

    return backup(**values)


def _restore(**values: Any) -> int:
    from gongkai.cli.backing import restore

    return restore(**values)


def _demo(**values: Any) -> int:
    from gongkai.cli.serving import demo

    return demo(**values)


def _import_register(**values: Any) -> int:
    from gongkai.cli.importing import import_register

    return import_register(**values)


def _serve(**values: Any) -> int:
    from gongkai.cli.serving import serve

    return serve(**values)


def _found(**values: Any) -> int:
    from gongkai.cli.founding import found

    return found(**values)


def _doctor(**values: Any) -> int:
    from gongkai.cli.examining import doctor

    return doctor(**values)


def _audit(**values: Any) -> int:
    from gongkai.cli.auditing import audit

    return audit(**values)


def _keys(**values: Any) -> int:
    from gongkai.cli.keeping import keys

    return keys(**values)


def _completion(*, shell: str, **_rest: Any) -> int:
    from gongkai.cli.completion import script

    output.to_stdout(script(shell))
    return 0


def _help(*, topic: str | None, lang: str, **_rest: Any) -> int:
    import difflib

    from gongkai.cli.interface import command_help, meant, program_help
    from gongkai.cli.topics import TOPICS

    with output.opened() as write:
        if topic is None:
            write(program_help(lang) + "\n")
        elif topic in manual.COMMANDS:
            write(command_help(topic, lang) + "\n")
        elif topic in TOPICS:
            title, text = TOPICS[topic]
            write(f"{title[0 if lang == 'zh' else 1]}\n\n{text(lang)}")
        else:
            known = [*manual.COMMANDS, *TOPICS]
            near = difflib.get_close_matches(topic, known, 1)
            shown = words.shown(topic)
            raise UsageError(
                f"没有命令或专题 {shown}" + (meant(near, "zh") or f"；可以看：{'、'.join(known)}"),
                f"no command or topic {shown}" + (meant(near, "en") or f"; there are: {', '.join(known)}"),
            )
    return 0


RUN: dict[str, Callable[..., int]] = {
    "read": _read,
    "check": _check,
    "convert": _convert,
    "compare": _compare,
    "rules": _rules,
    "demo": _demo,
    "serve": _serve,
    "found": _found,
    "doctor": _doctor,
    "audit": _audit,
    "keys": _keys,
    "backup": _backup,
    "restore": _restore,
    "import-register": _import_register,
    "completion": _completion,
    "help": _help,
}
"""The function of each command in the manual."""
