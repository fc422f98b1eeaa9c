"""Article -> verdicts of the topics. `Engine.load()` once, `engine.examine(article, ref)` for each article."""

from frontwire.detect.engine import Engine
from frontwire.detect.score import document, score_form

__all__ = ["Engine", "document", "score_form"]
