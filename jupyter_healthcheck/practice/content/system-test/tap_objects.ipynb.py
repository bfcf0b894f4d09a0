# %% [markdown] purpose since=objects
# # Does TAP have the newest object table?
#
# The table of objects is what most people query. This looks for it in each data
# release, newest first, and asks only for its description, which costs the
# database nothing.

# %% site
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


# %% table since=objects
KNOWN = ["dp2.Object", "dp1.Object", "dp02_dc2_catalogs.Object"]

names = ", ".join(f"'{name}'" for name in KNOWN)
rows = ask(f"SELECT table_name FROM tap_schema.tables WHERE table_name IN ({names})")
there = {row["table_name"] for row in rows}
assert there, f"TAP has none of {', '.join(KNOWN)}."
table = next(name for name in KNOWN if name in there)
print(f"The newest object table is {table}.")

# %% columns since=columns
rows = ask(f"SELECT column_name FROM tap_schema.columns WHERE table_name = '{table}'")
columns = {row["column_name"] for row in rows}
missing = {"objectId", "coord_ra", "coord_dec"} - columns
assert not missing, f"{table} lacks {', '.join(sorted(missing))}."
print(f"It has {len(columns)} columns, among them identifier and position.")
