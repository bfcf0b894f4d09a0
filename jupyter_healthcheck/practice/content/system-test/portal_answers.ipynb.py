# %% [markdown] purpose since=portal
# # Does the Portal answer?
#
# The Portal is a web page, and this asks for it as a browser would that is not
# logged in.

# %% site
import os

site = os.environ.get("EXTERNAL_INSTANCE_URL", "").rstrip("/")
assert site, (
    "No Portal is configured here: EXTERNAL_INSTANCE_URL, which names the site of this lab, is "
    "not set. At a site without the Portal this notebook is not meant to run."
)
print(f"Asking {site}/portal/app/")

# %% ask until=redirect
import urllib.request

with urllib.request.urlopen(f"{site}/portal/app/", timeout=10) as reply:
    print(f"It answers with status {reply.status}.")

# %% [markdown] about-login since=redirect
# Who is not logged in is sent to the login page, or is told to log in. Either
# comes from the gate in front of the Portal, and says that the gate knows of it.

# %% ask since=redirect
import urllib.error
import urllib.request


class StayHere(urllib.request.HTTPRedirectHandler):
    """Report a redirect, do not follow it."""

    def redirect_request(self, *arguments):
        return None


try:
    with urllib.request.build_opener(StayHere).open(f"{site}/portal/app/", timeout=10) as reply:
        status = reply.status
except urllib.error.HTTPError as error:
    status = error.code
print(f"It answers with status {status}.")
assert status != 404, "The site is there, but has no Portal."
assert status < 500, f"The Portal is broken: status {status}."
