"""git's words are understood, and nothing secret or harmful of them is passed on."""

import pytest

from jupyter_healthcheck.workspace.git_failures import clean, failure_from_stderr


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("https://ada:secret@host/x", "https://host/x"),
        (
            "from 'https://token@host:8/x' and ssh://git@h/y",
            "from 'https://host:8/x' and ssh://h/y",
        ),
        ("\x1b[31mred\x1b[0m \x1b[2Jx", "red x"),
        ("bell\a and \x9bcsi", "bell and csi"),
        ("abc\u202edef\u2066", "abcdef"),
        ("tab\tline\nend", "tab\tline\nend"),
        ("mail ada@host", "mail ada@host"),
    ],
)
def test_clean(said: str, shown: str) -> None:
    assert clean(said) == shown


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("fatal: write error: No space left on device", "disk-full"),
        ("error: unable to create file x: Disk quota exceeded", "quota-reached"),
        (
            "fatal: could not create work tree dir 'x': Read-only file system",
            "read-only-file-system",
        ),
        ("error: unable to create file x: Permission denied", "no-permission"),
        ("ada@host: Permission denied (publickey).", "authentication-refused"),
        ("ssh: Could not resolve hostname host: Name or service not known", "name-not-resolved"),
        ("fatal: unable to access 'https://h/': Could not resolve host: h", "name-not-resolved"),
        ("fatal: unable to access 'https://h/': Could not resolve proxy: p", "proxy-trouble"),
        (
            "fatal: unable to access 'x': Received HTTP code 407 from proxy after CONNECT",
            "proxy-trouble",
        ),
        ("ssh: connect to host h port 22: No route to host", "no-network"),
        ("fatal: Remote branch x not found in upstream origin", "branch-missing"),
        (
            "remote: Repository not found.\nfatal: repository 'x' not found",
            "repository-missing-or-private",
        ),
        (
            "fatal: could not read Username for 'x': terminal prompts disabled",
            "repository-missing-or-private",
        ),
        (
            "error: RPC failed; curl 18 transfer closed with outstanding read data",
            "transfer-broken",
        ),
        ("fatal: early EOF\nfatal: fetch-pack: invalid index-pack output", "transfer-broken"),
        (
            "fatal: fsck error in packed object\nfatal: fetch-pack: invalid index-pack output",
            "upstream-damaged",
        ),
        ("something that nobody has ever read", "git-failed"),
        ("", "git-failed"),
    ],
)
def test_words_of_git(said: str, code: str) -> None:
    error = failure_from_stderr(said)
    assert error.code == code
    assert error.details["git"] == said


def test_disk_of_the_upstream_is_not_ours() -> None:
    said = "remote: fatal: No space left on device\nfatal: the remote end hung up unexpectedly"
    assert failure_from_stderr(said).code == "transfer-broken"


def test_progress_is_left_out_and_length_is_bounded() -> None:
    said = (
        "Receiving objects:  10% (1/10)\rReceiving objects: 100% (10/10)\rfatal: odd\n" + "x" * 9000
    )
    details = failure_from_stderr(said).details["git"]
    assert "Receiving" not in details
    assert len(details) == 2000
