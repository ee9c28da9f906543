"""Help in both languages: every word ours, every option told, examples that run, nothing wider than the screen."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.cli import COMMANDS, interface, manual, words
from gongkai.cli.commands import run
from gongkai.cli.topics import ENVIRONMENT, EXIT_CODES, TOPICS
from tests.cli.process import BAD, CLEAN, DEMO, gongkai, surroundings
from tests.site.running import running

CLICK = re.compile(r"Usage:|Options:|Commands:|Show this message|Missing|Error|\[default|TEXT\b")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def helps(lang: str) -> dict[str, str]:
    """Every help text in a language."""
    pages = {name: interface.command_help(name, lang) for name in manual.COMMANDS}
    return {"": interface.program_help(lang), **pages, **{name: text(lang) for name, (_, text) in TOPICS.items()}}


def test_the_tables_are_whole() -> None:
    """Every command is in the manual, with two examples of itself and words in both languages."""
    assert tuple(manual.COMMANDS) == COMMANDS
    for name, one in manual.COMMANDS.items():
        assert len(one.examples) >= 2
        assert all(example.startswith(f"gongkai {name}") for example in one.examples)
        for option in (*one.options, *manual.COMMON):
            assert all(option.about)
            assert CHINESE.search(option.about[0])
            assert not CHINESE.search(option.about[1])


@pytest.mark.parametrize("name", ["", *manual.COMMANDS, *TOPICS])
def test_help_speaks_one_language(name: str) -> None:
    """No word of the library in the Chinese help, no Chinese in the English one but file names and values."""
    chinese, english = helps("zh")[name], helps("en")[name]
    assert not CLICK.search(chinese)
    said = "\n".join(line for line in english.splitlines() if not line.lstrip().startswith("gongkai "))
    assert not CHINESE.search(said.replace("必须改|建议改", ""))
    for text in (chinese, english):
        assert max(map(words.width, text.splitlines())) <= 110


def test_help_lists_every_option_and_fits_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each flag stands in the help of its command; lines fit 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    for lang in ("zh", "en"):
        for name, one in manual.COMMANDS.items():
            text = interface.command_help(name, lang)
            assert all(flag in text for option in (*one.options, *manual.COMMON) for flag in option.flags)
            assert max(map(words.width, text.splitlines())) <= 80


def test_topics_name_every_status_and_variable() -> None:
    """What the program ends with and what it listens to is in the help."""
    assert all(str(code) in TOPICS["exit-codes"][1]("zh") for code, _ in EXIT_CODES)
    assert {0, 1, 2, 3, 70, 130, 143} == {code for code, _ in EXIT_CODES}
    assert all(name in TOPICS["environment"][1]("en") for name, _ in ENVIRONMENT)
    assert ".docx" in TOPICS["formats"][1]("en")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the examples name."""
    folder = tmp_path_factory.mktemp("desk")
    docx = next(DEMO.glob("*.docx"))
    for name in ("年报.docx", "上年年报.docx"):
        shutil.copy(docx, folder / name)
    shutil.copy(BAD, folder / "年报.html")
    (folder / "年报文件夹").mkdir()
    shutil.copy(CLEAN, folder / "年报文件夹")
    shutil.copy(BAD, folder / "年报文件夹")
    begun = [sys.executable, "-c", BEGIN]
    subprocess.run(begun, cwd=folder, env=surroundings(**site_on(folder)), check=True, stdout=subprocess.DEVNULL)
    (folder / "链头.txt").write_bytes(gongkai("audit", "anchor", folder=folder, **site_on(folder)).stdout)
    return folder


BEGIN = """
import django
django.setup()
from datetime import datetime, UTC
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from gongkai.audit.actions import record
settings.KEYS.create()
call_command("migrate", verbosity=0)
with transaction.atomic():
    record("number_voided", about="number:1", at=datetime.now(UTC), series="甲", number=1, reason="误编")
"""
"""A site with one entry in its audit."""


def site_on(folder: Path) -> dict[str, str]:
    """The variables of a site whose data lies in a folder."""
    home = folder / "gongkai-data"
    return {
        "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
        "GONGKAI_DATA": str(home),
        "GONGKAI_KEY_FILE": "",
        "DATABASE_URL": "",
    }


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a demonstration of a few applications."""
    folder = tmp_path_factory.mktemp("demo")
    told = site_on(folder) | {"GONGKAI_MODE": "demonstration"}
    subprocess.run([sys.executable, "-c", PREPARE], cwd=folder, env=surroundings(**told), check=True)
    return folder


PREPARE = """
import django
django.setup()
from datetime import UTC, datetime
from gongkai.site.demonstration.start import prepare
prepare(lambda *_: None, real=datetime.now(UTC), part=0.01)
"""


@pytest.fixture(scope="module")
def bureau(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a site whose agency and administrator are entered, and an old register."""
    from tests.office.cases.register import case, xlsx

    folder = tmp_path_factory.mktemp("bureau")
    shutil.copytree(desk / "gongkai-data", folder / "gongkai-data")
    (folder / "旧.xlsx").write_bytes(xlsx([case()]))
    told = shlex.split(manual.COMMANDS["found"].examples[1])[1:]
    assert gongkai(*told, data=b"qing-lan-shi-2024\n", folder=folder, **site_on(folder)).returncode in (0, 2)
    return folder


ON_THE_SITE = ("audit", "backup", "keys")


@pytest.mark.parametrize("example", [one for command in manual.COMMANDS.values() for one in command.examples])
def test_examples_run(
    desk: Path,
    demonstration: Path,
    example: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What help shows can be typed."""
    monkeypatch.chdir(desk)
    typed = shlex.split(example)[1:]
    if typed[0] in ON_THE_SITE:
        (desk / "备份.zip").unlink(missing_ok=True)
        done = gongkai(*typed, folder=desk, **site_on(desk))
        assert done.returncode == 0, done.stderr.decode()
        return
    if typed[0] == "found":
        done = gongkai(*typed, data=b"qing-lan-shi-2024\n", folder=desk, **site_on(desk))
        assert done.returncode == (0 if typed[1:] else 2), done.stderr.decode()
        return
    if typed[0] == "import-register":
        home = request.getfixturevalue("bureau")
        done = gongkai(*typed, folder=home, **site_on(home))
        assert done.returncode == 0, done.stderr.decode()
        return
    if typed[0] == "doctor":
        assert gongkai(*typed, folder=desk, **site_on(desk)).returncode in (0, 1)
        return
    if typed[0] == "demo":
        told = site_on(demonstration) | {"GONGKAI_MODE": "demonstration"}
        with running(told, "--bind", "127.0.0.1:0", command="demo") as site:
            assert site.end() == 0
        return
    if typed[0] == "serve":
        with running(site_on(tmp_path), *typed[1:], "--bind", "127.0.0.1:0") as site:
            assert site.end() == 0
        return
    if typed[0] == "restore":
        assert gongkai("backup", "备份.zip", "--force", folder=desk, **site_on(desk)).returncode == 0
        keys, home = desk / "gongkai-data" / "keys", tmp_path / "gongkai-data"
        done = gongkai(*typed, folder=desk, **site_on(tmp_path) | {"GONGKAI_KEY_FILE": str(keys)})
        assert done.returncode == 0, done.stderr.decode()
        assert (home / "gongkai.sqlite3").is_file()
        return
    assert run(typed) in (0, 1), capsys.readouterr().err
    assert "×" not in capsys.readouterr().err


def test_help_by_command_topic_and_flag() -> None:
    """`help check` and `check --help` are the same; a topic nearly right is answered with the right one."""
    assert gongkai("help", "check").stdout == gongkai("check", "--help").stdout
    assert "143" in gongkai("help", "exit-codes", "--lang", "en").stdout.decode()
    done = gongkai("help", "exit-code")
    assert done.returncode == 2
    assert "是不是 exit-codes" in done.stderr.decode()


def test_formats_say_what_must_be_installed_besides() -> None:
    """Each reader and writer that needs an extra or LibreOffice, in both languages."""
    for lang in ("zh", "en"):
        told = TOPICS["formats"][1](lang)
        for ending, need in ((".rtf", "LibreOffice"), (".png", "gongkai[ocr]"), (".pdf", "gongkai[pdf]")):
            assert any(ending in line and need in line for line in told.splitlines())
