"""What messaging contributes through the hooks."""

from collections.abc import Iterable

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from core.values.asker import Asker
from core.values.duties import DutyRule
from core.values.jobs import Job
from core.values.menu import Area, MenuEntry
from core.values.notices import NoticeChannel, NoticeRule
from core.values.permissions import Permission, Relation
from core.values.settings import SettingsSection
from hooks import hookimpl
from klade_messaging.channels import email, sms
from klade_messaging.letters.access import PERMISSIONS, READ, RELATIONS
from klade_messaging.letters.duties import ANSWER
from klade_messaging.letters.notices import NEW_LETTER
from klade_messaging.month import access as month
from klade_messaging.month.automatic import SEND_BY_THEMSELVES
from klade_messaging.month.duty import TRANSCRIPTS_TO_SEND
from klade_messaging.month.job import SEND_MONTH
from klade_messaging.month.settings import SECTION as MONTH
from klade_messaging.month.views import pages as month_pages
from klade_messaging.settings import SECTION
from klade_messaging.views import pages


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    return [pages, month_pages]


@hookimpl
def permissions() -> Iterable[Permission]:
    return (*PERMISSIONS, *month.PERMISSIONS)


@hookimpl
def relations() -> Iterable[Relation]:
    return RELATIONS


@hookimpl
def settings() -> Iterable[SettingsSection]:
    return [SECTION, MONTH]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    if area is Area.MAIN:
        yield MenuEntry("mail", _l("Mail"), "messaging.received", READ, order=45)
        yield MenuEntry("month", _l("Monthly transcripts"), "messaging_month.home", month.SEND, order=62)


@hookimpl
def duties() -> Iterable[DutyRule]:
    return [ANSWER, TRANSCRIPTS_TO_SEND]


@hookimpl
def jobs() -> Iterable[Job]:
    return [SEND_MONTH, SEND_BY_THEMSELVES]


@hookimpl
def notice_rules() -> Iterable[NoticeRule]:
    return [NEW_LETTER]


@hookimpl
def notice_channels() -> Iterable[NoticeChannel]:
    return [email.CHANNEL, sms.CHANNEL]
