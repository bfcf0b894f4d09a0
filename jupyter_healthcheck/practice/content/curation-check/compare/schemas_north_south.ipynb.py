# %% [markdown] purpose since=schemas
# # Have north and south the same schemas?
#
# A query that works at one site is expected to work at the other. Whatever only
# one of them has is a question in somebody's mailbox soon.

# %% since=needs requires=tap

# %% read since=schemas until=planned
import tomllib
from pathlib import Path

there = {}
for site in ("north", "south"):
    record = tomllib.loads(Path(f"../sites/{site}.toml").read_text())
    there[site] = set(record["schemas"]["names"])
    print(f"{site}: {len(there[site])} schemas")

# %% read since=planned
import tomllib
from pathlib import Path

there, planned = {}, set()
for site in ("north", "south"):
    record = tomllib.loads(Path(f"../sites/{site}.toml").read_text())
    there[site] = set(record["schemas"]["names"])
    planned |= set(record["schemas"]["planned"])
    print(f"{site}: {len(there[site])} schemas")

# %% compare since=schemas until=only-in
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
