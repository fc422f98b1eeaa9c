"""`frontwire run` for real: the embedded AWS, the deployed template, HTTP and SMTP on loopback, processes and signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from frontwire.errors import ConfigError
from frontwire.models import Source
from frontwire_cli.laptop.laptop import Laptop
from frontwire_cli.run import run

ROOT = Path(__file__).resolve().parents[2]
FRONTWIRE = [sys.executable, "-m", "frontwire_cli.main"]
WITHIN = 200.0  # seconds; a quiet machine needs a fifth of it

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(
        not (ROOT / ".venv-aws" / "bin" / "python").exists(), reason="run `make setup` for the embedded AWS"
    ),
]


def children_of_the_run(home: Path) -> list[str]:
    """Processes that have this run's folder on their command line, in their folder or in their environment."""
    found = []
    for proc in Path("/proc").glob("[0-9]*"):
        try:
            told = (proc / "environ").read_bytes() + (proc / "cmdline").read_bytes()
            if str(home).encode() in told and int(proc.name) != os.getpid():
                found.append((proc / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def start(out: Path, home: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*FRONTWIRE, "run", "--out", str(out), *words],
        cwd=ROOT,
        env={
            **os.environ,
            "FRONTWIRE_HOME": str(home),
            "PYTHONPATH": os.pathsep.join((str(ROOT / "shared"), str(ROOT))),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, Any], Path, Path]:
    """One whole run of the demo world: exit code, what it says, its out folder, its home."""
    folder = tmp_path_factory.mktemp("run")
    process = start(folder / "out", folder / "home", "--json")
    stdout, stderr = process.communicate(timeout=WITHIN)
    assert stdout, stderr.decode()
    return process.returncode, json.loads(stdout), folder / "out", folder / "home"


def test_the_demo_world_gives_exactly_the_alerts_it_is_worth(ran: tuple[int, dict[str, Any], Path, Path]) -> None:
    code, said, _, _ = ran
    assert said["unexpected"] == []
    told = [(alert["topic"], alert["kind"], alert["status"]) for alert in said["told"]]
    assert told == [
        ("foreign_troop_capture", "new", "claimed"),
        ("foreign_troop_capture", "update", "confirmed"),
        ("prisoner_swap", "new", "offered"),
        ("prisoner_swap", "new", "completed"),
    ]
    assert (code, said["dead_letters"]) == (0, {})


def test_every_alert_arrives_once_in_slack_and_once_by_mail(ran: tuple[int, dict[str, Any], Path, Path]) -> None:
    _, said, out, _ = ran
    posts = [json.loads(path.read_text()) for path in sorted((out / "slack").glob("*.json"))]
    mails = [message_from_bytes(p.read_bytes(), policy=policy.default) for p in sorted((out / "mail").glob("*.eml"))]
    assert sorted(mail["X-Frontwire-Alert"] for mail in mails) == sorted(alert["id"] for alert in said["told"])
    assert len(posts) == len(mails)
    assert all(any(alert["headline"] in post["text"] for post in posts) for alert in said["told"])


def test_the_capture_and_its_confirmation_are_one_thread_of_mail(ran: tuple[int, dict[str, Any], Path, Path]) -> None:
    _, said, out, _ = ran
    threads = {}
    for path in (out / "mail").glob("*.eml"):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        threads[mail["X-Frontwire-Alert"]] = mail["References"].split()[0]
    new, update = (alert["id"] for alert in said["told"][:2])
    assert threads[new] == threads[update]
    assert len(set(threads.values())) == len({alert["story"] for alert in said["told"]})


def test_the_page_lists_the_stories_and_its_links_lead_somewhere(ran: tuple[int, dict[str, Any], Path, Path]) -> None:
    _, said, out, _ = ran
    page = (out / "stories.html").read_text(encoding="utf-8")
    for story in {alert["story"] for alert in said["told"]}:
        assert f'href="stories/{story}.html"' in page
        assert 'href="../stories.html"' in (out / "stories" / f"{story}.html").read_text(encoding="utf-8")


def test_the_run_leaves_no_process_behind(ran: tuple[int, dict[str, Any], Path, Path]) -> None:
    assert children_of_the_run(ran[3]) == []


@pytest.mark.parametrize(("number", "after"), [(signal.SIGTERM, 0.7), (signal.SIGINT, 3.0), (signal.SIGTERM, 9.0)])
def test_a_signal_at_any_moment_leaves_no_process_behind(tmp_path: Path, number: signal.Signals, after: float) -> None:
    process = start(tmp_path / "out", tmp_path / "home")
    time.sleep(after)
    os.kill(process.pid, number)
    process.communicate(timeout=60)
    assert process.returncode != 0
    assert children_of_the_run(tmp_path / "home") == []


def test_after_a_kill_the_server_ends_too_and_the_next_run_works(tmp_path: Path) -> None:
    home = tmp_path / "home"
    process = start(tmp_path / "out", home)
    end = time.monotonic() + 60
    while not (home / "run" / "pid").exists() and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(1.0)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    again = start(tmp_path / "out", home, "--sources", str(_no_sources(tmp_path)), "--json")
    stdout, stderr = again.communicate(timeout=WITHIN)
    told = json.loads(stdout)
    assert again.returncode == 1, stderr.decode()
    assert (told["polled"], [one["id"] for one in told["failing"]]) == (1, ["gone"])
    assert "never connected to" in told["failing"][0]["error"]
    assert children_of_the_run(home) == []


def test_a_kept_state_comes_back_and_works_on(tmp_path: Path) -> None:
    source = Source("gone", "http://127.0.0.1:9/rss")
    addresses = []
    for _ in range(2):
        with Laptop(ROOT, tmp_path / "out", tmp_path / "kept") as laptop:
            laptop.start_sinks()
            laptop.start_aws()
            laptop.deploy()
            laptop.tick()
            assert laptop.settle(WITHIN)
            known = {one.id: health for one, health in laptop.store.sources.with_health(["gone"]).values()}
            laptop.seed([source] if not addresses else [])
            addresses.append(laptop.emulator.url)
    assert addresses[0] == addresses[1]
    assert list(known) == ["gone"]
    assert known["gone"].failures == 1, "the second run's tick polled it"


def test_a_second_run_leaves_the_first_alone(tmp_path: Path) -> None:
    (tmp_path / "out" / "slack").mkdir(parents=True)
    (tmp_path / "out" / "slack" / "001.json").write_text("{}")
    with Laptop(ROOT, tmp_path / "out", tmp_path / "kept"):
        with (
            pytest.raises(ConfigError, match="another run is at work"),
            Laptop(ROOT, tmp_path / "out", tmp_path / "kept"),
        ):
            pass
        second = start(tmp_path / "out", tmp_path / "kept")  # its home is the folder whose `run` is locked
        _, stderr = second.communicate(timeout=60)
        assert (second.returncode, "FRONTWIRE_HOME" in stderr.decode()) == (2, True)
        assert (tmp_path / "out" / "slack" / "001.json").exists(), "what the first one wrote stays"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sources:\n  - {id: mine, url: 'http://localhost:8765/rss'}\n", "FRONTWIRE_LOCAL_HOSTS=localhost:8765"),
        ("sources: []\n", "frontwire sources add URL"),
        ("sources:\n  - {id: a, url: nothing}\n", "mine.yaml:2"),
    ],
)
def test_sources_that_could_never_be_asked_are_refused_before_anything_starts(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FRONTWIRE_LOCAL_HOSTS", raising=False)
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        run(file, tmp_path / "out", as_json=True)
    assert not (tmp_path / "out").exists()


def _no_sources(folder: Path) -> Path:
    """A sources file whose one source is refused, so that nothing leaves the machine."""
    path = folder / "mine.yaml"
    path.write_text("sources:\n  - {id: gone, url: 'http://192.0.2.7/rss'}\n", encoding="utf-8")
    return path
