"""The floors of the architecture hold, and breaking one is noticed."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import jupyter_healthcheck

ROOT = Path(__file__).parents[1]
PACKAGE = Path(jupyter_healthcheck.__file__).parent
HEAVY = ("tornado", "jupyter_server", "pydantic", "git", "rich", "traitlets", "filelock", "yaml")
SOURCES = {
    "jupyter_healthcheck": "*.py",
    "tests": "*.py",
    "ui-tests": "*.py",
    "benchmarks": "*.py",
    "src": "*.ts*",
}


# The command of that library, for the interpreter that runs the tests.
_LINT_IMPORTS = "from importlinter.cli import lint_imports_command as main; main()"


def _imports(path: Path) -> Iterator[str]:
    """Name every module that a file imports from outside the package."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def _importers(package: Path, name: str) -> set[str]:
    """Name the subpackages that import a library."""
    return {
        path.relative_to(package).parts[0]
        for path in package.rglob("*.py")
        if name in {imported.partition(".")[0] for imported in _imports(path)}
    }


def _foreign_imports(folder: Path) -> set[str]:
    """Name what a folder imports besides the standard library and itself."""
    found = {name.partition(".")[0] for path in folder.rglob("*.py") for name in _imports(path)}
    return found - sys.stdlib_module_names - {"__future__"}


def test_only_the_workspace_knows_git(tmp_path: Path) -> None:
    assert _importers(PACKAGE, "git") == {"workspace"}

    copy = tmp_path / "jupyter_healthcheck"
    shutil.copytree(PACKAGE / "services", copy / "services")
    _append(copy / "services" / "settings.py", "def late() -> None:\n    from git import Repo\n")
    assert _importers(copy, "git") == {"services"}


def test_models_need_the_standard_library_alone(tmp_path: Path) -> None:
    assert _foreign_imports(PACKAGE / "models") == set()

    (tmp_path / "check.py").write_text("from pydantic import BaseModel\n", encoding="utf-8")
    assert _foreign_imports(tmp_path) == {"pydantic"}


@pytest.mark.parametrize("module", ["jupyter_healthcheck", "jupyter_healthcheck.models.operation"])
def test_importing_is_light(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )

    loaded = set(done.stdout.split())
    assert module in loaded
    assert loaded.isdisjoint(HEAVY)


def test_extension_points_load_what_they_need_and_no_more() -> None:
    code = (
        "import sys, jupyter_healthcheck as package\n"
        "package._jupyter_labextension_paths(), package.__version__\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert set(done.stdout.split()).isdisjoint(HEAVY)


def test_no_file_is_too_long_to_read() -> None:
    files = [
        path
        for folder, pattern in SOURCES.items()
        for path in (ROOT / folder).rglob(pattern)
        if "generated" not in path.parts and "node_modules" not in path.parts
    ]
    assert len(files) > 50

    lengths = {
        path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines()) for path in files
    }
    assert {path: length for path, length in lengths.items() if length > 300} == {}


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{text}")


class TestFloors:
    """What import-linter says to the floors that ``pyproject.toml`` describes."""

    @pytest.fixture
    def project(self, tmp_path: Path) -> Path:
        """A copy to break."""
        pytest.importorskip("importlinter", reason="import-linter is in the group `lint`")
        ignored = shutil.ignore_patterns("__pycache__", "labextension", "content")
        shutil.copytree(PACKAGE, tmp_path / "jupyter_healthcheck", ignore=ignored)
        shutil.copy(ROOT / "pyproject.toml", tmp_path)
        return tmp_path

    def test_the_floors_hold(self, project: Path) -> None:
        done = _lint(project)

        assert done.returncode == 0, done.stdout
        assert "0 broken" in done.stdout

    @pytest.mark.parametrize(
        ("module", "line"),
        [
            ("exceptions.py", "from .models import collection"),
            ("models/collection.py", "from ..workspace import layout"),
            ("models/operation.py", "from .. import server"),
            ("workspace/layout.py", "from ..services import settings"),
            ("services/settings.py", "from ..server import publisher"),
            ("services/settings.py", "from ..practice import source"),
            ("practice/source.py", "from ..services import settings"),
            ("cli/main.py", "from ..server import publisher"),
            ("server/publisher.py", "from ..cli import main"),
            ("services/settings.py", "import git"),
            ("cli/main.py", "from git import Repo"),
            ("extra.py", "# A module that stands on no floor."),
        ],
    )
    def test_a_forbidden_import_is_noticed(self, project: Path, module: str, line: str) -> None:
        _append(project / "jupyter_healthcheck" / module, f"{line}\n")

        done = _lint(project)

        assert done.returncode == 1, done.stdout
        assert "1 broken" in done.stdout


def _lint(project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _LINT_IMPORTS, "--no-cache"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project)},
        check=False,
        capture_output=True,
        text=True,
    )
