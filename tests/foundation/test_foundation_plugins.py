"""Plugins: each answer has an owner, two of one name are an error that names both, and what is off does not exist."""

from collections.abc import Callable
from types import ModuleType

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.foundation.database import Author
from core.foundation.errors import NotFound
from core.foundation.plugins import CORE, PluginFailed, Plugins
from core.foundation.runtime import klade
from core.founding import disable_plugin, enable_plugin
from core.testing.schools import BuiltSchool
from core.values.permissions import Permission
from hooks import hookimpl

KLADE = Author(None, "klade test")


def plugin(name: str, *keys: str) -> ModuleType:
    """A plugin that declares these permissions."""
    module = ModuleType(name)

    @hookimpl
    def permissions() -> list[Permission]:
        return [Permission(key, key) for key in keys]

    module.permissions = permissions  # type: ignore[attr-defined]  # a module made on the spot
    return module


def test_each_contribution_keeps_its_owner() -> None:
    plugins = Plugins()
    plugins.add(CORE, plugin("part", "core.read"))
    plugins.add("lockers", plugin("lockers.plugin", "lockers.read", "lockers.edit"))
    assert [(owned.owner, owned.value.key) for owned in plugins.permissions()] == [
        ("core", "core.read"),
        ("lockers", "lockers.read"),
        ("lockers", "lockers.edit"),
    ]
    assert plugins.names == ("lockers",)


def test_two_contributions_of_one_name_are_an_error_that_names_both() -> None:
    plugins = Plugins()
    plugins.add("lockers", plugin("lockers.plugin", "keys.read"))
    plugins.add("library", plugin("library.plugin", "keys.read"))
    with pytest.raises(PluginFailed, match=r"keys\.read.*lockers.*library"):
        plugins.permissions()


def test_a_plugin_that_fails_is_named() -> None:
    broken = ModuleType("broken")

    @hookimpl
    def permissions() -> list[Permission]:
        raise KeyError("oops")

    broken.permissions = permissions  # type: ignore[attr-defined]  # as above
    plugins = Plugins()
    plugins.add("broken", broken)
    with pytest.raises(PluginFailed, match=r"broken.*permissions"):
        plugins.permissions()


def test_a_misspelt_hook_is_an_error_at_start() -> None:
    misspelt = ModuleType("misspelt")

    @hookimpl
    def permission() -> list[Permission]:
        return []

    misspelt.permission = permission  # type: ignore[attr-defined]  # as above
    plugins = Plugins()
    plugins.add("misspelt", misspelt)
    with pytest.raises(Exception, match="permission"):
        plugins.seal()


@pytest.mark.plugins("grading")
def test_a_disabled_plugin_is_gone_from_pages_and_menus_and_comes_back(
    app: Flask, school: BuiltSchool, sign_in: Callable[[str], FlaskClient]
) -> None:
    client = sign_in("superuser")
    plugins, database = klade(app).plugins, klade(app).database
    address = f"/{school.ref.slug}/grading/scales"
    assert client.get(address).status_code == 200
    disable_plugin(database, plugins, school.ref, "grading", KLADE)
    assert client.get(address).status_code == 404
    assert address not in client.get(f"/{school.ref.slug}/settings").text
    enable_plugin(database, plugins, school.ref, "grading", KLADE)
    assert client.get(address).status_code == 200
    assert address in client.get(f"/{school.ref.slug}/settings").text


def test_what_is_not_installed_cannot_be_enabled(app: Flask, school: BuiltSchool) -> None:
    with pytest.raises(NotFound):
        enable_plugin(klade(app).database, klade(app).plugins, school.ref, "nav-tada", KLADE)
