"""Read-only collections that are there by themselves."""

from __future__ import annotations

import os

from ..exceptions import ConflictError, HealthCheckError
from ..models.collection import Access, CollectionSpec
from ..models.operation import Operation, OperationKind, OperationResult
from ..workspace import replace
from ..workspace.layout import layout_of
from ..workspace.provisioned import Provisioned, read_provisioned
from ..workspace.storage import named_failures
from .housekeeping import trim
from .operations import OperationHandle, OperationRegistry
from .pages import PageRegistry
from .provisioning import Provisioning, Reach
from .settings import Settings
from .workbench import Workbench


class Provisioner:
    """Provides the read-only collections of a site.

    All methods may block; call them outside an event loop.

    Parameters
    ----------
    settings
        What is configured.
    operations, pages
        Long work, and what browser pages have open.
    observer
        Told of each step of a swap.
    """

    def __init__(
        self,
        settings: Settings,
        operations: OperationRegistry,
        pages: PageRegistry,
        observer: replace.Observer = lambda _: None,
    ) -> None:
        self.settings = settings
        self.operations = operations
        self._pages = pages
        self._observer = observer

    @property
    def collections(self) -> list[CollectionSpec]:
        """Collections that are provided."""
        if not self.settings.provision_enabled:
            return []
        return [spec for spec in self.settings.collections if spec.enabled and _is_provided(spec)]

    def provision(
        self, collection_id: str, reach: Reach = Reach.FAR, *, in_background: bool = False
    ) -> Operation:
        """Begin to provide a collection, or join those who do it.

        Parameters
        ----------
        collection_id
            Which one.
        reach
            Whom to ask; a person who asks for it wants the upstream's word.
        in_background
            Nobody waits for it.

        Raises
        ------
        HealthCheckError
            ``collection-missing``, ``not-automatic``, ``provision-disabled``,
            ``collection-disabled`` or ``busy``.
        """
        spec = self._provided(collection_id)

        def work(handle: OperationHandle) -> OperationResult:
            bench = Workbench.open(
                self.settings,
                spec,
                self._pages,
                handle.cancelled,
                self._observer,
                in_background=in_background,
            )
            result = Provisioning(bench, reach).run(handle)
            trim(self.settings)
            return result

        with named_failures(self.settings.root):
            path = self.settings.shown(layout_of(spec, self.settings.root).destination)
        return self.operations.start(OperationKind.PROVISION, spec.id, spec.title, path, work)

    def known(self, spec: CollectionSpec) -> Provisioned:
        """Tell when the collection was last looked at."""
        try:
            return read_provisioned(layout_of(spec, self.settings.root))
        except (HealthCheckError, OSError):
            return Provisioned()

    def has_near(self, spec: CollectionSpec) -> bool:
        """Whether anything can be done without asking the upstream."""
        try:
            cached = layout_of(spec, self.settings.root).cache.exists()
        except (HealthCheckError, OSError):
            cached = False
        return cached or spec.mirror is not None

    def is_there(self, spec: CollectionSpec) -> bool:
        """Whether anything stands at the collection's place."""
        return os.path.lexists(self.settings.root.joinpath(*spec.path.split("/")))

    def _provided(self, collection_id: str) -> CollectionSpec:
        spec = self.settings.find_enabled(collection_id)
        if not self.settings.provision_enabled:
            raise ConflictError(
                "provision-disabled",
                "Providing notebooks is switched off here.",
                "Ask the operator about `HealthCheck.provision_enabled`.",
            )
        if not _is_provided(spec):
            raise ConflictError(
                "not-automatic",
                f"The {spec.title} notebooks do not come by themselves.",
                f"Get them: `jupyter healthcheck get {spec.id}`.",
            )
        return spec


def _is_provided(spec: CollectionSpec) -> bool:
    """Read-only notebooks are provided, also those that a person asks for by name."""
    return spec.access is Access.READ_ONLY
