"""The commands about the audit of a site: is it whole, and what is its head now."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from gongkai.cli import output, words
from gongkai.cli.opening import open_site, set_up_site
from gongkai.cli.output import say
from gongkai.errors import EnvironmentFault, UsageError


def audit(
    *,
    act: str,
    anchor: tuple[str, ...],
    public_key: str,
    output_file: str,
    force: bool,
    lang: str,
    quiet: bool,
    **_rest: Any,
) -> int:
    """Check the chain (1 when it is broken), give its head as a line to be kept elsewhere, or the key of its anchors."""
    if anchor and act != "verify":
        raise UsageError("--anchor 只用于 verify", "--anchor goes with verify only")
    if public_key and not anchor:
        raise UsageError("--public-key 与 --anchor 一起用", "--public-key goes with --anchor")
    anchors = _anchors(anchor)
    if act == "public-key":
        set_up_site()
        with output.opened(output_file, force=force) as write:
            write(import_module("gongkai.audit.anchoring").public_key() + "\n")
        return 0
    open_site()
    if public_key and (strange := _unsigned(anchors, public_key)):
        say(
            f"× 第 {strange} 条的链头不是用这把公钥对应的私钥签名的"
            if lang == "zh"
            else f"× the anchor of entry {strange} was not signed with the key to this public key"
        )
        return 1
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


def _unsigned(anchors: list[Any], file: str) -> int:
    """The number of the first entry whose anchor the key in a file does not bear out; 0 when it bears out all."""
    anchoring = import_module("gongkai.audit.anchoring")
    try:
        key = Path(file).read_text("ascii").strip()
        found = [one.seq for one in anchors if not (one.signature and anchoring.is_signed(one, key))]
    except OSError as error:
        raise UsageError(
            f"读不出：{error.strerror}", f"cannot be read: {error.strerror}", file=words.shown(file)
        ) from error
    except ValueError:
        raise UsageError("不是公钥文件", "this is no file with a public key", file=words.shown(file)) from None
    return found[0] if found else 0


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
