"""The pristine cache saves transfers, and no state of it can harm a copy."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.environment import run_git
from tests.support.git_server import GitServer, Part
from tests.support.repositories import Upstream, notebook
from tests.workspace.snapshots import contents, snapshot

from .home import Home


def test_second_get_transfers_only_what_changed(
    remote: Home, upstream: Upstream, server: GitServer
) -> None:
    upstream.commit({"noise.bin": os.urandom(400_000)})
    remote.got()
    assert server.sent(Part.PACK) > 400_000
    server.forget()
    upstream.commit({"new.txt": "new"})
    assert remote.got().action == "replaced"
    assert 0 < server.sent(Part.PACK) < 5_000


def test_without_news_there_is_one_small_question(remote: Home, server: GitServer) -> None:
    remote.got()
    server.forget()
    assert remote.got().action == "none"
    assert server.sent(Part.PACK) == 0
    assert server.sent() < 1_000


def test_restoring_asks_nobody(remote: Home, upstream: Upstream, server: GitServer) -> None:
    remote.got()
    upstream.commit({"new.txt": "new"})
    backup = remote.got().backup
    assert backup is not None
    server.forget()
    remote.restored(backup.id)
    assert server.connections == 0


def test_tags_and_branches_come_and_go(copied: Home, upstream: Upstream) -> None:
    upstream.git("tag", "v1", upstream.head())
    upstream.commit({"x": "y"}, branch="experiment")
    upstream.commit({"new.txt": "new"})
    copied.got()
    assert copied.git("tag").split() == ["v1"]
    assert "origin/experiment" in copied.git("branch", "--remotes")
    # A branch in the place of a folder of branches, and the other way round.
    upstream.delete_branch("experiment")
    upstream.commit({"x": "z"}, branch="experiment/second")
    upstream.commit({"again": "new"})
    upstream.git("tag", "--delete", "v1")
    assert copied.got().action == "replaced"
    assert copied.git("tag") == ""
    assert "origin/experiment/second" in copied.git("branch", "--remotes")


def test_upstream_that_was_rewritten(copied: Home, upstream: Upstream) -> None:
    """What the upstream took back exists only in the copy: that is asked first."""
    first = upstream.head()
    upstream.commit({"second.txt": "2"}, "Second")
    copied.got()
    rewritten = upstream.commit({"other.txt": "3"}, "Instead of second", parent=first)
    assert [item.detail for item in copied.plan().losses.items] == ["Second"]
    result = copied.got("replace")
    assert result.commit == rewritten
    assert not (copied.copy / "second.txt").exists()


def test_other_url_with_the_same_history(copied: Home, upstream: Upstream, tmp_path: Path) -> None:
    run_git("clone", "--quiet", "--mirror", upstream.path, tmp_path / "moved.git")
    moved = Upstream(tmp_path / "moved.git", "main")
    moved.commit({"new.txt": "new"})
    there = copied.reconfigured(moved.path.as_uri())
    assert there.got().action == "replaced"
    assert there.git("remote", "get-url", "origin").strip() == moved.path.as_uri()


def test_other_url_with_another_history(copied: Home, tmp_path: Path) -> None:
    other = Upstream.create(tmp_path / "remotes", "unrelated")
    other.commit({"other.ipynb": notebook(["other()"])}, "Another beginning")
    there = copied.reconfigured(other.path.as_uri())
    before = contents(there.copy)
    assert there.plan().losses.counts == {"commit": 1}
    result = there.got("keep-both")
    assert result.backup
    assert contents(there.root / result.backup.path) == before
    assert sorted(contents(there.copy)) == ["other.ipynb"]


def _objects(cache: Path) -> list[Path]:
    return sorted(path for path in (cache / "objects").rglob("*") if path.is_file())


def _delete_objects(cache: Path) -> None:
    for path in _objects(cache):
        path.unlink()


def _garble_objects(cache: Path) -> None:
    """Write nonsense where every object was; a copy shares the old file, not this."""
    for path in _objects(cache):
        size = path.stat().st_size
        path.unlink()
        path.write_bytes(os.urandom(size))


def _cut_objects(cache: Path) -> None:
    for path in _objects(cache):
        kept = path.read_bytes()[: path.stat().st_size // 2]
        path.unlink()
        path.write_bytes(kept)


def _delete_refs(cache: Path) -> None:
    for path in [cache / "packed-refs", *(cache / "refs/heads").iterdir()]:
        path.unlink(missing_ok=True)


def _garble_refs(cache: Path) -> None:
    (cache / "packed-refs").write_text("nonsense\n")


def _point_nowhere(cache: Path) -> None:
    (cache / "refs/heads/main").write_text("1" * 40 + "\n")


def _empty_head(cache: Path) -> None:
    (cache / "HEAD").write_text("")


def _garble_config(cache: Path) -> None:
    (cache / "config").write_text("[core\n")


def _empty(cache: Path) -> None:
    for path in sorted(cache.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def _locks_of_a_killed_git(cache: Path) -> None:
    for name in ("packed-refs.lock", "shallow.lock", "HEAD.lock", "refs/heads/main.lock"):
        (cache / name).touch()


def _freshness_only(cache: Path) -> None:
    kept = (cache / "jupyter_healthcheck.json").read_bytes()
    _empty(cache)
    (cache / "jupyter_healthcheck.json").write_bytes(kept)


DAMAGES = [
    _delete_objects,
    _garble_objects,
    _cut_objects,
    _delete_refs,
    _garble_refs,
    _point_nowhere,
    _empty_head,
    _garble_config,
    _empty,
    _locks_of_a_killed_git,
    _freshness_only,
]


@pytest.mark.parametrize(
    ("damage", "news"),
    [
        *[(damage, True) for damage in DAMAGES],
        *[(damage, False) for damage in (_delete_objects, _garble_refs, _point_nowhere, _empty)],
    ],
)
def test_damaged_cache_mends_itself(
    copied: Home, upstream: Upstream, damage: Callable[[Path], None], news: bool
) -> None:
    before = snapshot(copied.copy)
    damage(copied.layout.cache)
    (copied.copy / "notes.md").write_text("mine")
    if news:
        upstream.commit({"new.txt": "new"})
    plan = copied.plan()
    assert plan.losses.counts == {"own-file": 1}
    (copied.copy / "notes.md").unlink()
    before["."] = snapshot(copied.copy)["."]
    assert snapshot(copied.copy) == before
    damage(copied.layout.cache)
    assert copied.got().action == ("replaced" if news else "none")
    run_git("fsck", "--strict", cwd=copied.copy)
    assert copied.leftovers() == []


@pytest.mark.parametrize("damage", [_delete_objects, _garble_refs, _empty])
def test_damaged_cache_without_a_network_is_named(
    remote: Home, server: GitServer, damage: Callable[[Path], None]
) -> None:
    remote.got()
    before = snapshot(remote.copy)
    damage(remote.layout.cache)
    away = remote.reconfigured(server.url("system-test"), stall_seconds=20)
    server.__exit__()
    try:
        assert away.refused() == "no-network"
    finally:
        server.__enter__()
    assert snapshot(remote.copy) == before


def test_blob_that_is_found_damaged_only_when_it_is_written(
    copied: Home, upstream: Upstream
) -> None:
    upstream.commit({"noise.bin": os.urandom(50_000)})
    assert copied.got().action == "replaced"
    packs = [path for path in _objects(copied.layout.cache) if path.suffix == ".pack"]
    for pack in packs:
        whole = bytearray(pack.read_bytes())
        whole[len(whole) // 2] ^= 0xFF
        pack.unlink()
        pack.write_bytes(whole)
    (copied.copy / "noise.bin").unlink()
    assert copied.got().action == "replaced"
    assert (copied.copy / "noise.bin").read_bytes() == upstream.git(
        "cat-file", "blob", "main:noise.bin"
    ).encode(errors="surrogateescape")


def test_full_history_or_as_much_as_configured(home: Home, upstream: Upstream) -> None:
    upstream.commit({"second.txt": "2"})
    home.got()
    assert home.git("rev-list", "--count", "HEAD").strip() == "2"
    shallow = home.reconfigured(upstream.path.as_uri(), entry={"depth": 1})
    upstream.commit({"third.txt": "3"})
    assert shallow.got().action == "replaced"
    assert shallow.git("rev-list", "--count", "HEAD").strip() == "1"
    upstream.commit({"fourth.txt": "4"})
    assert shallow.got().action == "replaced"
    assert shallow.got().action == "none"
    (shallow.copy / "notes.md").write_text("mine")
    assert shallow.plan().losses.counts == {"own-file": 1}


def test_shallow_copy_with_a_commit_of_ones_own(home: Home, upstream: Upstream) -> None:
    upstream.commit({"second.txt": "2"})
    shallow = home.reconfigured(upstream.path.as_uri(), entry={"depth": 1})
    shallow.got()
    shallow.commit()
    upstream.commit({"third.txt": "3"})
    assert shallow.only_loss().detail == "try async query"


def test_mirror_is_asked_first(remote: Home, upstream: Upstream, server: GitServer) -> None:
    mirrored = remote.reconfigured(
        server.url("system-test"), entry={"mirror": upstream.path.as_uri()}
    )
    assert mirrored.got().action == "created"
    assert server.connections == 0
    assert mirrored.git("remote", "get-url", "origin").strip() == server.url("system-test")


def test_upstream_is_asked_when_the_mirror_fails(
    remote: Home, server: GitServer, tmp_path: Path
) -> None:
    gone = (tmp_path / "no mirror").as_uri()
    mirrored = remote.reconfigured(server.url("system-test"), entry={"mirror": gone})
    assert mirrored.got().action == "created"
    assert server.sent(Part.PACK) > 0
