"""A person's own copies of read-only notebooks: what is copied, and what is never touched."""

import hashlib
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.support.disks import small_disk
from tests.support.environment import run_git
from tests.support.notebooks import edited, notebook
from tests.support.repositories import Symlink, Upstream

from .client import Client
from .copies import snapshot

COPIES = "collections/tutorial-notebooks/copies"
ORIGINALS = "collections/tutorial-notebooks/originals"
TUTORIAL = "notebooks/tutorial-notebooks/DP1/101.ipynb"
MINE = "notebooks/my-tutorial-notebooks/DP1"
TEXT = notebook(["read('data/star.csv')"])
LARGE = b"x" * 30_000_000


@pytest.fixture
def tutorials(upstream: Upstream, jp_root_dir: Path) -> Path:
    """The tutorials as they are provided: a checkout without write bits."""
    upstream.commit(
        {
            "DP1/101.ipynb": TEXT,
            "DP1/102.ipynb": notebook(["2"]),
            "DP1/data/star.csv": "1,2\n",
            "DP1/data/deep/er.txt": "deep\n",
            "DP1/helper.py": "x = 1\n",
            "DP1/passwd": Symlink("/etc/passwd"),
            "DP1/link.py": Symlink("helper.py"),
            "DP1/.gitignore": "*.log\n",
            "DP2/other.csv": "3\n",
        },
        "Tutorials",
    )
    folder = jp_root_dir / "notebooks" / "tutorial-notebooks"
    run_git("clone", "--quiet", upstream.path, folder)
    (folder / "DP1" / "untracked.txt").write_text("mine")
    for path in folder.rglob("*"):
        if ".git" not in path.parts and path.is_file() and not path.is_symlink():
            path.chmod(0o444)
            os.utime(path, (1_000_000, 1_000_000))
    return folder


def original_of(path: Path) -> Any:
    return json.loads(path.read_text())["metadata"]["jupyter_healthcheck"]["original"]


async def make(client: Client, path: str = TUTORIAL, **wishes: Any) -> dict[str, Any]:
    reply = await client.request("post", COPIES, {"path": path, **wishes}, expect=201)
    made: dict[str, Any] = reply.body
    return made


async def refusal(
    client: Client, path: str = TUTORIAL, status: int = 409, **wishes: Any
) -> dict[str, Any]:
    reply = await client.request("post", COPIES, {"path": path, **wishes}, expect=status)
    error: dict[str, Any] = reply.body
    return error


async def test_a_copy_brings_what_its_notebook_needs(
    client: Client, tutorials: Path, jp_root_dir: Path
) -> None:
    before = snapshot(tutorials)

    made = await make(client)

    files = ["data/deep/er.txt", "data/star.csv", "helper.py", "link.py"]
    assert made["path"] == f"{MINE}/101.ipynb"
    assert made["siblings"] == [f"{MINE}/{name}" for name in files]
    assert made["left_alone"] == []
    mine = jp_root_dir / MINE
    assert sorted(snapshot(mine)) == sorted([*files, "101.ipynb"])
    assert (mine / "link.py").read_text() == "x = 1\n"
    assert not (mine / "link.py").is_symlink()
    for path in (one for one in mine.rglob("*") if one.is_file()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o644
        assert path.stat().st_mtime > 1_000_000
    assert snapshot(tutorials) == before


async def test_a_copy_remembers_where_it_came_from(
    client: Client, tutorials: Path, jp_root_dir: Path
) -> None:
    made = await make(client)

    blob = run_git("rev-parse", "HEAD:DP1/101.ipynb", cwd=tutorials).strip()
    expected = {"collection": "tutorial-notebooks", "path": "DP1/101.ipynb", "blob": blob}
    assert made["original"] == expected
    text = (jp_root_dir / made["path"]).read_text()
    assert original_of(jp_root_dir / made["path"]) == expected
    content = json.loads(text)
    del content["metadata"]["jupyter_healthcheck"]
    assert content == json.loads(TEXT)


async def test_what_is_there_already_is_never_touched(
    client: Client, tutorials: Path, jp_root_dir: Path, tmp_path: Path
) -> None:
    mine = jp_root_dir / MINE
    (mine / "data").mkdir(parents=True)
    (mine / "data" / "star.csv").write_text("my own numbers")
    (mine / "helper.py").symlink_to(tutorials / "DP1" / "helper.py")
    (mine / "data" / "deep").symlink_to(tmp_path)
    before = snapshot(mine)

    made = await make(client)

    kept = ["data/deep/er.txt", "data/star.csv", "helper.py"]
    assert made["left_alone"] == [f"{MINE}/{name}" for name in kept]
    assert not (tmp_path / "er.txt").exists()
    after = snapshot(mine)
    assert {name: after[name] for name in before} == before


async def test_another_copy_has_to_be_asked_for(
    client: Client, tutorials: Path, jp_root_dir: Path
) -> None:
    first = jp_root_dir / (await make(client))["path"]
    first.write_text(edited(first.read_text(), "my work"))
    before = first.read_bytes()

    error = await refusal(client)
    assert error["code"] == "copy-exists"
    assert error["details"] == {"existing": [f"{MINE}/101.ipynb"], "count": 1}

    assert (await make(client, another=True))["path"] == f"{MINE}/101-Copy1.ipynb"
    assert (await make(client, another=True))["path"] == f"{MINE}/101-Copy2.ipynb"
    existing = (await refusal(client))["details"]["existing"]
    assert existing == [f"{MINE}/{name}.ipynb" for name in ("101-Copy2", "101-Copy1", "101")]
    assert first.read_bytes() == before


async def test_a_large_folder_is_asked_about(
    client: Client, tutorials: Path, upstream: Upstream, jp_root_dir: Path
) -> None:
    upstream.commit({"DP1/a.bin": LARGE, "DP1/b.bin": LARGE}, "Large data")
    run_git("pull", "--quiet", cwd=tutorials)

    error = await refusal(client)

    assert error["code"] == "copy-large"
    assert error["details"] == {"files": 6, "size": 60_000_021, "limit": 50_000_000}
    assert not (jp_root_dir / MINE).exists()
    made = await make(client, siblings="none")
    assert (made["siblings"], made["left_alone"]) == ([], [])
    made = await make(client, siblings="all", another=True)
    assert len(made["siblings"]) == 6
    assert (jp_root_dir / MINE / "b.bin").read_bytes() == LARGE
    # What is there already costs nothing.
    assert len((await make(client, another=True))["left_alone"]) == 6


async def test_any_other_file_comes_alone(
    client: Client, tutorials: Path, jp_root_dir: Path
) -> None:
    made = await make(client, "notebooks/tutorial-notebooks/DP1/helper.py")

    assert made == {
        "path": f"{MINE}/helper.py",
        "original": None,
        "siblings": [],
        "left_alone": [],
    }
    assert snapshot(jp_root_dir / MINE).keys() == {"helper.py"}


async def test_a_folder_of_the_site_behind_a_link(
    client: Client, tutorials: Path, jp_root_dir: Path, tmp_path: Path
) -> None:
    shared = tutorials.rename(tmp_path / "shared")
    tutorials.symlink_to(shared)

    made = await make(client)

    assert len(made["siblings"]) == 4
    assert made["original"]["path"] == "DP1/101.ipynb"
    asked = {"path": "DP1/101.ipynb", "blob": made["original"]["blob"]}
    same = (await client.request("post", ORIGINALS, asked, expect=200)).body
    assert same == {"path": TUTORIAL, "differs": False}


async def test_a_folder_that_is_no_checkout(client: Client, jp_root_dir: Path) -> None:
    folder = jp_root_dir / "notebooks" / "tutorial-notebooks" / "DP1"
    (folder / ".ipynb_checkpoints").mkdir(parents=True)
    (folder / "101.ipynb").write_text(TEXT)
    (folder / "star.csv").write_text("1")
    (folder / ".ipynb_checkpoints" / "old.csv").write_text("0")

    assert (await make(client))["siblings"] == [f"{MINE}/star.csv"]


async def test_a_file_that_only_looks_like_a_notebook(
    client: Client, tutorials: Path, jp_root_dir: Path
) -> None:
    for number, text in enumerate(
        ["{", "[]", '{"metadata": 1}', '{"metadata": {}, "a": "\\ud800"}']
    ):
        (tutorials / "DP1" / f"odd{number}.ipynb").write_text(text)
        made = await make(client, f"notebooks/tutorial-notebooks/DP1/odd{number}.ipynb")

        assert made["original"] is None
        assert (jp_root_dir / made["path"]).read_text() == text


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("notebooks/tutorial-notebooks/DP1/gone.ipynb", 404, "file-missing"),
        ("notebooks/tutorial-notebooks/DP1", 404, "file-missing"),
        ("notebooks/tutorial-notebooks/DP1/passwd", 404, "file-missing"),
        ("notebooks/tutorial-notebooks/.git/config", 422, "invalid-path"),
        ("notebooks/tutorial-notebooks/../system-test/a.ipynb", 422, "invalid-path"),
        ("notebooks/system-test/nublado_login.ipynb", 422, "invalid-path"),
        ("notebooks/tutorial-notebooks/", 422, "invalid-path"),
        ("notebooks/tutorial-notebooks/a\0b", 422, "invalid-path"),
        ("notebooks/tutorial-notebooks/" + "x" * 5000, 404, "file-missing"),
        ("/etc/passwd", 422, "invalid-path"),
        ("", 422, "invalid-path"),
    ],
)
async def test_what_cannot_be_copied(
    client: Client, tutorials: Path, jp_root_dir: Path, path: str, status: int, code: str
) -> None:
    assert (await refusal(client, path, status))["code"] == code
    assert not (jp_root_dir / "notebooks" / "my-tutorial-notebooks").exists()


async def test_a_collection_that_can_be_edited_needs_no_copies(client: Client) -> None:
    body = {"path": "notebooks/system-test/nublado_login.ipynb"}
    reply = await client.request("post", "collections/system-test/copies", body, expect=409)
    assert reply.code == "not-read-only"


async def test_nothing_is_put_behind_a_link_or_below_a_file(
    client: Client, tutorials: Path, jp_root_dir: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    mine = jp_root_dir / MINE
    mine.parent.symlink_to(elsewhere)
    assert (await refusal(client))["code"] == "unsafe-destination"
    assert list(elsewhere.iterdir()) == []

    mine.parent.unlink()
    mine.parent.write_text("a file")
    assert (await refusal(client))["code"] == "target-in-the-way"
    assert mine.parent.read_text() == "a file"


async def test_a_copy_that_does_not_fit_leaves_nothing_behind(
    client: Client, tutorials: Path, upstream: Upstream, jp_root_dir: Path
) -> None:
    upstream.commit({"DP1/large.bin": b"x" * 3_000_000}, "Large data")
    run_git("pull", "--quiet", cwd=tutorials)
    with small_disk(jp_root_dir / "notebooks" / "my-tutorial-notebooks", size="1m") as disk:
        (disk / "thesis.tex").write_text("years of work")

        assert (await refusal(client, status=507))["code"] == "disk-full"

        assert snapshot(disk).keys() == {"thesis.tex"}
        assert [path.name for path in disk.iterdir()] == ["thesis.tex"]


async def test_the_original_is_found_and_compared(
    client: Client, tutorials: Path, upstream: Upstream
) -> None:
    original = (await make(client))["original"]
    asked = {"path": original["path"], "blob": original["blob"]}
    same = (await client.request("post", ORIGINALS, asked, expect=200)).body
    assert same == {"path": TUTORIAL, "differs": False}

    upstream.commit({"DP1/101.ipynb": notebook(["newer"])}, "Newer")
    run_git("pull", "--quiet", cwd=tutorials)
    newer = (await client.request("post", ORIGINALS, asked, expect=200)).body
    assert newer == {"path": TUTORIAL, "differs": True}

    upstream.commit({"DP1/101.ipynb": None}, "Gone")
    run_git("pull", "--quiet", cwd=tutorials)
    gone = (await client.request("post", ORIGINALS, asked, expect=200)).body
    assert gone == {"path": None, "differs": True}


@pytest.mark.parametrize("path", ["../../secret", "/", "", ".git/config", "a\0b"])
async def test_an_original_outside_the_collection(client: Client, path: str) -> None:
    body = {"path": path, "blob": hashlib.sha1(b"").hexdigest()}
    reply = await client.request("post", ORIGINALS, body, expect=422)
    assert reply.code == "invalid-path"
