# %% [markdown] purpose since=sasquatch
# # Would fresh telemetry look fresh?
#
# Sasquatch keeps telemetry in databases. This asks each one that the lab knows of
# whether it is there, which needs no password, and compares its clock with the
# lab's: if they disagree, new values look old, or come from the future.

# %% databases
import json
import os
import urllib.request
from pathlib import Path

known = Path("/etc/nublado/discovery/v1.json")
discovery = os.environ.get("REPERTOIRE_BASE_URL", "").rstrip("/")
if known.is_file():
    facts = json.loads(known.read_text())
elif discovery:
    with urllib.request.urlopen(f"{discovery}/discovery", timeout=10) as reply:
        facts = json.load(reply)
else:
    facts = {}
databases = facts.get("influxdb_databases", {})
print(f"Telemetry databases that this lab knows of: {len(databases)}")

# %% ask until=clock
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

for label, database in sorted(databases.items()):
    with urllib.request.urlopen(f"{database['url'].rstrip('/')}/ping", timeout=10) as reply:
        there = parsedate_to_datetime(reply.headers["Date"])
    behind = (datetime.now(UTC) - there).total_seconds()
    print(f"{label} answers; its clock is {behind:+.0f} s behind the lab's")
    assert abs(behind) <= 5, f"The clocks of {label} and this lab are {abs(behind):.0f} s apart."
if not databases:
    print("There is nothing to ask.")

# %% ask since=clock
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

ALLOWED = 60

for label, database in sorted(databases.items()):
    url = database["url"].rstrip("/")
    print(f"Asking {label} at {url}")
    with urllib.request.urlopen(f"{url}/ping", timeout=10) as reply:
        there = parsedate_to_datetime(reply.headers["Date"])
    apart = abs((datetime.now(UTC) - there).total_seconds())
    print(f"It answers; its clock and the lab's are {apart:.0f} s apart")
    assert apart <= ALLOWED, f"The clocks of {label} and this lab are {apart:.0f} s apart."
if not databases:
    print("There is nothing to ask.")
