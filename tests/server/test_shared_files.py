"""Images and downloads from a folder that the site keeps, and nothing else from outside."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.tutorials import ENTRY, SHARED_FOLDER, fill

from .client import Client


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "site" / "shared"
    fill(folder)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("[core]\n")
    (folder / "link-out.md").symlink_to(tmp_path / "site" / "other.md")
    (tmp_path / "site" / "other.md").write_text("somebody else's\n")
    return folder


@pytest.fixture
def collections(shared: Path) -> list[dict[str, Any]]:
    url = "http://git.example.org/shared-notebooks"
    return [{**ENTRY, "id": "shared-notebooks", "url": url, "mirror": str(shared)}]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{SHARED_FOLDER}/README.md", 200),
        (f"{SHARED_FOLDER}/DP1/data/stars.csv?download=1", 200),
        (f"{SHARED_FOLDER}/missing.md", 404),
        (f"{SHARED_FOLDER}/.git/config", 404),
        (f"{SHARED_FOLDER}/link-out.md", 403),
        ("by-link/README.md", 200),
        ("own.md", 200),
        ("%2e%2e/site/shared/README.md", 403),
        ("%2e%2e/site/other.md", 403),
    ],
)
async def test_what_is_served(
    client: Client, jp_root_dir: Path, shared: Path, path: str, status: int
) -> None:
    (jp_root_dir / "notebooks").mkdir()
    (jp_root_dir / SHARED_FOLDER).symlink_to(shared)
    (jp_root_dir / "by-link").symlink_to(SHARED_FOLDER)
    (jp_root_dir / "own.md").write_text("mine\n")

    assert (await client.fetch("get", f"files/{path}")).code == status
