"""Bytes of a source to links: polite, safe fetching, parsing by kind, and the identity of what was found."""

from frontwire.collect.polling import poll

__all__ = ["poll"]
