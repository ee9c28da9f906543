"""The text of a Word paragraph as the reader of the final document sees it, and what was left out on purpose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongkai.readers.encoding import Warnings
from gongkai.readers.marks import marks_left_out, note_mark
from gongkai.readers.styles import Styles, W, flag, is_on

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
"""The namespace of alternatives: a new drawing and, for old programs, the same text once more."""
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_GONE = {W + "del", W + "moveFrom"}
_REACHING = re.compile(
    r"^\s*\\?(DDEAUTO|DDE|LINK|INCLUDETEXT|INCLUDEPICTURE|IMPORT|MACROBUTTON|DATABASE|RD)\b", re.IGNORECASE
)
_SYMBOL_ASCII = range(0xF020, 0xF07F)
_UNNAMED = "□"


@dataclass
class Runs:
    """Reads paragraphs; keeps what the whole file is to be told about.

    `left_out` counts characters that no reader of the final text sees, `codes` are field words that reach outside the
    file, `marks` counts raised note marks left out of cells, `struck` the runs that are struck through.
    """

    styles: Styles
    left_out: int = 0
    codes: set[str] = field(default_factory=set)
    marks: int = 0
    struck: int = 0
    _parts: list[str] = field(default_factory=list)
    _boxes: list[etree._Element] = field(default_factory=list)
    _fields: list[list[str] | None] = field(default_factory=list)
    _style: str = ""
    _in_cell: bool = False
    _plain: bool = False
    _raised: bool = False
    _own_mark: bool = False

    def text(self, paragraph: etree._Element, style: str, in_cell: bool) -> tuple[str, list[etree._Element]]:
        """The text of a paragraph in this style, and the contents of the text boxes anchored in it.

        Note marks raised above the line (`12` and a raised `1`) are left out of cells, where they would become part of
        a figure; outside tables they stand in brackets.
        """
        self._parts, self._boxes, self._fields = [], [], []
        self._style, self._in_cell, self._plain = style or self.styles.default, in_cell, False
        self._raised = self._own_mark = False
        self._walk(paragraph)
        return "".join(self._parts), self._boxes

    def leave_out(self, element: etree._Element) -> None:
        """Count the text of an element that no reader sees."""
        self.left_out += sum(inked(one.text) for one in element.iter(W + "t"))

    def _walk(self, parent: etree._Element) -> None:
        for child in parent:
            handle = _HANDLERS.get(child.tag)
            if handle is not None:
                handle(self, child)
            elif len(child):
                self._walk(child)

    def _run(self, run: etree._Element) -> None:
        vanish: bool | None = None
        aligned: str | None = None
        struck = False
        character = ""
        if len(run) and run[0].tag == _RUN_PROPERTIES:
            for one in run[0]:
                if one.tag == _VANISH:
                    vanish = is_on(one)
                elif one.tag == _RUN_STYLE:
                    character = one.get(_VAL, "")
                elif one.tag == _ALIGN:
                    aligned = one.get(_VAL)
                elif one.tag in _STRIKES:
                    struck = is_on(one)
        if vanish if vanish is not None else self.styles.hides(self._style, character):
            self.leave_out(run)
            return
        if struck:
            before = self.left_out
            self.leave_out(run)
            self.struck += self.left_out > before
            return
        self._raised = aligned == "superscript" if aligned else self.styles.raises(self._style, character)
        self._own_mark = False
        self._walk(run)
        self._raised = self._own_mark = False

    def _t(self, element: etree._Element) -> None:
        if element.text:
            self._say(element.text)

    def _reference(self, element: etree._Element) -> None:
        """A note's reference prints no text of its own; with the author's own mark the mark follows in the run."""
        self._own_mark = element.get(W + "customMarkFollows", "0") in ("1", "true", "on")

    def _say(self, text: str) -> None:
        if self._own_mark or (self._fields and any(code is not None for code in self._fields)):
            self.left_out += inked(text)
            return
        if not self._raised:
            self._plain = self._plain or bool(text.strip())
            self._parts.append(text)
            return
        mark = note_mark(text, "".join(self._parts), self._in_cell) if self._plain else None
        if mark == "":
            self.marks += 1
            self.left_out += inked(text)
        self._parts.append(text if mark is None else mark)

    def _sign(self, element: etree._Element) -> None:
        self._say(_SIGNS[element.tag])

    def _symbol(self, element: etree._Element) -> None:
        code = int(element.get(W + "char", "") or "0", 16) if _HEX.match(element.get(W + "char", "")) else 0
        if code in _SYMBOL_ASCII and element.get(W + "font") == "Symbol" and chr(code - 0xF000) in "0123456789.,-+()":
            self._say(chr(code - 0xF000))
        else:
            self._say(chr(code) if code > 0x1F and not 0xD800 <= code <= 0xF8FF else _UNNAMED)

    def _field(self, element: etree._Element) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append([])
        elif self._fields:
            code = self._fields[-1]
            if code is not None:
                self._reaching("".join(code))
            if kind == "separate":
                self._fields[-1] = None
            else:
                self._fields.pop()

    def _code(self, element: etree._Element) -> None:
        if self._fields and self._fields[-1] is not None:
            self._fields[-1].append(element.text or "")

    def _simple_field(self, element: etree._Element) -> None:
        self._reaching(element.get(W + "instr", ""))
        self._walk(element)

    def _reaching(self, code: str) -> None:
        word = reaching(code)
        if word:
            self.codes.add(word)

    def _gone(self, element: etree._Element) -> None:
        self.leave_out(element)

    def _nothing(self, element: etree._Element) -> None:
        """Properties and deleted text hold nothing to read and nothing to count."""

    def _box(self, element: etree._Element) -> None:
        self._boxes.append(element)

    def _control(self, element: etree._Element) -> None:
        inner = content(element, self)
        if inner is not None:
            self._walk(inner)

    def _alternatives(self, element: etree._Element) -> None:
        inner = alternative(element, self)
        if inner is not None:
            self._walk(inner)


def content(control: etree._Element, runs: Runs) -> etree._Element | None:
    """What stands in a content control; None while it only shows its prompt (`单击此处输入文字`)."""
    inner = control.find(W + "sdtContent")
    if inner is not None and flag(control.find(W + "sdtPr"), "showingPlcHdr"):
        runs.leave_out(inner)
        return None
    return inner


def alternative(element: etree._Element, runs: Runs) -> etree._Element | None:
    """The one branch of an `mc:AlternateContent` that is read: the first choice, else the fallback."""
    chosen = None
    for branch in element:
        if chosen is None and branch.tag in (MC + "Choice", MC + "Fallback"):
            chosen = branch
        else:
            runs.leave_out(branch)
    return chosen


def members(parent: etree._Element, runs: Runs) -> Iterator[etree._Element]:
    """The paragraphs, tables, rows, cells and chunks right inside an element, through everything that only wraps."""
    for element in parent:
        tag = element.tag
        if tag in _MEMBERS:
            yield element
        elif tag in _GONE:
            runs.leave_out(element)
        elif tag == W + "sdt":
            inner = content(element, runs)
            if inner is not None:
                yield from members(inner, runs)
        elif tag == MC + "AlternateContent":
            inner = alternative(element, runs)
            if inner is not None:
                yield from members(inner, runs)
        elif tag in _WRAPPERS:
            yield from members(element, runs)


def inked(text: str | None) -> int:
    """How many characters other than white space a text has."""
    return len("".join(text.split())) if text else 0


def reaching(code: str) -> str:
    """The word of a field code that reaches outside the file, such as DDE; "" for any other code."""
    found = _REACHING.match(code)
    return found[1].upper() if found else ""


def told(codes: Iterable[str], marks: int) -> Warnings:
    """What is to be said of field codes that reach outside and of note marks left out of cells."""
    sentences = [
        (f"含域代码{code}，未执行，只读其显示结果", f"field code {code} not run; its printed result was read")
        for code in sorted(codes)
    ]
    return (*sentences, *marks_left_out(marks))


_VAL = W + "val"
_RUN_PROPERTIES = W + "rPr"
_VANISH = W + "vanish"
_RUN_STYLE = W + "rStyle"
_ALIGN = W + "vertAlign"
_STRIKES = (W + "strike", W + "dstrike")
_HEX = re.compile(r"^[0-9A-Fa-f]{1,5}$")
_MEMBERS = {W + name for name in ("p", "tbl", "tr", "tc", "altChunk")}
_WRAPPERS = {W + name for name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent", "subDoc", "dir", "bdo")}
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_HANDLERS: dict[object, Callable[[Runs, etree._Element], None]] = {
    W + "r": Runs._run,
    W + "t": Runs._t,
    _M + "t": Runs._t,
    **dict.fromkeys(_SIGNS, Runs._sign),
    W + "sym": Runs._symbol,
    W + "fldChar": Runs._field,
    W + "instrText": Runs._code,
    W + "fldSimple": Runs._simple_field,
    W + "txbxContent": Runs._box,
    W + "sdt": Runs._control,
    MC + "AlternateContent": Runs._alternatives,
    **dict.fromkeys((W + "footnoteReference", W + "endnoteReference"), Runs._reference),
    **dict.fromkeys((W + "del", W + "moveFrom", W + "rt"), Runs._gone),
    **dict.fromkeys((W + "delText", W + "pPr", W + "rPr"), Runs._nothing),
}
