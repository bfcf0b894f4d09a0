# %% [markdown] purpose since=packages
# # Are the packages of this lab new enough?
#
# Notebooks that worked at one site and fail at another often meet an old package.
# This compares the versions in this kernel with the oldest that we support.

# %% versions until=more-packages
from importlib.metadata import version

OLDEST = {"ipykernel": (6, 0), "jupyter_client": (8, 0)}

for name, oldest in OLDEST.items():
    found = version(name)
    print(f"{name} {found}")
    assert tuple(int(part) for part in found.split(".")[:2]) >= oldest, f"{name} is too old."

# %% versions since=more-packages until=floors
from importlib.metadata import PackageNotFoundError, version

OLDEST = {"ipykernel": (6, 0), "jupyter_client": (8, 0), "traitlets": (5, 0)}

wrong = []
for name, oldest in OLDEST.items():
    try:
        found = version(name)
    except PackageNotFoundError:
        wrong.append(f"{name} is missing")
        continue
    print(f"{name} {found}")
    if tuple(int(part) for part in found.split(".")[:2]) < oldest:
        wrong.append(f"{name} {found} is too old")
assert not wrong, "; ".join(wrong)

# %% versions since=floors
from importlib.metadata import PackageNotFoundError, version

OLDEST = {"ipykernel": (6, 29), "jupyter_client": (8, 6), "traitlets": (5, 14)}

wrong = []
for name, oldest in OLDEST.items():
    try:
        found = version(name)
    except PackageNotFoundError:
        wrong.append(f"{name} is missing")
        continue
    print(f"{name} {found}")
    if tuple(int(part) for part in found.split(".")[:2]) < oldest:
        wrong.append(f"{name} {found} is too old")
assert not wrong, "; ".join(wrong)
