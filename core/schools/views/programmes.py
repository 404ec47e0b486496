"""Education programmes that the school is licensed for, as the state register told them."""

from flask import render_template

from core.foundation.permissions import access
from core.foundation.scope import scope
from core.schools import queries
from core.schools.views import pages


@pages.get("/programmes")
@access("school.view")
def programmes() -> str:
    return render_template("schools/programmes.html", programmes=queries.programmes(scope.session))
