"""Make the kernel refuse one kind of call, for one process and its children.

``Refusal.code()`` is the start of a snippet for `kill.run_snippet` and its
kin: from there on the call fails with the error that was chosen, in Python, in
git and in whatever they start. It needs neither root nor a special disk::

    run_snippet(NO_EXCHANGE.code() + "...")
    run_snippet(NO_NEW_FILES.code() + "...")  # EDQUOT
"""

import ctypes
import errno
import os
import struct
from dataclasses import dataclass

# The kernel's numbers of what is refused here.
_CALLS = {
    "x86_64": {"renameat2": 316, "openat": 257},
    "aarch64": {"renameat2": 276, "openat": 56},
}
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000


@dataclass(frozen=True)
class Refusal:
    """A call that fails if some bits of one argument are set.

    Parameters
    ----------
    call
        ``renameat2`` or ``openat``.
    argument
        Which argument counts, from 0.
    bits
        Any of these bits.
    error
        The number of the error that it gives.
    """

    call: str
    argument: int
    bits: int
    error: int

    def code(self) -> str:
        """Return a line of Python that puts it in force."""
        if os.uname().machine not in _CALLS:
            import pytest  # not wanted in the snippet

            pytest.skip(f"the kernel's call numbers on {os.uname().machine} are not known here")
        return f"from {__name__} import Refusal; {self!r}.enforce()\n"

    def enforce(self) -> None:
        """Put it in force for this thread and all that it starts, for good."""
        number = _CALLS[os.uname().machine][self.call]
        # Each step: what to do, how far to skip if true and if false, and a number.
        steps = [
            (_LOAD, 0, 0, 0),
            (_EQUAL, 0, 3, number),
            (_LOAD, 0, 0, 16 + 8 * self.argument),
            (_ANY_BIT, 0, 1, self.bits),
            (_RETURN, 0, 0, _FAIL | self.error),
            (_RETURN, 0, 0, _ALLOW),
        ]
        program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *s) for s in steps))
        header = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program))
        libc = ctypes.CDLL(None, use_errno=True)
        for arguments in (
            (_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
            (_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_char_p(header), 0, 0),
        ):
            if libc.prctl(*arguments) != 0:
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


NO_EXCHANGE = Refusal("renameat2", argument=4, bits=2, error=errno.EINVAL)
"""``renameat2`` knows no RENAME_EXCHANGE, as on older NFS and in user space."""

NO_NEW_FILES = Refusal("openat", argument=2, bits=os.O_CREAT, error=errno.EDQUOT)
"""No file may be created: "Disk quota exceeded"."""
