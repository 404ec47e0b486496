"""Who ships which names, and what each distribution can do alone."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import import_module
from importlib.metadata import distribution, entry_points, packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECTS = [ROOT / "pyproject.toml", *sorted(ROOT.glob("plugins/*/pyproject.toml"))]
PLUGINS = ["grading", "messaging", "printing", "viis_sync"]
NAMES = ["klade", *(f"klade-{name.replace('_', '-')}" for name in PLUGINS)]


def project(path: Path) -> dict[str, object]:
    section = tomllib.loads(path.read_text())["project"]
    assert isinstance(section, dict)
    return section


@pytest.mark.parametrize("name", ["core", "hooks"])
def test_only_klade_provides(name: str) -> None:
    # An editable klade names no files, so it is missing here; whoever else ships the name is not.
    assert set(packages_distributions().get(name, [])) <= {"klade"}
    assert Path(str(import_module(name).__file__)).is_relative_to(ROOT)


def test_five_distributions_under_one_licence() -> None:
    assert sorted(str(project(path)["name"]) for path in PROJECTS) == NAMES
    assert {project(path)["license"] for path in PROJECTS} == {"EUPL-1.2"}
    assert (ROOT / "LICENSE").read_text().startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def test_every_plugin_is_found_by_its_entry_point() -> None:
    found = {
        point.name: point.value for point in entry_points(group="klade.plugins") if point.value.startswith("klade_")
    }
    assert found == {name: f"klade_{name}.plugin" for name in PLUGINS}


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_plugin_needs_core_and_no_other_plugin(name: str) -> None:
    needed = [re.split(r"[<>=~!\[; ]", line)[0] for line in distribution(name).requires or []]
    assert [package for package in needed if package.startswith("klade")] == ["klade"]


def test_the_contract_imports_only_values() -> None:
    tree = ast.parse((ROOT / "hooks.py").read_text())
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert [name for name in modules if name.split(".")[0] == "core" and not name.startswith("core.values")] == []


def test_the_lock_names_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert not re.search(r"\w+://|^\s*-(?!-hash=sha256:)|@ ", lock, re.MULTILINE)
    requirements = [part for part in re.split(r"\n(?=\S)", lock) if part.strip()]
    assert len(requirements) > 50
    assert [part.split("\n")[0] for part in requirements if "--hash=sha256:" not in part] == []


def test_the_lock_has_what_the_projects_ask_for() -> None:
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    for path in PROJECTS:
        wanted = project(path)["dependencies"]
        assert isinstance(wanted, list)
        names = {re.split(r"[<>=~!\[; ]", line)[0] for line in wanted}
        assert {name for name in names if not name.startswith("klade")} <= locked, path


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def test_no_file_names_a_package_registry() -> None:
    # Put together here, so that this file is not the one that names them.
    hosts = [
        ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
    ]
    naming = []
    for path in tracked_files():
        if path.is_file() and path.suffix not in {".png", ".zip", ".xlsx", ".woff2"}:
            text = path.read_bytes()
            naming += [f"{path.relative_to(ROOT)}: {host}" for host in hosts if host.encode() in text]
    assert naming == []


def test_uv_lock_stays_out() -> None:
    assert "uv.lock" not in {path.name for path in tracked_files()}


PROBE = """
import importlib.metadata, sys
everything = importlib.metadata.entry_points
def chosen(**asked):
    found = everything(**asked)
    if asked.get("group") != "klade.plugins":
        return found
    return importlib.metadata.EntryPoints(point for point in found if point.name in {allowed!r})
importlib.metadata.entry_points = chosen
from core.app import create_app
from core.foundation.runtime import klade
names = klade(create_app()).plugins.names
assert set(names) == set({allowed!r}), names
loaded = sorted(name for name in sys.modules if name.startswith("klade_") and "." not in name)
assert loaded == sorted("klade_" + name for name in {allowed!r}), loaded
"""


@pytest.mark.parametrize("allowed", [[], *([name] for name in PLUGINS)], ids=lambda names: "-".join(names) or "none")
def test_core_runs_with_one_plugin_or_none(allowed: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(allowed=allowed)],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "KLADE_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    command = [sys.executable, "-m", "uv", "build", "--quiet", "--offline", "--no-build-isolation", "--all-packages"]
    subprocess.run([*command, "--wheel", "--out-dir", str(folder)], cwd=ROOT, check=True, capture_output=True)
    return folder


def test_the_wheels_hold_what_runs_and_nothing_else(wheels: Path) -> None:
    tops: dict[str, set[str]] = {}
    for wheel in wheels.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            names = archive.namelist()
        tops[wheel.name.split("-")[0]] = {name.split("/")[0] for name in names if ".dist-info/" not in name}
        for catalogue in [name for name in names if name.endswith(".po")]:
            assert catalogue.removesuffix(".po") + ".mo" in names, f"{wheel.name}: {catalogue} is not compiled"
    assert tops == {"klade": {"core", "hooks.py"}, **{f"klade_{name}": {f"klade_{name}"} for name in PLUGINS}}


@pytest.mark.parametrize("plugin", PLUGINS)
def test_a_plugin_installs_alone_with_core(plugin: str, wheels: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    chosen = [str(next(wheels.glob(f"{name}-0*.whl"))) for name in ("klade", f"klade_{plugin}")]
    uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--no-deps", "--target", str(home)]
    subprocess.run([*uv, *chosen], check=True, capture_output=True)
    # What they depend on comes from this environment; its own editable copies do not, for -S leaves them out.
    libraries = Path(pytest.__file__).parents[1]
    script = "import core, hooks, sys; assert core.__file__.startswith(sys.argv[1]), core.__file__\n"
    done = subprocess.run(
        [sys.executable, "-S", "-c", script + PROBE.format(allowed=[plugin]), str(home)],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{home}:{libraries}", "KLADE_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.soak
def test_the_tests_of_core_pass_where_no_plugin_is_installed(wheels: Path, tmp_path: Path) -> None:
    """Core's tests in an environment that has the wheel of core and no plugin."""
    home = tmp_path / "home"
    uv = [sys.executable, "-m", "uv"]
    into = ["--python", str(home / "bin" / "python")]
    subprocess.run([*uv, "venv", "--quiet", str(home)], check=True)
    subprocess.run([*uv, "pip", "sync", "--quiet", *into, str(ROOT / "requirements.lock")], check=True)
    core = next(wheels.glob("klade-0*.whl"))
    subprocess.run([*uv, "pip", "install", "--quiet", "--no-deps", *into, str(core)], check=True)
    command = [str(home / "bin" / "python"), "-P", "-m", "pytest", "-q", "tests", "--ignore=tests/packaging"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-20_000:]
