#!/usr/bin/env bash
# Writes the tables in the documents that are made from the program: docs/operate/settings.md from the option records, metrics.md from
# what a server offers at /metrics. The tests that do it are the ones that fail in ./test when a table is not as the program is.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
. build/common.sh
require_sdk || exit 1
build_web || exit 1
RENEW_DOCUMENTS=yes dotnet test tests/SignalingHost.Tests -c Release -v q -nologo --filter TestCategory=Documents
git --no-pager diff --stat -- docs || true
