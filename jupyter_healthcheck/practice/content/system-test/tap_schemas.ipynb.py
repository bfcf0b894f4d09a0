# %% [markdown] purpose since=tap
# # Does TAP know its schemas?
#
# TAP is the service that answers queries about catalogs. Which schemas it has is
# the first thing a client asks, and the answer comes from the service itself,
# not from the big database behind it.

# %% site until=site
import os

site = os.environ["EXTERNAL_INSTANCE_URL"].rstrip("/")

# %% site since=site
import os

site = os.environ.get("EXTERNAL_INSTANCE_URL", "").rstrip("/")
assert site, (
    "No catalog service is configured here: EXTERNAL_INSTANCE_URL, which names the site of this "
    "lab, is not set. At a site without TAP this notebook is not meant to run."
)
print(f"Asking {site}/api/tap")

# %% token
from pathlib import Path

places = [Path("/etc/nublado/secrets/token")]
if mounts := os.environ.get("NUBLADO_RUNTIME_MOUNTS_DIR"):
    places.append(Path(mounts) / "secrets" / "token")
token = next((place.read_text().strip() for place in places if place.is_file()), "")
token = token or os.environ.get("NUBLADO_TOKEN") or os.environ.get("ACCESS_TOKEN") or ""

# %% ask until=same-site
import csv
import io
import urllib.parse
import urllib.request


def ask(query):
    """Run a query and return its rows."""
    words = {"REQUEST": "doQuery", "LANG": "ADQL", "FORMAT": "csv", "QUERY": query}
    request = urllib.request.Request(f"{site}/api/tap/sync?{urllib.parse.urlencode(words)}")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=10) as reply:
        return list(csv.DictReader(io.TextIOWrapper(reply, "utf-8")))


# %% ask since=same-site
import csv
import io
import urllib.parse
import urllib.request


class WithinTap(urllib.request.HTTPRedirectHandler):
    """Follow the service to its results, but never take the token anywhere else."""

    def redirect_request(self, request, file, code, message, headers, url):
        if not url.startswith(f"{site}/api/tap/"):
            return None
        return super().redirect_request(request, file, code, message, headers, url)


def ask(query):
    """Run a query and return its rows."""
    words = {"REQUEST": "doQuery", "LANG": "ADQL", "FORMAT": "csv", "QUERY": query}
    request = urllib.request.Request(f"{site}/api/tap/sync?{urllib.parse.urlencode(words)}")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.build_opener(WithinTap).open(request, timeout=10) as reply:
        return list(csv.DictReader(io.TextIOWrapper(reply, "utf-8")))


# %% schemas since=tap
schemas = sorted(row["schema_name"] for row in ask("SELECT schema_name FROM tap_schema.schemas"))
print(f"{len(schemas)} schemas: {', '.join(schemas)}")
assert "tap_schema" in schemas, "TAP does not describe itself, so clients cannot use it."
assert len(schemas) > 1, "TAP answers, but has no catalog."
