"""What the system says was wrong, in the reader's language."""

from __future__ import annotations

import errno
import os

import pytest

from gongkai.errors import reason


@pytest.mark.parametrize(
    ("number", "told"), [(errno.ENOENT, "没有这个文件"), (errno.EACCES, "没有权限"), (errno.ENOSPC, "磁盘已满")]
)
def test_common_errors_of_the_system_are_told_in_both_languages(number: int, told: str) -> None:
    zh, en = reason(OSError(number, os.strerror(number)))
    assert told in zh
    assert en == os.strerror(number)


def test_an_error_without_words_is_told_by_its_number() -> None:
    assert reason(OSError(errno.EXDEV, "")) == (f"errno {errno.EXDEV}",) * 2
