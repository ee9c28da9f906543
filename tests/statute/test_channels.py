"""The day of receipt by channel (第三十一条), and the ways of service."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.statute.channels import CHANNELS, WAYS

CAME, CONFIRMED = date(2025, 3, 3), date(2025, 3, 5)


@pytest.mark.parametrize(
    ("channel", "received"),
    [("in_person", CAME), ("signed_mail", CAME), ("plain_mail", None), ("online", None), ("fax", None)],
)
def test_the_day_of_receipt(channel: str, received: date | None) -> None:
    """Handing in and signing need no confirmation; without it the other channels have no day of receipt."""
    found = CHANNELS[channel]
    assert found.received(submitted=CAME, confirmed=None) == received
    assert found.received(submitted=CAME, confirmed=CONFIRMED) == (received or CONFIRMED)
    assert found.basis.startswith("《政府信息公开条例》第三十一条")


def test_only_post_is_served_by_its_number() -> None:
    """Of the four ways, the proof of posting carries the number of the mail; each names its basis."""
    assert [way.key for way in WAYS.values() if way.has_number] == ["post"]
    assert {way.basis for way in WAYS.values()} == {"国办公开办函〔2016〕235号"}
