"""Importing this makes a process ready to read and check reports at once.

It is imported once, in the process that workers are forked from: what it has loaded, compiled and worked out, each of
them has from its first file on.
"""

import rapidfuzz.distance  # noqa: F401 - edit distances, which most files of a batch with slips in their labels need

from gongkai.readers import docx, html, text, xlsx  # noqa: F401 - the formats that batches mostly hold
from gongkai.readers.recognise import recognise  # noqa: F401
from gongkai.report.check import Example, check
from gongkai.report.example import build

check(build(Example()))
