"""Upstream repositories hold exactly what they are told to hold."""

from pathlib import Path

import pytest

from tests.support.environment import git_env, run_git
from tests.support.repositories import (
    Commit,
    Executable,
    Gitlink,
    Symlink,
    Upstream,
    big_upstream,
)

_HARD_NAMES = ["with space.txt", 'quote".txt', "back\\slash.txt", "new\nline.txt", "ünï.txt", "-n"]


def test_commits_build_on_each_other(tmp_path: Path) -> None:
    upstream = Upstream.create(tmp_path, "curation-check", branch="trunk")
    first = upstream.commit({"a.txt": "1", "b/c.bin": b"\0\xff"}, "First")
    second = upstream.commit({"a.txt": None, "d.txt": "ä\n"}, "Second")
    assert upstream.head() == second
    assert upstream.git("rev-parse", "HEAD^").strip() == first
    assert upstream.paths() == ["b/c.bin", "d.txt"]
    assert upstream.paths(first) == ["a.txt", "b/c.bin"]
    assert upstream.read("b/c.bin") == b"\0\xff"
    assert upstream.read("d.txt") == "ä\n".encode()
    assert upstream.git("log", "-1", "--format=%s by %an").strip() == "Second by Ada Example"
    assert upstream.name == "curation-check"


def test_a_folder_takes_the_place_of_a_file(tmp_path: Path) -> None:
    upstream = Upstream.create(tmp_path, "r")
    upstream.commit({"a": "file"})
    upstream.commit({"a/b": "inside", "a": None})
    assert upstream.paths() == ["a/b"]


def test_same_history_same_names(tmp_path: Path) -> None:
    names = []
    for folder in ("one", "two"):
        upstream = Upstream.create(tmp_path / folder, "r")
        upstream.commit({"a": "1"})
        upstream.commit_all([Commit({"a": "2"}), Commit({"a": "3"})])
        names.append(upstream.head())
    assert names[0] == names[1]


def test_many_commits_at_once(tmp_path: Path) -> None:
    upstream = Upstream.create(tmp_path, "r")
    first = upstream.commit({"n.txt": "start"})
    names = upstream.commit_all(Commit({"n.txt": str(n)}, f"Number {n}") for n in range(14))
    listed = upstream.git("rev-list", "--reverse", f"{first}..main").split()
    assert listed == names
    assert len(names) == 14
    times = upstream.git("log", "--format=%ct").split()
    assert times == sorted(set(times), reverse=True)


def test_branches(tmp_path: Path) -> None:
    upstream = Upstream.create(tmp_path, "r")
    first = upstream.commit({"a": "1"})
    second = upstream.commit({"a": "2"})
    side = upstream.commit({"b": "1"}, branch="side")
    assert upstream.git("rev-parse", "side^").strip() == second
    assert upstream.head() == second

    rewritten = upstream.commit({"a": "other"}, parent=first)
    assert upstream.head() == rewritten
    assert upstream.git("rev-parse", "main^").strip() == first

    changed = upstream.set_default_branch("side")
    assert changed.head() == side
    copy = tmp_path / "copy"
    run_git("clone", "--quiet", upstream.path, copy)
    assert run_git("branch", "--show-current", cwd=copy).strip() == "side"
    upstream.delete_branch("main")
    assert upstream.git("branch", "--format=%(refname:short)").split() == ["side"]


@pytest.mark.parametrize("name", _HARD_NAMES)
def test_hard_names(tmp_path: Path, name: str) -> None:
    upstream = Upstream.create(tmp_path, "r")
    upstream.commit({name: "content"})
    assert upstream.paths() == [name]
    assert upstream.read(name) == b"content"


def test_other_things_than_files(tmp_path: Path) -> None:
    upstream = Upstream.create(tmp_path, "r")
    upstream.commit(
        {
            "out": Symlink("../../etc/passwd"),
            "run.sh": Executable("#!/bin/sh\n"),
            "module": Gitlink("2" * 40),
        }
    )
    listing = upstream.git("ls-tree", "-r", "HEAD").splitlines()
    modes = {line.split("\t")[1]: line.split()[0] for line in listing}
    assert modes == {"module": "160000", "out": "120000", "run.sh": "100755"}
    assert "2" * 40 in upstream.git("ls-tree", "HEAD", "module")
    assert upstream.read("out") == b"../../etc/passwd"


def test_raw_trees_hold_what_git_refuses(tmp_path: Path) -> None:
    upstream = Upstream.create(tmp_path, "r")
    upstream.commit({"hooks/post-checkout": Executable("#!/bin/sh\ntouch harm\n")})
    tree = upstream.git("rev-parse", "HEAD^{tree}").strip()
    sha = upstream.commit_raw_tree([("40000", b".git", tree), ("40000", b"..", tree)])
    assert upstream.head() == sha
    listing = upstream.git("ls-tree", "--name-only", sha).split()
    assert listing == [".git", ".."]
    with pytest.raises(AssertionError, match=r"hasDotdot|hasDotgit"):
        upstream.git("fsck", "--strict")


def test_what_a_forge_allows(tmp_path: Path) -> None:
    upstream = Upstream.create(tmp_path, "r")
    for setting in ("http.receivepack", "uploadpack.allowFilter"):
        assert upstream.git("config", "--type=bool", setting).strip() == "true"
    assert upstream.git("config", "gc.auto").strip() == "0"


def test_big_upstream(tmp_path: Path) -> None:
    upstream = big_upstream(tmp_path / "one", notebooks=60, total_bytes=3_000_000, commits=36)
    same = big_upstream(tmp_path / "two", notebooks=60, total_bytes=3_000_000, commits=36)
    other = big_upstream(
        tmp_path / "three", notebooks=60, total_bytes=3_000_000, commits=36, seed=2
    )
    assert upstream.head() == same.head()
    assert upstream.head() != other.head()
    assert len(upstream.paths()) == 60
    assert int(upstream.git("rev-list", "--count", "HEAD")) == 36
    sizes = upstream.git("ls-tree", "-r", "--format=%(objectsize)", "HEAD").split()
    assert sum(map(int, sizes)) == pytest.approx(3_000_000, rel=0.1)
    # As much of it is left when it is packed: it is no use to guess it.
    packs = (upstream.path / "objects" / "pack").glob("*.pack")
    assert sum(pack.stat().st_size for pack in packs) > 2_000_000


def test_git_reads_nobodys_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[alias]\n\tmine = version\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "alias.other")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "version")
    for environment in (git_env(), git_env(home)):
        assert run_git("config", "--list", cwd=tmp_path, env=environment) == ""
    asked_for = git_env(home, GIT_CONFIG_GLOBAL=str(home / ".gitconfig"))
    assert "alias.mine" in run_git("config", "--list", cwd=tmp_path, env=asked_for)


def test_a_failing_git_says_why(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="not a git repository"):
        run_git("status", cwd=tmp_path)
