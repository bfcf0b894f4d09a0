"""Tells what stands at each collection's place now."""

from __future__ import annotations

import os
from pathlib import Path

from ..exceptions import HealthCheckError
from ..models.collection import Collection, CollectionSpec, CollectionState, Delivery
from ..workspace import shared_copy
from ..workspace.git_failures import clean
from ..workspace.layout import Layout, layout_of
from ..workspace.locks import is_locked
from ..workspace.marker import Marker, is_ours, read_marker
from ..workspace.provisioned import Provisioned, read_provisioned
from ..workspace.storage import named_failures
from .settings import Settings


def describe(settings: Settings, spec: CollectionSpec, *, is_busy: bool) -> Collection:
    """Describe one collection.

    Parameters
    ----------
    settings, spec
        What is configured.
    is_busy
        Whether this process works on it.
    """
    linked: Path | None = None
    marker: Marker | None = None
    known = Provisioned()
    try:
        with named_failures(settings.root):
            layout = layout_of(spec, settings.root)
    except HealthCheckError:  # a link or a file where a folder should be
        state = CollectionState.BROKEN
        path = settings.shown(settings.root.joinpath(*spec.path.split("/")))
    else:
        linked = _linked_to(layout, spec)
        state = _state(layout, linked, is_busy=is_busy)
        path = settings.shown(layout.destination)
        if linked is None and is_ours(layout):
            marker = read_marker(layout.destination)
        if spec.delivery is Delivery.AUTOMATIC:
            known = read_provisioned(layout)
    updated = marker.created_at if marker else None
    return Collection(
        id=spec.id,
        title=spec.title,
        url=clean(spec.url),
        ref=spec.ref,
        access=spec.access,
        delivery=spec.delivery,
        path=path,
        state=state,
        commit=marker.commit if marker else None,
        updated_at=shared_copy.updated_at(linked) if linked else updated,
        checked_at=known.checked_at,
        notice=known.notice,
        linked_to=str(linked) if linked else None,
    )


def _linked_to(layout: Layout, spec: CollectionSpec) -> Path | None:
    folder = spec.shared_folder
    if folder is not None and shared_copy.is_link_to(layout, folder):
        return Path(folder)
    return None


def _state(layout: Layout, linked: Path | None, *, is_busy: bool) -> CollectionState:
    if is_busy or is_locked(layout):
        return CollectionState.UPDATING
    if not os.path.lexists(layout.destination):
        return CollectionState.ABSENT
    if linked is not None:
        return CollectionState.PRESENT if linked.is_dir() else CollectionState.BROKEN
    whole = is_ours(layout) and not layout.destination.is_symlink()
    return CollectionState.PRESENT if whole else CollectionState.BROKEN
