# %% [markdown] purpose since=butler
# # Can the Butler's repositories be listed?
#
# The Butler hands out images and catalogs. A lab knows its repositories by
# label; this opens each of them and asks for the names of its collections.

# %% configured
import os

configured = any(
    os.environ.get(name) for name in ("DAF_BUTLER_REPOSITORIES", "DAF_BUTLER_REPOSITORY_INDEX")
)
print(f"This lab names {'its' if configured else 'no'} Butler repositories.")

# %% library until=no-butler
from lsst.daf.butler import Butler

# %% library since=no-butler
try:
    from lsst.daf.butler import Butler
except ImportError:
    Butler = None
    print("The Butler is not installed in this kernel.")
assert Butler or not configured, (
    "This lab has Butler repositories, but this kernel cannot read them: "
    "choose the kernel that has the science software."
)

# %% list
labels = sorted(Butler.get_known_repos()) if configured else []
for label in labels:
    names = Butler.from_config(label).collections.query("*")
    print(f"{label}: {len(names)} collections")
    assert names, f"The repository {label} is empty."
if not labels:
    print("There is nothing to list.")
