"""The ratchet: on the labelled pages, extraction never becomes worse in silence.

The floors are pinned to one state of the data, named by its digest. Who changes the data or lowers a floor says so here.
"""

import gzip
import hashlib
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from frontwire.extract import text_of

DATA = Path(__file__).parents[3] / "shared/data/extraction"
DIGEST = "17b69636f4f383ea"
# F1 and page F1 of score.py over each set. Leads under the title are text, which scrapinghub's labels mostly leave out.
FLOORS = {"scrapinghub": (0.982, 0.981), "fundus": (0.9765, 0.975), "wcxb": (0.96, 0.954)}
# right day, wrong day at most, authors, title.
RECORD_FLOORS = {"fundus": (0.975, 0.017, 0.875, 0.81), "wcxb": (0.904, 0.018, 0.865, 0.87)}

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the labelled pages are not here ({DATA.name})")


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_floors_speak_of_this_data() -> None:
    truths = b"".join((DATA / name / "truth.json").read_bytes() for name in FLOORS)
    assert hashlib.sha256(truths).hexdigest()[:16] == DIGEST


@pytest.mark.parametrize("name", FLOORS)
def test_text_stays_above_its_floor(name: str) -> None:
    score = load(DATA / "score.py")
    truth = json.loads((DATA / name / "truth.json").read_text("utf8"))
    texts = {}
    for page, labelled in truth.items():
        with gzip.open(DATA / name / "html" / f"{page}.html.gz", "rt", encoding="utf8", errors="replace") as file:
            texts[page] = text_of(file.read(), labelled["url"])
    figures = score.score({page: labelled["text"] for page, labelled in truth.items()}, texts, boot=1)
    floor, page_floor = FLOORS[name]
    assert figures["f1"] >= floor
    assert figures["page_f1"] >= page_floor


@pytest.mark.parametrize("name", RECORD_FLOORS)
def test_records_stay_above_their_floors(name: str) -> None:
    from bench import extract_records as bench
    from frontwire.extract import record_of

    found = bench.measure(DATA / name, record_of)
    day, wrong, author, title = RECORD_FLOORS[name]
    assert bench.share(found["day"], "right") >= day
    assert bench.share(found["day"], "wrong") <= wrong
    assert bench.share(found["author"], "right") >= author
    assert bench.share(found["title"], "right") >= title
