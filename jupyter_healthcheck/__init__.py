"""Health-check notebooks of a science platform: get, run and understand them.

Importing this package is free; Jupyter's extension points import what they
need when they are called.
"""

from __future__ import annotations


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyter-healthcheck"}]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    from .server.app import HealthCheck

    return [{"module": "jupyter_healthcheck", "app": HealthCheck}]


def load_jupyter_server_extension(serverapp: object) -> None:
    """Load the server part.

    Parameters
    ----------
    serverapp
        A `jupyter_server.serverapp.ServerApp`.
    """
    from .server.app import HealthCheck

    hook = HealthCheck._load_jupyter_server_extension  # noqa: SLF001  (jupyter_server's name)
    hook(serverapp)  # type: ignore[no-untyped-call]


def __getattr__(name: str) -> str:
    if name == "__version__":
        from ._version import __version__

        return __version__
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
