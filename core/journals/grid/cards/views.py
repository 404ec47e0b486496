"""Addresses of the cards of the grid."""

from flask import Blueprint, Response, jsonify, request

from core.foundation import clock
from core.foundation.permissions import access
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.journals.grid.cards.marks import average_card, mark_card
from core.journals.grid.cards.pupils import pupil_card
from core.journals.grid.cells import CellName
from core.journals.register.models import Journal

cards = Blueprint("cards", __name__, url_prefix="/journals/<int:journal_id>/cards")


@cards.get("/pupils/<int:pupil_id>")
@access("journal.read", Journal, "journal_id")
def pupil(journal_id: int, pupil_id: int) -> Response:
    """Class, age, today, counters of this journal, guardians."""
    return jsonify(pupil_card(scope.session, journal_id, pupil_id, request.args.get("term"), clock.today()).answer())


@cards.get("/averages/<int:pupil_id>")
@access("journal.read", Journal, "journal_id")
def of_average(journal_id: int, pupil_id: int) -> Response:
    """How the average came about."""
    return jsonify(average_card(scope.session, journal_id, pupil_id, request.args.get("term")).answer())


@cards.get("/marks/<cell>")
@access("journal.read", Journal, "journal_id")
def of_mark(journal_id: int, cell: str) -> Response:
    """Who gave the mark, when, what it is worth."""
    return jsonify(mark_card(scope.session, journal_id, CellName.read(cell), klade().schemes).answer())
