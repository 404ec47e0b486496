"""Static files: one digest names the whole tree, so modules find each other and all may be kept for ever."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

OWN = Path(__file__).parent / "static"


class Assets:
    """Folders of static files and the addresses under which they are served."""

    def __init__(self, plugins: Mapping[str, Path]) -> None:
        self._folders = {"": OWN} | {f"plugins/{name}/": folder for name, folder in sorted(plugins.items())}
        self.root = f"/static/{_digest(self._folders)}/"

    def url(self, path: str) -> str:
        """The address of a file: `css/base.css`, `plugins/viis_sync/import.js`."""
        return self.root + path

    def serve(self, app: Flask) -> None:
        """Answer for the files before the application is asked, from what is on disk now."""
        server = WhiteNoise(
            app.wsgi_app,
            allow_all_origins=False,
            immutable_file_test=lambda _path, _url: True,
            add_headers_function=_add_headers,
            mimetypes={".js": "text/javascript", ".mjs": "text/javascript"},
        )
        for prefix, folder in self._folders.items():
            server.add_files(folder, prefix=self.root + prefix)
        app.wsgi_app = server  # type: ignore[method-assign]  # the way Flask documents for WSGI middleware


def configure_assets(app: Flask, plugins: Mapping[str, Path]) -> None:
    """Serve own and the plugins' static folders (name → folder); templates write `asset("css/base.css")`."""
    assets = Assets(plugins)
    app.jinja_env.globals["asset"] = assets.url
    assets.serve(app)


def _add_headers(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def _digest(folders: Mapping[str, Path]) -> str:
    found = hashlib.sha256()
    for prefix, folder in folders.items():
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                content = hashlib.sha256(file.read_bytes()).hexdigest()
                found.update(f"{prefix}{file.relative_to(folder).as_posix()}\0{content}\n".encode())
    return found.hexdigest()[:12]
