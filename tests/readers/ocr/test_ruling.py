"""Lines of drawn tables: merged cells, breaks in lines, slanting and narrowing pages, letters that are no lines."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from gongkai.readers.ocr.ruling import Lattice, find_tables

HIGH, WIDE = 2339, 1654
ACROSS = (200, 620, 760, 900, 1040, 1180, 1320, 1454)
DOWN = (400, 470, 540, 600, 660, 720, 790)
SPANS = {(0, 0): (2, 1), (0, 1): (1, 6), (2, 0): (3, 1)}


def drawn(thick: int = 2, shade: int = 60) -> np.ndarray:
    """A page with one table of 6 rows and 7 columns, some cells of which are merged, and digits in the others."""
    page = np.full((HIGH, WIDE), 235, np.uint8)
    hidden = {(r + i, c + j) for (r, c), (h, w) in SPANS.items() for i in range(h) for j in range(w)} - set(SPANS)
    for row in range(len(DOWN) - 1):
        for column in range(len(ACROSS) - 1):
            if (row, column) in hidden:
                continue
            high, wide = SPANS.get((row, column), (1, 1))
            corners = (ACROSS[column], DOWN[row]), (ACROSS[column + wide], DOWN[row + high])
            cv2.rectangle(page, *corners, shade, thick)
            cv2.putText(page, "81", (corners[0][0] + 30, corners[0][1] + 40), 0, 1.0, 20, 2)
    cv2.putText(page, "text above all tables 1111", (200, 300), 0, 1.4, 20, 3)
    return page


def shape(table: Lattice) -> dict[tuple[int, int], tuple[int, int]]:
    return {(room.row, room.column): (room.rows, room.columns) for room in table.rooms}


def wanted() -> dict[tuple[int, int], tuple[int, int]]:
    hidden = {(r + i, c + j) for (r, c), (h, w) in SPANS.items() for i in range(h) for j in range(w)}
    every = {(row, column): (1, 1) for row in range(len(DOWN) - 1) for column in range(len(ACROSS) - 1)}
    return {at: span for at, span in every.items() if at not in hidden} | SPANS


def warped(page: np.ndarray, corners: list[tuple[float, float]]) -> np.ndarray:
    frame = np.float32([(0, 0), (WIDE, 0), (WIDE, HIGH), (0, HIGH)])
    onto = cv2.getPerspectiveTransform(frame, np.float32(corners))
    return cv2.warpPerspective(page, onto, (WIDE, HIGH), borderValue=235)


@pytest.mark.parametrize(("thick", "shade"), [(1, 120), (2, 60), (4, 0)])
def test_merged_cells(thick: int, shade: int) -> None:
    (table,) = find_tables(drawn(thick, shade))
    assert shape(table) == wanted()
    assert all(room.whole for room in table.rooms)


def test_a_table_a_little_askew_and_narrowing() -> None:
    page = warped(drawn(), [(0, 0), (WIDE, 9), (WIDE - 12, HIGH), (10, HIGH - 6)])
    (table,) = find_tables(page)
    assert shape(table) == wanted()


def test_breaks_in_lines_are_closed() -> None:
    page = drawn()
    for at in range(230, 1440, 170):
        page[:, at : at + 9] = np.where(page[:, at : at + 9] == 60, 235, page[:, at : at + 9])
    (table,) = find_tables(page)
    assert shape(table) == wanted()


def test_a_table_open_on_its_sides_is_shut_by_its_frame() -> None:
    page = drawn()
    page[:, 195:206] = 235
    page[:, 1449:1460] = 235
    (table,) = find_tables(page)
    assert shape(table) == wanted()


def test_noise_and_text_are_no_table() -> None:
    page = np.random.default_rng(3).normal(225, 14, (HIGH, WIDE)).clip(0, 255).astype(np.uint8)
    for line in range(30):
        cv2.putText(page, "HHEELLLL 11110000 TTTT " * 3, (120, 200 + 60 * line), 0, 1.1, 30, 3)
    assert find_tables(page) == []


def test_a_lost_line_leaves_one_cell_that_is_wide_enough_for_two() -> None:
    page = drawn()
    page[665:715, 755:766] = 235
    (table,) = find_tables(page)
    assert shape(table)[(4, 1)] == (1, 2)


def test_two_tables_come_from_top_to_bottom() -> None:
    page = drawn()
    page[1400:1900] = page[350:850]
    tables = find_tables(page)
    assert [shape(table) for table in tables] == [wanted(), wanted()]
    assert tables[0].top < tables[1].top
