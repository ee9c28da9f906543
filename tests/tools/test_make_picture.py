"""The picture keeps text, columns and colours of the terminal."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import make_picture


def test_a_chinese_character_takes_two_columns() -> None:
    """表三 and two digits take six columns; a mark of GBK takes as many as a terminal gives it."""
    assert make_picture.columns("表三36") == 6
    assert make_picture.columns("") == 0


def test_colours_and_weight_follow_the_codes() -> None:
    """Bold and red last until they are reset, and what follows is plain."""
    line = "a\x1b[1;31mb\x1b[0mc"
    red = make_picture.INKS["31"]
    plain = make_picture.PLAIN
    assert list(make_picture.painted(line)) == [("a", plain, False), ("b", red, True), ("c", plain, False)]


def test_each_script_stands_at_its_own_column() -> None:
    """The Latin text after two Chinese characters begins four columns to the right, and markup is escaped."""
    first, second = make_picture.drawn("表三<x>", 30)
    assert f'x="{make_picture.MARGIN:.1f}"' in first
    assert f'x="{make_picture.MARGIN + 4 * make_picture.ADVANCE:.1f}"' in second
    assert "&lt;x&gt;" in second


def test_long_lines_are_cut_like_a_terminal_does() -> None:
    """A line wider than the terminal goes on below in its colour, and no character is lost."""
    first, second = make_picture.wrapped("\x1b[31m" + "表" * 60)
    assert make_picture.columns(make_picture.STYLED.sub("", first)) == make_picture.WIDEST
    assert second == "\x1b[31m" + "表" * 10


def test_the_picture_is_whole(root: Path) -> None:
    """The committed picture is well-formed and names the command it shows."""
    picture = ET.fromstring((root / make_picture.PICTURE).read_text("utf-8"))
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    assert make_picture.COMMAND in (picture[0].text or "")
    assert len(picture[2]) > 20
