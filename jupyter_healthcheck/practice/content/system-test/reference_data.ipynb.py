# %% [markdown] purpose since=reference
# # Is the reference data what it should be?
#
# Other checks compare with `data/reference.csv`, ten invented stars. If that file
# is not what it should be, their results mean nothing.

# %% count until=checksum
import csv
from pathlib import Path

file = Path("data/reference.csv")
with file.open(newline="") as lines:
    rows = list(csv.DictReader(lines))
print(f"{file} has {len(rows)} stars")
assert len(rows) == 10, f"{file} has {len(rows)} stars instead of 10."

# %% [markdown] red since=checksum
# ## If this check is red
#
# A red check says that something differs from what the check was told to expect.
# It does not say which of the two is wrong. Here, either
#
# - the file was damaged or edited in your copy: then `git status` lists it, and
#   `git diff data/reference.csv` shows what is different; or
# - the file was changed on purpose, and nobody told this notebook: then
#   `git log -p data/reference.csv` shows who did, when, and why.
#
# The first is mended by getting the file again, the second by a new checksum in
# the cell below, once somebody has agreed that the new file is right.

# %% checksum since=checksum
import hashlib
from pathlib import Path

EXPECTED = "c3bb8400e7fb5093e90d9fdc01ee2dd746ec7e3ad98c5a34ebe920fffabcbc69"

file = Path("data/reference.csv")
found = hashlib.sha256(file.read_bytes()).hexdigest()
print(f"expected {EXPECTED}")
print(f"found    {found}")
assert found == EXPECTED, (
    f"{file} is not the file that this check knows. "
    "Read above what that means, and ask git: git log -p data/reference.csv"
)

# %% count since=checksum
import csv

with file.open(newline="") as lines:
    rows = list(csv.DictReader(lines))
print(f"{file} has {len(rows)} stars")
