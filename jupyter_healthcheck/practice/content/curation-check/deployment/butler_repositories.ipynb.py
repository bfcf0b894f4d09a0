# %% [markdown] purpose since=butler
# # Are the Butler's repositories well named?
#
# A lab learns the labels of its repositories, and where each one is, from its
# environment: from one variable that holds them all, or from the address of an
# index. This reads what is there and opens no repository.

# %% read until=index
import json
import os

inline = os.environ.get("DAF_BUTLER_REPOSITORIES")
repositories = json.loads(inline) if inline else {}
print(f"{len(repositories)} repositories")

# %% read since=index
import json
import os
import urllib.request
from pathlib import Path

inline = os.environ.get("DAF_BUTLER_REPOSITORIES")
index = os.environ.get("DAF_BUTLER_REPOSITORY_INDEX")
assert not (inline and index), "Both variables are set, and the Butler accepts only one."

text = inline or "{}"
if index and "://" in index:
    with urllib.request.urlopen(index, timeout=10) as reply:
        text = reply.read().decode()
elif index:
    text = Path(index).read_text()

try:
    repositories = json.loads(text)
except ValueError:
    import yaml

    repositories = yaml.safe_load(text)
print(f"{len(repositories)} repositories")

# %% check since=butler
wrong = []
for label, place in sorted(repositories.items()):
    print(f"{label}: {str(place).partition('://')[0]}")
    if not label.replace("-", "_").isidentifier():
        wrong.append(f"the label {label!r} has other characters than letters, digits and _")
    if "://" not in str(place) and not str(place).startswith("/"):
        wrong.append(f"{label} has no absolute address")
assert not wrong, "; ".join(wrong)
