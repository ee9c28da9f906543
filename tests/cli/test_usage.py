"""Words that do not fit are answered in the reader's language, with the nearest that would."""

from __future__ import annotations

import pytest

from gongkai.cli.commands import run
from tests.cli.process import CLEAN

CLEAN_NAME = str(CLEAN)


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        (["chek"], "没有命令 chek；是不是 check？", "no command chek; did you mean check?"),
        (
            ["check", "--formt", "json", "x"],
            "没有选项 --formt；是不是 --format？",
            "no option --formt; did you mean --format?",
        ),
        (["check"], "缺少文件、文件夹或压缩包", "missing FILE, FOLDER or ZIP"),
        (["convert", "x"], "缺少输出文件", "missing OUT"),
        (
            ["check", "--format", "jsn", "x"],
            "--format：jsn 不是可用的值；是不是 json？",
            "--format: jsn is not one of the values; did you mean json?",
        ),
        (["check", "--format", "zzz", "x"], "可以用：full、concise", "values: full, concise"),
        (["check", "x", "--format"], "--format 后面要有值", "--format needs a value"),
        (["check", "--exit-zero=1", "x"], "--exit-zero 不带值", "--exit-zero takes no value"),
        (["read", "x", "y"], "多出来的词：y", "too many words: y"),
        (["completion", "csh"], "csh 不是可用的值", "csh is not one of the values"),
        (["check", "--jobs", "0", CLEAN_NAME], "--jobs 要的是1到1024的数", "--jobs takes a number from 1 to 1024"),
        (["check", "--select", "ZZ", CLEAN_NAME], "没有规则 ZZ", "no rule ZZ"),
        (["rules", "SU99"], "没有规则 SU99；是不是 SU", "no rule SU99; did you mean SU"),
        (["rules", "--csv", "--tsv"], "只能用一个", "do not go together"),
        (["rules", "--json", "titel"], "没有字段 titel", "no field titel"),
        (["convert", CLEAN_NAME, "out.exe"], "不能写成这种格式", "cannot write that format"),
        (["check\u202e"], "没有命令 check\\u202e", "no command check\\u202e"),
    ],
)
def test_wrong_words_are_told_in_one_line(
    capsys: pytest.CaptureFixture[str], typed: list[str], zh: str, en: str
) -> None:
    """Exit status 2, one line, what was wrong, nothing on standard output."""
    for lang, says in (("zh", zh), ("en", en)):
        assert run(["--lang", lang, *typed]) == 2
        out, err = capsys.readouterr()
        assert says in err
        assert err.count("\n") == 1
        assert not out


@pytest.mark.parametrize("typed", [["--quiet", "check"], ["check", "--quiet"], ["-q", "--no-progress", "check"]])
def test_common_options_stand_before_or_behind_the_command(
    capsys: pytest.CaptureFixture[str], typed: list[str]
) -> None:
    """`--quiet` leaves standard error empty wherever it stands."""
    assert run([*typed, CLEAN_NAME]) == 0
    out, err = capsys.readouterr()
    assert "没有发现问题" in out
    assert not err


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    """`gongkai` alone says what there is, and that nothing was done."""
    assert run([]) == 2
    assert "命令：" in capsys.readouterr().err
