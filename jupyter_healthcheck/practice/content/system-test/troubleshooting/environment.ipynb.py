# %% [markdown] purpose since=environment requires=nublado
# # What does this lab's environment look like?
#
# Run this by hand when somebody asks for it. It shows the variables that a
# platform sets for a lab.

# %% show until=secrets
import os

for name in sorted(os.environ):
    if name.startswith(("DAF_", "EXTERNAL_", "JUPYTER", "LSST_", "RSP_")):
        print(f"{name} = {os.environ[name]}")

# %% show since=secrets
import os
import re

SECRET = re.compile("TOKEN|SECRET|PASSWORD|KEY|CREDENTIAL", re.IGNORECASE)

names = sorted(
    name
    for name in os.environ
    if name.startswith(("DAF_", "EXTERNAL_", "JUPYTER", "LSST_", "RSP_"))
)
for name in names:
    # A URL may carry a password, or be signed.
    value = re.sub(r"(?<=//)[^/]*(?=@)|(?<=\?).*", "…", os.environ[name])
    print(f"{name} = {'(hidden)' if SECRET.search(name) else value}")
if not names:
    print("No platform has set anything here.")
