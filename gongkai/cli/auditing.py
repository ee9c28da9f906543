"""The commands about the audit of a site: is it whole, and what is its head now."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from gongkai.cli import output, words
from gongkai.cli.opening import open_site
from gongkai.cli.output import say
from gongkai.errors import EnvironmentFault, UsageError


def audit(
    *, act: str, anchor: tuple[str, ...], output_file: str, force: bool, lang: str, quiet: bool, **_rest: Any
) -> int:
    """Check the chain (1 when it is broken), or give its head as a line to be kept elsewhere."""
    if anchor and act != "verify":
        raise UsageError("--anchor 只用于 verify", "--anchor goes with verify only")
    anchors = _anchors(anchor)
    open_site()
    queries = import_module("gongkai.audit.queries")
    if act == "anchor":
        head = queries.head()
        if head is None:
            raise EnvironmentFault("还没有审计记录", "there is no audit entry yet")
        with output.opened(output_file, force=force) as write:
            write(head.line())
        return 0
    verdict = queries.verify(anchors)
    if not verdict.is_whole:
        said = f"× 审计记录第 {verdict.seq} 条：{verdict.reason}；之前 {verdict.count} 条完好"
        said_en = f"× audit entry {verdict.seq}: {verdict.reason_en}; the {verdict.count} before it are whole"
        say(said if lang == "zh" else said_en)
        return 1
    if not quiet:
        held = (
            f"，与 {len(anchors)} 个留存的链头相符" if anchors else "；没有给出留存的链头，末尾被删或整链重写看不出来"
        )
        held_en = f" and holds {len(anchors)} anchors" if anchors else "; without --anchor a cut end is not seen"
        say(
            f"√ 审计记录 {verdict.count} 条完好{held}"
            if lang == "zh"
            else f"√ {verdict.count} audit entries are whole{held_en}"
        )
    return 0


def _anchors(files: tuple[str, ...]) -> list[Any]:
    chain = import_module("gongkai.audit.chain")
    found: list[Any] = []
    for name in files:
        try:
            found += chain.anchors_of(Path(name).read_text("utf-8"))
        except OSError as error:
            raise UsageError(
                f"读不出：{error.strerror}", f"cannot be read: {error.strerror}", file=words.shown(name)
            ) from error
        except UnicodeDecodeError:
            raise UsageError("不是链头文件", "this is no file of anchors", file=words.shown(name)) from None
        except chain.BadAnchor as error:
            raise UsageError(f"第 {error} 行不是链头", f"line {error} is no anchor", file=words.shown(name)) from error
    return found
