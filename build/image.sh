#!/usr/bin/env bash
# Proves the image without a Docker engine: takes the steps of the Dockerfile one by one, as they are written there, and then does what an
# orchestrator does: starts, asks for health, uses it, ends it. Needs root, debootstrap, the SDK and Node.js.
# build/image.sh [--keep]     --keep leaves the image's files in artifacts/image for a look.
#
# The stages that build (from images that are this machine's tools: Node.js, the SDK) run in an overlay over this machine's own files; the final one
# in a Debian 12 that debootstrap makes. Everything is in memory and gone at the end. Debian comes from where this machine has it from.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
. build/common.sh

keep=no
case "${1-}" in
    --keep) keep=yes ;;
    "") ;;
    *) say "$(sed -n '4s/^# //p' "${BASH_SOURCE[0]}")"; exit 2 ;;
esac
[ "$(id -u)" = 0 ] || { say "Only root can make mounts and namespaces: run this as root."; exit 1; }
for tool in debootstrap unshare ip curl npm; do
    command -v "$tool" >/dev/null || { say "'$tool' is missing: install debootstrap, util-linux, iproute2, curl and nodejs."; exit 1; }
done
require_sdk || exit 1

work=$(mktemp -d)
network=image-$$
server=
mount -t tmpfs -o mode=755 tmpfs "$work"

finish() {
    trap - EXIT
    [ -z "$server" ] || kill -KILL "$server" 2>/dev/null || true
    ip netns del "$network" 2>/dev/null || true
    if [ "$keep" = yes ] && [ -n "${root-}" ]; then
        rm -rf artifacts/image
        cp -a --one-file-system "$root" artifacts/image
        say "The image's files are in artifacts/image."
    fi
    umount -R "$work" 2>/dev/null || umount -l "$work"
    rmdir "$work"
}
trap finish EXIT
trap 'exit 143' TERM INT HUP

step() { printf '%4d s  %s\n' "$SECONDS" "$*" >&2; }
fail() { say "FAILED: $*"; exit 1; }

# ---- Debian, from this machine's own sources

sources() {
    apt-get indextargets --format '$(REPO_URI)|$(RELEASE)|$(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' | sort -u |
        awk -F'|' '$2 ~ /^bookworm/ { print "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] " $1 " " $2 " " $3 }'
}

debian() {
    local mirror
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Release: bookworm' 'Component: main' | head -n 1)
    [ -n "$mirror" ] || fail "this machine has no sources of Debian 12"
    debootstrap --variant=minbase bookworm "$1" "$mirror" >"$work/debootstrap.log" 2>&1 || { tail -n 5 "$work/debootstrap.log" >&2; fail "debootstrap"; }
    sources >"$1/etc/apt/sources.list"
    apt-config dump | grep -E '^Acquire::https?::' >"$1/etc/apt/apt.conf.d/machine" || true
    cp /etc/resolv.conf "$1/etc/resolv.conf"
    printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d"
    chmod 755 "$1/usr/sbin/policy-rc.d"
}

# ---- The Dockerfile's instructions

declare -A roots arguments
root= directory=/ user=root
environment=() expose=() signal=TERM health= entry=()

# In a namespace of processes of its own, so that nothing that a step starts outlives it.
in_root() {
    unshare --mount --pid --fork --kill-child bash -c '
        mount -t proc proc "$1/proc" && mount --bind /dev "$1/dev" && cd / && exec chroot "$1" /usr/bin/env -C "$2" "${@:3}"' - "$root" "$directory" "$@" </dev/null
}

from() {
    local image=$1 name=${3:-final}
    root=$work/$name/root directory=/ user=root environment=()
    roots[$name]=$root
    mkdir -p "$root"
    case "$image" in
        node:* | */dotnet/sdk:*)
            mkdir -p "$work/$name/upper" "$work/$name/under"
            mount -t overlay overlay -o "lowerdir=/,upperdir=$work/$name/upper,workdir=$work/$name/under" "$root"
            rm -rf "${root:?}/program" "${root:?}/source" "${root:?}/web"
            # No process may hold the overlay when the step has ended.
            environment=(MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1)
            ;;
        debian:12-slim) debian "$root" ;;
        *) fail "FROM $image: nothing here stands for that image" ;;
    esac
}

# As COPY has it: the contents of folders, files themselves, into a folder if there are several or the target ends with a slash.
copy() {
    local base=$PWD words=() target source
    for source in "$@"; do
        case "$source" in
            --from=*) base=${roots[${source#--from=}]} ;;
            *) words+=("$source") ;;
        esac
    done
    target=${words[-1]}
    unset 'words[-1]'
    case "$target" in /*) target=$root$target ;; *) target=$root$directory/$target ;; esac
    for source in "${words[@]}"; do
        [ -e "$base/$source" ] || fail "COPY $source: it is not there"
        if [ -d "$base/$source" ]; then
            mkdir -p "$target"
            tar -C "$base/$source" "${left_out[@]}" -c . | tar -x -C "$target" --no-same-owner
        elif [ "${#words[@]}" -gt 1 ] || [ "${target: -1}" = / ] || [ "${target: -2}" = /. ]; then
            mkdir -p "$target"
            cp "$base/$source" "$target/"
        else
            mkdir -p "$(dirname "$target")"
            cp "$base/$source" "$target"
        fi
    done
}

# The quoted words of a JSON list.
json_words() { grep -o '"[^"]*"' <<<"$1" | tr -d '"'; }

instruction() {
    local word=$1 rest=$2 name
    for name in "${!arguments[@]}"; do [ "$word" != FROM ] || rest=${rest//"\${$name}"/${arguments[$name]}}; done
    step "$word ${rest:0:110}"
    local -a words
    read -ra words <<<"$rest"
    case "$word" in
        ARG) arguments[${rest%%=*}]=${rest#*=} ;;
        FROM) from "${words[@]}" ;;
        WORKDIR) directory=$rest && mkdir -p "$root$rest" ;;
        COPY) copy "${words[@]}" ;;
        ENV) environment+=("${words[@]}") ;;
        USER) user=$rest ;;
        VOLUME) mkdir -p "$root$rest" ;;
        EXPOSE) expose=("${words[@]}") ;;
        STOPSIGNAL) signal=${rest#SIG} ;;
        HEALTHCHECK) health=${rest#*CMD } ;;
        ENTRYPOINT) mapfile -t entry < <(json_words "$rest") ;;
        RUN) in_root "${environment[@]}" DEBIAN_FRONTEND=noninteractive /bin/sh -c "$rest" >"$work/run.log" 2>&1 || { tail -n 30 "$work/run.log" >&2; fail "RUN $rest"; } ;;
        *) fail "$word: this instruction is not known here" ;;
    esac
}

left_out=(--exclude-vcs)
while read -r line; do [ -z "$line" ] || left_out+=(--exclude="./${line#\*\*/}" --exclude="*/${line#\*\*/}"); done < <(grep '^\*\*/' .dockerignore)

whole=
while IFS= read -r line; do
    case "$line" in "#"* | "") continue ;; esac
    whole+="${line%\\}"
    [ "${line: -1}" != "\\" ] || continue
    instruction "${whole%% *}" "${whole#* }"
    whole=
done <Dockerfile

# ---- What an orchestrator does with it

[ "$user" != root ] || fail "the image runs as root"
[ "$(stat -c %u "$root/data")" = "$(in_root id -u "$user")" ] || fail "/data does not belong to $user"
size=$(du -sxm "$root" | cut -f1)
step "start as $user: ${entry[*]}"
ip netns add "$network"
ip -n "$network" link set lo up
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
began=$(date +%s%N)
ip netns exec "$network" chroot --userspec="$user" "$root" /usr/bin/env -i -C "$directory" PATH=/usr/local/bin:/usr/bin:/bin "${environment[@]}" \
    Admin__Password=Image-2026 Drain__Timeout=1 "${entry[@]}" >"$work/server.log" 2>&1 </dev/null &
server=$!

as_health() { ip netns exec "$network" chroot --userspec="$user" "$root" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin "${environment[@]}" /bin/sh -c "$health"; }
outside() { ip netns exec "$network" curl -fsS --max-time 10 --noproxy '*' "$@"; }

for ((n = 0; ; n++)); do
    ! as_health >/dev/null 2>&1 || break
    kill -0 "$server" 2>/dev/null && [ "$n" -lt 300 ] || { cat "$work/server.log" >&2; fail "the health check never passed"; }
    sleep 0.1
done
step "healthy after $((($(date +%s%N) - began) / 1000000)) ms, as $(ps -o uid= -p "$server" | tr -d ' ')"
[ "$(ps -o uid= -p "$server" | tr -d ' ')" != 0 ] || fail "the server runs as root"
at=http://127.0.0.1:8080
step "/health/ready: $(outside "$at/health/ready")"
token=$(outside -u admin:Image-2026 -H 'Content-Type: application/json' -d '{"account":"admin","clientType":72}' "$at/v1/usg/acs/auth/account" | grep -o '"accessToken":"[^"]*' | cut -d'"' -f4)
meeting=$(outside -H "X-Access-Token: $token" -H 'Content-Type: application/json' -d '{"subject":"Proof","mediaTypes":"HDVideo","length":30}' "$at/v1/mmc/management/conferences" | grep -o '"conferenceID":"[^"]*' | cut -d'"' -f4)
[ -n "$meeting" ] || fail "no meeting was booked"
step "booked meeting $meeting"
outside "$at/" | grep -q '<html' || fail "the browser client is not in the image"
[ "$(stat -c %U "$root/data/conference.db" 2>/dev/null || true)" != root ] || fail "the store belongs to root"
step "end it by SIG$signal"
kill -s "$signal" "$server"
status=0
wait "$server" || status=$?
server=
[ "$status" = 0 ] || { cat "$work/server.log" >&2; fail "it ended with code $status"; }
step "ended with code 0"
echo "IMAGE proved: $size MB, ports ${expose[*]}, $SECONDS s"
