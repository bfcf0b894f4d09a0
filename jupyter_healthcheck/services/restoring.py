"""One attempt to bring a previous copy back."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ..exceptions import CancelledError, ConflictError, HealthCheckError
from ..models.operation import Action, OperationResult, Phase
from ..models.workspace import BackupKind, Losses
from ..workspace import backups, replace
from ..workspace.marker import read_marker
from ..workspace.planning import summarize
from ..workspace.progress import Progress
from .operations import OperationHandle
from .workbench import Workbench


@dataclass(frozen=True)
class Restoring:
    """An attempt to restore a backup; what stands in its place becomes one.

    Attributes
    ----------
    bench
        The collection and its tools.
    backup_id
        Names the previous copy.
    """

    bench: Workbench
    backup_id: str

    def run(self, handle: OperationHandle) -> OperationResult:
        """Bring it back.

        Raises
        ------
        HealthCheckError
            What went wrong, by name. Nothing was moved then.
        """
        bench, layout, progress = self.bench, self.bench.layout, Progress(handle.report)
        with bench.locked(progress):
            record = backups.find_record(layout, self.backup_id)
            if record.kind is BackupKind.RESCUED:
                raise _not_restorable(bench.shown(backups.backup_path(layout, record)))
            folder = backups.backup_path(layout, record)
            marker = read_marker(folder)
            if marker is None:
                raise ConflictError(
                    "backup-broken",
                    f"{bench.shown(folder)} has lost its .git folder and cannot be put back.",
                    "Its files are all there: copy what you need by hand.",
                    path=bench.shown(folder),
                )
            bench.refuse_strangers()
            with bench.quiesced(progress):
                current, losses = None, Losses()
                if os.path.lexists(layout.destination):
                    losses = self._losses()
                    current = bench.set_aside(BackupKind.REPLACED, own_changes=losses.any)
                bench.pages.check_rooms(layout.destination)
                handle.commit()
                progress.enter(Phase.SWAPPING)
                change = replace.Swap(record.name, marker.tree, current, restored=record.id)
                current = replace.swap(layout, change, bench.observer)
                return OperationResult(
                    action=Action.RESTORED,
                    path=bench.shown(layout.destination),
                    commit=record.commit,
                    notebooks=count_notebooks(layout.destination),
                    backup=bench.reference(current),
                    losses=losses,
                )

    def _losses(self) -> Losses:
        """Judge, without asking the upstream, what only the present copy has."""
        try:
            upstream = self.bench.cache.known()
            found = self.bench.inspect(upstream) if upstream else None
        except CancelledError:
            raise
        except HealthCheckError:
            found = None
        # In doubt it is taken for the person's own, which is never pruned.
        return Losses(any=True) if found is None else summarize(found.losses)


def _not_restorable(path: str) -> ConflictError:
    return ConflictError(
        "not-restorable",
        "Files that were found in read-only notebooks cannot be put back there.",
        f"They are all in {path}; open or copy them there.",
        path=path,
    )


def count_notebooks(folder: os.PathLike[str]) -> int:
    """Count the notebooks in a copy."""
    total = 0
    for _, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        total += sum(name.endswith(".ipynb") for name in names)
    return total
