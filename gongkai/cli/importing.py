"""`gongkai import-register`: an old register tried, or brought in, by an administrator at the terminal."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from gongkai.cli import output, words
from gongkai.cli.opening import open_site, set_up_site
from gongkai.cli.output import say
from gongkai.cli.progress import Bar
from gongkai.errors import NotAllowed, UsageError
from gongkai.readers.document import MAX_BYTES

_PACKAGE = "gongkai.office.cases.importing"


def import_register(
    *,
    file: str,
    dry_run: bool,
    agency: str,
    by: str,
    problems: str,
    template: bool,
    force: bool,
    lang: str,
    quiet: bool,
    no_progress: bool,
    **_rest: Any,
) -> int:
    """Try or import a register; 1 when something in it must be put right, and nothing was written."""
    if template:
        return _template(file, force=force, lang=lang, quiet=quiet)
    if not agency or not by:
        raise UsageError(
            "要有 --agency 和 --by：导入哪个机关，谁导入", "give --agency and --by: for which agency, by whom"
        )
    output.refuse_same(problems, (file,))
    data = _bytes(file)
    open_site()
    actions, report = import_module(f"{_PACKAGE}.actions"), import_module(f"{_PACKAGE}.report")
    bar = Bar(sys.stderr if _shows(quiet, no_progress) else None, 0, lang, unit=("件", "applications"))

    def tick(total: int) -> None:
        bar.total = total
        bar.step()

    given = {"name": words.shown(file), "tick": tick, **_who(agency, by)}
    trial = register = None
    try:
        if dry_run:
            trial = actions.try_register(data, **given)
            register = trial.earlier
        else:
            register, is_again = actions.import_register(data, **given)
            dry_run = is_again
    except actions.NotReady as error:
        trial = error.trial
    finally:
        bar.hide()
    if trial is not None and problems:
        with output.opened(problems, force=force) as write:
            write(report.problems_workbook(trial))
    if register is not None:
        _say_there(register, is_again=dry_run, lang=lang)
        return 0
    return _told(trial, report, file, lang=lang, quiet=quiet)


def _who(code: str, account: str) -> dict[str, Any]:
    """For which agency, by whom and when, as the actions want it; UsageError for one that is not there."""
    people = import_module("gongkai.office.people.models")
    agency = people.Agency.objects.filter(code=code).first()
    if agency is None:
        raise UsageError(f"没有代码为 {words.shown(code)} 的机关", f"there is no agency {words.shown(code)}")
    member = people.Member.objects.filter(account=account).first()
    if member is None:
        raise UsageError(f"没有账号 {words.shown(account)}", f"there is no account {words.shown(account)}")
    if not import_module("gongkai.office.people.queries").may(member, "import_register", agency):
        raise NotAllowed(
            f"账号 {words.shown(account)} 没有权限：导入旧登记簿（须为这个机关的系统管理员）",
            f"{words.shown(account)} may not import a register: it takes an administrator of the agency",
        )
    at = import_module("gongkai.office.records.moment").now(datetime.now(UTC))
    return {"agency": agency, "by": member, "at": at}


def _bytes(file: str) -> bytes:
    path = Path(file)
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError("打不开这个文件", "the file cannot be opened", file=words.shown(file)) from error
    if len(data) > MAX_BYTES:
        raise UsageError(
            f"文件超过上限{MAX_BYTES // 2**20}MB", f"the file is over {MAX_BYTES // 2**20} MB", file=words.shown(file)
        )
    return data


def _shows(quiet: bool, no_progress: bool) -> bool:
    return sys.stderr.isatty() and not quiet and not no_progress


def _template(file: str, *, force: bool, lang: str, quiet: bool) -> int:
    set_up_site()
    made = import_module(f"{_PACKAGE}.template").template()
    with output.opened(file, force=force) as write:
        write(made)
    if not quiet:
        name = words.shown(file)
        say(f"√ 导入模板已写入 {name}" if lang == "zh" else f"√ the template is written: {name}")
    return 0


def _say_there(register: Any, *, is_again: bool, lang: str) -> None:
    counts = (register.applications, register.appeals)
    if is_again:
        on = f"{register.imported_at:%Y-%m-%d}"
        say(
            f"√ 这份文件已在{on}导入过（申请{counts[0]}件、复议诉讼{counts[1]}件），没有再写入"
            if lang == "zh"
            else f"√ this file was imported on {on} ({counts[0]} applications, {counts[1]} appeals); nothing was written"
        )
        return
    say(
        f"√ 已导入：申请{counts[0]}件、复议诉讼{counts[1]}件"
        if lang == "zh"
        else f"√ imported: {counts[0]} applications, {counts[1]} appeals"
    )


def _told(trial: Any, report: Any, file: str, *, lang: str, quiet: bool) -> int:
    """Print a dry run: what it found on standard output (in Chinese, as the register is), the sum on standard error."""
    with output.opened() as write:
        for line in report.lines(trial):
            write(line + "\n")
        for line in report.totals(trial):
            write(line + "\n")
    errors, name = len(trial.errors), words.shown(file)
    if errors:
        say(
            f"× {name}：有{errors}处必须先改，什么都没有写入"
            if lang == "zh"
            else f"× {name}: {errors} problems must be put right first; nothing was written"
        )
        return 1
    if not quiet:
        say(
            f"√ {name}：可以导入；这是试导，什么都没有写入"
            if lang == "zh"
            else f"√ {name}: ready to be imported; this was a dry run, nothing was written"
        )
    return 0
