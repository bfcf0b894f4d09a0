"""Reads the same configuration as the server does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..exceptions import InvalidInputError
from ..services.options import DEFAULT_COLLECTIONS, DEFAULT_PROTOCOLS
from ..services.settings import Settings, read_settings

#: Names under which the server and its extension look for configuration.
_NAMES = ("jupyter_config", "jupyter_server_config", "jupyter_jupyter_healthcheck_config")


def load_settings(file: Path | None, root: Path) -> Settings:
    """Read the settings.

    Parameters
    ----------
    file
        The one file to read, or `None` for Jupyter's usual places.
    root
        The folder that stands for the home.

    Raises
    ------
    InvalidInputError
        ``invalid-configuration`` or ``invalid-root``.
    """
    if not root.is_dir():
        raise InvalidInputError(
            "invalid-root",
            f"{root} is not a folder.",
            "Give an existing folder with --root.",
        )
    section = _section(file) if file else _usual_section()
    return read_settings(section, root)


def _section(file: Path) -> dict[str, Any]:
    from traitlets.config.loader import ConfigError, JSONFileConfigLoader, PyFileConfigLoader

    loader = JSONFileConfigLoader if file.suffix == ".json" else PyFileConfigLoader
    try:
        config = loader(file.name, str(file.resolve().parent)).load_config()
    except (ConfigError, OSError) as error:
        raise InvalidInputError(
            "invalid-configuration",
            f"{file} could not be read: {error}",
            "Check the file's path and permissions.",
        ) from error
    except SyntaxError as error:
        raise InvalidInputError(
            "invalid-configuration",
            f"{file}, line {error.lineno}: {error.msg}.",
            "Correct the line.",
        ) from error
    except ValueError as error:
        raise InvalidInputError(
            "invalid-configuration", f"{file}: {error}.", "Correct the JSON."
        ) from error
    except Exception as error:  # a configuration in Python may raise anything
        raise InvalidInputError(
            "invalid-configuration",
            f"{file}: {type(error).__name__}: {error}",
            "Correct the file.",
        ) from error
    section = config.get("HealthCheck", {})
    if not isinstance(section, Mapping):
        raise InvalidInputError(
            "invalid-configuration",
            f"{file}: HealthCheck is {section!r}, not an object.",
            'Write {"HealthCheck": {...}}.',
        )
    return {name: _value(name, value) for name, value in section.items()}


def _value(name: str, value: Any) -> Any:
    """Work out ``c.HealthCheck.collections.append(...)`` and its kin, as the server does."""
    from traitlets.config.loader import LazyConfigValue

    if not isinstance(value, LazyConfigValue):
        return value
    defaults = {
        "collections": [dict(entry) for entry in DEFAULT_COLLECTIONS],
        "allowed_protocols": list(DEFAULT_PROTOCOLS),
    }
    return value.get_value(defaults.get(name, []))


def _usual_section() -> dict[str, Any]:
    from jupyter_core.paths import jupyter_config_path

    merged: dict[str, Any] = {}
    # The first folder has the last word; within one, Python goes after JSON.
    for folder in reversed([Path(entry) for entry in jupyter_config_path()]):
        for name in _NAMES:
            parts = sorted((folder / f"{name}.d").glob("*.json"))
            for file in [*parts, folder / f"{name}.json", folder / f"{name}.py"]:
                if file.is_file():
                    merged.update(_section(file))
    return merged
