"""What happened in a run, line by line, for the person who looks into a failed seed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Trace:
    lines: list[tuple[float, str, str]] = field(default_factory=list)

    def add(self, now: float, who: str, what: str) -> None:
        self.lines.append((now, who, what))

    def text(self) -> str:
        return "\n".join(f"{_clock(now)}  {who:<18} {what}" for now, who, what in self.lines)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours:3}:{minutes:02}:{rest:06.3f}"
