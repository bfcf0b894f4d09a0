"""A person's home with one collection, and what is done in it.

::

    home = Home.create(tmp_path / "home", upstream.path.as_uri())
    home.got()                     # the first copy
    (home.copy / "notes.md").write_text("mine")
    asked = home.get()             # needs a decision
    result = home.got("replace")
    home.restored(result.backup.id)
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from jupyter_healthcheck.models.operation import OnExisting, Operation, OperationResult
from jupyter_healthcheck.models.workspace import Backup, Loss, WorkspacePlan
from jupyter_healthcheck.services.collections import CollectionService
from jupyter_healthcheck.services.settings import Settings, read_settings
from jupyter_healthcheck.workspace.layout import Layout, layout_of
from tests.support.environment import run_git

NAME = "system-test"
_PATIENCE = 60


@dataclass(frozen=True)
class Home:
    """A home as the operator configured it.

    Parameters
    ----------
    root
        Its folder.
    settings
        With the collection that everything here is about as the first.
    """

    root: Path
    settings: Settings

    @classmethod
    def create(
        cls, root: Path, url: str, *, entry: dict[str, Any] | None = None, **options: Any
    ) -> Self:
        """Make a home for a collection with this URL; options go to the configuration."""
        root.mkdir(parents=True, exist_ok=True)
        return cls(root, configured(root, url, entry, **options))

    def reconfigured(
        self, url: str, *, entry: dict[str, Any] | None = None, **options: Any
    ) -> "Home":
        """Return the same home after the operator changed the configuration."""
        return Home(self.root, configured(self.root, url, entry, **options))

    @property
    def layout(self) -> Layout:
        """The collection's paths."""
        return layout_of(self.settings.collections[0], self.root)

    @property
    def copy(self) -> Path:
        """Where the copy is."""
        return self.layout.destination

    def git(self, *arguments: str | Path) -> str:
        """Run git in the copy, as the person does."""
        return run_git(*arguments, cwd=self.copy)

    def change(self, name: str, change: Callable[[str], str]) -> None:
        """Write another text into a file of the copy."""
        path = self.copy / name
        path.write_text(change(path.read_text()))

    def commit(self, name: str = "mine.txt", message: str = "try async query") -> None:
        """Commit a file of the person's own."""
        (self.copy / name).write_text("mine")
        self.git("add", "--force", name)
        self.git("commit", "--quiet", "--message", message)

    def service(self, observer: Callable[[str], None] = lambda _: None) -> CollectionService:
        """Return a service that knows nothing of earlier ones, as after a start."""
        return CollectionService(self.settings, observer)

    def get(self, on_existing: str = "ask", service: CollectionService | None = None) -> Operation:
        """Get the collection and wait for the end, however it is."""
        service = service or self.service()
        begun = service.get(NAME, OnExisting(on_existing), in_advance=True)
        return ended(service, begun)

    def got(
        self, on_existing: str = "ask", service: CollectionService | None = None
    ) -> OperationResult:
        """Get the collection, which must succeed."""
        operation = self.get(on_existing, service)
        assert operation.result is not None, operation.error or operation.plan
        return operation.result

    def plan(self, service: CollectionService | None = None) -> WorkspacePlan:
        """Get the collection, which must ask first."""
        operation = self.get(service=service)
        assert operation.plan is not None, operation.error or operation.result
        return operation.plan

    def only_loss(self) -> Loss:
        """Get the collection, which must ask because of one thing; that is returned."""
        losses = self.plan().losses
        assert losses.any
        assert [item.matters for item in losses.items] == [True]
        assert losses.counts == {str(losses.items[0].kind): 1}
        return losses.items[0]

    def refused(self, on_existing: str = "ask", service: CollectionService | None = None) -> str:
        """Get the collection, which must fail; returns the failure's code."""
        operation = self.get(on_existing, service)
        assert operation.error is not None, operation.plan or operation.result
        assert operation.error.message
        assert operation.error.hint
        return operation.error.code

    def restored(self, backup_id: str) -> OperationResult:
        """Restore a backup, which must succeed."""
        service = self.service()
        operation = ended(service, service.restore(backup_id))
        assert operation.result is not None, operation.error
        return operation.result

    def backups(self) -> list[Backup]:
        """List the previous copies."""
        return self.service().list_backups(NAME)

    def folder(self, backup: Backup) -> Path:
        """Where a previous copy is."""
        return self.root / backup.path

    def leftovers(self) -> list[str]:
        """List what an attempt should have cleared away."""
        layout = self.layout
        found = [layout.journal, *layout.staging.glob("*"), *layout.journal.parent.glob(".*")]
        found += layout.cache.parent.glob("*.partial-*")
        found += layout.cache.glob("objects/**/tmp_*")
        return sorted(str(path.relative_to(self.root)) for path in found if os.path.lexists(path))


def configured(
    root: Path, url: str, entry: dict[str, Any] | None = None, **options: Any
) -> Settings:
    """Read the configuration of one collection, which must be right."""
    collection = {"id": NAME, "url": url, **(entry or {})}
    allowed = {"allowed_protocols": ["file", "http", "https"], "collections": [collection]}
    settings = read_settings({**allowed, **options}, root)
    assert settings.problems == ()
    return settings


def ended(service: CollectionService, operation: Operation) -> Operation:
    """Wait for the end of an operation."""
    operation = service.operations.wait(operation.id, _PATIENCE)
    assert operation.state != "running", operation
    return operation
