#!/usr/bin/env bash
# Builds the Python package of what is compiled, as it is published, installs it beside CDK's, and runs what a user of Python writes.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

cd "$here/../../.."
npx jsii-pacmak --target python --outdir "$work/dist"

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" "$work"/dist/python/*.whl
cd "$here"
PYTHONDONTWRITEBYTECODE=1 CDK_VALIDATION=false "$work/venv/bin/python" -m unittest -v test_python
