"""Copied passages and the share of common text."""

from __future__ import annotations

import pytest

from gongkai.report.similar import similarity

FIRST = "一是政策解读形式不够丰富，图解和视频较少。二是基层人员变动频繁，2022年仅培训1次，业务不够熟练。"
LATER = "一是政策解读形式不够丰富，图解和视频较少；二是基层人员变动频繁，2023年仅培训2次，业务不够熟练。"


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        (FIRST, FIRST, 1.0, 1.0),
        (FIRST, LATER, 1.0, 1.0),
        (FIRST, FIRST + "今年新增了群众留言答复较慢的问题，正在改进值班制度。", 0.7, 0.9),
        (FIRST, "主动公开目录更新滞后，栏目设置与群众办事习惯不一致。", 0.0, 0.1),
        (FIRST, "", 0.0, 0.0),
        ("2022", "2022", 0.0, 0.0),
        ("无", "无。", 1.0, 1.0),
    ],
)
def test_share(a: str, b: str, low: float, high: float) -> None:
    """Figures and points do not count; the share is the same from both sides."""
    assert low <= similarity(a, b).share <= high
    assert similarity(a, b).share == similarity(b, a).share


def test_passages_are_cut_out_of_both_texts() -> None:
    """Each passage is the text between its offsets, in both texts, with points and blanks between."""
    other = "今年的新情况。" + LATER.replace("，", "， ")
    for passage in similarity(FIRST, other).passages:
        assert FIRST[passage.start : passage.end] == passage.text
        assert other[passage.other_start : passage.other_end].startswith(passage.text[:3])
    first, *_ = similarity(FIRST, other).passages
    assert first.text.startswith("一是政策解读形式不够丰富，图解和视频较少")


def test_short_runs_are_no_passages_and_the_longest_is_taken() -> None:
    """Common words of the trade are no copy; of two places the one that goes on longer is matched."""
    assert similarity("政府信息公开工作很好", "政府信息公开工作不足").passages == ()
    run = "每季度检查一次栏目更新情况并通报"
    (passage,) = similarity(run + "结果", run + "。" + run + "结果").passages
    assert passage.text == run + "结果"
    assert passage.other_start == len(run) + 1
