"""Where notebooks go, and how they are named, whatever folder the server shows."""

from pathlib import Path
from urllib.parse import quote

import pytest

from .client import Client
from .copies import LOGIN, Copy


@pytest.fixture(params=["the home", "above the home", "elsewhere"])
def place(request: pytest.FixtureRequest, tmp_path: Path, jp_home_dir: Path) -> tuple[Path, Path]:
    """The folder that the server shows, and the one that notebooks go to."""
    elsewhere = tmp_path / "project"
    elsewhere.mkdir()
    return {
        "the home": (jp_home_dir, jp_home_dir),
        "above the home": (tmp_path, jp_home_dir),
        "elsewhere": (elsewhere, elsewhere),
    }[request.param]


@pytest.fixture
def jp_root_dir(place: tuple[Path, Path]) -> Path:
    return place[0]


async def test_every_path_is_relative_to_what_the_server_shows(
    client: Client, place: tuple[Path, Path]
) -> None:
    shown_from, home = place
    below = home.relative_to(shown_from).as_posix()
    notebooks = "notebooks" if below == "." else f"{below}/notebooks"
    copy = Copy(home / "notebooks" / "system-test")
    assert (await client.collection())["path"] == f"{notebooks}/system-test"

    created = await client.get()
    assert created["path"] == created["result"]["path"] == f"{notebooks}/system-test"
    mine = copy.edit()
    inside = f"{notebooks}/system-test/{LOGIN}"
    await client.request(
        "put", "pages/page-1", {"documents": [{"path": inside, "edited": False}]}, expect=204
    )
    plan = await client.plan()
    assert plan["path"] == f"{notebooks}/system-test"
    assert plan["open_documents"] == [{"path": LOGIN, "edited": False}]
    assert plan["keep_path"].startswith(f"{notebooks}/system-test ")
    await client.request("delete", "pages/page-1", expect=204)

    replaced = await client.get(on_existing="replace", token=plan["token"])
    backup = replaced["result"]["backup"]["path"]
    assert backup.startswith(f"{notebooks}/previous/system-test ")
    assert (shown_from / backup / LOGIN).read_text(encoding="utf-8") == mine
    assert [entry["path"] for entry in await client.backups()] == [backup]
    assert (await client.fetch("get", f"api/contents/{quote(backup)}")).code == 200

    status = (await client.request("get", "status", expect=200)).body
    assert status["root"] == str(home)
