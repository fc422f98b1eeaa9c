"""Deploy template.yaml to the embedded AWS, as it stands: only CodeUri and ContentUri become uploaded zips.

SAM's own transform runs on the server; the SAM CLI is not needed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontwire.errors import ConfigError, StoreError
from frontwire_cli.laptop.emulator import REGION, Emulator

BUCKET = "frontwire-deploy"
STACK = "frontwire"
WITHIN = 120.0  # seconds a stack operation may take
CODE = re.compile(r"^(\s+(?:CodeUri|ContentUri):) (\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Stack:
    """A deployed stack: its outputs, and the physical names of its resources by logical id."""

    outputs: dict[str, str]
    resources: dict[str, str]


def deploy(emulator: Emulator, root: Path, cache: Path, parameters: Mapping[str, str]) -> Stack:
    """Create or update the stack and wait for it. Raises StoreError with the resource that failed."""
    s3 = emulator.client("s3")
    with suppress(s3.exceptions.BucketAlreadyOwnedByYou):  # a kept state has it
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})

    def uploaded(found: re.Match[str]) -> str:
        folder = found[2]
        body = layer_zip(root, cache) if folder.rstrip("/") == "shared" else _zip(root / folder)
        key = f"{hashlib.sha256(body).hexdigest()}.zip"
        s3.put_object(Bucket=BUCKET, Key=key, Body=body)
        return f"{found[1]} s3://{BUCKET}/{key}"

    template = CODE.sub(uploaded, (root / "template.yaml").read_text())
    return _apply(emulator.client("cloudformation"), template, parameters)


def _apply(client: Any, template: str, parameters: Mapping[str, str]) -> Stack:
    request = {
        "StackName": STACK,
        "TemplateBody": template,
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
    }
    try:
        client.create_stack(**request)
    except client.exceptions.AlreadyExistsException:
        try:
            client.update_stack(**request)
        except client.exceptions.ClientError as error:
            if "No updates" not in str(error):
                raise
    end = time.monotonic() + WITHIN
    while time.monotonic() < end:
        stack = client.describe_stacks(StackName=STACK)["Stacks"][0]
        status = stack["StackStatus"]
        if not status.endswith("IN_PROGRESS"):
            break
        time.sleep(0.05)
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise StoreError(f"the deploy ended as {status}: {_failure(client)}", subject="template.yaml")
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    pages = client.get_paginator("list_stack_resources").paginate(StackName=STACK)
    resources = {
        row["LogicalResourceId"]: row["PhysicalResourceId"] for page in pages for row in page["StackResourceSummaries"]
    }
    return Stack(outputs, resources)


def _failure(client: Any) -> str:
    events = client.describe_stack_events(StackName=STACK)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
    return "; ".join(f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}" for event in failed[:3])


def layer_zip(root: Path, cache: Path) -> bytes:
    """The layer for this machine, built by the very recipe of `sam build`; kept while nothing in it changes."""
    digest = hashlib.sha256(sys.version.encode())
    files = sorted(path for path in (root / "shared").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    for path in files:
        digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    kept = cache / f"layer-{digest.hexdigest()[:16]}.zip"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        for old in cache.glob("layer-*.zip"):
            old.unlink()
        partial = kept.with_suffix(".part")
        partial.write_bytes(_build_layer(root, cache / "layer"))
        partial.replace(kept)
    return kept.read_bytes()


def _build_layer(root: Path, folder: Path) -> bytes:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    words = ["make", "-s", "build-FrontwireLayer", f"ARTIFACTS_DIR={folder}", "FRONTWIRE_ARCH=host"]
    done = subprocess.run(  # noqa: S603 - our own recipe
        [*words, f"PYTHON={python_with_pip()}"],
        cwd=root / "shared",
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"MAKEFLAGS": ""},
    )
    if done.returncode:
        raise ConfigError(
            f"the layer could not be built: {done.stderr.strip()[-400:]}",
            subject="shared/Makefile",
            hint="pip or uv must reach a package index",
        )
    zipped = _zip(folder, bytecode=True)
    shutil.rmtree(folder)
    return zipped


def python_with_pip() -> str:
    """An environment made by uv has no pip; the interpreter below it has, and builds for the same version."""
    if importlib.util.find_spec("pip"):
        return sys.executable
    return os.path.join(sys.base_prefix, "bin", f"python{sys.version_info.major}.{sys.version_info.minor}")


def _zip(folder: Path, *, bytecode: bool = False) -> bytes:
    """A zip of a folder that is the same for the same content: sorted, undated; without bytecode of this machine's runs."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and (bytecode or "__pycache__" not in path.parts):
                info = zipfile.ZipInfo(str(path.relative_to(folder)), date_time=(2025, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                archive.writestr(info, path.read_bytes())
    return buffer.getvalue()
