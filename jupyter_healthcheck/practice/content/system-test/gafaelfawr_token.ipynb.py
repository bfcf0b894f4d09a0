# %% [markdown] purpose since=token
# # Does this lab hold an access token?
#
# Services ask for a token that the platform puts into the lab. This looks where
# it is documented to be, in that order. The token is a password: it is never
# printed, and no part of it either.

# %% find
import os
from pathlib import Path

places = [Path("/etc/nublado/secrets/token")]
if mounts := os.environ.get("NUBLADO_RUNTIME_MOUNTS_DIR"):
    places.append(Path(mounts) / "secrets" / "token")

token, found = "", ""
for place in places:
    if not token and place.is_file():
        token, found = place.read_text().strip(), str(place)
for variable in ("NUBLADO_TOKEN", "ACCESS_TOKEN"):
    if not token and os.environ.get(variable):
        token, found = os.environ[variable].strip(), f"${variable}"

# %% exists until=no-token
assert token, "There is no token in any of the documented places."
print(f"There is a token in {found}.")

# %% exists since=no-token
if token:
    print(f"There is a token in {found}.")
else:
    print("There is no token in any of the documented places. That is as it should be")
    print("where no platform runs this lab; on a platform, restart the lab to get one.")

# %% [markdown] about-shape since=shape
# A token has two parts of 22 characters: a key, which may appear in logs, and a
# secret. Anything else is damaged, or is not a token of this platform.

# %% shape since=shape until=no-token
import re

well_formed = re.fullmatch(r"gt-[\w-]{22}\.[\w-]{22}", token) is not None
assert well_formed, f"What is in {found} does not look like a token."
print("It has the shape of a token.")

# %% shape since=no-token
import re

if token:
    well_formed = re.fullmatch(r"gt-[\w-]{22}\.[\w-]{22}", token) is not None
    assert well_formed, f"What is in {found} does not look like a token."
    print("It has the shape of a token.")
else:
    print("There is nothing to check.")
