"""Every verb of every route, with a path and a body that are in order."""

from typing import Any

import pytest

from jupyter_healthcheck.server import messages
from jupyter_healthcheck.server.routes import ROUTES

_NAMES = {
    "collection": "system-test",
    "operation": "0" * 32,
    "page": "page-1",
    "backup": "0" * 32,
}
_BODIES: dict[type | None, Any] = {
    None: None,
    messages.GetRequest: {"on_existing": "ask"},
    messages.ProvisionRequest: {},
    messages.CopyRequest: {"path": "notebooks/system-test/nublado_login.ipynb"},
    messages.OriginalRequest: {"path": "nublado_login.ipynb", "blob": "0" * 40},
    messages.RestoreRequest: {},
    messages.PageDocuments: {"documents": []},
    messages.QuiescedRequest: {"page": "page-1", "documents": []},
}

#: Verb, path and body of each.
VERBS = [
    pytest.param(
        verb,
        route.path.format(**_NAMES),
        _BODIES[described.request],
        id=f"{verb} {route.path}",
    )
    for route in ROUTES
    for verb, described in route.verbs.items()
]
#: Those that take a body.
WITH_BODY = [parameters for parameters in VERBS if parameters.values[2] is not None]
