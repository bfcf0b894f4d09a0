"""The practice environment as its command shows it."""

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

DEMO = ("demo", "--no-browser")


def test_an_interrupt_ends_it_and_cleans_up(tmp_path: Path) -> None:
    # As a script has it that puts the demo in the background.
    ignoring = "trap '' INT; exec \"$@\""
    with subprocess.Popen(
        ["sh", "-c", ignoring, "sh", sys.executable, "-m", "jupyter_healthcheck", *DEMO],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as demo:
        assert demo.stdout is not None
        url = demo.stdout.readline().strip()
        with urllib.request.urlopen(url) as page:
            assert page.status == 200
        demo.send_signal(signal.SIGINT)

        assert demo.wait(60) == 0

    assert list(tmp_path.glob("jupyter-healthcheck-demo-*")) == []
