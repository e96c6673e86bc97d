#!/usr/bin/env bash
# Measures. Each command ends with one line of figures.
# ./bench.sh core|janus|latency|large [arguments]   the whole server under load, with what it is compared to
# ./bench.sh micro [arguments]                      single hot things (BenchmarkDotNet)
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
. build/common.sh

usage() {
    sed -n '2,4s/^# //p' bench.sh >&2
    exit 2
}

name=${1-}
[ -n "$name" ] || usage
shift
case "$name" in
    core | janus | latency | large) project=Load ;;
    micro) project=Micro ;;
    *) usage ;;
esac

require_sdk || exit 1
ensure_packages yes "$run_packages" || exit 1
build_server || exit 1
flock artifacts/build.lock dotnet build "bench/$project/$project.csproj" -c Release -v q -tl:off >&2
export_runtime_settings
program="bench/$project/bin/Release/net10.0/$project.dll"
if [ "$project" = Micro ]; then exec dotnet "$program" "$@"; fi
exec dotnet "$program" "$name" "$@"
