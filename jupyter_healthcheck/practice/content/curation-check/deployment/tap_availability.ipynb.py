# %% [markdown] purpose since=tap
# # Does TAP say that it is available?
#
# Each service of the Virtual Observatory has an address where it says whether it
# is available. Asking needs no token and costs nothing.

# %% site
import os

site = os.environ.get("EXTERNAL_INSTANCE_URL", "").rstrip("/")
assert site, (
    "No catalog service is configured here: EXTERNAL_INSTANCE_URL, which names the site of this "
    "lab, is not set. At a site without TAP this notebook is not meant to run."
)
print(f"Asking {site}/api/tap/availability")

# %% ask until=vosi
import urllib.request

with urllib.request.urlopen(f"{site}/api/tap/availability", timeout=10) as reply:
    assert reply.status == 200, f"It answers with status {reply.status}."

# %% ask since=vosi
import urllib.request
import xml.etree.ElementTree

VOSI = "{http://www.ivoa.net/xml/VOSIAvailability/v1.0}"

with urllib.request.urlopen(f"{site}/api/tap/availability", timeout=10) as reply:
    answer = xml.etree.ElementTree.parse(reply).getroot()
available = answer.findtext(f"{VOSI}available", "").strip().lower()
note = answer.findtext(f"{VOSI}note", "").strip()
print(f"available: {available}. {note}")
assert available in {"true", "1"}, f"TAP says that it is not available. {note}"
