"""Certificates for a git server, good in themselves but trusted by nobody.

::

    certificate = Certificate.create(tmp_path)
    with GitServer(remotes, tls=certificate.context) as server:
        server.url("system-test")  # https://…; git refuses the certificate

    GIT_SSL_CAINFO=certificate.authority  # with this, git accepts it

`Certificate.create(tmp_path, host="elsewhere.example")` is for another host, and
`expired=True` is out of date: these are refused in spite of the authority.
"""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme


@dataclass(frozen=True)
class Certificate:
    """A server's certificate and the authority that made it up.

    Parameters
    ----------
    context
        For `GitServer`.
    authority
        A file with the authority's own certificate, for clients that are to trust it.
    """

    context: ssl.SSLContext
    authority: Path

    @classmethod
    def create(
        cls, folder: Path, *, host: str = "127.0.0.1", expired: bool = False
    ) -> "Certificate":
        """Make a new authority and let it make a certificate for one host."""
        authority = trustme.CA(organization_name="Nobody's authority")
        end = datetime.now(UTC) - timedelta(days=3) if expired else None
        start = end - timedelta(days=30) if end else None
        issued = authority.issue_cert(host, not_before=start, not_after=end)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issued.configure_cert(context)
        path = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(path))
        return cls(context, path)
