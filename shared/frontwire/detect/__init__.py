"""Article -> verdicts of the topics. `Engine.load()` once, `engine.examine(article, ref)` for each article."""

from frontwire.detect.engine import Engine
from frontwire.detect.score import score_form

__all__ = ["Engine", "score_form"]
