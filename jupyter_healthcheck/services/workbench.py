"""What every piece of work on one collection needs at hand."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from pathlib import Path

from ..exceptions import HealthCheckError, UnavailableError
from ..models.collection import Access, CollectionSpec
from ..models.operation import Phase
from ..models.workspace import BackupKind, BackupRef
from ..workspace import backups, replace, staging
from ..workspace.git import Git
from ..workspace.inspection import Inspection, inspect
from ..workspace.layout import Layout, layout_of
from ..workspace.locks import collection_lock
from ..workspace.marker import is_ours, marker_path, read_marker
from ..workspace.pristine import SIGNS_OF_DAMAGE, PristineCache, Upstream
from ..workspace.progress import Progress
from ..workspace.storage import named_failures
from .pages import PageRegistry
from .settings import Settings


@dataclass(frozen=True)
class Workbench:
    """One collection, its paths, and what works on them.

    Attributes
    ----------
    settings, spec, layout
        What is configured, and where it lies.
    git, cache
        Run git; hold the pristine upstream.
    pages
        Open browser pages.
    cancelled
        Set when the work is to stop.
    observer
        Told of each step of a swap.
    """

    settings: Settings
    spec: CollectionSpec
    layout: Layout
    git: Git
    cache: PristineCache
    pages: PageRegistry
    cancelled: threading.Event
    observer: replace.Observer

    @classmethod
    def open(
        cls,
        settings: Settings,
        spec: CollectionSpec,
        pages: PageRegistry,
        cancelled: threading.Event | None = None,
        observer: replace.Observer = lambda _: None,
        *,
        in_background: bool = False,
    ) -> Workbench:
        """Set one up; nothing is read or written yet but the destination's path."""
        cancelled = cancelled or threading.Event()
        layout = layout_of(spec, settings.root)
        git = Git(
            honour_user_config=settings.honour_user_git_config,
            stall_seconds=settings.stall_seconds,
            in_background=in_background,
            cancelled=cancelled,
        )
        cache = PristineCache(spec, layout, git, settings.allowed_protocols)
        return cls(settings, spec, layout, git, cache, pages, cancelled, observer)

    def shown(self, path: Path) -> str:
        """Name a path as the client sees it."""
        return self.settings.shown(path)

    @contextmanager
    def locked(
        self, progress: Progress | None = None, patience: float | None = None
    ) -> Iterator[bool]:
        """Hold the collection's lock, with everything mended that a crash left.

        Yields
        ------
        bool
            Whether somebody else worked on it first.
        """

        def on_wait(_: str) -> None:
            if progress:
                progress.enter(Phase.WAITING)

        with (
            named_failures(self.layout.destination),
            collection_lock(
                self.layout,
                patience=self.settings.lock_seconds if patience is None else patience,
                cancelled=self.cancelled,
                on_wait=on_wait,
            ) as waited,
        ):
            self._mend()
            yield waited

    def refuse_strangers(self) -> None:
        """Make sure that what stands at the destination, if anything, is ours.

        Raises
        ------
        ConflictError
            ``target-in-the-way``.
        PermissionError
            If it cannot be looked at.
        """
        if os.path.lexists(self.layout.destination) and not is_ours(self.layout):
            with suppress(FileNotFoundError, NotADirectoryError):
                marker_path(self.layout.destination).stat()
            raise replace.in_the_way(self.layout)

    def inspect(self, upstream: Upstream) -> Inspection | None:
        """Look at the copy that is there, or `None` if it is none of ours."""
        marker = read_marker(self.layout.destination)
        if marker is None:
            return None
        # Of read-only notebooks the cache keeps the newest commit alone.
        trusted = self.spec.access is Access.READ_ONLY
        return inspect(self.layout, marker, self.cache, upstream, self.git, trusted=trusted)

    def set_aside(self, kind: BackupKind, *, own_changes: bool) -> backups.BackupRecord:
        """Prepare the record of what the copy at the destination will become."""
        return backups.describe(self.layout, self.layout.destination, kind, own_changes=own_changes)

    def stage(
        self, upstream: Upstream, progress: Progress, renew: Callable[[Progress], Upstream]
    ) -> staging.StagedCopy:
        """Make a fresh copy beside the one that is there.

        Parameters
        ----------
        upstream, progress
            What to make it from; is told how far it is.
        renew
            Fills the cache again if it proves to be damaged.
        """
        try:
            return staging.stage(self.spec, self.layout, upstream, self.git, progress)
        except UnavailableError as error:
            if error.code not in SIGNS_OF_DAMAGE:
                raise
        # Contents of files are checked only here; what comes anew is checked as it comes.
        self.cache.discard()
        upstream = renew(progress)
        return staging.stage(self.spec, self.layout, upstream, self.git, progress)

    def put_in_place(
        self, staged: staging.StagedCopy, old: backups.BackupRecord | None, progress: Progress
    ) -> backups.BackupRecord | None:
        """Have a fresh copy and what is at the destination change places.

        Returns
        -------
        BackupRecord or None
            Where the old copy went.
        """
        progress.enter(Phase.SWAPPING)
        incoming = staged.path.relative_to(self.layout.destination.parent).as_posix()
        change = replace.Swap(incoming, staged.marker.tree, old)
        return replace.swap(self.layout, change, self.observer)

    def prune(self) -> None:
        """Delete backups whose time is over; what resists stays for another time."""
        with suppress(HealthCheckError, OSError):
            backups.prune(self.layout, self.settings.backup_days, self._holds_own_work)

    @contextmanager
    def quiesced(self, progress: Progress) -> Iterator[None]:
        """Wait until every page has saved and closed what it has open inside."""
        progress.enter(Phase.QUIESCING)
        folder = self.layout.destination
        try:
            self.pages.wait_until_closed(folder, self.settings.quiesce_seconds, self.cancelled)
            yield
        finally:
            self.pages.rejoin_kernels(folder)

    def reference(self, record: backups.BackupRecord | None) -> BackupRef | None:
        """Name a backup for a result."""
        if record is None:
            return None
        return BackupRef(record.id, self.shown(backups.backup_path(self.layout, record)))

    def _holds_own_work(self, folder: Path) -> bool:
        """Whether a person would miss anything of a copy; in doubt they would."""
        marker, upstream = read_marker(folder), self.cache.known()
        if marker is None or upstream is None:
            return True
        there = replace_fields(self.layout, destination=folder)
        found = inspect(there, marker, self.cache, upstream, self.git)
        return any(item.matters for item in found.losses)

    def _mend(self) -> None:
        """Heal an interrupted swap; give back what lies where only our things should."""
        replace.heal(self.layout, self.observer)
        for folder in staging.sweep(self.layout):
            record = backups.describe(self.layout, folder, BackupKind.REPLACED, own_changes=True)
            replace.move_aside(self.layout, folder, record)
