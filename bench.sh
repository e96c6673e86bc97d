#!/usr/bin/env bash
# Measures. Each command ends with one line of figures and keeps its results in artifacts/bench as JSON.
# ./bench.sh core       CPU of the server for each forwarded packet, one shard on one core, 200 receivers
# ./bench.sh janus      the same load on Janus and on us, by turns
# ./bench.sh latency    50,000 packets/s for a minute: added delay
# ./bench.sh large      1000 receivers of one publisher; 1000 people in one meeting; memory per receiver
# ./bench.sh soak [minutes]   full load: memory must stay flat (10 minutes unless said)
# ./bench.sh mixer      composed pictures beside a filter graph of ffmpeg by turns; meetings per core in real time
# ./bench.sh audio      telephones mixed per core, all talking and mostly listening, on Janus and on us by turns
# ./bench.sh rush       100 telephones within a second, on a server that has just started: what they miss
# ./bench.sh capacity   fills the machine: meetings of browsers, of browsers and terminals, of telephones; says what it holds
# ./bench.sh sip        registrations/s and calls/s on one core; memory of a registration and of a call
# ./bench.sh api        requests/s on one core for create and realTimeInfo; list and search among 100,000 bookings; memory; delay of push
# ./bench.sh micro [arguments of BenchmarkDotNet]   single hot things
# Arguments after the name go to the program, such as --passes=1. See docs/operate/benchmarks.md, and benchmarks-api.md for the API.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
. build/common.sh
. build/lab.sh

usage() {
    sed -n '2,15s/^# //p' bench.sh >&2
    exit 2
}

name=${1-}
[ -n "$name" ] || usage
shift
packages=$run_packages$load_packages
case "$name" in
    core | latency | large | soak | sip | rush | mixer | capacity) project=Load ;;
    janus | audio) project=Load packages+=$janus_packages ;;
    api) project=Api packages=$run_packages ;;
    micro) project=Micro packages=$run_packages ;;
    *) usage ;;
esac

require_sdk || exit 1
ensure_packages yes "$packages" || exit 1
build_server || exit 1
flock artifacts/build.lock dotnet build "bench/$project/$project.csproj" -c Release -v q -tl:off >&2
export_runtime_settings
load_dll=bench/Load/bin/Release/net10.0/Load.dll

# Server and load have a core each, where the machine has two; what is for one core is measured on one.
first=0
last=$(($(nproc) - 1))
case "$name" in
    api) exec taskset -c "$last" dotnet bench/Api/bin/Release/net10.0/Api.dll "$PWD/$server_dll" "$first" "$@" ;;
    mixer) exec taskset -c "$last" dotnet "$load_dll" mixer --artifacts="$PWD/artifacts" "$@" ;;
    micro) exec dotnet bench/Micro/bin/Release/net10.0/Micro.dll "$@" ;;
    latency)
        lab_open
        lab_server "$first" --Media:Shards=1 --Media:PinThreads=true --Media:RealtimeThreads=true
        lab_load "$last" "$name" "$@"
        ;;
    core | soak)
        lab_open
        lab_server "$first" --Media:Shards=1 --Media:PinThreads=true
        lab_load "$last" "$name" "$@"
        ;;
    sip)
        lab_open
        password=Bench-$(mktemp -u XXXXXXXXXXXX)

        # Hashing is slow on purpose; here it would be most of what making accounts takes. Digests are not made with it.
        lab_server "$first" --Media:Shards=1 --Admin:Password="$password" --Accounts:HashIterations=1000 --Media:RtpPorts=21200-22999
        lab_load "$last" sip --sip-port=21060 --admin-password="$password" "$@"
        ;;
    rush)
        lab_open
        password=Bench-$(mktemp -u XXXXXXXXXXXX)
        lab_server "$first" --Media:Shards=1 --Admin:Password="$password" --Accounts:HashIterations=1000 --Media:RtpPorts=30000-39999
        lab_load "$last" rush --sip-port=21060 --admin-password="$password" "$@"
        ;;
    audio)
        lab_open
        password=Bench-$(mktemp -u XXXXXXXXXXXX)
        lab_server "$first" --Media:Shards=1 --Admin:Password="$password" --Accounts:HashIterations=1000 --Media:RtpPorts=30000-39999
        lab_janus_command "$first" audiobridge
        lab_load "$last" audio --sip-port=21060 --admin-password="$password" --janus="ws://$lab_server_address:21088" --janus-command="$lab_janus" "$@"
        ;;
    capacity)
        # Half of the cores for the server, half for the load.
        lab_open
        half=$((last / 2))
        password=Bench-$(mktemp -u XXXXXXXXXXXX)
        rooms=()
        for ((room = 0; room < 200; room++)); do
            rooms+=("--Rooms:$((room + 1)):ConferenceId=bench$room" "--Rooms:$((room + 1)):PublishToken=$lab_token" "--Rooms:$((room + 1)):PlayToken=$lab_token")
        done
        lab_server "$first-$half" --Admin:Password="$password" --Accounts:HashIterations=1000 --Media:RtpPorts=30000-39999 "${rooms[@]}"
        lab_load "$((half + 1))-$last" capacity --rest-us=8000 --sip-port=21060 --admin-password="$password" --server-cores="$((half + 1))" "$@"
        ;;
    janus)
        lab_open
        lab_server "$first" --Media:Shards=1 --Media:PinThreads=true
        lab_janus_videoroom "$first"
        lab_load "$last" janus --janus="ws://$lab_server_address:21088" --janus-pid="$lab_janus_pid" "$@"
        ;;
    large)
        lab_open

        # With its usual 64 MB the young generation would be mistaken for receivers.
        export DOTNET_GCgen0size=0x400000
        lab_server "$first" --Media:Shards=1 --Media:PinThreads=true
        status=0
        lab_load "$last" large "$@" || status=$?
        lab_stop_server
        lab_server "$first-$last" --Media:Shards=0
        lab_load "$first-$last" meeting "$@" || status=$?
        exit "$status"
        ;;
esac
