#!/bin/sh
# Pins every dependency of pyproject.toml, with hashes, for every supported Python and processor.
# One resolution for the project (locks/dev.txt); the layer's lock is its part that goes to AWS. The embedded AWS and the
# SAM CLI have environments of their own: resolved together, the resolver falls back to versions years old.
set -eu
cd "$(dirname "$0")/.."
compile() {
    out=$1
    shift
    uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        --python-version 3.11.5 --output-file "$out" "$@"
}
compile locks/dev.txt pyproject.toml --extra cli --group dev --group build
compile shared/requirements.txt pyproject.toml --constraint locks/dev.txt
for environment in emulator sam data; do
    compile "locks/$environment.txt" --group "$environment"
done
compile locks/bench.txt pyproject.toml --group bench
compile locks/fuzz.txt pyproject.toml --constraint locks/dev.txt --group fuzz
compile locks/bench-collect.txt pyproject.toml --group bench-collect
compile locks/bench-changes.txt --group bench-changes
