"""Pure: what getting a collection would do, and what of it a person would miss."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from ..models.workspace import Loss, Losses, LossKind, OpenDocument

_ITEMS_SHOWN = 1000
#: What Python and numba write into ``__pycache__``.
_COMPILED = frozenset({".pyc", ".pyo", ".nbi", ".nbc"})


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs from the commit that is checked out.

    Attributes
    ----------
    path
        Relative to the copy.
    tracked
        Whether git knows it.
    staged
        Whether the person added a version of it to the index.
    size
        Bytes, or `None` if the file is gone.
    """

    path: str
    tracked: bool
    staged: bool
    size: int | None


def loss(kind: LossKind, path: str | None, detail: str | None, size: int | None = None) -> Loss:
    """Make a `Loss`; text that is no text is made printable."""
    shown = None if path is None else path.encode(errors="surrogateescape").decode(errors="replace")
    return Loss(kind, shown, detail, size, kind.matters)


def classify(change: FileChange, original: bytes | None, current: bytes | None) -> Loss:
    """Say what kind of change a file has.

    Parameters
    ----------
    change
        The file.
    original, current
        Contents of a notebook then and now; `None` for any other file.
    """
    path = PurePosixPath(change.path)
    if not change.tracked:
        return loss(_untracked_kind(path), change.path, None, change.size)
    if change.size is None and not change.staged:
        return loss(LossKind.DELETED, change.path, None)
    if path.suffix != ".ipynb":
        return loss(LossKind.EDITED_FILE, change.path, None, change.size)
    if change.staged or original is None or current is None:
        return loss(LossKind.EDITED_NOTEBOOK, change.path, None, change.size)
    return loss(compare_notebooks(original, current), change.path, None, change.size)


def _untracked_kind(path: PurePosixPath) -> LossKind:
    # Anything else in such a folder was put there by a person.
    folder = path.parent.name
    if folder == ".ipynb_checkpoints" and path.stem.endswith("-checkpoint"):
        return LossKind.CHECKPOINT
    if path.name == ".DS_Store" or (folder == "__pycache__" and path.suffix in _COMPILED):
        return LossKind.CACHE_FILE
    return LossKind.OWN_FILE


def compare_notebooks(original: bytes, current: bytes) -> LossKind:
    """Tell an edited notebook from one that was merely opened or run.

    Cells are compared by type, source and attachments; outputs and execution
    counts are what a run leaves, all other fields are metadata.
    """
    try:
        before, after = _read(original), _read(current)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return LossKind.EDITED_NOTEBOOK
    if before.sources != after.sources:
        return LossKind.EDITED_NOTEBOOK
    if before.outputs != after.outputs:
        return LossKind.OUTPUTS_ONLY
    return LossKind.METADATA_ONLY


@dataclass(frozen=True, slots=True)
class _Notebook:
    sources: list[Any]
    outputs: list[Any]


def _read(content: bytes) -> _Notebook:
    notebook = json.loads(content)
    sources, outputs = [], []
    for cell in notebook["cells"]:
        source = cell["source"]
        text = source if isinstance(source, str) else "".join(source)
        sources.append((cell["cell_type"], text, cell.get("attachments") or None))
        outputs.append((cell.get("outputs"), cell.get("execution_count")))
    return _Notebook(sources, outputs)


def summarize(items: Iterable[Loss]) -> Losses:
    """Put the items in order, those that matter first, and count them."""
    ordered = sorted(items, key=lambda item: (not item.matters, item.kind, item.path or ""))
    return Losses(
        any=any(item.matters for item in ordered),
        counts=dict(sorted(Counter(str(item.kind) for item in ordered).items())),
        size=sum(item.size or 0 for item in ordered if item.matters),
        items=tuple(ordered[:_ITEMS_SHOWN]),
    )


def fingerprint(
    upstream_commit: str,
    stamp: str,
    losses: Iterable[Loss],
    documents: Iterable[OpenDocument],
) -> str:
    """Digest of the state that a plan shows, to notice when it changes."""
    facts = [
        upstream_commit,
        stamp,
        sorted((item.kind, item.path or "", item.detail or "") for item in losses if item.matters),
        sorted(document.path for document in documents if document.edited),
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
