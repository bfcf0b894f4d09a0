"""What git's last words mean to a person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..exceptions import HealthCheckError, StorageFullError, UnavailableError


@dataclass(frozen=True, slots=True)
class _Meaning:
    code: str
    pattern: re.Pattern[str]
    message: str
    hint: str
    error: type[HealthCheckError] = UnavailableError


def _meaning(
    code: str,
    pattern: str,
    message: str,
    hint: str,
    error: type[HealthCheckError] = UnavailableError,
) -> _Meaning:
    return _Meaning(code, re.compile(pattern, re.IGNORECASE), message, hint, error)


# The first that matches wins. The phrases are git's and libcurl's own, with
# LC_ALL=C (git's transport.c, remote-curl.c, http.c; curl's strerror.c).
_MEANINGS = (
    _meaning(
        "disk-full",
        r"no space left on device|out of diskspace|unable to write file",
        "There is no room left on the disk.",
        "Delete files that you do not need, empty the trash, then try again.",
        StorageFullError,
    ),
    _meaning(
        "quota-reached",
        r"disk quota exceeded",
        "Your disk quota is used up.",
        "Delete files that you do not need, or ask for more room, then try again.",
        StorageFullError,
    ),
    _meaning(
        "read-only-file-system",
        r"read-only file system",
        "The file system is read-only.",
        "Ask support why your home cannot be written to; a restart of the lab may help.",
    ),
    _meaning(
        "proxy-trouble",
        r"proxy CONNECT|CONNECT tunnel failed|from proxy after CONNECT|resolve proxy"
        r"|proxy authentication required|returned error: 407",
        "The web proxy refused or broke the connection.",
        "Check the http_proxy and https_proxy settings with support.",
    ),
    _meaning(
        "certificate-trouble",
        r"SSL certificate|certificate verification failed|certificate problem|gnutls_handshake"
        r"|SSL_connect|TLS connect|SSL peer certificate|server certificate|certificate subject",
        "The upstream's certificate could not be verified.",
        "Ask support whether a proxy stands between, and whether its certificate is installed.",
    ),
    _meaning(
        "name-not-resolved",
        r"could not resolve host(?!.*proxy)|name or service not known",
        "The upstream's name could not be resolved.",
        "Check that this lab has a network, and the spelling of the URL in the configuration.",
    ),
    _meaning(
        "no-network",
        r"failed to connect|could not connect|connection refused|network is unreachable"
        r"|no route to host|connection timed out|operation timed out",
        "The upstream could not be reached.",
        "Check that this lab has a network; try again in a few minutes.",
    ),
    _meaning(
        "branch-missing",
        r"remote branch .* not found|couldn't find remote ref|invalid refspec",
        "The configured branch does not exist upstream.",
        "Ask the operator to correct `ref` of this collection.",
    ),
    _meaning(
        "authentication-refused",
        r"authentication failed|returned error: 403|permission denied \(publickey",
        "The upstream refused access.",
        "Ask the operator which credentials this collection needs.",
    ),
    _meaning(
        "repository-missing-or-private",
        r"could not read (username|password)|repository .*not found|returned error: 40[14]"
        r"|does not appear to be a git repository|does not exist|is this a git repository",
        "The repository does not exist or is private.",
        "Check the URL of this collection in the configuration, and who may read it.",
    ),
    _meaning(
        "transport-refused",
        r"transport .* not allowed",
        "The upstream uses a protocol that is not allowed here.",
        "Ask the operator to list it in `HealthCheck.allowed_protocols`.",
    ),
    _meaning(
        "upstream-failing",
        r"returned error: (5\d\d|429)",
        "The upstream answered with an error of its own.",
        "Try again in a few minutes.",
    ),
    _meaning(
        "upstream-damaged",
        r"fsck error|did not send all necessary objects|is corrupt|bad object",
        "What the upstream sent is damaged or unsafe, so nothing was taken over.",
        "Tell the maintainers of the repository.",
    ),
    _meaning(
        "transfer-broken",
        r"early EOF|hung up unexpectedly|unexpected disconnect|RPC failed|transfer closed"
        r"|connection reset|empty reply|recv failure|invalid index-pack|index-pack failed"
        r"|broken pipe|unable to access",
        "The transfer broke off before it was complete.",
        "Try again; if it goes on, the network or the upstream has trouble.",
    ),
    _meaning(
        "no-permission",
        r"permission denied|operation not permitted",
        "Files could not be written for lack of permission.",
        "Check who owns the folder and whether you may write there.",
    ),
)

_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
_CONTROL = re.compile(
    r"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
_PROGRESS = re.compile(r"^(remote: )?[A-Z][a-z]+( [a-z]+)*: +\d+% ")


def clean(text: str) -> str:
    """Strip credentials and control sequences from foreign text."""
    return _CONTROL.sub("", _CREDENTIALS.sub("", text))


def failure_from_stderr(stderr: str) -> HealthCheckError:
    """Name the failure that git's standard error describes.

    Parameters
    ----------
    stderr
        The last lines that git wrote, in English.

    Returns
    -------
    HealthCheckError
        Ready to be raised; its details hold git's own words, cleaned.
    """
    lines = [line.strip() for line in clean(stderr.replace("\r", "\n")).splitlines()]
    said = "\n".join(line for line in lines if line and not _PROGRESS.match(line))[-2000:]
    # The upstream's disk may be full as well: our own lines are asked first.
    ours = "\n".join(line for line in said.splitlines() if not line.startswith("remote:"))
    for meaning in _MEANINGS:
        if meaning.pattern.search(ours or said):
            return meaning.error(meaning.code, meaning.message, meaning.hint, git=said)
    return UnavailableError(
        "git-failed",
        "git could not do it.",
        "The details hold git's own words; support can read them.",
        git=said,
    )
