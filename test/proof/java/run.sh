#!/usr/bin/env bash
# Builds the Java package of what is compiled, as it is published, and runs what a user of Java writes.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

cd "$here/../../.."
npx jsii-pacmak --target java --outdir "$work/dist"

cp -r "$here/pom.xml" "$here/src" "$work"
cd "$work"
CDK_VALIDATION=false mvn --batch-mode --quiet -Dbuilt="$work/dist/java" -Dmaven.repo.local="$work/repository" test
