"""What the project is installed from: the parts of the lock, and the package in a folder of its own."""

import ast
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions

import pytest
import yaml

from compute_deal import paths
from compute_deal.book.needs import closure, code_of

COME_WITH = {"IPython"}  # with ipykernel
PARTS = {"book": "requirements.lock", "test": "requirements-test.lock", "lab": "requirements-lab.lock"}


def locked(part):
    text = (paths.ROOT / PARTS[part]).read_text(encoding="utf-8")
    return set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE))


def asked(part):
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["optional-dependencies"][part] + (project["dependencies"] if part == "book" else [])
    return {re.match(r"[\w.-]+", requirement)[0].lower() for requirement in wanted}


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_the_lock_has_what_its_part_of_the_project_asks_for(part):
    assert asked(part) <= locked("book") | locked(part), "run make lock"


def test_the_book_installs_neither_the_lab_nor_the_browser_driver():
    # rfc3987-syntax comes with the lab, and slows every import of jsonschema
    assert not {"jupyterlab", "playwright", "rfc3987-syntax"} & locked("book")


@pytest.mark.parametrize("part", PARTS)
def test_a_lock_names_hashes_and_no_place(part):
    text = (paths.ROOT / PARTS[part]).read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert not re.search(r"https?://|--index|--find|file:|/", text)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The package as a wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [paths.ROOT / "scripts" / "uv", "build", "-q", "--wheel", "--out-dir", folder, paths.ROOT]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.whl")
    return made


def test_the_package_carries_every_table_and_the_bibliography(wheel):
    with zipfile.ZipFile(wheel) as archive:
        carried = {name.removeprefix("compute_deal/") for name in archive.namelist() if not name.endswith("/")}
    wanted = {f"data/{path.name}" for path in paths.DATA.iterdir() if path.is_file()} | {paths.BIBLIOGRAPHY.name}
    missing = sorted(wanted - carried)
    assert not missing, f"in src/compute_deal, make links to the files themselves: {', '.join(missing)}"


def test_the_evidence_loads_where_there_is_only_the_package(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "packages")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'packages')!r}); from compute_deal import evidence, paths; "
        "print(paths.HOME, len(evidence.load().facts))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    home, facts = done.stdout.split()
    assert home == str(tmp_path / "packages" / "compute_deal")
    assert int(facts) > 0


def test_the_notebooks_need_no_more_than_the_package_asks_for():
    notebooks = [json.loads(path.read_text(encoding="utf-8")) for path in paths.notebooks()]
    files = closure([code for notebook in notebooks for code in code_of(notebook)])
    sources = [file.read_text(encoding="utf-8") for file in files] + [
        code for each in notebooks for code in code_of(each)
    ]
    roots = {
        name.partition(".")[0]
        for source in sources
        for node in ast.walk(ast.parse(source))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    carried_by = packages_distributions()
    outside = roots - sys.stdlib_module_names - {paths.PACKAGE.name, ""}
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    promised = {re.match(r"[\w.-]+", requirement)[0].lower() for requirement in project["dependencies"]}
    assert {root for root in outside if not promised & {name.lower() for name in carried_by[root]}} <= COME_WITH


def test_binder_takes_a_python_that_the_project_admits_and_two_parts_of_the_lock():
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = re.fullmatch(r">=3\.(\d+)", project["requires-python"])[1]
    runtime = (paths.ROOT / "binder" / "runtime.txt").read_text(encoding="utf-8")
    assert int(re.fullmatch(r"python-3\.(\d+)\n", runtime)[1]) >= int(oldest)
    taken = re.findall(
        r"^-r \.\./(.+)$", (paths.ROOT / "binder" / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert taken == [PARTS["book"], PARTS["lab"]]


def test_the_image_of_binder_runs_every_notebook():
    steps = (paths.ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")
    (named,) = re.findall(r"docker run .* --noconftest (.*)", steps)
    found = [file for name in named.split() for file in (paths.ROOT / name, *(paths.ROOT / name).glob("*.ipynb"))]
    assert set(paths.notebooks()) <= set(found)


@pytest.mark.parametrize(
    "workflow", sorted((paths.ROOT / ".github" / "workflows").iterdir()), ids=lambda path: path.stem
)
def test_a_workflow_pins_its_actions_and_starts_with_no_right_to_write(workflow):
    said = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    assert said["permissions"] in ({}, {"contents": "read"})
    steps = [step for job in said["jobs"].values() for step in job["steps"]]
    assert [step["uses"] for step in steps if not re.search(r"@[0-9a-f]{40}$", step.get("uses", "@" + 40 * "0"))] == []
