# %% [markdown] purpose since=login
# # Can a person work in this lab?
#
# This looks at the things that a fresh lab must have before anything else
# makes sense: a running kernel with a Python that is new enough, and a home
# folder that can be written to.

# %% python
import sys

print(f"Python {sys.version.split()[0]} at {sys.executable}")
assert sys.version_info >= (3, 11), "This kernel's Python is older than 3.11."

# %% kernel since=kernel
import os

import ipykernel
from IPython import get_ipython

assert get_ipython() is not None, "This does not run in a Jupyter kernel."
print(f"Kernel: ipykernel {ipykernel.__version__}, process {os.getpid()}")

# %% home since=login until=write
import os
from pathlib import Path

home = Path.home()
print(f"Home: {home}")
assert os.access(home, os.W_OK), f"{home} cannot be written to."

# %% [markdown] why-write since=write
# Permissions alone do not prove much: a full disk or a shared file system that
# was mounted read-only looks fine until somebody writes.

# %% home since=write
import tempfile
from pathlib import Path

home = Path.home()
message = "Written by nublado_login.\n"
with tempfile.TemporaryDirectory(prefix=".nublado_login-", dir=home) as folder:
    file = Path(folder) / "probe.txt"
    file.write_text(message)
    assert file.read_text() == message, f"What was written to {home} did not come back."
print(f"Home: {home} can be written to")
