"""template.yaml as the command line and the tests read it: the one definition of tables, queues, handlers and variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from frontwire.errors import ConfigError

REGION = "eu-central-1"
ACCOUNT = "123456789012"
PSEUDO = {
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::StackName": "frontwire",
    "AWS::URLSuffix": "amazonaws.com",
}
NO_VALUE = object()


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags: !Ref x is {"Ref": x}, !Sub x is {"Fn::Sub": x}."""


def _tagged(loader: _Loader, tag: str, node: yaml.Node) -> dict[str, Any]:
    name = tag if tag in ("Ref", "Condition") else f"Fn::{tag}"
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
        return {name: value.split(".", 1) if tag == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}  # type: ignore[arg-type]


_Loader.add_multi_constructor("!", _tagged)


@dataclass(frozen=True)
class Template:
    """`physical` maps a logical id to what Ref gives, `attributes` (logical id, name) to what GetAtt gives."""

    document: dict[str, Any]
    parameters: Mapping[str, Any]
    physical: Mapping[str, str]
    attributes: Mapping[tuple[str, str], str]

    @classmethod
    def read(
        cls,
        path: Path,
        parameters: Mapping[str, Any] | None = None,
        physical: Mapping[str, str] | None = None,
        attributes: Mapping[tuple[str, str], str] | None = None,
    ) -> Template:
        document = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a SafeLoader with more tags
        defaults = {name: spec.get("Default", "") for name, spec in document.get("Parameters", {}).items()}
        return cls(document, defaults | dict(parameters or {}), physical or {}, attributes or {})

    def resources(self, kind: str) -> dict[str, dict[str, Any]]:
        """Properties of all resources of a type by logical id, unresolved."""
        return {
            name: resource.get("Properties", {})
            for name, resource in self.document["Resources"].items()
            if resource["Type"] == kind
        }

    def functions(self) -> dict[str, str]:
        """Step name to logical id: {"poll": "PollFunction", ...}."""
        found = self.resources("AWS::Serverless::Function")
        return {Path(properties["CodeUri"]).name: name for name, properties in found.items()}

    def environment(self, step: str) -> dict[str, str]:
        """The variables of one function, resolved."""
        common = self.document["Globals"]["Function"]["Environment"]["Variables"]
        own = self.document["Resources"][self.functions()[step]]["Properties"].get("Environment", {})
        merged = {**common, **own.get("Variables", {})}
        return {name: str(self.resolve(value)) for name, value in merged.items()}

    def resolve(self, value: Any) -> Any:
        """A value with its intrinsic functions carried out; strings, lists and maps otherwise as they are."""
        if isinstance(value, list):
            return [done for item in value if (done := self.resolve(item)) is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            name, argument = next(iter(value.items()))
            if name == "Ref" or name.startswith("Fn::"):
                return self._call(name, argument)
        resolved = {key: self.resolve(item) for key, item in value.items()}
        return {key: item for key, item in resolved.items() if item is not NO_VALUE}

    def _call(self, name: str, argument: Any) -> Any:
        match name:
            case "Ref":
                return self._ref(argument)
            case "Fn::GetAtt":
                return self.attributes.get((argument[0], argument[1]), f"{argument[0]}.{argument[1]}")
            case "Fn::Sub":
                return re.sub(r"\$\{([^}]+)\}", lambda found: self._named(found[1]), argument)
            case "Fn::Join":
                return str(argument[0]).join(_listed(self.resolve(argument[1])))
            case "Fn::If":
                return self.resolve(argument[1] if self._holds(argument[0]) else argument[2])
        raise ConfigError(f"{name} is not understood by the command line", subject="template.yaml")

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        for known in (self.parameters, PSEUDO, self.physical):
            if name in known:
                return known[name]
        return name

    def _named(self, name: str) -> str:
        if "." in name:
            logical, attribute = name.split(".", 1)
            return str(self._call("Fn::GetAtt", [logical, attribute]))
        return str(self._ref(name))

    def _holds(self, name: str) -> bool:
        return self._condition(self.document["Conditions"][name])

    def _condition(self, condition: dict[str, Any]) -> bool:
        name, argument = next(iter(condition.items()))
        if name == "Fn::Not":
            return not self._condition(argument[0])
        if name == "Fn::Equals":
            left, right = (self.resolve(side) for side in argument)
            return bool(left == right)
        raise ConfigError(f"the condition {name} is not understood by the command line", subject="template.yaml")


def _listed(value: Any) -> list[str]:
    return (
        [str(item) for item in value] if isinstance(value, list) else [part for part in str(value).split(",") if part]
    )
