"""What Jupyter and installers look for."""

import json
import tomllib
from importlib import import_module
from pathlib import Path

import jupyter_healthcheck
from jupyter_healthcheck.server.app import HealthCheck

ROOT = Path(__file__).parents[1]
PACKAGE = Path(jupyter_healthcheck.__file__).parent


def test_jupyter_server_finds_the_extension() -> None:
    assert jupyter_healthcheck._jupyter_server_extension_points() == [
        {"module": "jupyter_healthcheck", "app": HealthCheck}
    ]
    assert HealthCheck.name == "jupyter_healthcheck"


def test_jupyterlab_finds_the_extension_where_the_build_puts_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [place] = jupyter_healthcheck._jupyter_labextension_paths()

    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    source = f"jupyter_healthcheck/{place['src']}"
    assert shared[source] == f"share/jupyter/labextensions/{place['dest']}"


def test_installing_switches_the_server_part_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    [folder] = [
        source for source, target in shared.items() if target.endswith("jupyter_server_config.d")
    ]
    [path] = (ROOT / folder).glob("*.json")

    configured = json.loads(path.read_text(encoding="utf-8"))

    assert configured == {"ServerApp": {"jpserver_extensions": {"jupyter_healthcheck": True}}}


def test_the_command_that_installers_make_exists() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    module, _, name = project["project"]["scripts"]["jupyter-healthcheck"].partition(":")

    assert callable(getattr(import_module(module), name))


def test_types_are_announced_and_the_version_is_known() -> None:
    assert (PACKAGE / "py.typed").is_file()
    assert jupyter_healthcheck.__version__.count(".") >= 2
