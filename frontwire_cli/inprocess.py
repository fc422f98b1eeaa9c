"""AWS in this very process (moto), made from template.yaml: for `invoke` and for tests, in milliseconds."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

import boto3
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID

from frontwire.errors import ConfigError
from frontwire.store import Store
from frontwire_cli.template import REGION, Template

SENDER = "alerts@frontwire.example"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
}
POWERTOOLS = {"POWERTOOLS_TRACE_DISABLED": "true", "POWERTOOLS_METRICS_DISABLED": "true"}
QUEUE_ATTRIBUTES = ("VisibilityTimeout", "MessageRetentionPeriod")


@dataclass(frozen=True, slots=True)
class Context:
    """A Lambda context as far as our handlers and Powertools look at it. Times in milliseconds."""

    function_name: str
    memory_limit_in_mb: int = 512
    aws_request_id: str = "00000000-0000-0000-0000-000000000000"
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:frontwire"
    remaining: int = 60_000

    def get_remaining_time_in_millis(self) -> int:
        return self.remaining


@dataclass
class Account:
    """An account that holds what the template makes. Use `account()`; it ends with its `with` block."""

    root: Path
    template: Template
    session: Any
    queues: dict[str, str]
    table: str
    bucket: str
    _modules: dict[str, ModuleType] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        return self.session.client(service)

    @property
    def store(self) -> Store:
        return Store.on(self.client("dynamodb"), self.client("s3"), table=self.table, bucket=self.bucket)

    def invoke(self, step: str, event: Mapping[str, Any]) -> Any:
        """Run a function's handler as Lambda would, with the template's variables. Raises what the handler raises."""
        level = {name: os.environ[name] for name in ("POWERTOOLS_LOG_LEVEL",) if name in os.environ}
        with mock.patch.dict(os.environ, self.template.environment(step) | level):
            return self.handler(step).handler(dict(event), Context(f"frontwire-{step}"))

    def handler(self, step: str) -> ModuleType:
        """The function's module, imported from its own folder."""
        if step not in self._modules:
            path = self.root / "functions" / step / "app.py"
            spec = importlib.util.spec_from_file_location(f"frontwire_function_{step}", path)
            if spec is None or spec.loader is None or not path.exists():
                raise ConfigError("there is no such function", subject=step, hint=", ".join(self.template.functions()))
            module = importlib.util.module_from_spec(spec)
            sys.modules[spec.name] = module
            spec.loader.exec_module(module)
            self._modules[step] = module
        return self._modules[step]

    def rows(self) -> dict[tuple[str, str], dict[str, Any]]:
        """All rows of the table by key, with plain values."""
        pages = self.client("dynamodb").get_paginator("scan").paginate(TableName=self.table)
        items = [item for page in pages for item in page["Items"]]
        return {
            (item["pk"]["S"], item["sk"]["S"]): {name: next(iter(value.values())) for name, value in item.items()}
            for item in items
        }

    def messages(self) -> dict[str, list[Any]]:
        """What waits in each queue that is not empty; taken out by reading."""
        return {name: taken for name, url in self.queues.items() if (taken := self._drain(url))}

    def _drain(self, url: str) -> list[Any]:
        taken: list[Any] = []
        while True:
            answer = self.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0)
            if not (batch := answer.get("Messages", [])):
                return taken
            for message in batch:
                taken.append(json.loads(message["Body"]))
                self.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def objects(self) -> list[str]:
        """The keys of the archive."""
        answer = self.client("s3").list_objects_v2(Bucket=self.bucket)
        return [item["Key"] for item in answer.get("Contents", [])]

    def mails(self) -> list[str]:
        """Raw mails that SES took."""
        from moto.ses.models import ses_backends

        sent = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
        return [str(message.raw_data) for message in sent if hasattr(message, "raw_data")]


@contextmanager
def account(root: Path, parameters: Mapping[str, Any] | None = None) -> Iterator[Account]:
    """An empty account with the template's table, queues, bucket, topic and mail identity."""
    quiet = {**CREDENTIALS, **POWERTOOLS}
    with mock.patch.dict(os.environ, quiet), mock_aws():
        session = boto3.session.Session(region_name=REGION)
        yield _made(root, session, {"Sender": SENDER, **(parameters or {})})


def _made(root: Path, session: Any, parameters: Mapping[str, Any]) -> Account:
    path = root / "template.yaml"
    plan = Template.read(path, parameters)
    table, bucket = _table(plan, session), _bucket(session)
    queues = {name: _queue(name, properties, session) for name, properties in plan.resources("AWS::SQS::Queue").items()}
    topic = session.client("sns").create_topic(Name="frontwire-alerts")["TopicArn"]
    session.client("ses").verify_email_identity(EmailAddress=parameters["Sender"])
    physical = {"Table": table, "Archive": bucket, "AlertsTopic": topic, **queues}
    attributes = {("ApiFunctionUrl", "FunctionUrl"): "https://laptop.lambda-url.eu-central-1.on.aws/"}
    return Account(root, Template.read(path, parameters, physical, attributes), session, queues, table, bucket)


def _table(plan: Template, session: Any) -> str:
    wanted = plan.resolve(plan.resources("AWS::DynamoDB::Table")["Table"])
    names = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    session.client("dynamodb").create_table(TableName="frontwire", **{name: wanted[name] for name in names})
    return "frontwire"


def _bucket(session: Any) -> str:
    session.client("s3").create_bucket(
        Bucket="frontwire-archive", CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    return "frontwire-archive"


def _queue(name: str, properties: Mapping[str, Any], session: Any) -> str:
    attributes = {key: str(properties[key]) for key in QUEUE_ATTRIBUTES if key in properties}
    suffix = ""
    if properties.get("FifoQueue"):
        attributes["FifoQueue"] = "true"
        suffix = ".fifo"
    answer = session.client("sqs").create_queue(QueueName=f"frontwire-{name}{suffix}", Attributes=attributes)
    return str(answer["QueueUrl"])
