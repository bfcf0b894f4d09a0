# %% [markdown] purpose since=old-disk requires=nublado
# # Check Disk Space
#
# An old acquaintance from before notebooks were named after applications. It
# shows how much room there is, and is kept because people look for it by name.
# The check that can fail is `nublado_disk`.

# %% usage until=table
import shutil

usage = shutil.disk_usage(".")
print(f"{usage.free / 1e9:.1f} GB free of {usage.total / 1e9:.1f} GB")

# %% usage since=table
import shutil
import tempfile
from pathlib import Path

print(f"{'':12}{'size':>10}{'free':>10}")
for name, place in {
    "home": Path.home(),
    "this folder": Path.cwd(),
    "scratch": Path(tempfile.gettempdir()),
}.items():
    usage = shutil.disk_usage(place)
    low = "   low" if usage.free < usage.total / 10 else ""
    print(f"{name:12}{usage.total / 1e9:7.1f} GB{usage.free / 1e9:7.1f} GB{low}")
