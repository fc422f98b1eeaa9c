"""The arrows of the house: who may import whom. What this test forbids, no review has to find."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "shared" / "frontwire"
PURE = (
    "extract",
    "detect",
    "stories",
    "web",
    "article.py",
    "models.py",
    "errors.py",
    "codec.py",
    "ledger.py",
    "feedback.py",
)
OUTWARD = {
    "boto3",
    "botocore",
    "aws_lambda_powertools",
    "urllib3",
    "requests",
    "socket",
    "http.client",
    "urllib.request",
}
UPWARD = {"functions", "frontwire_cli", "bench", "tests"}


def imports(path: Path) -> set[str]:
    """Modules a file imports, at any depth; those under `if TYPE_CHECKING` are for the type checker only."""
    found: set[str] = set()

    def walk(node: ast.AST) -> None:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            return
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        for child in ast.iter_child_nodes(node):
            walk(child)

    walk(ast.parse(path.read_text(encoding="utf-8")))
    return found


def within(modules: set[str], forbidden: set[str]) -> set[str]:
    return {m for m in modules if any(m == f or m.startswith(f"{f}.") for f in forbidden)}


def files(*names: str) -> list[Path]:
    found: list[Path] = []
    for name in names:
        path = PACKAGE / name
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return found


@pytest.mark.parametrize("path", files(*PURE), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_pure_rooms_know_no_network_and_no_aws(path: Path) -> None:
    assert not within(imports(path), OUTWARD)


@pytest.mark.parametrize("path", files("."), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_the_layer_never_imports_what_stands_above_it(path: Path) -> None:
    assert not within(imports(path), UPWARD)


@pytest.mark.parametrize("path", files("."), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_the_wiring_makes_clients(path: Path) -> None:
    if path.name != "wiring.py":
        assert not within(imports(path), {"boto3"})


@pytest.mark.parametrize("step", sorted(p.parent.name for p in ROOT.glob("functions/*/app.py")))
def test_a_function_imports_without_an_environment_and_without_boto3(step: str) -> None:
    folders = ["shared", f"functions/{step}"]
    code = f"import sys; sys.path[:0] = {folders}; import app; print('boto3' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "False"), done.stderr


def test_values_are_copied_as_the_structs_that_they_are() -> None:
    """`dataclasses.replace` on a struct passes the type checker, and fails when it runs."""
    sources = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    wrong = [
        str(path.relative_to(PACKAGE))
        for path, source in sources.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == "dataclasses"
        if any(name.name in ("replace", "asdict", "fields") for name in node.names)
    ]
    assert wrong == []
