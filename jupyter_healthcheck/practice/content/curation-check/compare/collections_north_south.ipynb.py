# %% [markdown] purpose since=collections requires=butler
# # Have north and south the same Butler collections?
#
# People take their notebooks from site to site, and find their images by the
# names of collections. Collections of people (`u/…`) are their own affair.

# %% read since=collections until=planned
import tomllib
from pathlib import Path

there = {}
for site in ("north", "south"):
    record = tomllib.loads(Path(f"../sites/{site}.toml").read_text())
    there[site] = {name for name in record["collections"]["names"] if not name.startswith("u/")}
    print(f"{site}: {len(there[site])} collections")

# %% read since=planned
import tomllib
from pathlib import Path

there, planned = {}, set()
for site in ("north", "south"):
    record = tomllib.loads(Path(f"../sites/{site}.toml").read_text())
    there[site] = {name for name in record["collections"]["names"] if not name.startswith("u/")}
    planned |= set(record["collections"]["planned"])
    print(f"{site}: {len(there[site])} collections")

# %% compare since=collections until=only-in
assert there["north"] == there["south"], "The sites differ."

# %% compare since=only-in until=planned
differences = [
    f"{other} lacks {', '.join(sorted(there[site] - there[other]))}"
    for site, other in (("north", "south"), ("south", "north"))
    if there[site] - there[other]
]
assert not differences, "; ".join(differences)
print("They have the same.")

# %% compare since=planned
differences = [
    f"{other} lacks {', '.join(sorted(there[site] - there[other] - planned))}"
    for site, other in (("north", "south"), ("south", "north"))
    if there[site] - there[other] - planned
]
assert not differences, "; ".join(differences)
print(f"They have the same, apart from what is planned: {', '.join(sorted(planned)) or 'nothing'}.")
