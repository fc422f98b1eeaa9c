"""A page that asks before it does: one question, one button."""

from __future__ import annotations

from frontwire.web.element import el
from frontwire.web.frame import CSP, page

ASKING_CSP = CSP.replace("form-action 'none'", "form-action 'self'")
"""The policy of a page that has a form: it may be sent to its own address and nowhere else."""


def ask_page(text: str, title: str, button: str) -> str:
    """The answer goes to the page's own address, as a POST."""
    form = el("form", el("button", button, type="submit"), method="post")
    return page(title, el("h1", title), el("p", text, class_="lead"), form, root="./")
