"""Every practice notebook, run in a real kernel, ends as it should.

Most end well without any platform. The others say in words what is missing.
"""

import json
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from jupyter_healthcheck.practice import PracticeEnvironment
from tests.support.environment import run_git

from .conftest import Run
from .platform_server import Platform

# "gt-", 22 characters, a dot, 22 characters; not a token of any platform.
TOKEN = f"gt-{'practice-key':x<22}.{'practice-secret':y<22}"
NO_SITE = "EXTERNAL_INSTANCE_URL, which names the site of this lab, is not set"

ENDS_WELL = None
ENDS: Mapping[str, Mapping[str, str | None]] = {
    "system-test": {
        "Check Disk Space.ipynb": ENDS_WELL,
        "butler_collections.ipynb": ENDS_WELL,
        "gafaelfawr_token.ipynb": ENDS_WELL,
        "nublado_disk.ipynb": ENDS_WELL,
        "nublado_login.ipynb": ENDS_WELL,
        "portal_answers.ipynb": NO_SITE,
        "reference_data.ipynb": "git log -p data/reference.csv",
        "sasquatch_fresh.ipynb": ENDS_WELL,
        "tap_objects.ipynb": NO_SITE,
        "tap_schemas.ipynb": NO_SITE,
        "troubleshooting/environment.ipynb": ENDS_WELL,
        "troubleshooting/slow_home.ipynb": ENDS_WELL,
    },
    "curation-check": {
        "compare/collections_north_south.ipynb": ENDS_WELL,
        "compare/schemas_north_south.ipynb": ENDS_WELL,
        "compare/versions_north_south.ipynb": ENDS_WELL,
        "deployment/butler_repositories.ipynb": ENDS_WELL,
        "deployment/gafaelfawr_identity.ipynb": ENDS_WELL,
        "deployment/nublado_limits.ipynb": ENDS_WELL,
        "deployment/nublado_packages.ipynb": ENDS_WELL,
        "deployment/tap_availability.ipynb": NO_SITE,
    },
    "tutorial-notebooks": {
        "DP1/101_read_a_table.ipynb": ENDS_WELL,
        "DP1/102_light_curve.ipynb": ENDS_WELL,
        "getting-started/01_first_steps.ipynb": ENDS_WELL,
    },
}


def test_no_notebook_is_forgotten(checkouts: Mapping[str, Path]) -> None:
    for collection, folder in checkouts.items():
        found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.ipynb")}
        assert found == ENDS[collection].keys()


@pytest.mark.parametrize(
    ("collection", "notebook"),
    [(collection, notebook) for collection, ends in ENDS.items() for notebook in ends],
)
def test_offline(
    collection: str, notebook: str, checkouts: Mapping[str, Path], run_notebook: Run
) -> None:
    ran = run_notebook(checkouts[collection] / notebook)
    expected = ENDS[collection][notebook]
    if expected is None:
        assert ran.error is None
    else:
        assert ran.error is not None
        assert ran.error.startswith("AssertionError: ")
        assert expected in ran.error
    assert run_git("status", "--porcelain", cwd=checkouts[collection]) == ""


def test_the_period_of_the_star_is_found(checkouts: Mapping[str, Path], run_notebook: Run) -> None:
    ran = run_notebook(checkouts["tutorial-notebooks"] / "DP1/102_light_curve.ipynb")
    assert "The period is 0.547" in ran.seen


def test_the_red_check_was_green_before_the_file_changed(
    practice: PracticeEnvironment, tmp_path: Path, run_notebook: Run
) -> None:
    run_git("clone", "--quiet", practice.upstreams["system-test"].as_uri(), tmp_path / "old")
    *_, changed = run_git("log", "-1", "--format=%H", "--", "data", cwd=tmp_path / "old").split()
    run_git("checkout", "--quiet", f"{changed}~1", cwd=tmp_path / "old")
    ran = run_notebook(tmp_path / "old" / "reference_data.ipynb")
    assert ran.error is None
    assert "has 10 stars" in ran.seen


def test_a_full_home_is_noticed(
    checkouts: Mapping[str, Path], tmp_path: Path, run_notebook: Run
) -> None:
    text = (checkouts["system-test"] / "nublado_disk.ipynb").read_text()
    assert text.count("NEEDED = 500_000_000") == 1
    demanding = tmp_path / "nublado_disk.ipynb"
    demanding.write_text(text.replace("NEEDED = 500_000_000", "NEEDED = 10**18"))
    ran = run_notebook(demanding)
    assert "GB are free in" in (ran.error or "")


@pytest.mark.parametrize(
    ("token", "good"), [(TOKEN, True), (TOKEN[:-1], False), ("secret-password", False)]
)
def test_a_token_is_checked_and_never_shown(
    token: str, good: bool, checkouts: Mapping[str, Path], tmp_path: Path, run_notebook: Run
) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "token").write_text(f"{token}\n")
    ran = run_notebook(
        checkouts["system-test"] / "gafaelfawr_token.ipynb",
        NUBLADO_RUNTIME_MOUNTS_DIR=str(tmp_path),
    )
    assert (ran.error is None) == good
    assert "There is a token in" in ran.seen
    assert token not in ran.seen + str(ran.error)


def test_the_environment_is_shown_without_its_secrets(
    checkouts: Mapping[str, Path], run_notebook: Run
) -> None:
    ran = run_notebook(
        checkouts["system-test"] / "troubleshooting" / "environment.ipynb",
        EXTERNAL_INSTANCE_URL="https://ada:hush@site.example/lab?sig=hush",
        JUPYTERHUB_API_TOKEN="hush",
    )
    assert ran.error is None
    assert "site.example/lab" in ran.seen
    assert "JUPYTERHUB_API_TOKEN = (hidden)" in ran.seen
    assert "hush" not in ran.seen


def test_butler_repositories_without_the_butler(
    checkouts: Mapping[str, Path], run_notebook: Run
) -> None:
    ran = run_notebook(
        checkouts["curation-check"] / "deployment" / "butler_repositories.ipynb",
        DAF_BUTLER_REPOSITORIES='{"dp1": "https://site.example/butler.yaml", "odd one": "here"}',
    )
    assert "'odd one' has other characters" in (ran.error or "")
    assert "odd one has no absolute address" in (ran.error or "")


SYNC = "/api/tap/sync"
VOSI = "http://www.ivoa.net/xml/VOSIAvailability/v1.0"


def serve_tap(platform: Platform) -> None:
    """Send who asks on to the result, as the platform's TAP does."""
    platform.redirects[SYNC] = f"{platform.url}{SYNC}/1/run"
    platform.tables = {
        "tap_schema.schemas": "schema_name\ntap_schema\ndp1\n",
        "tap_schema.tables": "table_name\ndp02_dc2_catalogs.Object\ndp1.Object\n",
        "'dp1.Object'": "column_name\nobjectId\ncoord_ra\ncoord_dec\n",
    }


@pytest.mark.parametrize(
    ("notebook", "said"),
    [("tap_schemas", "2 schemas: dp1, tap_schema"), ("tap_objects", "3 columns")],
)
def test_tap_is_asked_with_the_token(
    notebook: str, said: str, checkouts: Mapping[str, Path], platform: Platform, run_notebook: Run
) -> None:
    serve_tap(platform)
    ran = run_notebook(
        checkouts["system-test"] / f"{notebook}.ipynb",
        EXTERNAL_INSTANCE_URL=platform.url,
        ACCESS_TOKEN=TOKEN,
    )
    assert ran.error is None
    assert said in ran.seen
    assert {token for _, token in platform.tokens} == {f"Bearer {TOKEN}"}
    assert TOKEN not in ran.seen


@pytest.mark.parametrize("notebook", ["tap_schemas", "tap_objects"])
def test_no_token_goes_to_another_site(
    notebook: str,
    checkouts: Mapping[str, Path],
    platform: Platform,
    elsewhere: Platform,
    run_notebook: Run,
) -> None:
    serve_tap(elsewhere)
    platform.redirects[SYNC] = elsewhere.url + SYNC + "/1/run"
    ran = run_notebook(
        checkouts["system-test"] / f"{notebook}.ipynb",
        EXTERNAL_INSTANCE_URL=platform.url,
        ACCESS_TOKEN=TOKEN,
    )
    assert "HTTP Error 303" in (ran.error or "")
    assert elsewhere.tokens == []


@pytest.mark.parametrize(
    ("status", "problem"), [(401, None), (200, None), (404, "no Portal"), (503, "is broken")]
)
def test_the_portal(
    status: int,
    problem: str | None,
    checkouts: Mapping[str, Path],
    platform: Platform,
    run_notebook: Run,
) -> None:
    platform.answers["/portal/app/"] = (status, "")
    ran = run_notebook(
        checkouts["system-test"] / "portal_answers.ipynb", EXTERNAL_INSTANCE_URL=platform.url
    )
    assert (ran.error is None) if problem is None else (problem in (ran.error or ""))


def test_being_sent_to_the_login_page_is_an_answer(
    checkouts: Mapping[str, Path], platform: Platform, elsewhere: Platform, run_notebook: Run
) -> None:
    platform.redirects["/portal/app/"] = elsewhere.url
    ran = run_notebook(
        checkouts["system-test"] / "portal_answers.ipynb", EXTERNAL_INSTANCE_URL=platform.url
    )
    assert ran.error is None
    assert elsewhere.tokens == []


@pytest.mark.parametrize(("available", "good"), [("true", True), ("false", False)])
def test_availability_is_believed(
    available: str,
    good: bool,
    checkouts: Mapping[str, Path],
    platform: Platform,
    run_notebook: Run,
) -> None:
    note = "<note>Back at noon</note>"
    platform.answers["/api/tap/availability"] = (
        200,
        f'<availability xmlns="{VOSI}"><available>{available}</available>{note}</availability>',
    )
    ran = run_notebook(
        checkouts["curation-check"] / "deployment" / "tap_availability.ipynb",
        EXTERNAL_INSTANCE_URL=platform.url,
        ACCESS_TOKEN=TOKEN,
    )
    assert (ran.error is None) == good
    assert "Back at noon" in ran.seen
    assert {token for _, token in platform.tokens} == {None}


@pytest.mark.parametrize(("late", "good"), [(0, True), (600, False)])
def test_telemetry_with_a_wrong_clock(
    late: int, good: bool, checkouts: Mapping[str, Path], platform: Platform, run_notebook: Run
) -> None:
    platform.clock = time.time() - late
    platform.answers["/ping"] = (204, "")
    discovered = {"influxdb_databases": {"efd": {"url": f"{platform.url}/"}}}
    platform.answers["/discovery"] = (200, json.dumps(discovered))
    ran = run_notebook(
        checkouts["system-test"] / "sasquatch_fresh.ipynb", REPERTOIRE_BASE_URL=platform.url
    )
    assert (ran.error is None) == good
    assert "Asking efd" in ran.seen
