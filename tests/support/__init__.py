"""Real helpers for the tests: git over HTTP, upstream repositories, disks, kills.

Nothing here imitates git. A test makes an upstream, serves it and lets the
code under test talk to it::

    from tests.support.git_server import GitServer
    from tests.support.repositories import Upstream, notebook

    upstream = Upstream.create(tmp_path / "remotes", "system-test")
    upstream.commit({"nublado_login.ipynb": notebook(["print(1)"])}, "First check")

    with GitServer(tmp_path / "remotes") as server:
        url = server.url("system-test")  # http://127.0.0.1:<port>/system-test

Each module's first lines say how it is used.
"""
