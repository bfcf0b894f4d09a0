"""Processes that work inside a folder are found, and no others."""

import subprocess
from pathlib import Path

from jupyter_healthcheck.workspace.occupants import processes_inside


def test_processes_inside(tmp_path: Path) -> None:
    deep = tmp_path / "copy/deep"
    deep.mkdir(parents=True)
    (tmp_path / "copy-of-mine").mkdir()
    places = [tmp_path / "copy", deep, tmp_path / "copy-of-mine", tmp_path]
    running = [subprocess.Popen(["sleep", "60"], cwd=place) for place in places]
    try:
        inside = processes_inside(tmp_path / "copy")
        assert sorted(inside) == sorted(process.pid for process in running[:2])
        (tmp_path / "link").symlink_to("copy")
        assert len(processes_inside(tmp_path / "link")) == 2
        (tmp_path / "copy").rename(tmp_path / "moved")
        assert len(processes_inside(tmp_path / "moved")) == 2
    finally:
        for process in running:
            process.kill()
            process.wait()
    assert processes_inside(tmp_path / "moved") == []
    assert processes_inside(tmp_path / "no-such") == []
