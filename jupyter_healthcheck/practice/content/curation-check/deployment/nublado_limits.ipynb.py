# %% [markdown] purpose since=limits
# # Has this lab the memory that it was promised?
#
# `MEM_LIMIT` tells a lab how much memory it may use. If that is more than it
# really gets, kernels die without a word.

# %% promised
import os

promised = int(os.environ.get("MEM_LIMIT") or 0)
if promised:
    print(f"Promised: {promised / 2**30:.1f} GiB")
else:
    print("No memory was promised: MEM_LIMIT is not set.")

# %% there until=cgroup
there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
print(f"There:    {there / 2**30:.1f} GiB")
assert promised <= there, "The lab was promised more memory than the machine has."

# %% [markdown] about-cgroup since=cgroup
# A container sees all the memory of its machine, but Linux ends whatever takes
# more than its control group allows.

# %% there since=cgroup
from pathlib import Path

there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
for limit in (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
):
    if limit.is_file() and (text := limit.read_text().strip()) != "max":
        there = min(there, int(text))
print(f"There:    {there / 2**30:.1f} GiB")
assert promised <= there, "The lab was promised more memory than it gets."
