# %% [markdown] purpose since=identity
# # Who is a person inside a lab?
#
# Gafaelfawr hands each person a number, and every file belongs to a number. If
# home belongs to another one, somebody was given the wrong lab.

# %% person until=no-name
import os
import pwd

name = pwd.getpwuid(os.getuid()).pw_name
print(f"{name}, number {os.getuid()}")

# %% person since=no-name
import os
import pwd

try:
    name = pwd.getpwuid(os.getuid()).pw_name
except KeyError:
    name = "a person without a name"
print(f"{name}, number {os.getuid()}")

# %% groups since=groups
groups = sorted({os.getgid(), *os.getgroups()})
print(f"groups: {', '.join(str(number) for number in groups)}")

# %% home since=identity until=exact-home
from pathlib import Path

home = Path.home()
assert home.stat().st_uid == os.getuid(), f"{home} belongs to somebody else."
print(f"{home} is theirs")

# %% home since=exact-home
import stat
from pathlib import Path

home = Path.home()
facts = home.stat()
assert facts.st_uid == os.getuid(), f"{home} belongs to somebody else."
assert not facts.st_mode & stat.S_IWOTH, f"Everybody may write to {home}."
print(f"{home} is theirs, with permissions {stat.filemode(facts.st_mode)}")
