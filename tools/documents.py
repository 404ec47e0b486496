"""Parts of the documents that are made from the sources: the plugin's surface, and the files shown in tutorials.

`python tools/documents.py` renews them; `tests/docs` fails where they are behind.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SURFACE = ROOT / "docs" / "plugins" / "public-surface.txt"
TUTORIAL = ROOT / "docs" / "plugins" / "tutorial.md"

# What plugins may rely on besides the contract, the values, the test kit and each part's queries and services.
FOUNDATION = {
    "acts": "perform tell Act",
    "clock": "ZONE at at_local local now today",
    "database/__init__": "Dated Id Moment School SchoolRef Versioned Voidable change_of school_of state_of",
    "errors": "Conflict Invalid KladeError NotAllowed NotFound NotSignedIn Problem Unavailable",
    "files": "FileStore file_store",
    "forms": "Day Doubtful Hour NOT_SAVED attempt loaded",
    "history/record": "RowUpdate delete_rows insert_row insert_rows update_row update_rows",
    "jobs/__init__": "cancel enqueue repeat",
    "names": "sort_key",
    "permissions/__init__": "OPEN PUBLIC SIGNED_IN access allows visible",
    "runtime": "klade",
    "scope": "scope",
    "jobs/queries": "under_way",
    "text": "DEFAULT_LANGUAGE date_said date_text date_title date_words day_text moment_text month_name month_short "
    "number_text percent_text period_text time_text weekday_name weekday_short",
}
COMMANDS = {"output": "as_json json_option", "program": "Terminal pass_terminal"}
# Addresses of pages, and the pipeline that every kind of import goes through, its commands included.
PARTS = (
    "core/documents/issuing.py",
    "core/documents/pages.py",
    "core/documents/periods.py",
    "core/documents/producing.py",
    "core/imports/differences.py",
    "core/imports/jobs.py",
    "core/imports/pipeline.py",
    "core/imports/reports.py",
    "core/imports/texts.py",
    "core/journals/addresses.py",
    "core/journals/grid/average.py",
    "core/journals/notes/words.py",
    "core/notices/ways.py",
    "core/people/words.py",
    "core/people/adults.py",
    "core/schools/calendar.py",
)
_SHOWN = re.compile(
    r"(?P<mark><!-- (?P<path>\S+?)(?:, the first (?P<first>\d+) lines)? -->\n)```(?P<kind>\w*)\n.*?\n```", re.DOTALL
)


def surface() -> str:
    """Every public name, one a line, with its signature or type."""
    spelt_out = [ROOT / "hooks.py", *_all("core/values"), *_all("core/testing")]
    parts = [*_named("queries"), *_named("services"), *_named("models"), *(ROOT / name for name in PARTS)]
    lines = {line for file in spelt_out for line in _names(file, members=True)}
    lines |= {line for file in parts for line in _names(file, members=False)}
    lines |= {line for name, chosen in FOUNDATION.items() for line in _chosen(f"core/foundation/{name}.py", chosen)}
    lines |= {line for name, chosen in COMMANDS.items() for line in _chosen(f"core/cli/{name}.py", chosen)}
    return "".join(f"{line}\n" for line in sorted(lines))


def _all(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def _named(noun: str) -> list[Path]:
    """The modules of that noun in the parts. The foundation is no part, and accounts are nothing for plugins."""
    found = [*ROOT.glob(f"core/**/{noun}.py"), *ROOT.glob(f"core/**/{noun}/*.py")]
    return sorted(file for file in found if not {"foundation", "accounts"} & set(file.parts))


def _module(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


def _exported(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(ast.unparse(target) == "__all__" for target in node.targets):
            return [str(name) for name in ast.literal_eval(node.value)]
    return []


def _names(file: Path, *, members: bool) -> Iterator[str]:
    module, tree = _module(file), _tree(file)
    if file.name == "__init__.py":
        yield from (f"{module}.{name}" for name in _exported(tree))
        return
    for node in tree.body:
        yield from _of(node, module, members=members)


def _chosen(path: str, names: str) -> Iterator[str]:
    """Those names of a module, each with what the source says of it."""
    file = ROOT / path
    said = list(_names(file, members=False))
    for name in names.split():
        start = f"{_module(file)}.{name}"
        found = [line for line in said if re.match(rf"{re.escape(start)}(?!\w)", line)]
        if not found:
            raise LookupError(f"{path} has no {name}")
        yield from found


def _of(node: ast.stmt, place: str, *, members: bool) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef):
        if not node.name.startswith("_"):
            yield f"{place}.{signature(node)}"
    elif isinstance(node, ast.ClassDef):
        if not node.name.startswith("_"):
            bases = ", ".join(ast.unparse(base) for base in node.bases)
            yield f"{place}.{node.name}({bases})" if bases else f"{place}.{node.name}"
            for inner in node.body if members else ():
                yield from _of(inner, f"{place}.{node.name}", members=True)
    elif isinstance(node, ast.AnnAssign):
        name = ast.unparse(node.target)
        if not name.startswith("_"):
            yield f"{place}.{name}: {ast.unparse(node.annotation)}"
    elif isinstance(node, ast.Assign):
        names = [name for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)]
        if not _is_type_variable(node):
            yield from (f"{place}.{name.id}" for name in names if not name.id.startswith("_"))


def _is_type_variable(node: ast.Assign) -> bool:
    return isinstance(node.value, ast.Call) and ast.unparse(node.value.func) in {"TypeVar", "ParamSpec"}


def signature(node: ast.FunctionDef) -> str:
    """`name(argument: type) -> type`, as the source says it."""
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{node.name}({ast.unparse(node.args)}){returns}"


def shown(text: str) -> str:
    """A document with each shown file as it is now: `<!-- path -->` stands above the block that shows it."""
    return _SHOWN.sub(_with_file, text)


def shown_files(text: str) -> list[Path]:
    return [ROOT / match["path"] for match in _SHOWN.finditer(text)]


def _with_file(match: re.Match[str]) -> str:
    lines = (ROOT / match["path"]).read_text().rstrip().split("\n")
    wanted = lines[: int(match["first"])] if match["first"] else lines
    return f"{match['mark']}```{match['kind']}\n" + "\n".join(wanted) + "\n```"


if __name__ == "__main__":
    SURFACE.write_text(surface())
    TUTORIAL.write_text(shown(TUTORIAL.read_text()))
