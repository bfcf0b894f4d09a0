"""New files of a person's own: never over another one, and no half of one."""

import errno
import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jupyter_healthcheck.exceptions import HealthCheckError
from jupyter_healthcheck.workspace.copying import Making, copy_names, existing_copies


class Breaking(io.BytesIO):
    """A file that cannot be read to its end."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read(8)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("name", "second"),
    [
        ("a.ipynb", "a-Copy1.ipynb"),
        ("a.b.ipynb", "a.b-Copy1.ipynb"),
        ("a.tar.gz", "a-Copy1.tar.gz"),
        ("Makefile", "Makefile-Copy1"),
    ],
)
def test_copies_are_named_as_jupyter_names_them(name: str, second: str) -> None:
    names = copy_names(Path(name))
    assert [next(names).name, next(names).name] == [name, second]


def test_many_at_once_get_a_name_each(tmp_path: Path) -> None:
    def make(number: int) -> Path:
        with Making(tmp_path) as making:
            content = io.BytesIO(b"%d" % number)
            return making.file_under_free_name(tmp_path / "new" / "a.ipynb", content)

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(make, range(40)))

    assert [path.read_bytes() for path in made] == [b"%d" % number for number in range(40)]
    assert sorted(existing_copies(tmp_path / "new" / "a.ipynb")) == sorted(made)
    assert len(files(tmp_path)) == 40


def test_a_failure_takes_back_what_was_made_and_nothing_else(tmp_path: Path) -> None:
    def make() -> None:
        with Making(tmp_path) as making:
            making.file(tmp_path / "new" / "data" / "a.csv", io.BytesIO(b"1"))
            (tmp_path / "new" / "thesis.tex").write_bytes(b"meanwhile")
            making.file(tmp_path / "new" / "b.csv", Breaking(b"more than eight bytes"))

    with pytest.raises(OSError, match="Input/output"):
        make()

    assert files(tmp_path) == {"new/thesis.tex": b"meanwhile"}
    assert not (tmp_path / "new" / "data").exists()


@pytest.mark.parametrize("number", [None, errno.EPERM, errno.EOPNOTSUPP])
def test_nothing_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int | None
) -> None:
    """On file systems without hard links, too."""
    if number is not None:

        def refuse(*_: object) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, "link", refuse)
    mine = tmp_path / "a.csv"
    mine.write_bytes(b"mine")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")

    with Making(tmp_path) as making:
        for path in (mine, tmp_path / "dangling"):
            with pytest.raises(FileExistsError):
                making.file(path, io.BytesIO(b"theirs"))
        making.file(tmp_path / "b.csv", io.BytesIO(b"new"))

    assert files(tmp_path) == {"a.csv": b"mine", "b.csv": b"new"}
    assert not (tmp_path / "nowhere").exists()


def test_a_link_among_the_folders_is_refused(tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    (home / "new").symlink_to(elsewhere)

    with pytest.raises(HealthCheckError) as refused, Making(home) as making:
        making.file(home / "new" / "data" / "a.csv", io.BytesIO(b"1"))

    assert refused.value.code == "unsafe-destination"
    assert files(elsewhere) == {}
