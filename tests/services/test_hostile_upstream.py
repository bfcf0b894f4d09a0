"""What an upstream can hold to do harm, and what of it is harmless."""

import os
from pathlib import Path

import pytest

from tests.support.environment import run_git
from tests.support.repositories import Executable, Gitlink, Symlink, Upstream
from tests.workspace.snapshots import snapshot

from .home import Home


def _refused(home: Home, code: str) -> None:
    """A get fails by that name, and the copy that was there stays as it was."""
    before = snapshot(home.copy)
    assert home.refused() == code
    assert snapshot(home.copy) == before
    assert home.leftovers() == []


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("link", "/etc/passwd"),
        ("link", ".."),
        ("link", "../.."),
        ("deep/link", "../../outside"),
        ("deep/link", "../data/../../outside"),
        ("link", "data/../../outside"),
        ("link", "./../outside"),
        ("link", ".git/config"),
        ("deep/link", "../.git/hooks"),
        ("link", "./.GIT/config"),
        ("link", "data/.git/config"),
    ],
)
def test_link_that_leaves_the_tree(
    copied: Home, upstream: Upstream, name: str, target: str
) -> None:
    upstream.commit({name: Symlink(target)}, "Lead astray")
    _refused(copied, "unsafe-content")
    upstream.commit({name: None}, "Remove the link")
    assert copied.got().action == "replaced"


def test_links_that_leave_the_tree_together(copied: Home, upstream: Upstream) -> None:
    """Each looks harmless; the second climbs up from where the first leads to."""
    upstream.commit(
        {"very/deep/down": Symlink("../.."), "link": Symlink("very/deep/down/../outside")}
    )
    _refused(copied, "unsafe-content")


def test_links_inside_the_tree(copied: Home, upstream: Upstream) -> None:
    links = {
        "table.csv": "data/stars.csv",
        "deep/table.csv": "../data/stars.csv",
        "folder": "data",
        "deep/up": "..",
        "dangling": "nowhere",
        "through": "folder/stars.csv",
    }
    upstream.commit({name: Symlink(target) for name, target in links.items()})
    assert copied.got().action == "replaced"
    assert {name: str((copied.copy / name).readlink()) for name in links} == links
    assert (copied.copy / "through").read_text() == (copied.copy / "data/stars.csv").read_text()
    assert copied.got().action == "none"


def test_submodule_is_left_alone(copied: Home, upstream: Upstream, tmp_path: Path) -> None:
    upstream.commit(
        {
            ".gitmodules": f'[submodule "x"]\n\tpath = vendor\n\turl = {tmp_path}/other\n',
            "vendor": Gitlink(),
        }
    )
    assert copied.got().action == "replaced"
    assert list((copied.copy / "vendor").iterdir()) == []


@pytest.mark.parametrize("name", [b"..", b".", b".git", b".GIT", b"git~1", b".g\xe2\x80\x8cit"])
def test_tree_that_git_would_not_write(copied: Home, upstream: Upstream, name: bytes) -> None:
    blob = upstream.git("hash-object", "-w", "--stdin", stdin=b"[core]\n\tpager = evil\n").strip()
    folder = upstream.git("mktree", stdin=f"100644 blob {blob}\tconfig\n".encode()).strip()
    upstream.commit_raw_tree([("40000", name, folder)])
    before = (copied.copy / ".git/config").read_bytes()
    assert copied.refused() == "upstream-damaged"
    assert (copied.copy / ".git/config").read_bytes() == before
    assert copied.leftovers() == []


def test_odd_names_arrive_as_they_are(copied: Home, upstream: Upstream) -> None:
    names = ["-rf", "--force", "line\nbreak.ipynb", 'quote".txt', " blank ", "☃", "a\\b", "x" * 200]
    upstream.commit(dict.fromkeys(names, "content"))
    assert copied.got().action == "replaced"
    assert {name: (copied.copy / name).read_text() for name in names} == dict.fromkeys(
        names, "content"
    )
    assert copied.got().action == "none"


def test_name_that_is_no_text(copied: Home, upstream: Upstream) -> None:
    upstream.commit({"data/stars.csv": "new"})
    blob = upstream.git("hash-object", "-w", "--stdin", stdin=b"content").strip()
    upstream.commit_raw_tree([("100644", b"caf\xe9.txt", blob)])
    assert copied.got().action == "replaced"
    assert Path(os.fsdecode(os.fsencode(copied.copy) + b"/caf\xe9.txt")).read_text() == "content"
    assert copied.got().action == "none"


def test_file_stays_executable(copied: Home, upstream: Upstream) -> None:
    upstream.commit({"run.sh": Executable("#!/bin/sh\n")})
    copied.got()
    assert os.access(copied.copy / "run.sh", os.X_OK)
    assert copied.got().action == "none"


def test_attributes_run_nothing(copied: Home, upstream: Upstream, tmp_path: Path) -> None:
    """Filters come from configuration alone, which the upstream cannot write."""
    upstream.commit({".gitattributes": "* filter=evil diff=evil merge=evil\n"})
    assert copied.got().action == "replaced"
    assert copied.got().action == "none"


def test_hooks_and_templates_of_the_person_do_not_run(
    copied: Home, upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = tmp_path / "template/hooks"
    hooks.mkdir(parents=True)
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
        (hooks / name).chmod(0o755)
    (tmp_path / "gitconfig").write_text(
        f"[init]\n\ttemplateDir = {tmp_path}/template\n[core]\n\thooksPath = {hooks}\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_TEMPLATE_DIR", str(tmp_path / "template"))
    run_git("config", "core.hooksPath", hooks, cwd=copied.copy)
    upstream.commit({"new.txt": "new"})
    assert copied.got().action == "replaced"
    assert not (tmp_path / "ran").exists()
    assert not (copied.copy / ".git/hooks").exists()


def test_branch_that_looks_like_an_option(home: Home, upstream: Upstream) -> None:
    upstream.git("update-ref", "refs/heads/--upload-pack=touch", upstream.head())
    upstream.git("symbolic-ref", "HEAD", "refs/heads/--upload-pack=touch")
    assert home.refused() == "unsafe-content"


def test_default_branch_with_an_odd_name(home: Home, upstream: Upstream) -> None:
    upstream.git("update-ref", "refs/heads/release/2026.11+b", upstream.head())
    upstream.git("symbolic-ref", "HEAD", "refs/heads/release/2026.11+b")
    assert home.got().action == "created"
    branch = run_git("branch", "--show-current", cwd=home.copy).strip()
    assert branch == "release/2026.11+b"


def test_branch_named_like_a_file(home: Home, upstream: Upstream) -> None:
    upstream.git("update-ref", "refs/heads/data", upstream.head())
    upstream.git("symbolic-ref", "HEAD", "refs/heads/data")
    assert home.got().action == "created"
    assert run_git("branch", "--show-current", cwd=home.copy).strip() == "data"
    assert home.got().action == "none"
