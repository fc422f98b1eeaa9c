"""A bucket in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class FakeS3:
    objects: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, **headers: Any) -> dict[str, Any]:
        self.objects[Bucket, Key] = {"Body": Body, **headers}
        return {}
