"""What each practice collection holds, for the ideas that it is there to show."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from jupyter_healthcheck.practice import PracticeEnvironment

from .notebooks import load


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.ipynb")}


def required(notebook: Path) -> list[str]:
    metadata = load(notebook).metadata
    found: list[str] = metadata.get("mobu", {}).get("required_applications", [])
    return found


def test_system_test(checkouts: Mapping[str, Path]) -> None:
    assert names(checkouts["system-test"]) == {
        "Check Disk Space.ipynb",
        "butler_collections.ipynb",
        "gafaelfawr_token.ipynb",
        "nublado_disk.ipynb",
        "nublado_login.ipynb",
        "portal_answers.ipynb",
        "reference_data.ipynb",
        "sasquatch_fresh.ipynb",
        "tap_objects.ipynb",
        "tap_schemas.ipynb",
        "troubleshooting/environment.ipynb",
        "troubleshooting/slow_home.ipynb",
    }
    rules = yaml.safe_load((checkouts["system-test"] / "mobu.yaml").read_text())
    assert rules == {
        "collection_rules": [{"type": "exclude_union_of", "patterns": ["troubleshooting/**"]}]
    }


def test_curation_check(checkouts: Mapping[str, Path]) -> None:
    assert names(checkouts["curation-check"]) == {
        "compare/collections_north_south.ipynb",
        "compare/schemas_north_south.ipynb",
        "compare/versions_north_south.ipynb",
        "deployment/butler_repositories.ipynb",
        "deployment/gafaelfawr_identity.ipynb",
        "deployment/nublado_limits.ipynb",
        "deployment/nublado_packages.ipynb",
        "deployment/tap_availability.ipynb",
    }


def test_tutorials(checkouts: Mapping[str, Path]) -> None:
    folder = checkouts["tutorial-notebooks"]
    assert names(folder) == {
        "DP1/101_read_a_table.ipynb",
        "DP1/102_light_curve.ipynb",
        "getting-started/01_first_steps.ipynb",
    }
    assert len((folder / "DP1/data/variable_star.csv").read_text().splitlines()) == 65
    assert (folder / "DP1/images/folding.svg").read_text().startswith("<svg ")


@pytest.mark.parametrize(
    ("collection", "notebook", "applications"),
    [
        ("system-test", "Check Disk Space.ipynb", ["nublado"]),
        ("system-test", "reference_data.ipynb", []),
        ("system-test", "tap_schemas.ipynb", []),
        ("curation-check", "compare/collections_north_south.ipynb", ["butler"]),
        ("curation-check", "compare/schemas_north_south.ipynb", ["tap"]),
        ("curation-check", "compare/versions_north_south.ipynb", ["nublado"]),
    ],
)
def test_metadata_says_what_the_name_does_not(
    checkouts: Mapping[str, Path], collection: str, notebook: str, applications: list[str]
) -> None:
    assert required(checkouts[collection] / notebook) == applications


def test_the_manifest(practice: PracticeEnvironment) -> None:
    site = yaml.safe_load(practice.manifest.read_text())
    base = yaml.safe_load(practice.manifest.with_name("values.yaml").read_text())
    assert site["name"] == "practice"
    on = {name for name, enabled in site["applications"].items() if enabled}
    off = {name for name, enabled in site["applications"].items() if not enabled}
    assert on == {"nublado", "gafaelfawr", "sasquatch", "butler"}
    assert off == {"tap", "portal"}
    assert site["applications"].keys() < base["applications"].keys()
    always = {"argocd", "cert-manager", "gafaelfawr", "ingress-nginx", "repertoire"}
    assert {name for name, enabled in base["applications"].items() if enabled} == always | {
        "vault-secrets-operator"
    }


def test_the_reference_data_was_changed_and_its_checksum_forgotten(
    checkouts: Mapping[str, Path],
) -> None:
    folder = checkouts["system-test"]
    found = hashlib.sha256((folder / "data/reference.csv").read_bytes()).hexdigest()
    assert found not in (folder / "reference_data.ipynb").read_text()
