"""The practice environment as one folder."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..exceptions import ConflictError
from ..workspace.storage import move_without_clobbering, named_failures, read_json, write_json
from .history import COLLECTIONS, content, read_history
from .repository import create_repository

_MARKER = ".jupyter-healthcheck-practice.json"


@dataclass(frozen=True, slots=True)
class PracticeEnvironment:
    """Where the parts of a practice environment are.

    Attributes
    ----------
    folder
        Everything is inside.
    home
        Stands for a person's home; theirs alone once it is made.
    upstreams
        The bare repositories, by id of their collection.
    manifest
        Which applications the practice site has, over ``values.yaml`` beside
        it.
    config
        Jupyter configuration that offers the collections.
    """

    folder: Path
    home: Path
    upstreams: Mapping[str, Path]
    manifest: Path
    config: dict[str, Any]


def build_practice(folder: Path) -> PracticeEnvironment:
    """Make a practice environment, or find the one that is there.

    Whatever exists in it already stays as it is; what is missing is made, so
    that an interrupted call can be repeated.

    Parameters
    ----------
    folder
        A new or empty folder, or one that this function made before.

    Returns
    -------
    PracticeEnvironment
        With absolute paths.

    Raises
    ------
    HealthCheckError
        ``practice-folder-taken`` if the folder holds anything else; otherwise
        what git or the file system had against it.
    """
    folder = folder.absolute()
    environment = _describe(folder)
    with named_failures(folder):
        _claim(folder)
        environment.home.mkdir(exist_ok=True)
        _copy_manifests(environment.manifest.parent)
        for collection, upstream in environment.upstreams.items():
            upstream.parent.mkdir(exist_ok=True)
            if not upstream.exists():
                create_repository(upstream, read_history(collection))
    return environment


def _claim(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if read_json(folder / _MARKER) is not None:
        return
    if any(folder.iterdir()):
        raise ConflictError(
            "practice-folder-taken",
            f"{folder} holds other files, so no practice environment is made there.",
            "Name a folder that is new or empty.",
            path=str(folder),
        )
    write_json(folder / _MARKER, {"made_by": "jupyter healthcheck demo"})


def _copy_manifests(target: Path) -> None:
    if target.exists():
        return
    with tempfile.TemporaryDirectory(prefix=".environments.", dir=target.parent) as folder:
        staged = Path(folder) / target.name
        staged.mkdir()
        for source in content().joinpath("environments").iterdir():
            staged.joinpath(source.name).write_bytes(source.read_bytes())
        move_without_clobbering(staged, target)


def _describe(folder: Path) -> PracticeEnvironment:
    upstreams = {name: folder / "upstreams" / f"{name}.git" for name in COLLECTIONS}
    # Whatever else there is to say of them, the defaults of that id say.
    collections = [{"id": name, "url": path.as_uri()} for name, path in upstreams.items()]
    return PracticeEnvironment(
        folder=folder,
        home=folder / "home",
        upstreams=upstreams,
        manifest=folder / "environments" / "values-practice.yaml",
        config={
            "HealthCheck": {
                "collections": collections,
                "allowed_protocols": ["file"],
                # The upstreams are beside the home: nobody else is asked.
                "provision_first_seconds": 0,
            }
        },
    )
