"""What the environment says, read once at the edge."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from frontwire import __version__
from frontwire.errors import ConfigError

DEFAULT_PREFIX = "/frontwire"
PROJECT_PAGE = "https://github.com/frontwire/frontwire"


class Settings(Struct, frozen=True):
    """The variables of template.yaml. A function that lacks one it needs gets a ConfigError that names it."""

    table: str = ""
    archive: str = ""
    contact: str = ""
    sender: str = ""
    mail_set: str = ""
    dashboard: str = ""
    secret_prefix: str = DEFAULT_PREFIX
    local_hosts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    poll_queue: str = ""
    read_queue: str = ""
    alert_queue: str = ""
    deliver_queue: str = ""

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Settings:
        def text(name: str) -> str:
            return environ.get(f"FRONTWIRE_{name}", "").strip()

        return cls(
            table=text("TABLE"),
            archive=text("ARCHIVE"),
            contact=text("CONTACT"),
            sender=text("SENDER"),
            mail_set=text("MAIL_SET"),
            dashboard=text("DASHBOARD"),
            secret_prefix=text("SECRET_PREFIX") or DEFAULT_PREFIX,
            local_hosts=_listed(text("LOCAL_HOSTS")),
            topics=_listed(text("TOPICS")),
            poll_queue=text("POLL_QUEUE"),
            read_queue=text("READ_QUEUE"),
            alert_queue=text("ALERT_QUEUE"),
            deliver_queue=text("DELIVER_QUEUE"),
        )

    def need(self, name: str) -> str:
        """A setting that must be there."""
        value = getattr(self, name)
        if not value:
            raise ConfigError(
                "is not set",
                subject=f"FRONTWIRE_{name.upper()}",
                hint="template.yaml sets it for every function that needs it; deploy again",
            )
        return str(value)

    @property
    def user_agent(self) -> str:
        """Honest, with a way to reach whoever runs this copy."""
        return f"frontwire/{__version__} (+{self.contact or PROJECT_PAGE})"


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
