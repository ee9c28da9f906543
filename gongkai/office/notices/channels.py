"""The ways out of the site: each makes one delivery, and raises when it did not go out."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage

from gongkai.office.notices.models import MailAddress, Notice

Channel = Callable[[str, str], None]
"""Delivers the object named as `table:id` under a key by which the receiver may know it again."""

CHANNELS: dict[str, Channel] = {}
"""Every way out by its name; a room above adds its own."""


def mail(about: str, key: str) -> None:
    """Send a notice to its member by mail: the sentence, nothing more; whoever reads it signs in for the rest.

    The Message-ID is made of the key, so that a notice that went out twice is seen as one. A member who took the
    address back meanwhile gets nothing. Raises OSError, of which smtplib's errors are kinds.
    """
    notice = Notice.objects.get(pk=about.removeprefix("notice:"))
    row = MailAddress.objects.filter(member=notice.member_id).first()
    if row is None:
        return
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    EmailMessage(
        subject=notice.sentence,
        body=f"{notice.sentence}\n\n请登录政府信息公开办理系统查看。\n",
        to=[MailAddress._meta.get_field("address").read(row)],
        headers={"Message-ID": f"<{key.replace(':', '.')}@{domain}>"},
    ).send()


CHANNELS["mail"] = mail
