# %% [markdown] purpose since=disk
# # Is there room to work?
#
# A full home is the most common reason why a lab does not start or a notebook
# cannot be saved. This fails before that happens. Where a quota is set, the
# file system usually reports what the quota leaves, so that this sees it too.

# %% bytes until=limit
import shutil
from pathlib import Path

NEEDED = 2_000_000_000

home = Path.home()
free = shutil.disk_usage(home).free
print(f"{home}: {free / 1e9:.1f} GB free")
assert free >= NEEDED, f"Only {free / 1e9:.1f} GB are free in {home}."

# %% bytes since=limit
import shutil
from pathlib import Path

NEEDED = 500_000_000

home = Path.home()
free = shutil.disk_usage(home).free
print(f"{home}: {free / 1e9:.1f} GB free")
assert free >= NEEDED, (
    f"Only {free / 1e9:.1f} GB are free in {home}. "
    "Delete files that you do not need, and empty the trash."
)

# %% [markdown] about-files since=inodes
# Many small files can use up a home although there is room for bytes. Some file
# systems have no such limit and report none.

# %% files since=inodes
import os

facts = os.statvfs(home)
if facts.f_files:
    print(f"{home}: room for {facts.f_favail:,} more files")
    assert facts.f_favail >= 1000, f"There is room for only {facts.f_favail} more files in {home}."
else:
    print(f"{home}: no limit on the number of files")

# %% scratch since=scratch
import tempfile

scratch = tempfile.gettempdir()
free = shutil.disk_usage(scratch).free
print(f"{scratch}: {free / 1e9:.1f} GB free")
assert free >= 100_000_000, f"Only {free / 1e9:.2f} GB are free in {scratch}."
