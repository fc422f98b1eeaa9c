"""The command line as a person meets it: what it prints, what it returns, and how it says no."""

from __future__ import annotations

import errno
import gzip
import json
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from frontwire.errors import FrontwireError
from frontwire_cli.main import app, main
from frontwire_cli.samples import SAMPLES

ROOT = Path(__file__).resolve().parents[2]
PAGE = """<!doctype html><html lang="en"><head><title>Swap | Outlet</title><meta property="og:site_name" content="Outlet">
<meta property="article:published_time" content="2024-08-24T15:00:00Z"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/war">War</a></li></ul></nav>
<article><h1>Ukraine and Russia swap 115 prisoners each on Independence Day</h1>
<p>Russia and Ukraine exchanged 115 prisoners of war each on Saturday, both sides said, in the first swap since Kyiv's troops
crossed into Kursk region.</p><p>Advertisement</p>
<p>The United Arab Emirates mediated the exchange, Moscow's defence ministry said. Those freed on the Ukrainian side were
mostly conscripts captured in the first weeks of the full-scale invasion.</p></article>
<aside><h3>Read more</h3><a href="/x">Football club swaps its keeper</a></aside></body></html>"""
QUIET = PAGE.replace("Ukraine and Russia swap 115 prisoners each on Independence Day", "Rain stops the village fair")
QUIET = (
    QUIET[: QUIET.index("<p>Russia")]
    + "<p>The fair was rained off on Saturday, the mayor said.</p></article></body></html>"
)


def run(*words: str) -> tuple[int, str]:
    """Exit code and standard output; for exit code 2 the one line on standard error."""
    try:
        result = CliRunner().invoke(app, list(words), catch_exceptions=False, terminal_width=200)
    except FrontwireError as error:
        return 2, str(error)
    return result.exit_code, result.stderr if result.exit_code == 2 else result.stdout


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "swap.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_scan_says_what_would_be_alerted_and_why(page: Path) -> None:
    code, out = run("scan", str(page), "--json")
    (scanned,) = json.loads(out)
    (alert,) = scanned["alerts"]
    assert code == 0
    assert (alert["topic"], alert["status"]) == ("prisoner_swap", "completed")
    assert 115 in [count["value"] for count in alert["facts"]["counts"]]
    assert "Advertisement" not in scanned["article"]["text"]


def test_scan_of_ordinary_news_is_silent_with_exit_code_1(tmp_path: Path) -> None:
    path = tmp_path / "fair.html"
    path.write_text(QUIET, encoding="utf-8")
    code, out = run("scan", str(path), "--json")
    assert (code, json.loads(out)[0]["alerts"]) == (1, [])


def test_scan_shows_a_person_the_headline_and_the_sentence(page: Path) -> None:
    code, out = run("scan", str(page))
    shown = " ".join(out.replace("│", " ").split())
    assert code == 0
    assert "115" in shown
    assert "exchanged 115 prisoners of war each" in shown


def test_extract_explains_where_each_field_and_the_body_come_from(page: Path) -> None:
    code, out = run("extract", str(page), "--explain", "--json")
    told = json.loads(out)
    assert (code, told["kind"], told["fields"]["title"]["source"]) == (0, "article", "heading")
    assert told["container"]
    assert told["because"]
    code, out = run("extract", str(page), "--explain")
    assert code == 0
    assert "heading" in out
    assert told["container"] in out


def test_extract_of_a_page_without_a_text_explains_that_with_exit_code_1(tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text("<title>Harbour</title>", encoding="utf8")
    code, out = run("extract", str(path), "--explain", "--json")
    assert (code, json.loads(out)["kept"]) == (1, 0)


def test_a_saved_feed_is_scanned_by_its_own_words(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    item = (
        "<item><title>Russia and Ukraine swap 84 prisoners of war each</title><link>https://a.example/1</link></item>"
    )
    path.write_text(f'<rss version="2.0"><channel><title>A</title>{item}</channel></rss>', encoding="utf-8")
    code, out = run("scan", str(path), "--json")
    assert code == 0
    assert json.loads(out)[0]["alerts"][0]["topic"] == "prisoner_swap"


def test_a_feed_is_scanned_entry_by_entry_and_no_page_to_extract(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    items = "".join(
        f"<item><title>{title}</title><link>https://a.example/{n}</link></item>"
        for n, title in enumerate(("Russia and Ukraine swap 84 prisoners of war each", "Rain stops the village fair"))
    )
    path.write_text(f'<rss version="2.0"><channel><title>A</title>{items}</channel></rss>', encoding="utf-8")
    _, out = run("scan", str(path))
    assert all(part in out for part in ("https://a.example/0", "https://a.example/1", "1 source in en"))
    assert "[]" not in out
    for words in ((), ("--json",), ("--explain",)):
        code, said = run("extract", str(path), *words)
        assert (code, "frontwire scan" in said) == (2, True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "is no text"),
        (b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer", "is no text"),
        (b" \n", "is empty"),
    ],
)
@pytest.mark.parametrize("words", [("scan",), ("extract",), ("extract", "--explain")], ids=" ".join)
def test_what_is_no_text_is_not_read_as_one(content: bytes, said: str, words: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "picture"
    path.write_bytes(content)
    code, out = run(words[0], str(path), *words[1:])
    assert (code, said in out) == (2, True)


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "cp1251", "koi8-u"])
def test_a_text_in_any_charset_is_a_text(charset: str, tmp_path: Path) -> None:
    path = tmp_path / "saved.html"
    path.write_bytes(f"<meta charset={charset}><p>{'Міст у місті закрили на ремонт. ' * 20}</p>".encode(charset))
    assert "Міст у місті" in json.loads(run("extract", str(path), "--json")[1])["text"]


def test_a_hostile_title_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "evil.html"
    evil = "\x1b]0;owned\x07\u202eRussia and Ukraine swap 115 prisoners each [bold red]x[/]"
    path.write_text(
        PAGE.replace("Ukraine and Russia swap 115 prisoners each on Independence Day", evil), encoding="utf-8"
    )
    _, out = run("scan", str(path))
    assert "\x1b]" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (("invoke", "nonsense", "events/read/capture.json"), ("nonsense", "schedule")),
        (("invoke", "read", "events/read/none.json"), ("none.json", "events/read/capture.json")),
        (("scan", "no-such-file.html"), ("no-such-file.html",)),
        (("extract", "no-such-file.html", "--explain"), ("no-such-file.html",)),
        (("scan", "http://127.0.0.1:1/"), ("FRONTWIRE_LOCAL_HOSTS=127.0.0.1:1",)),
        (("extract", "http://desk.localhost:8000/x"), ("FRONTWIRE_LOCAL_HOSTS=desk.localhost:8000",)),
        (("extract", "http://192.168.3.4/", "--explain"), ("FRONTWIRE_LOCAL_HOSTS=192.168.3.4:80",)),
        (("scan", "outlet.example/news"), ("https://outlet.example/news",)),
        (("scan", "ftp://outlet.example/news"), ("only http:// and https://",)),
        (("scan", "http://169.254.169.254/latest/"), ("169.254.169.254",)),
        (("topics", "test", "no_such_topic"), ("no_such_topic", "prisoner_swap")),
        (("topics", "explain", "words", "--topic", "nope"), ("nope", "prisoner_swap")),
        (("sources", "check", "--file", "none.yaml"), ("none.yaml",)),
        (("channels", "list"), ("frontwire up",)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistake_gets_one_line_that_names_it_and_the_way_out(
    words: tuple[str, ...], about: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    code, out = run(*words)
    assert code == 2
    assert all(part in out for part in about), out
    assert "\n" not in out.strip()


def test_a_broken_event_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    broken = tmp_path / "broken.json"
    broken.write_text('{"Records": [', encoding="utf-8")
    assert "broken.json: is not JSON" in run("invoke", "read", str(broken))[1]
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"hello": "world"}', encoding="utf-8")
    code, out = run("invoke", "read", str(wrong), "--json")
    assert code == 1
    assert "is not an SQS event" in json.loads(out)["error"]
    code, out = run("invoke", "api", str(wrong), "--json")
    assert code == 1
    assert "is not a request to a function URL" in json.loads(out)["error"]


def test_a_message_that_fails_is_told_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"Records": [{"messageId": "m-1", "body": '{"sources": ["a"]}', "attributes": {}}]}))
    code, out = run("invoke", "read", str(event), "--json")
    assert code == 1
    assert "m-1: ReadRequest" in json.loads(out)["failed"][0]
    assert "goes back to the queue" in run("invoke", "read", str(event))[1]


def test_what_lies_beside_an_event_is_not_offered_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    code, out = run("invoke", "read", "events/read/captur.json")
    assert (code, ".given.json" in out, "events/read/capture.json" in out) == (2, False, True)


def test_a_broken_sources_file_is_named_by_line_and_key(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("sources:\n  - id: a\n    url: https://a.example/rss\n    intervall: 60\n", encoding="utf-8")
    code, out = run("sources", "list", "--file", str(path))
    assert code == 2
    assert "mine.yaml:4" in out
    assert "intervall" in out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- id: a\n", "mine.yaml:1: is a mapping (start the file with `sources:`)"),
        ("sources:\n  - {id: a, kind: rss, url: 'https://a.example'}\n", "did you mean feed?"),
    ],
)
def test_a_sources_file_of_another_shape_is_put_right(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    code, out = run("sources", "list", "--file", str(path))
    assert (code, said in out) == (2, True), out


def test_an_empty_sources_file_says_how_to_begin(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.touch()
    assert "frontwire sources add URL" in run("sources", "list", "--file", str(path))[1]


def test_a_full_disk_leaves_no_half_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(path: Path, *args: object, **kwargs: object) -> None:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert ended(monkeypatch, "topics", "new", "ferries", "ferry", "--folder", str(tmp_path)) == 2
    assert f"error {tmp_path}/ferries.yaml: no space left on device" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_explanation_is_of_the_topics_that_are_touched(tmp_path: Path) -> None:
    said = run("topics", "explain", "Kyiv and Moscow swapped 84 prisoners each on Thursday.")[1]
    assert said.count("did not fire:") == 1
    assert "silent: " in said
    for words, about in (("no-such-page.html", "no such file"), ("", "there is no text")):
        code, out = run("topics", "explain", words)
        assert (code, about in out) == (2, True)


def test_a_broken_topic_is_named_by_line_and_key(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("title: Mine\nany: [one]\nexampels: {}\n", encoding="utf-8")
    code, out = run("topics", "lint", str(path))
    assert code == 2
    assert "mine.yaml:3" in out
    assert "examples" in out


def test_sources_come_from_opml_and_go_back(tmp_path: Path) -> None:
    opml = tmp_path / "mine.opml"
    outline = '<outline type="rss" text="A" xmlUrl="https://a.example/rss"/>'
    opml.write_text(f'<opml version="2.0"><body>{outline}</body></opml>', encoding="utf-8")
    target = tmp_path / "sources.yaml"
    assert run("sources", "import", str(opml), "--file", str(target))[0] == 0
    listed = json.loads(run("sources", "list", "--file", str(target), "--json")[1])
    assert [source["url"] for source in listed] == ["https://a.example/rss"]
    assert "https://a.example/rss" in run("sources", "export", "--file", str(target))[1]


def commands(group: typer.Typer, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [(*before, info.name or info.callback.__name__) for info in group.registered_commands if info.callback]
    for info in group.registered_groups:
        if info.typer_instance and info.name:
            found += commands(info.typer_instance, (*before, info.name))
    return found


@pytest.mark.parametrize("words", commands(app), ids=" ".join)
def test_every_command_says_what_it_does(words: tuple[str, ...]) -> None:
    code, out = run(*words, "--help")
    assert code == 0
    assert "Usage" in out
    assert "Example: frontwire" in out


@pytest.mark.parametrize(("name", "sample"), SAMPLES.items(), ids=SAMPLES)
def test_every_example_is_one_that_the_command_takes(name: str, sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    before, _, _ = sample.partition(" > ")
    program, *words = shlex.split(before)
    command: Any = typer.main.get_command(app)
    for word in name.split():
        assert words.pop(0) == word
        command = command.commands[word]
    assert program == "frontwire"
    command.make_context(name, words)  # reads the words without running anything


def test_a_group_names_all_its_commands() -> None:
    assert "add, list, test, on, remove" in run("channels", "--help")[1]


def ended(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    """The exit code of the whole program."""
    monkeypatch.setattr("sys.argv", ["frontwire", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code


@pytest.mark.parametrize(
    "words",
    ["scan bad.gz", "scan cut.gz", "scan bomb.gz", "topics lint .", "topics lint bytes", "invoke read deep.json"],
)
def test_an_unreadable_file_gets_one_line_and_no_traceback(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.gz").write_bytes(b"no gzip")
    Path("cut.gz").write_bytes(gzip.compress(PAGE.encode())[:-20])
    Path("bomb.gz").write_bytes(gzip.compress(bytes(30_000_000)))
    Path("bytes").write_bytes(b"\xff\xfe\x00")
    Path("deep.json").write_text("[" * 100_000)
    assert ended(monkeypatch, *words.split()) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.startswith("error ")


def test_what_a_function_raises_on_an_event_is_told_as_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    event = tmp_path / "empty.json"
    event.write_text("{}")
    code, out = run("invoke", "api", str(event), "--json")
    assert code == 1
    assert "is not a request" in json.loads(out)["error"]


def test_a_hostile_name_of_a_site_writes_to_no_terminal_and_not_through_json(tmp_path: Path) -> None:
    path = tmp_path / "evil.html"
    path.write_text(PAGE.replace('content="Outlet"', 'content="Out\x1b]0;x\u202e\u009b31mlet"'), encoding="utf-8")
    for words in ((), ("--json",)):
        _, out = run("scan", str(path), *words)
        assert not {"\x1b]", "\u202e", "\u009b"} & {out[at : at + n] for at in range(len(out)) for n in (1, 2)}
