"""What a folder holds, so exactly that nothing can change unnoticed."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Entry:
    """One file, folder or link: type and mode, time of the last change, content."""

    mode: int
    mtime: int
    content: str


def snapshot(root: Path) -> dict[str, Entry]:
    """Describe everything below a folder, ``.git`` included, and the folder itself."""
    found = {".": _entry(root)}
    for folder, folders, names in os.walk(root):
        for name in [*folders, *names]:
            path = Path(folder, name)
            found[os.fspath(path.relative_to(root))] = _entry(path)
    return found


def contents(root: Path) -> dict[str, str]:
    """Digest of every file that a person can have written below a folder."""
    return {
        path: entry.content
        for path, entry in snapshot(root).items()
        if path.split(os.sep, 1)[0] != ".git" and not stat.S_ISDIR(entry.mode)
    }


def _entry(path: Path) -> Entry:
    facts = path.lstat()
    if stat.S_ISLNK(facts.st_mode):
        content = str(path.readlink())
    elif stat.S_ISREG(facts.st_mode):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
    else:
        content = ""
    return Entry(facts.st_mode, facts.st_mtime_ns, content)
