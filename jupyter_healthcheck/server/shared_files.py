"""Files of a folder that the site keeps, which a link of ours shows below the root.

Images of a notebook and downloads come from ``/files``, where no link may lead out
of the root. That one may, since the operator configured it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tornado.web import StaticFileHandler

if TYPE_CHECKING:
    from ..services.protection import Protection


def serving_shared_files(handler: Any, protection: Callable[[], Protection]) -> Any:
    """Generate a handler that serves shared folders too, if it is one of local files."""
    if not (isinstance(handler, type) and issubclass(handler, StaticFileHandler)):
        return handler

    class SharedFiles(handler):  # type: ignore[misc]  # whichever is configured
        def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
            shared = _shared_folder(protection(), root, absolute_path)
            if shared is not None:
                # A root of its own: nothing hidden in it is served, no link leads out.
                root, absolute_path = shared, os.path.realpath(absolute_path)
            checked: str | None = super().validate_absolute_path(root, absolute_path)
            return checked

    return SharedFiles


def _shared_folder(protection: Protection, root: str, path: str) -> str | None:
    # Older releases of Tornado have not looked at the path as it is written yet.
    as_written = os.path.join(os.path.abspath(root), "")  # noqa: PTH100, PTH118
    folder = protection.around(path) if path.startswith(as_written) else None
    if folder is None or not folder.path.is_symlink():
        return None
    return str(folder.path.resolve())
