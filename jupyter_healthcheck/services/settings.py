"""What an operator configured, as plain values."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..exceptions import ConflictError, NotFoundError
from ..models.collection import CollectionSpec, ConfigurationProblem
from .configuration import read_collections, read_protocols, read_value
from .options import OPTIONS


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of every service.

    Attributes
    ----------
    root
        The folder that stands for the user's home.
    shown_from
        Paths in answers are relative to it: the root of the contents API in
        a server, ``root`` itself on the command line.
    collections, problems
        The valid collections, enabled or not, and what was wrong with others.
    allowed_protocols
        Transports that git may use.
    get_enabled
        Whether getting and restoring is allowed at all.
    honour_user_git_config
        Whether git may use what the user configured for it.
    stall_seconds, lock_seconds, quiesce_seconds
        How long a transfer may be silent, another holder may keep the lock,
        and pages may take to save and close their documents.
    backup_days
        For how long a replaced copy can be restored.
    provision_enabled
        Whether automatic collections are provided.
    provision_seconds, provision_first_seconds
        How often the upstream of an automatic collection is asked, and how
        soon at the latest when there is no copy yet.
    storage_megabytes
        What caches and older backups may take up.
    """

    root: Path
    shown_from: Path
    collections: tuple[CollectionSpec, ...] = ()
    problems: tuple[ConfigurationProblem, ...] = ()
    allowed_protocols: tuple[str, ...] = ("https",)
    get_enabled: bool = True
    honour_user_git_config: bool = False
    stall_seconds: float = 60.0
    lock_seconds: float = 600.0
    quiesce_seconds: float = 15.0
    backup_days: int = 14
    provision_enabled: bool = True
    provision_seconds: int = 3600
    provision_first_seconds: int = 300
    storage_megabytes: int = 200

    def find(self, collection_id: str) -> CollectionSpec:
        """Look a collection up, enabled or not.

        Raises
        ------
        NotFoundError
            ``collection-missing``.
        """
        for spec in self.collections:
            if spec.id == collection_id:
                return spec
        raise NotFoundError(
            "collection-missing",
            f"There is no collection {collection_id[:100]!r} here.",
            "`jupyter healthcheck collections` lists those that there are.",
            collection=collection_id[:100],
        )

    def find_enabled(self, collection_id: str) -> CollectionSpec:
        """Look a collection up that is offered.

        Raises
        ------
        HealthCheckError
            ``collection-missing`` or ``collection-disabled``.
        """
        spec = self.find(collection_id)
        if not spec.enabled:
            raise ConflictError(
                "collection-disabled",
                f"The {spec.title} notebooks are switched off here.",
                "Ask the operator to enable this collection.",
            )
        return spec

    def shown(self, path: Path) -> str:
        """Name a path as the client sees it."""
        return path.relative_to(self.shown_from).as_posix()


def read_settings(
    configuration: Mapping[str, Any],
    root: Path,
    shown_from: Path | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Settings:
    """Make settings of configured values; wrong ones become problems.

    Parameters
    ----------
    configuration
        Values of the ``HealthCheck`` section.
    root, shown_from
        See `Settings`.
    environment
        Variables of the lab; a platform names its shared tutorials there.
    """
    problems: list[ConfigurationProblem] = []
    protocols = read_protocols(configuration.get("allowed_protocols"), problems)
    collections = read_collections(
        configuration.get("collections"), protocols, problems, environment
    )
    values: dict[str, Any] = {
        name: read_value(name, configuration.get(name), option.default, problems)
        for name, option in OPTIONS.items()
    }
    home = root.resolve()
    return Settings(
        root=home,
        shown_from=(shown_from or root).resolve(),
        collections=collections,
        problems=tuple(problems),
        allowed_protocols=protocols,
        **values,
    )
