"""Topic files: five lines are enough, errors say where they are, shipped topics keep their own examples."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from frontwire.detect import Engine, topics
from frontwire.detect.compile import COMPILED, CONFIG, TOPICS, compile_topics, load_folder, render
from frontwire.detect.examples import check_examples
from frontwire.detect.explain import explain
from frontwire.errors import RuleError
from frontwire.models import Article, ArticleRef, Verdict
from tests.detect import schema

EVERY = load_folder(TOPICS)
SHIPPED = [topic for topic in EVERY if not topic.own]
SCHEMA = json.loads((CONFIG / "topic.schema.json").read_text(encoding="utf-8"))
LANGUAGES = {"en": r"[a-z]", "uk": "[іїєґ]", "ru": "[ыэё]|[а-я]", "ko": "[가-힣]"}


def engine_of(*texts: str) -> Engine:
    return Engine.of(compile_topics([topics.parse(text, f"topic{i}") for i, text in enumerate(texts)]))


def examine(engine: Engine, text: str, title: str = "") -> tuple[Verdict, ...]:
    return engine.examine(Article(url="", title=title, text=text), ArticleRef(id="1", url="", title=title))


def fires(topic: str, text: str, title: str = "") -> bool:
    return any(verdict.match for verdict in examine(engine_of(topic), text, title))


# --- simple topics ------------------------------------------------------------------------------------------------

FERRY = """
title: Ferry accidents
all: [[ferry, пором, 여객선], [sank, capsized, затонув]]
"""


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("any: [ferry]", "Two ferries left the port.", True),
        ("any: [ferry]", "The ferryman waved.", False),
        ("any: [ferr*]", "The ferryman waved.", True),
        ("any: [=IT]", "It rained.", True),
        ('any: ["power plant"]', "The power plants were hit.", True),
        ('any: ["power plant"]', "The plant lost power.", False),
        ("all: [ferry, storm]", "A storm came. The ferry stayed in port.", True),
        ("all: [ferry, storm]", "A storm came.", False),
        ("all: [ferry]\nnone: [museum]", "The ferry is now a museum.", False),
        ("near: [ferry, sink]\nwithin: 3", "The old ferry slowly sank.", True),
        ("near: [ferry, sink]\nwithin: 1", "The old ferry very slowly sank.", False),
        ("sentence: {all: [ferry, sink]}", "The ferry left. Prices sank.", False),
        ("sentence: {all: [ferry, sink]}", "The ferry sank.", True),
        ("in_title: ferry", "A ferry sank.", False),
        ("any: [пором]", "На поромі сталася пожежа.", True),
        ("any: [катастрофа]", "Подробности катастрофы неизвестны.", True),
        ("any: [여객선]", "여객선이 침몰했다.", True),
    ],
)
def test_rules_of_a_simple_topic(rule: str, text: str, expected: bool) -> None:
    assert fires(f"title: A topic\n{rule}\n", text) is expected


def test_the_title_can_be_asked_alone() -> None:
    assert fires("title: A topic\nin_title: ferry\n", "Nobody was hurt.", title="Ferry on fire")


def test_order_and_barriers() -> None:
    topic = "title: A topic\nframes:\n  one: {then: [army, town], within: 4, without: [left]}\n"
    assert fires(topic, "The army took the town.")
    assert not fires(topic, "The town saw the army.")
    assert not fires(topic, "The army left the town.")


def test_a_term_outside_another() -> None:
    topic = 'title: A topic\nframes:\n  one: {any: [exchange], outside: ["exchange rate"]}\n'
    assert fires(topic, "An exchange took place.")
    assert not fires(topic, "The exchange rate fell.")


def test_signs_are_weighed_together() -> None:
    topic = "title: A topic\nframes:\n  one: {all: [ferry, {weigh: [[2, storm], [1, night], [-2, film]], least: 3}]}\n"
    assert fires(topic, "The ferry met a storm at night.")
    assert not fires(topic, "The ferry met a storm.")
    assert not fires(topic, "In the film the ferry meets a storm at night.")


def test_a_weighed_frame_leaves_the_status_to_one_that_tells_it() -> None:
    topic = """
title: Ferries
frames:
  plain: {near: [ferry, sank]}
  signs: {lead: {all: [sea, {weigh: [[1, storm]], least: 1}]}}
status:
  cues:
    - {status: feared, when: [feared], weight: 3}
    - {status: sunk, when: [sank], weight: 2}
"""
    told = "The ferry sank. The sea was high, a storm was feared."
    assert [verdict.match and verdict.match.status for verdict in examine(engine_of(topic), told)] == ["sunk"]
    signs = "The sea was high, a storm was feared."
    assert [verdict.match and verdict.match.status for verdict in examine(engine_of(topic), signs)] == ["feared"]


def test_a_sentence_that_recalls_an_older_event_says_little_of_the_status() -> None:
    topic = """
title: Ferries
any: [ferry]
frames:
  plain: [ferry]
status:
  recalled: [previous]
  cues:
    - {status: sunk, when: [sank], weight: 3}
    - {status: rescued, when: [towed], weight: 2}
"""
    verdicts = examine(engine_of(topic), "A ferry was towed to the port. The previous ferry sank.")
    assert [verdict.match and verdict.match.status for verdict in verdicts] == ["rescued"]


def test_the_first_sentence_speaks_for_the_status_where_the_topic_says_so() -> None:
    topic = """
title: Ferries
any: [ferry]
frames:
  plain: [ferry]
status:
  opening: OPENING
  cues:
    - {status: sunk, when: [sank], weight: 3}
    - {status: rescued, when: [towed], weight: 2.9}
"""
    text = "She sank on Friday. The ferry had been towed before."
    for opening, status in (("true", "sunk"), ("false", "rescued")):
        verdicts = examine(engine_of(topic.replace("OPENING", opening)), text)
        assert [verdict.match and verdict.match.status for verdict in verdicts] == [status]


def test_a_guard_of_the_lead_reads_the_first_paragraph_for_a_title() -> None:
    topic = "title: Ferries\nframes:\n  plain: [ferry]\nguards:\n  toys: {when: [toy], scope: lead}\n"
    text = "Children bring a toy.\nThe mayor speaks."
    assert not any(verdict.match for verdict in examine(engine_of(topic), text, "A ferry race"))
    assert all(
        verdict.match for verdict in examine(engine_of(topic), "The mayor speaks.\nOne has a toy.", "A ferry race")
    )


def test_several_topics_answer_in_their_order() -> None:
    verdicts = examine(engine_of("title: A\nany: [storm]\n", "title: B\nany: [ferry]\n"), "The ferry met a storm.")
    assert [verdict.topic for verdict in verdicts] == ["topic0", "topic1"]
    assert all(verdict.match and verdict.match.status == "reported" for verdict in verdicts)


def test_guards_name_themselves_and_status_follows_the_heaviest_cue() -> None:
    topic = """
title: Ferries
any: [ferry]
guards:
  toys: {when: [toy, model], unless: [child]}
status:
  default: reported
  cues:
    - {status: sunk, when: [sank], weight: 2}
    - {status: rescued, when: [rescued], weight: 3}
"""
    engine = engine_of(topic)
    held = examine(engine, "A model ferry was sold.")[0]
    assert held.match is None
    assert [(reason.kind, reason.rule) for reason in held.why] == [("guard", "toys")]
    kept = examine(engine, "A ferry sank, but all were rescued.")[0].match
    assert kept is not None
    assert kept.status == "rescued"


# --- errors -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "key", "words"),
    [
        ("any: [a]", 0, "title", "needs a title"),
        ("title: A\nanny: [ferry]", 2, "anny", "did you mean any"),
        ("title: A\nany: [ferry]\nseverity: huge", 3, "severity", "critical"),
        ("title: A\nany: [ferry]\nstatus:\n  opening: maybe", 4, "status.opening", "true or false"),
        ("title: A\nframes:\n  one: {near: [a]}", 3, "frames.one.near", "stand close"),
        ("title: A\nframes:\n  one: {near: [a, b], within: 99}", 3, "frames.one.within", "0 to 60"),
        ("title: A\nframes:\n  one: {weigh: [[1, a], [b]]}", 3, "frames.one.weigh.1", "a weight and a rule"),
        ("title: A\nframes:\n  one: {weigh: [[1, a]], least: much}", 3, "frames.one.least", "a number"),
        ("title: A\nany: [ab*]", 2, "any.0", "three letters"),
        ("title: A\nany: []", 2, "any", "empty"),
        ("title: A", 1, "", "nothing to look for"),
        ("title: A\nnone: [ferry]", 2, "none", "matches everything"),
        ("title: A\nany: [ferry]\nany: [boat]", 3, "any", "twice"),
        ("title: A\nany: [ferry]\nguards:\n  g: {when: [toy], frames: [wrong]}", 4, "guards.g.frames", "words"),
        ("title: A\nany: [ferry\n", 3, "", "indentation"),
        (
            "title: A\nany: [ferry]\nexamples:\n  match:\n    - {texts: x}",
            5,
            "examples.match.0.texts",
            "did you mean text",
        ),
    ],
)
def test_an_error_says_where_it_is_and_what_to_do(text: str, line: int, key: str, words: str) -> None:
    with pytest.raises(RuleError) as caught:
        topics.parse(text, "a", "a.yaml")
    error = caught.value
    assert words in str(error)
    assert "a.yaml" in str(error)
    if line:
        assert (error.line, error.key) == (line, key)


WRONG = {
    "empty": "",
    "no topic": "- a\n- b",
    "no title": "any: [ferry]",
    "nothing to look for": "title: A",
    "unknown key": "title: A\nanny: [ferry]",
    "unknown severity": "title: A\nany: [ferry]\nseverity: huge",
    "empty list": "title: A\nany: []",
    "a word that YAML takes for true": "title: A\nany: [yes]",
    "cues are no list": "title: A\nany: [a]\nstatus: {cues: 5}",
    "a cue without a status": "title: A\nany: [a]\nstatus: {cues: [{when: a}]}",
    "a weight of nothing": "title: A\nany: [a]\nstatus: {cues: [{status: a, when: a, weight: 0}]}",
    "match is a text": "title: A\nany: [a]\nexamples: {match: words}",
    "an example is a number": "title: A\nany: [a]\nexamples: {match: [5]}",
    "an example without a text": "title: A\nany: [a]\nexamples: {match: [{status: a}]}",
    "a day that is none": "title: A\nany: [a]\nexamples: {match: [{text: a, date: soon}]}",
    "counts are no list": "title: A\nany: [a]\nexamples: {match: [{text: a, counts: 5}]}",
    "a count is no number": "title: A\nany: [a]\nexamples: {match: [{text: a, counts: [x]}]}",
    "sides are a list": "title: A\nany: [a]\nexamples: {match: [{text: a, sides: [UA]}]}",
    "an unknown language": "title: A\nany: [a]\nlexicon: {xx: {b: [c]}}",
    "a language is a list": "title: A\nany: [a]\nlexicon: {en: [a]}",
    "near of one": "title: A\nframes: {one: {near: [a]}}",
    "too far": "title: A\nframes: {one: {near: [a, b], within: 99}}",
    "within is a word": "title: A\nframes: {one: {near: [a, b], within: far}}",
    "a rule without keys": "title: A\nframes: {one: {}}",
    "a frame of nothing": "title: A\nframes: {one: }",
    "frames are a list": "title: A\nframes: [a]",
    "an unknown scope": "title: A\nany: [a]\nguards: {one: {when: b, scope: page}}",
    "an unknown kind of facts": "title: A\nany: [a]\nroles: sale",
}
"""Topics that neither the reader nor an editor's schema may take."""


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_neither_reader_nor_schema_takes_what_is_wrong(text: str) -> None:
    with pytest.raises(RuleError) as caught:
        topics.parse(text, "a", "a.yaml")
    assert "a.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not schema.valid(yaml.safe_load(text), SCHEMA, SCHEMA)


@pytest.mark.parametrize("topic", SHIPPED, ids=lambda topic: topic.id)
def test_the_schema_takes_every_shipped_topic(topic: topics.Topic) -> None:
    assert schema.valid(yaml.safe_load(Path(topic.file).read_text(encoding="utf-8")), SCHEMA, SCHEMA)


def test_the_schema_takes_simple_topics_and_every_kind_of_rule() -> None:
    rule = {"all": ["a", {"then": ["a", "b"], "within": 0, "without": ["c"]}, {"title": "a"}, {"lead": ["a", 5]}]}
    for topic in (
        {"title": "A", "any": "a"},
        {"title": "A", "frames": {"one": rule}},
        {"title": "A", "in_title": ["a"]},
    ):
        assert schema.valid(topic, SCHEMA, SCHEMA)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n" for before, after in pairwise("abcdefghij")
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BOMB, "too many values"),
        ("title: A\nany: &a [*a]", "too deep"),
        ("[" * 3000, "indentation"),
        ("x" * 600_000, "characters"),
        ("title: A\nany: [a]\n\tnone: [b]", "tabs"),
        ("title: A\nany: [a]\n? [b]\n: c", "a key is one word"),
        (f"title: {'1' * 5000}\nany: [a]", "not a value"),
        ("title: A\nany: !mine [a]", "unknown tag"),
    ],
    ids=["bomb", "endless", "deep", "long", "tab", "key", "number", "tag"],
)
def test_hostile_yaml_is_refused_in_one_line(text: str, words: str) -> None:
    with pytest.raises(RuleError, match=words) as caught:
        topics.parse(text, "a", "a.yaml")
    assert "\n" not in str(caught.value)


def test_an_undefined_name_is_located_and_the_right_one_is_guessed() -> None:
    topic = topics.parse("title: A\nframes:\n  one: a\n  two: {near: ['@captve', b]}\n", "a", "a.yaml")
    with pytest.raises(RuleError, match="did you mean @captive") as caught:
        compile_topics([topic])
    assert (caught.value.line, caught.value.key) == (4, "frames.two")


def test_definitions_in_a_circle_are_shown() -> None:
    text = "title: A\ndefine:\n  a: '@b'\n  b: '@a'\nframes: {one: '@a'}\n"
    with pytest.raises(RuleError, match="@a → @b → @a") as caught:
        compile_topics([topics.parse(text, "a", "a.yaml")])
    assert caught.value.line == 3


def test_an_unknown_concept_is_named() -> None:
    with pytest.raises(RuleError, match="@ferries is not defined"):
        engine_of('title: A\nframes:\n  one: "@ferries"\n')


def test_an_unknown_concept_of_a_simple_topic_is_told_with_its_line() -> None:
    text = 'title: A\nany: [ferry]\nnone: ["@captve"]\n'
    with pytest.raises(RuleError, match="@captve is not defined") as caught:
        compile_topics([topics.parse(text, "a", "a.yaml")])
    assert (caught.value.line, caught.value.key) == (3, "none")


def test_a_definition_may_not_hold_itself() -> None:
    with pytest.raises(RuleError, match="by itself"):
        engine_of('title: A\ndefine:\n  a: ["@a", ferry]\nframes:\n  one: "@a"\n')


def test_a_folder_of_topics_is_an_engine(tmp_path: Path) -> None:
    (tmp_path / "ferry.yaml").write_text(FERRY, encoding="utf-8")
    engine = Engine.load(tmp_path)
    verdict = examine(engine, "A ferry capsized on Monday.")[0]
    assert verdict.topic == "ferry"


def test_own_topics_are_always_looked_for(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "storm.yaml").write_text("title: Storms\nany: [storm]\n", encoding="utf-8")
    (tmp_path / "rain.yaml").write_text("title: Rain\nany: [rain]\n", encoding="utf-8")
    (tmp_path / "own" / "ferry.yaml").write_text(FERRY, encoding="utf-8")
    chosen = Engine.load(tmp_path).only(["storm"])
    assert [topic.id for topic in chosen.topics] == ["storm", "ferry"]


def test_an_own_topic_may_not_take_the_name_of_another(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    for folder in (tmp_path, tmp_path / "own"):
        (folder / "ferry.yaml").write_text(FERRY, encoding="utf-8")
    with pytest.raises(RuleError, match="another name"):
        load_folder(tmp_path)


# --- shipped topics -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Engine:
    return Engine.load()


def test_the_compiled_topics_are_in_step_with_their_files() -> None:
    assert COMPILED.read_text(encoding="utf-8") == render(compile_topics(EVERY)), "run tools/compile_topics.py"


@pytest.mark.parametrize("topic", SHIPPED, ids=lambda topic: topic.id)
def test_a_shipped_topic_keeps_its_examples(topic: topics.Topic, shipped: Engine) -> None:
    failures = [f"{topic.file}:{failure.line}: {failure.message}" for failure in check_examples(topic, shipped)]
    assert failures == []


@pytest.mark.parametrize("topic", SHIPPED, ids=lambda topic: topic.id)
def test_a_shipped_topic_has_examples_in_four_languages(topic: topics.Topic) -> None:
    for match in (True, False):
        texts = [f"{example.title} {example.text}".lower() for example in topic.examples if example.match is match]
        for language, letters in LANGUAGES.items():
            assert any(re.search(letters, text) for text in texts), f"{language}, match: {match}"


@pytest.mark.parametrize("topic", SHIPPED, ids=lambda topic: topic.id)
def test_every_guard_of_a_shipped_topic_is_known_by_name(topic: topics.Topic) -> None:
    assert all(re.fullmatch(r"[a-z_]+", guard.name) for guard in topic.guards)
    assert topic.description


def test_check_examples_tells_what_went_wrong(shipped: Engine) -> None:
    text = """
title: Ferries
any: [ferry]
examples:
  match:
    - {text: "A ferry sank.", status: sunk}
    - {text: "A boat sank."}
  ignore:
    - {text: "The ferry arrived."}
    - {text: "A train arrived.", guard: toys}
"""
    topic = topics.parse(text, "ferries")
    failures = check_examples(topic, Engine.of(compile_topics([topic])))
    assert [failure.line for failure in failures] == [6, 7, 9, 10]
    assert "status sunk" in failures[0].message
    assert "no frame fired" in failures[1].message
    assert "words fired" in failures[2].message
    assert "toys" in failures[3].message


def test_an_explanation_shows_frames_guards_and_silence(shipped: Engine) -> None:
    article = Article(
        url="", title="", text="The bodies of 12 soldiers were exchanged for the remains of 3 prisoners of war."
    )
    ref = ArticleRef(id="1", url="", title="")
    explained = explain(shipped, article, ref, "prisoner_swap")[0]
    assert explained.verdict.match is None
    assert any(step.kind == "frame" and step.held_by == "bodies_only" for step in explained.steps)
    assert all(
        step.span is None or article.content[step.span.start : step.span.end] == step.span.text
        for step in explained.steps
    )
    assert "swap_deal" in explained.silent


def test_the_schema_for_editors_knows_every_key() -> None:
    assert set(SCHEMA["properties"]) == set(topics.TOPIC_KEYS)
    rule = SCHEMA["$defs"]["rule"]["anyOf"][2]["properties"]
    assert set(rule) == set(topics.RULE_KEYS)
    assert set(SCHEMA["$defs"]["guard"]["anyOf"][0]["properties"]) == set(topics.GUARD_KEYS)
    assert set(SCHEMA["$defs"]["cue"]["properties"]) == set(topics.CUE_KEYS)
    assert set(SCHEMA["$defs"]["example"]["anyOf"][1]["properties"]) == set(topics.EXAMPLE_KEYS)
    assert tuple(SCHEMA["$defs"]["scope"]["enum"]) == topics.SCOPES
