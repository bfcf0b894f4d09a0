# %% [markdown] purpose since=slow-home requires=nublado
# # Is home slow?
#
# Run this by hand when saving takes long. It writes sixteen files of one megabyte
# to home, waits until each is really on the disk, and deletes them again. Less
# than ten megabytes in a second feels slow.

# %% measure
import os
import tempfile
import time
from pathlib import Path

COUNT = 16
block = os.urandom(1_000_000)

started = time.monotonic()
with tempfile.TemporaryDirectory(prefix=".slow_home-", dir=Path.home()) as folder:
    for number in range(COUNT):
        with open(os.path.join(folder, str(number)), "wb") as file:
            file.write(block)
            file.flush()
            os.fsync(file.fileno())
seconds = time.monotonic() - started
print(f"{COUNT / seconds:.0f} MB in a second")
