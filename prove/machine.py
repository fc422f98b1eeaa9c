"""Simulated time: tasks that run one at a time and hand over at every side effect, so that a seed gives one history.

A task is a thread, because the steps are plain code; only one of all threads ever runs. It stops in `pause`, and the
loop wakes whoever is next on the clock. So two handlers interleave at every call they make.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

FOREVER = float("inf")


class Crash(BaseException):
    """The process is gone: nothing after this line of the step runs. Not an Exception, so that no step can catch it."""


class Surprise(Exception):
    """A step raised something that no fault explains."""


def _baton() -> threading.Lock:
    """A lock that is held from the start: `acquire` waits for it, `release` hands it over."""
    lock = threading.Lock()
    lock.acquire()
    return lock


@dataclass
class Task:
    """One invocation. `killed` says what ended it, "" when it came to its own end; `deadline` is the time it is given."""

    name: str
    work: Callable[[], None]
    done: Callable[[Task], None]
    deadline: float
    killed: str = ""
    ended: bool = False
    broken: BaseException | None = None
    go: threading.Lock = field(default_factory=_baton)
    thread: threading.Thread | None = None


@dataclass
class Machine:
    """`now` is in seconds since the start."""

    now: float = 0.0
    task: Task | None = None
    _heap: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _count: int = 0
    _back: threading.Lock = field(default_factory=_baton)

    def at(self, when: float, action: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._heap, (when, self._count, action))

    def next_at(self) -> float:
        return self._heap[0][0] if self._heap else FOREVER

    def run(self, until: float) -> None:
        """Let all happen that happens up to `until`."""
        while self._heap and self._heap[0][0] <= until:
            self.now, _, action = heapq.heappop(self._heap)
            action()
        self.now = max(self.now, until) if until < FOREVER else self.now

    def start(self, name: str, work: Callable[[], None], done: Callable[[Task], None], seconds: float) -> None:
        """Run `work` as a task of at most `seconds`; `done` is told when it has ended, however it ended."""
        task = Task(name, work, done, self.now + seconds)
        task.thread = threading.Thread(target=self._body, args=(task,), daemon=True, name=name)
        task.thread.start()
        self._resume(task)

    def pause(self, seconds: float) -> None:
        """Let `seconds` pass in the running task. Anybody else who calls (a task's own fetching threads) goes on at once.

        Raises Crash when the task's time is over before.
        """
        task = self.task
        if task is None or threading.current_thread() is not task.thread:
            return
        late = self.now + seconds > task.deadline
        self.at(min(self.now + seconds, task.deadline), lambda: self._resume(task))
        self._back.release()
        task.go.acquire()
        if late:
            task.killed = "ran out of time"
            raise Crash

    def crash(self, why: str) -> None:
        """End the running task here."""
        if self.task:
            self.task.killed = why
        raise Crash

    def _resume(self, task: Task) -> None:
        self.task = task
        task.go.release()
        self._back.acquire()
        self.task = None
        if task.ended:
            if task.thread:
                task.thread.join()
            if task.broken:
                raise Surprise(f"{task.name}: {type(task.broken).__name__}: {task.broken}") from task.broken
            task.done(task)

    def _body(self, task: Task) -> None:
        task.go.acquire()
        try:
            task.work()
        except Crash:
            task.killed = task.killed or "crashed"
        except BaseException as error:
            task.broken = error
        task.ended = True
        self._back.release()
