"""What a fault may say in the log: never the values that a statement carried."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from core.people.models import Contact


def test_an_error_of_the_database_names_no_values(school: Any) -> None:
    anna = school.person("Anna", "Bērziņa")
    secret = "20001122"
    with pytest.raises(IntegrityError) as raised:
        school.add(Contact(person_id=anna.id + 1000, kind="phone", value=secret))
    assert secret not in str(raised.value)
