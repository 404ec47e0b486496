"""Files are kept by what is in them."""

from pathlib import Path

import pytest

from core.foundation.errors import Unavailable
from core.foundation.files import FileStore


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file())


def test_a_file_comes_back_as_it_was_given_and_is_kept_once(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    digest = store.put(b"izraksts")
    assert store.put(b"izraksts") == digest
    assert store.put(b"cits") != digest
    assert store.read(digest) == b"izraksts"
    assert len(names(tmp_path)) == 2


def test_a_file_that_is_gone_or_altered_is_not_handed_out(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    digest = store.put(b"izraksts")
    (tmp_path / digest[:2] / digest).write_bytes(b"viltots")
    with pytest.raises(Unavailable, match="damaged"):
        store.read(digest)
    (tmp_path / digest[:2] / digest).unlink()
    with pytest.raises(Unavailable, match="missing"):
        store.read(digest)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "G" * 64])
def test_only_a_digest_names_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no digest"):
        FileStore(tmp_path).read(name)


def test_what_could_not_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: Path, _target: Path) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        FileStore(tmp_path).put(b"izraksts")
    assert names(tmp_path) == []
