"""What `sam build` makes: for AWS's processor without Docker, and, for this one, functions that answer from it alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAM = ROOT / ".venv-sam" / "bin" / "sam"
BARE = ROOT / ".venv-aws" / "bin" / "python"  # has boto3, as the Lambda runtime has, and nothing of the project
STEPS = ("schedule", "poll", "read", "alert", "deliver", "api")
NO_EVENT = """
import json, os, sys
sys.path[:0] = [sys.argv[1], sys.argv[2]]
import app, frontwire
class Context:
    function_name = "f"; memory_limit_in_mb = 128; invoked_function_arn = "a"; aws_request_id = "r"
    def get_remaining_time_in_millis(self): return 30000
try:
    answer = app.handler(json.loads(sys.argv[3]), Context())
except Exception as error:
    answer = {"error": type(error).__name__, "says": str(error)}
print(json.dumps({"from": os.path.dirname(frontwire.__file__), "answer": answer}))
"""


def built(folder: Path, arch: str, python: str = "3.13") -> Path:
    """A layer made by the recipe that `sam build` runs."""
    subprocess.run(
        [
            "make",
            "-s",
            "build-FrontwireLayer",
            f"ARTIFACTS_DIR={folder}",
            f"FRONTWIRE_ARCH={arch}",
            f"PYTHON={_python()}",
        ],
        cwd=ROOT / "shared",
        env={**os.environ, "FRONTWIRE_PYTHON": python, "MAKEFLAGS": ""},
        check=True,
    )
    return folder / "python"


def _python() -> str:
    from frontwire_cli.laptop.deploy import python_with_pip

    return python_with_pip()


@pytest.fixture(scope="module")
def layer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("layer"), "host")


@pytest.mark.emulator
@pytest.mark.skipif(not BARE.exists(), reason="run `make setup` for an interpreter with boto3 alone")
@pytest.mark.parametrize("step", STEPS)
def test_a_function_answers_from_its_built_folders_alone(step: str, layer: Path) -> None:
    message = {"body": "no json", "messageId": "m-1", "attributes": {}}
    asked = {"requestContext": {"http": {"method": "GET"}}, "rawPath": "/", "headers": {}, "queryStringParameters": {}}
    event = {"schedule": {}, "api": asked}.get(step, {"Records": [message]})
    done = subprocess.run(
        [str(BARE), "-c", NO_EVENT, str(layer), str(ROOT / "functions" / step), json.dumps(event)],
        env={
            "AWS_DEFAULT_REGION": "eu-central-1",
            "POWERTOOLS_METRICS_DISABLED": "true",
            "POWERTOOLS_SERVICE_NAME": "t",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    said = json.loads(done.stdout.strip().splitlines()[-1])
    assert said["from"] == str(layer / "frontwire")
    if step in ("poll", "alert", "deliver"):
        assert said["answer"] == {"batchItemFailures": [{"itemIdentifier": "m-1"}]}
    else:  # without the template's variables it says which one is missing
        assert "FRONTWIRE_" in said["answer"]["says"]


def test_a_layer_for_the_target_holds_only_wheels_of_the_target(tmp_path: Path) -> None:
    libraries = {path.name for path in built(tmp_path, "arm64").rglob("*.so")}
    assert libraries
    assert all("aarch64" in name or "abi3" in name for name in libraries if "cpython" in name)
    assert all("cpython-313" in name for name in libraries if "cpython" in name)


def test_a_layer_stays_far_below_the_limit_of_lambda(layer: Path) -> None:
    size = sum(path.stat().st_size for path in layer.rglob("*") if path.is_file())
    assert size < 80e6  # Lambda takes 250 MB, function and layers together


def test_the_layer_carries_the_topics_and_bytecode_of_its_own_version_only(layer: Path) -> None:
    names = {path.name for path in layer.rglob("*")}
    assert {"topics.json", "prisoner_swap.yaml"} <= names
    tag = sys.implementation.cache_tag
    assert all(f".{tag}." in name for name in names if name.endswith(".pyc"))
    assert f"models.{tag}.pyc" in names


@pytest.mark.skipif(not SAM.exists(), reason="run `make prove` for the SAM CLI")
def test_sam_builds_for_arm64_and_python_3_13_and_finds_the_template_valid(tmp_path: Path) -> None:
    environment = {**os.environ, "SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": "eu-central-1", "MAKEFLAGS": ""}
    for words in (["validate", "--lint"], ["build", "--build-dir", str(tmp_path / "built")]):
        done = subprocess.run(
            [str(SAM), *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    libraries = [path.name for path in (tmp_path / "built" / "FrontwireLayer").rglob("*.cpython-*.so")]
    assert libraries
    assert all("313-aarch64" in name for name in libraries)
    assert (tmp_path / "built" / "template.yaml").exists()
