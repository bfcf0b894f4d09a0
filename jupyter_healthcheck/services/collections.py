"""The collections of a site: what is here, getting them, bringing copies back."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..exceptions import ConflictError, HealthCheckError
from ..models.collection import Access, Collection, CollectionSpec, Delivery
from ..models.operation import (
    OnExisting,
    Operation,
    OperationKind,
    OperationResult,
    OperationState,
)
from ..models.storage import StorageUse
from ..models.workspace import Backup, WorkspacePlan
from ..workspace import backups, replace
from ..workspace.git import Git
from ..workspace.storage import named_failures
from .describing import describe
from .getting import Getting, look
from .housekeeping import measure, trim
from .operations import OperationHandle, OperationRegistry, Work
from .pages import ClosedDocument, PageRegistry
from .plans import PlanDesk, Shown
from .provisioner import Provisioner
from .restoring import Restoring
from .settings import Settings
from .workbench import Workbench


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """What the service works with.

    Attributes
    ----------
    git_version
        `None` if there is no git that serves.
    root
        The folder that stands for the home.
    storage
        What is kept beside the copies; `None` if the home cannot be read.
    """

    git_version: str | None
    root: Path
    storage: StorageUse | None


class CollectionService:
    """What the server and the command line can do with collections.

    All methods may block; call them outside an event loop.

    Parameters
    ----------
    settings
        What is configured.
    observer
        Told of each step of a swap.
    """

    def __init__(self, settings: Settings, observer: replace.Observer = lambda _: None) -> None:
        self.settings = settings
        self.operations = OperationRegistry()
        self.pages = PageRegistry(settings.shown_from)
        self._plans = PlanDesk()
        self._observer = observer
        self.provisioner = Provisioner(settings, self.operations, self.pages, observer)

    def list_collections(self) -> list[Collection]:
        """Describe every collection that is offered."""
        return [
            describe(self.settings, spec, is_busy=self.operations.is_busy(spec.id))
            for spec in self.settings.collections
            if spec.enabled
        ]

    def get(
        self,
        collection_id: str,
        on_existing: OnExisting = OnExisting.ASK,
        token: str | None = None,
        *,
        in_advance: bool = False,
    ) -> Operation:
        """Begin to get a collection, or join those who are getting it.

        Parameters
        ----------
        collection_id
            Which one.
        on_existing
            What to do with a copy that is there.
        token
            From the plan that was shown; needed to keep or replace a copy.
        in_advance
            The person decided without looking, by an option of a command.

        Raises
        ------
        HealthCheckError
            ``collection-missing``, ``not-on-demand``, ``get-disabled``,
            ``unsafe-destination``, or ``plan-changed`` with the new plan.
        """
        spec = self._on_demand(collection_id)
        if spec.access is Access.READ_ONLY:
            return self.provisioner.provision(collection_id)
        confirmed: Shown | None = None
        if on_existing is not OnExisting.ASK and not in_advance and not self._is_getting(spec):
            confirmed = self._redeem(spec, token)
            if confirmed is None:
                on_existing = OnExisting.ASK

        def work(handle: OperationHandle) -> OperationResult | WorkspacePlan:
            bench = self._open(spec, handle.cancelled)
            outcome = Getting(bench, self._plans, on_existing, confirmed).run(handle)
            trim(self.settings)
            return outcome

        return self._start(OperationKind.GET, spec, work)

    def list_backups(self, collection_id: str | None = None) -> list[Backup]:
        """List the previous copies, newest first.

        Raises
        ------
        NotFoundError
            ``collection-missing``.
        """
        specs = self.settings.collections
        if collection_id is not None:
            specs = (self.settings.find(collection_id),)
        found = []
        for spec in specs:
            with suppress(HealthCheckError):  # one broken place does not hide the others
                bench = self._open(spec)
                found += [
                    self._backup(bench, record) for record in backups.list_records(bench.layout)
                ]
        return sorted(found, key=lambda backup: (backup.created_at, backup.id), reverse=True)

    def restore(self, backup_id: str) -> Operation:
        """Begin to bring a previous copy back.

        Raises
        ------
        HealthCheckError
            ``backup-missing``, ``get-disabled``, or ``busy``.
        """
        self._check_enabled()
        spec = self._spec_of_backup(backup_id)

        def work(handle: OperationHandle) -> OperationResult:
            return Restoring(self._open(spec, handle.cancelled), backup_id).run(handle)

        return self._start(OperationKind.RESTORE, spec, work)

    def confirm_closed(
        self, operation_id: str, page: str, documents: Iterable[ClosedDocument]
    ) -> None:
        """Take in that a page saved and closed what it had open inside.

        Raises
        ------
        HealthCheckError
            ``operation-missing``, ``not-saved`` or ``invalid-path``.
        """
        operation = self.operations.get(operation_id)
        bench = self._open(self.settings.find(operation.collection))
        self.pages.confirm(page, bench.layout.destination, documents)

    def status(self) -> ServiceStatus:
        """Tell what this service works with."""
        try:
            version = Git().version()
        except HealthCheckError:
            version = None
        try:
            storage = measure(self.settings)
        except OSError:
            storage = None
        return ServiceStatus(version, self.settings.root, storage)

    def heal(self) -> None:
        """Mend what a crash left, where nobody is at work now."""
        for spec in self.settings.collections:
            with suppress(HealthCheckError, OSError):
                bench = self._open(spec)
                if bench.layout.journal.exists() or bench.layout.staging.is_dir():
                    with bench.locked(patience=0.0):
                        pass

    def _redeem(self, spec: CollectionSpec, token: str | None) -> Shown | None:
        """Return what the person saw; `None` if there is nothing to lose yet."""
        bench = self._open(spec)
        upstream = bench.cache.known()
        existing = look(bench, upstream) if upstream else None
        if upstream is None or existing is None:
            return None
        self._plans.redeem(token or "", bench, upstream, existing.found, existing.documents)
        return existing.shown

    def _start(self, kind: OperationKind, spec: CollectionSpec, work: Work) -> Operation:
        path = self.settings.shown(self._open(spec).layout.destination)
        return self.operations.start(kind, spec.id, spec.title, path, work)

    def _is_getting(self, spec: CollectionSpec) -> bool:
        return any(
            operation.collection == spec.id
            and operation.kind is OperationKind.GET
            and operation.state is OperationState.RUNNING
            for operation in self.operations.all()
        )

    def _open(self, spec: CollectionSpec, cancelled: threading.Event | None = None) -> Workbench:
        with named_failures(self.settings.root):
            return Workbench.open(self.settings, spec, self.pages, cancelled, self._observer)

    def _on_demand(self, collection_id: str) -> CollectionSpec:
        self._check_enabled()
        spec = self.settings.find_enabled(collection_id)
        if spec.delivery is not Delivery.ON_DEMAND:
            raise ConflictError(
                "not-on-demand",
                f"The {spec.title} notebooks are provided by themselves.",
                "There is nothing to get; open them in the file browser.",
            )
        return spec

    def _check_enabled(self) -> None:
        if not self.settings.get_enabled:
            raise ConflictError(
                "get-disabled",
                "Getting notebooks is switched off here.",
                "Ask the operator about `HealthCheck.get_enabled`.",
            )

    def _spec_of_backup(self, backup_id: str) -> CollectionSpec:
        for spec in self.settings.collections:
            with suppress(HealthCheckError):
                record = backups.find_record(self._open(spec).layout, backup_id)
                return self.settings.find(record.collection)
        raise backups.unknown_backup(backup_id)

    def _backup(self, bench: Workbench, record: backups.BackupRecord) -> Backup:
        until = backups.restorable_until(record, self.settings.backup_days)
        return Backup(
            id=record.id,
            collection=record.collection,
            path=bench.shown(backups.backup_path(bench.layout, record)),
            kind=record.kind,
            created_at=record.created_at,
            size=record.size,
            restorable_until=until.isoformat(timespec="seconds") if until else None,
            commit=record.commit,
            own_changes=record.own_changes,
        )
