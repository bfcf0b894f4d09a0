"""The steps of each kind of swap, in order."""

from jupyter_healthcheck.workspace.replace import Step

#: Until then nothing has moved: a swap that is cut off here is dropped.
BEGIN = [Step.JOURNALED, Step.DISOWNED]
END = [Step.OLD_ASIDE, Step.RECORDED]

_EXCHANGED = [*BEGIN, Step.INSTALLED, *END]
_RENAMED = [*BEGIN, Step.FIRST_RENAME, Step.INSTALLED, *END]

#: What is done, and how: by exchanging folders or by two renames, if there is an old copy.
STEPS = {
    ("ask", "first"): [*BEGIN, Step.INSTALLED, Step.CLOSED],
    ("replace", "exchange"): [*_EXCHANGED, Step.CLOSED],
    ("replace", "renames"): [*_RENAMED, Step.CLOSED],
    ("keep-both", "exchange"): [*_EXCHANGED, Step.CLOSED],
    ("keep-both", "renames"): [*_RENAMED, Step.CLOSED],
    ("restore", "exchange"): [*_EXCHANGED, Step.FORGOTTEN, Step.CLOSED],
    ("restore", "renames"): [*_RENAMED, Step.FORGOTTEN, Step.CLOSED],
    ("restore", "absent"): [*BEGIN, Step.INSTALLED, Step.FORGOTTEN, Step.CLOSED],
}

CASES = [(what, how, step) for (what, how), steps in STEPS.items() for step in steps]
