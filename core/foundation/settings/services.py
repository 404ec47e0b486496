"""Reading settings under the school's revision, and changing them."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.foundation.database.sessions import school_of, state_of
from core.foundation.database.state import SchoolState
from core.foundation.errors import Invalid, NotFound, Problem
from core.foundation.plugins import Owned, of
from core.foundation.settings.models import Setting
from core.values.settings import SettingsSection


class Settings:
    """All declared sections, and each school's values of them."""

    def __init__(self, sections: Sequence[Owned[SettingsSection]]) -> None:
        self._sections = sections
        self._cache: dict[str, tuple[int, dict[str, dict[str, Any]]]] = {}

    def sections(self, session: Session) -> list[SettingsSection]:
        """The sections that the session's school has: core's and those of its enabled plugins."""
        return of(self._sections, state_of(session).plugins)

    def section(self, session: Session, key: str) -> SettingsSection:
        """One section. Raises NotFound."""
        for section in self.sections(session):
            if section.key == key:
                return section
        raise NotFound(_l("There is no such settings page."))

    def values(self, session: Session, section: str) -> Mapping[str, Any]:
        """The values of a section as its schema loads them; no statement where the revision has not moved."""
        school, revision = school_of(session).database_name, state_of(session).revision
        kept = self._cache.get(school)
        if kept is None or kept[0] != revision:
            kept = self._cache[school] = (revision, self._read(session))
        return kept[1][section]

    def change(self, session: Session, section_key: str, typed: Mapping[str, Any]) -> None:
        """Check and store values of a section. Raises Invalid with a problem a field."""
        section = self.section(session, section_key)
        schema = section.schema()
        try:
            loaded = schema.load({key: typed[key] for key in schema.fields if key in typed})
        except ValidationError as error:
            problems = [Problem(field, " ".join(map(str, texts))) for field, texts in error.messages_dict.items()]
            raise Invalid(_l("Some settings were not saved. The former values stay."), problems) from error
        dumped = schema.dump(loaded)
        stored = {row.key: row for row in session.scalars(select(Setting).where(Setting.section == section_key))}
        for key, value in dumped.items():
            text = orjson.dumps(value).decode()
            if key in stored:
                stored[key].value = text
            else:
                session.add(Setting(section=section_key, key=key, value=text))
        session.flush()
        move_revision(session)

    def _read(self, session: Session) -> dict[str, dict[str, Any]]:
        stored: dict[str, dict[str, Any]] = {}
        for place, key, value in session.execute(select(Setting.section, Setting.key, Setting.value)):
            stored.setdefault(place, {})[key] = orjson.loads(value)
        values = {}
        for owned in self._sections:
            section = owned.value
            schema = section.schema()
            known = {key: value for key, value in stored.get(section.key, {}).items() if key in schema.fields}
            values[section.key] = dict(section.defaults) | dict(schema.load(known, partial=True))
        return values


def move_revision(session: Session) -> None:
    """Nothing that was cached about the school holds any more."""
    session.connection().execute(update(SchoolState).values(revision=SchoolState.revision + 1))
