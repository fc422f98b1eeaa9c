"""A person's own topic: drafted, checked, taken into the next deploy, and changed with its consequences in view."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from frontwire.detect import Engine
from frontwire.errors import FrontwireError
from frontwire.models import Article, ArticleRef, Stamp
from frontwire.store import Reading
from frontwire_cli import topics as commands
from frontwire_cli.inprocess import Account
from frontwire_cli.main import app

FERRIES = ("ferry, пором, паром, 여객선", "sank, capsized, затонув, затонул, 침몰")
NEWS = {
    "en": "A ferry with forty people on board capsized near the island.",
    "uk": "Біля острова затонув пором, на борту було сорок людей.",
    "ru": "Возле острова затонул паром, на борту было сорок человек.",
    "ko": "섬 앞바다에서 여객선이 침몰했다고 해경이 밝혔다.",
}
SUNK = "title: Ferries\nseverity: high\nall: [[ferry], [sank, capsized]]\n"
CHANGED = "title: Ferries\nseverity: critical\nall: [[ferry, boat], [sank]]\n"
TOLD = (
    ("1", "2025-03-01", "Ferry sank", "A ferry sank off Bergen in Norway."),
    ("2", "2025-03-02", "Ferry capsized", "A ferry capsized in Manila Bay in the Philippines."),
    ("3", "2025-03-04", "Boat sank", "A fishing boat sank off Lagos in Nigeria."),
    ("4", "2025-03-04", "Fair weather", "The fair was rained off."),
)


def run(*words: str) -> tuple[int, str]:
    try:
        result = CliRunner().invoke(app, ["topics", *words], catch_exceptions=False, terminal_width=200)
    except FrontwireError as error:
        return 2, str(error)
    return result.exit_code, result.stderr if result.exit_code == 2 else result.stdout


def test_a_draft_passes_its_own_examples_and_works_in_four_languages(tmp_path: Path) -> None:
    code, out = run("new", "ferries", *FERRIES, "--without", "museum", "--folder", str(tmp_path))
    assert (code, "ok ferries" in out) == (0, True)
    engine = Engine.load(tmp_path)
    for language, text in NEWS.items():
        assert engine.examine(Article("", "", text), ArticleRef(language, "", ""))[0].match, language
    assert not engine.examine(Article("", "", NEWS["en"] + " It is a museum now."), ArticleRef("1", "", ""))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ferries",), "needs words"),
        (("Ferries!", "ferry"), "small letters"),
        (("taken", "ferry"), "there already"),
        (("ferries", "fe*"), "three letters"),
        (("ferries", "ferry", "--severity", "huge"), "critical"),
    ],
)
def test_a_draft_that_cannot_be_is_refused(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    (tmp_path / "taken.yaml").write_text(SUNK)
    code, out = run("new", *words, "--folder", str(tmp_path))
    assert (code, said in out) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["taken.yaml"]


def test_a_draft_whose_example_fails_says_so(tmp_path: Path) -> None:
    code, out = run("new", "ferries", "ferry", "--match", "A train left.", "--folder", str(tmp_path))
    assert (code, "FAIL ferries" in out) == (1, True)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house of topics with one that ships."""
    monkeypatch.setattr(commands, "TOPICS", tmp_path)
    monkeypatch.setattr(commands, "COMPILED", tmp_path / "topics.json")
    (tmp_path / "own").mkdir()
    (tmp_path / "storms.yaml").write_text("title: Storms\nany: [storm]\n")
    return tmp_path


def test_an_own_topic_is_compiled_with_the_shipped_ones_and_always_on(house: Path) -> None:
    (house / "own" / "ferries.yaml").write_text(SUNK)
    code, out = run("compile")
    assert (code, "Always looked for: ferries" in out) == (0, True)
    engine = Engine.of(json.loads((house / "topics.json").read_text(encoding="utf-8"))).only(["storms"])
    assert [topic.id for topic in engine.topics] == ["storms", "ferries"]


def test_an_own_topic_whose_examples_fail_is_not_compiled(house: Path) -> None:
    (house / "own" / "ferries.yaml").write_text(SUNK + "examples: {match: [A train left.]}\n")
    code, out = run("compile")
    assert (code, "no frame fired" in out) == (1, True)
    assert not (house / "topics.json").exists()


@pytest.fixture
def backtest(tmp_path: Path) -> tuple[str, ...]:
    """The words that compare a topic with a version that no longer knows of capsizing, and takes boats too."""
    present, changed = tmp_path / "now" / "ferries.yaml", tmp_path / "then" / "ferries.yaml"
    for path, text in ((present, SUNK), (changed, CHANGED)):
        path.parent.mkdir()
        path.write_text(text)
    return "backtest", str(changed), "--present", str(present)


def test_a_backtest_tells_alerts_that_come_go_and_change(tmp_path: Path, backtest: tuple[str, ...]) -> None:
    path = tmp_path / "articles.jsonl"
    keys = ("id", "date", "title", "text")
    again = dict(zip(keys, ("5", *TOLD[2][1:]), strict=True))  # a second report of one event is no alert of its own
    rows = [again, *(dict(zip(keys, row, strict=True)) for row in reversed(TOLD))]
    path.write_text("\n".join(map(json.dumps, rows)))
    code, out = run(*backtest, "--articles", str(path), "--json")
    found = json.loads(out)
    assert (code, found["articles"]) == (0, 5)
    assert found["present"] == {"2025-03-01": 1, "2025-03-02": 1}
    assert found["changed"] == {"2025-03-01": 1, "2025-03-04": 1}
    assert [(one["change"], one["day"], one["title"]) for one in found["differences"]] == [
        ("changed", "2025-03-01", "Ferry sank"),
        ("gone", "2025-03-02", "Ferry capsized"),
        ("new", "2025-03-04", "Boat sank"),
    ]
    assert found["differences"][0]["said"] == ["severity: high → critical"]
    out = run(*backtest, "--articles", str(path))[1]
    assert "5 articles: 1 new, 1 gone, 1 changed." in out
    assert "Boat sank" in out


def test_a_backtest_reads_what_a_stack_archived(
    aws: Account, monkeypatch: pytest.MonkeyPatch, backtest: tuple[str, ...]
) -> None:
    for name, day, title, text in TOLD:
        at = datetime.fromisoformat(day).replace(tzinfo=UTC)
        article = Article(f"https://outlet.example/{name}", title, text, published=Stamp(day, at))
        aws.store.news.archive_article(name, article, at)
        aws.store.news.read(Reading(ArticleRef(name, article.url, title, fetched_at=at), "read"), at)
    monkeypatch.setattr(commands, "store_of", lambda stack: aws.store)
    monkeypatch.setattr(commands, "clock", lambda: datetime(2025, 3, 4, 12, tzinfo=UTC))
    code, out = run(*backtest, "--days", "3", "--json")
    found = json.loads(out)
    assert (code, found["articles"]) == (0, 3)
    assert [(one["change"], one["url"]) for one in found["differences"]] == [
        ("gone", "https://outlet.example/2"),
        ("new", "https://outlet.example/3"),
    ]


def test_a_line_that_is_no_article_is_named(tmp_path: Path, backtest: tuple[str, ...]) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text('{"text": "A ferry sank."}\n{"txt": 1}\n')
    code, out = run(*backtest, "--articles", str(path))
    assert (code, "articles.jsonl:2" in out) == (2, True)


def test_a_text_longer_than_a_file_name_is_explained_as_a_text() -> None:
    text = "Київ і Москва обміняли по 84 військовополонених у четвер, повідомив Координаційний штаб. " * 3
    answer = CliRunner().invoke(app, ["topics", "explain", text, "--topic", "prisoner_swap", "--json"])
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.output)[0]["topic"] == "prisoner_swap"


def test_one_broken_file_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "ferries.yaml").write_text(SUNK + "examples:\n  match: [A ferry sank.]\n", encoding="utf-8")
    (tmp_path / "storms.yaml").write_text("title: Storms\nany: [storm]\nany: [gale]\n", encoding="utf-8")
    (tmp_path / "trains.yaml").write_text("title: Trains\nany: ['@trian']\n", encoding="utf-8")
    (tmp_path / "winds.yaml").write_bytes(b"title: \xff\n")
    code, out, said = outcome("--folder", str(tmp_path))
    assert (code, out) == (1, "ok ferries: 1 examples\n")
    assert f"{tmp_path}/storms.yaml:3: any: this key is written twice (keep one of them)" in said
    assert f"{tmp_path}/trains.yaml:2" in said
    assert f"{tmp_path}/winds.yaml: is not UTF-8" in said
    code, out, said = outcome("storms", "--folder", str(tmp_path))
    assert (code, out) == (1, "")
    assert "written twice" in said
    with pytest.raises(FrontwireError, match="no such topic"):
        outcome("strom", "--folder", str(tmp_path))


def outcome(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["topics", "test", *words], catch_exceptions=False, terminal_width=200)
    return result.exit_code, result.stdout, result.stderr
