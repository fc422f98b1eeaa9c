"""The embedded AWS (ministack) as a child process on loopback, from start to a clean end."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from frontwire.errors import ConfigError, StoreError

REGION = "eu-central-1"
ACCOUNT = "000000000000"
STARTS_WITHIN = 30.0  # seconds
STOPS_WITHIN = 15.0  # it writes its state on SIGTERM
CRASH = re.compile(r"ERROR \[lambda\] .*? error for (\S+): (.*[^\s:])\s*$", re.MULTILINE)
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
ROOM = 1 << 30  # bytes the unpacked layers of some twelve workers may need


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Emulator:
    """`home` holds logs and the pid; `keep` holds the state if it shall outlive the run."""

    python: Path
    home: Path
    keep: Path | None = None
    smtp_port: int = 0
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    _clients: dict[str, Any] = field(default_factory=dict)
    _making: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it answers. Raises StoreError with the log's end when it does not."""
        if not self.python.exists():
            raise ConfigError(
                "the embedded AWS is not installed", subject=str(self.python), hint="run `make setup` once"
            )
        self._end_leftover()
        for left in _scratch_folders(self.home):
            shutil.rmtree(left, ignore_errors=True)
        self._scratch.mkdir(mode=0o700, parents=True)
        with open(self.home / "ministack.log", "wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [str(self.python), "-m", "ministack"],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home,
                start_new_session=True,
                preexec_fn=_end_with_parent() if sys.platform == "linux" else None,
            )
        (self.home / "pid").write_text(str(self.process.pid))
        self._wait_until_up()

    def stop(self) -> None:
        """End it and all its workers; the state is on disk when this returns, if it is kept."""
        if self.process is None:
            return
        if self.keep:  # it writes its state on SIGTERM; without one there is nothing to wait for
            _signal_group(self.process.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(STOPS_WITHIN)
        _signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
        (self.home / "pid").unlink(missing_ok=True)
        shutil.rmtree(self._scratch, ignore_errors=True)

    def crashes(self) -> list[tuple[str, str]]:
        """Functions that ended before they could log anything, by the server's own log: name and reason, the first first."""
        try:
            log = (self.home / "ministack.log").read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return []
        return CRASH.findall(log)

    def client(self, service: str) -> Any:
        """A boto3 client of the embedded AWS, as the account's owner; one a service, since making one is slow."""
        from botocore.config import Config  # slow to import, and most commands need no AWS

        with self._making:  # sessions make one client at a time
            if service not in self._clients:
                config = Config(retries={"max_attempts": 3})
                self._clients[service] = self._session.client(service, endpoint_url=self.url, config=config)
            return self._clients[service]

    @cached_property
    def _scratch(self) -> Path:
        """Temporary files: each worker unpacks the layer anew, which costs a fifth in memory of what it does on a disk."""
        on_disk, in_memory = _scratch_folders(self.home)
        with suppress(OSError):
            if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
                return in_memory
        return on_disk

    @cached_property
    def _session(self) -> Any:
        import boto3

        # The access key "test" is the embedded server's root; the rights of the functions are checked all the same.
        return boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)  # noqa: S106

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        settings = {
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            "AUTH": "true",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "LOG_LEVEL": "WARNING",
            "MINISTACK_REGION": REGION,
            "TMPDIR": str(self._scratch),
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        if self.smtp_port:
            settings["SMTP_HOST"] = f"127.0.0.1:{self.smtp_port}"
        if self.keep:
            self.keep.mkdir(parents=True, exist_ok=True)
            settings |= {
                "PERSIST_STATE": "1",
                "STATE_DIR": str(self.keep / "state"),
                "S3_PERSIST": "1",
                "S3_DATA_DIR": str(self.keep / "s3"),
            }
        return kept | settings

    def _wait_until_up(self) -> None:
        end = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < end:
            if self.process and self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=1):  # noqa: S310 - loopback
                    return
            except OSError:
                time.sleep(0.05)
        self.stop()
        log = (self.home / "ministack.log").read_text(errors="replace").strip().splitlines()[-5:]
        raise StoreError("the embedded AWS did not start", subject=self.url, hint=" / ".join(log))

    def _end_leftover(self) -> None:
        """A run that was killed with -9 may have left its server behind: end it, if the pid is still that server."""
        try:
            pid = int((self.home / "pid").read_text())
        except (OSError, ValueError):
            return
        if _is_ministack(pid):
            _signal_group(pid, signal.SIGKILL)
        (self.home / "pid").unlink(missing_ok=True)


def _scratch_folders(home: Path) -> tuple[Path, Path]:
    """Where temporary files of runs with this home may lie: on disk, and in memory."""
    return home / "tmp", MEMORY / f"frontwire-{hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:16]}"


def _is_ministack(pid: int) -> bool:
    answer = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return "ministack" in answer.stdout


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return


def _end_with_parent() -> Callable[[], None]:
    """Linux: the child gets SIGTERM when its parent is gone, however that came about."""
    libc = ctypes.CDLL(None)
    pr_set_pdeathsig = 1
    return lambda: libc.prctl(pr_set_pdeathsig, int(signal.SIGTERM))
