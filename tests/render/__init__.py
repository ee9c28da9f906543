"""Test support: a Report laid out in the many ways in which agencies publish theirs."""

from tests.render.build import make_report
from tests.render.layout import Disturbance, Page, lay_out
from tests.render.markup import html_chrome, html_clean, html_word
from tests.render.office import (
    docx_file,
    docx_split,
    xls_file,
    xlsx_formulas,
    xlsx_one,
    xlsx_sheets,
    xlsx_text,
)
from tests.render.plain import csv_file, text_lines, text_markdown, text_pipes, text_spaces, text_tabs

RENDERERS = {
    "lines.txt": text_lines,
    "pipes.txt": text_pipes,
    "tabs.txt": text_tabs,
    "spaces.txt": text_spaces,
    "table.md.txt": text_markdown,
    "clean.html": html_clean,
    "word.html": html_word,
    "chrome.html": html_chrome,
    "plain.docx": docx_file,
    "split.docx": docx_split,
    "one.xlsx": xlsx_one,
    "sheets.xlsx": xlsx_sheets,
    "text.xlsx": xlsx_text,
    "formulas.xlsx": xlsx_formulas,
    "one.xls": xls_file,
    "all.csv": csv_file,
}
"""Every way of writing a page, by a file name that tells it."""

__all__ = ["RENDERERS", "Disturbance", "Page", "lay_out", "make_report"]
