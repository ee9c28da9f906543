"""The time that the office goes by: the machine's, or in demonstration mode moved by whole days."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import localtime

from gongkai.office.records.models import Today


def now(real: datetime) -> datetime:
    """The office's time in 中国标准时间, when the machine's clock says `real`.

    In demonstration mode `GONGKAI_TODAY` goes first, then the date that `actions.set_today` set; elsewhere neither is
    looked at. The time of day is always the machine's, so that what follows in time also stands later.
    """
    real = localtime(real)
    if not settings.MODE.sets_today:
        return real
    if settings.TODAY is not None:
        return real + (settings.TODAY - real.date())
    days = Today.objects.filter(pk=1).values_list("days", flat=True).first()
    return real + timedelta(days=days or 0)
