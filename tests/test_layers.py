"""Imports go one way: data, evidence, models, what chapters share, chapters, summary and validation, book."""

import ast

import pytest

from compute_deal import paths

PACKAGE = paths.ROOT / "src" / "compute_deal"
LAYERS = [
    {"paths"},
    {"markup"},
    {"evidence"},
    {"models"},
    {"results", "charts", "inputs", "checks"},
    {"chapters", "probe"},
    {"summary", "validation", "notebook"},
    {"book", "trace"},
]

LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def imports(file):
    """Yield the parts of each module of the package that a file imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "compute_deal":
            parts = node.module.split(".")[1:]
            yield from [parts] if parts else [[name.name] for name in node.names]
        elif isinstance(node, ast.Import):
            yield from [name.name.split(".")[1:] for name in node.names if name.name.startswith("compute_deal.")]


FILES = sorted(
    file.relative_to(PACKAGE) for file in PACKAGE.rglob("*.py") if file.parent != PACKAGE or file.stem != "__init__"
)


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_module_imports_from_below_and_never_from_another_chapter(file):
    own = file.with_suffix("").parts
    for parts in imports(PACKAGE / file):
        assert LEVEL[parts[0]] <= LEVEL[own[0]], f"{file} imports {'.'.join(parts)} from above"
        assert parts[0] == own[0] or parts[0] != "probe", f"{file} imports the probe, which is a tool of its own"
        if own[0] == "chapters" and parts[0] == "chapters":
            assert parts[1] == own[1], f"{file} imports {'.'.join(parts)}, another chapter's"


def test_every_part_of_the_package_has_its_layer():
    parts = {file.with_suffix("").parts[0] for file in FILES}
    assert parts <= set(LEVEL)


def test_models_read_no_file_and_draw_nothing():
    drawn = {"altair", "pandas", "pathlib", "csv", "json", "open"}
    for file in (PACKAGE / "models").rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
        assert not {name.split(".")[0] for name in names} & drawn, file
