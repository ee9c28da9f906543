"""Files converted by LibreOffice, many in one call."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

PROGRAM = shutil.which("soffice")
needed = pytest.mark.skipif(
    not PROGRAM, reason="LibreOffice is not installed (apt-get install libreoffice-writer-nogui)"
)


def converted(folder: Path, files: dict[str, bytes], *endings: str) -> dict[str, bytes]:
    """The files (DOCX, by stem) in each of the formats, by stem and ending."""
    source = folder / "source"
    source.mkdir(parents=True)
    for stem, data in files.items():
        (source / f"{stem}.docx").write_bytes(data)
    for ending in endings:
        command = [
            PROGRAM,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            ending,
        ]
        given = sorted(map(str, source.iterdir()))
        subprocess.run([*command, "--outdir", folder / "made", *given], check=True, capture_output=True, timeout=300)
    return {path.name: path.read_bytes() for path in sorted((folder / "made").iterdir())}
