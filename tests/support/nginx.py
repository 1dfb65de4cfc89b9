"""A real nginx on this machine's own address, with a configuration of the test's."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

NGINX: Final = shutil.which("nginx") or "/usr/sbin/nginx"
needs_nginx = pytest.mark.skipif(
    not Path(NGINX).exists(), reason="needs nginx; on Debian: apt-get install nginx-light"
)
# What the app's documentation calls a plain proxy: the Upgrade lines and nothing else.
UPGRADE: Final = """
    proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection "upgrade";
"""


@contextmanager
def plain_proxy(folder: Path, port: int, app_url: str, lines: str = "") -> Iterator[str]:
    """nginx before the app, by `proxy_pass`, the Upgrade lines and those of the test.

    Args:
        folder: For nginx's own files.
        port: That it listens on.
        lines: More of the `location`.
    """
    server = f"""
    server {{
        listen 127.0.0.1:{port};
        location / {{ proxy_pass {app_url}; {UPGRADE} {lines} }}
    }}
    """
    with running_nginx(folder, server, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def running_nginx(folder: Path, servers: str, port: int) -> Iterator[None]:
    """nginx with what stands in its `http` block, until the end of the test."""
    paths = "".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {paths} {servers} }}\n",
        encoding="utf-8",
    )
    process = subprocess.Popen([NGINX, "-p", folder, "-c", configuration, "-e", "stderr"])
    try:
        _wait_for(port, process)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until_s = time.monotonic() + 10
    while time.monotonic() < until_s and process.poll() is None:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx did not start.")
