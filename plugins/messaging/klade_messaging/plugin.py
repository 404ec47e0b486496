"""What messaging contributes through the hooks."""

from collections.abc import Iterable

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from core.values.asker import Asker
from core.values.duties import DutyRule
from core.values.menu import Area, MenuEntry
from core.values.notices import NoticeChannel, NoticeRule
from core.values.permissions import Permission, Relation
from core.values.settings import SettingsSection
from hooks import hookimpl
from klade_messaging.channels import email, sms
from klade_messaging.letters.access import PERMISSIONS, READ, RELATIONS
from klade_messaging.letters.duties import ANSWER
from klade_messaging.letters.notices import NEW_LETTER
from klade_messaging.settings import SECTION
from klade_messaging.views import pages


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    return [pages]


@hookimpl
def permissions() -> Iterable[Permission]:
    return PERMISSIONS


@hookimpl
def relations() -> Iterable[Relation]:
    return RELATIONS


@hookimpl
def settings() -> Iterable[SettingsSection]:
    return [SECTION]


@hookimpl
def menu_entries(asker: Asker, area: Area) -> Iterable[MenuEntry]:
    if area is Area.MAIN:
        yield MenuEntry("mail", _l("Mail"), "messaging.received", READ, order=45)


@hookimpl
def duties() -> Iterable[DutyRule]:
    return [ANSWER]


@hookimpl
def notice_rules() -> Iterable[NoticeRule]:
    return [NEW_LETTER]


@hookimpl
def notice_channels() -> Iterable[NoticeChannel]:
    return [email.CHANNEL, sms.CHANNEL]
