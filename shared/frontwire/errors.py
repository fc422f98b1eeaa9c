"""Every error frontwire raises on purpose, in one tree.

FrontwireError            what went wrong (`message`), what it is about (`subject`), the way out (`hint`)
|- ConfigError            a file, setting or argument is wrong: mend it, retrying is useless
|  `- RuleError           a topic file is wrong: carries file, line and key
|- FetchError             a page or feed could not be had; `retry` tells whether later may be better
|  |- RefusedAddress      the address is one that frontwire never connects to
|  |- Challenged          the site asks for a proof of being a person; never evaded
|  `- Postponed           nothing was asked: the host's turn has not come
|- ParseError             bytes came, but they are not what they should be
|- StoreError             the table or bucket refused
|  `- Conflict            somebody else wrote first: read again and decide anew
`- ChannelError           a channel cannot be used as it is set up
"""

from __future__ import annotations


class FrontwireError(Exception):
    """The root. `str(error)` is one line for a person: subject, message, hint."""

    retry = False

    def __init__(self, message: str, *, subject: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.subject = subject
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.subject}: {self.message}" if self.subject else self.message
        return f"{text} ({self.hint})" if self.hint else text


class ConfigError(FrontwireError):
    pass


class RuleError(ConfigError):
    """A topic file is wrong. `line` counts from 1, 0 when unknown; `key` is the path to the value (frames.0.any)."""

    def __init__(self, message: str, *, file: str = "", line: int = 0, key: str = "", hint: str = "") -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(message, subject=f"{where}: {key}" if key else where, hint=hint)
        self.file, self.line, self.key = file, line, key


class FetchError(FrontwireError):
    """`status` is the HTTP status, 0 when none came; `retry_after` is in seconds, as the server asked.

    `sent` is false where no byte of the request had left: to try again cannot do a thing twice. Where it is true and
    `status` is 0, nobody knows whether the server acted on it.
    """

    def __init__(
        self,
        message: str,
        *,
        subject: str = "",
        hint: str = "",
        retry: bool = True,
        status: int = 0,
        retry_after: int | None = None,
        sent: bool = False,
    ) -> None:
        super().__init__(message, subject=subject, hint=hint)
        self.retry = retry
        self.status = status
        self.retry_after = retry_after
        self.sent = sent


class RefusedAddress(FetchError):
    def __init__(self, message: str, *, subject: str = "", hint: str = "") -> None:
        super().__init__(message, subject=subject, hint=hint, retry=False)


class Challenged(FetchError):
    pass


class Postponed(FetchError):
    pass


class ParseError(FrontwireError):
    pass


class StoreError(FrontwireError):
    retry = True


class Conflict(StoreError):
    pass


class ChannelError(FrontwireError):
    pass
