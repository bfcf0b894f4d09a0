# %% [markdown] purpose since=versions
# # Do north and south run the same versions?
#
# The sites are not upgraded on the same day, so that a difference is normal for a
# while. A difference that stays is worth a question.

# %% since=needs requires=nublado

# %% read since=versions
import tomllib
from pathlib import Path

versions = {
    site: tomllib.loads(Path(f"../sites/{site}.toml").read_text())["versions"]
    for site in ("north", "south")
}
for name in sorted(versions["north"]):
    print(f"{name:12}{versions['north'][name]:>10}{versions['south'].get(name, 'none'):>10}")

# %% compare until=patch
different = [
    name for name, version in versions["north"].items() if versions["south"].get(name) != version
]
assert not different, f"The sites differ in {', '.join(different)}."

# %% compare since=patch
different = [
    name
    for name, version in versions["north"].items()
    if versions["south"].get(name, "").split(".")[:2] != version.split(".")[:2]
]
assert not different, f"The sites differ in {', '.join(different)}."
print("They run the same, patch releases apart.")
