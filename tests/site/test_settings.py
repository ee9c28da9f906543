"""The settings as Django has them, and models that agree with their migrations."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.databases.engines import Engine


def test_migrations_are_current(db: Engine) -> None:
    """No model was changed without the step that changes its table."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_step_has_a_way_back(committed: dict[str, str]) -> None:
    """The audit's tables can be taken down and laid again, triggers included."""
    call_command("migrate", "audit", "zero", verbosity=0)
    call_command("migrate", verbosity=0)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [("GONGKAI_HOST", "x", "没有这个设置：GONGKAI_HOST"), ("DATABASE_URL", "mysql://x/y", "DATABASE_URL")],
)
def test_the_site_does_not_start_with_a_wrong_setting(tmp_path: Path, variable: str, value: str, said: str) -> None:
    """The setting is named, and no file is made."""
    code = "import django; django.setup()"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "gongkai.site.settings", variable: value}
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []
