"""The page of imports where no plugin reads files."""

from collections.abc import Callable

from flask.testing import FlaskClient


def test_without_an_importer_no_file_is_asked_for(sign_in: Callable[[str], FlaskClient]) -> None:
    page = sign_in("record_keeper").get("/pargauja/imports").text
    assert "Šajā skolā nav ieslēgts neviens spraudnis, kas lasa datnes." in page
    assert 'type="file"' not in page


def test_an_import_that_is_not_there_is_not_found(sign_in: Callable[[str], FlaskClient]) -> None:
    client = sign_in("record_keeper")
    assert client.get("/pargauja/imports/7").status_code == 404
    assert client.post("/pargauja/imports/7/accept").status_code == 404
