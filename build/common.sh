# Shared by ./run, ./test and ./bench.sh. Sourced from the root of the tree, with `set -euo pipefail`.

# shellcheck source=build/packages.sh
. build/packages.sh

# The program uses the invariant culture, and so may the SDK: one library fewer on a fresh machine.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# No build process stays behind to hold our output open.
export MSBUILDDISABLENODEREUSE=1

say() { printf '%s\n' "$*" >&2; }

require_sdk() {
    command -v dotnet >/dev/null || { say "The .NET 10 SDK is missing: 'dotnet' is not on the PATH. Install it (https://dot.net) and run this again."; return 1; }
    case "$(dotnet --version 2>/dev/null)" in
        10.*) ;;
        *) say "The .NET 10 SDK is missing: 'dotnet --version' does not say 10.x. Install it (https://dot.net) and run this again."; return 1 ;;
    esac
}

# Of the "package | why" lines given, those whose package is not installed.
missing_packages() {
    local name why
    while IFS='|' read -r name why; do
        name=${name// /}
        [ -n "$name" ] || continue
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || printf '%s|%s\n' "$name" "$why"
    done <<<"$1"
}

# ensure_packages yes|no LINES: installs what is missing, or (no) lists it and fails.
ensure_packages() {
    local install=$1 missing name why as_root=()
    if ! command -v dpkg-query >/dev/null; then
        say "This is not Debian, so nothing is installed; the program looks for its libraries itself when it starts."
        return 0
    fi
    missing=$(missing_packages "$2")
    [ -n "$missing" ] || return 0

    say "Missing from this machine:"
    while IFS='|' read -r name why; do say "  $name:$why"; done <<<"$missing"
    local names
    mapfile -t names < <(cut -d'|' -f1 <<<"$missing")

    if [ "$install" = no ]; then
        say "Nothing was installed, as --no-install asks. To install: apt-get install ${names[*]}"
        return 1
    fi
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || { say "Only root can install them, and there is no sudo: as root, apt-get install ${names[*]}"; return 1; }
        as_root=(sudo)
    fi
    say "Installing them with apt-get."
    install_quietly "${as_root[@]}" -- "${names[@]}"
}

# Installs without questions and without starting any service that a package brings.
install_quietly() {
    local as_root=() policy=/usr/sbin/policy-rc.d placed=no status=0
    while [ "$1" != -- ]; do as_root+=("$1"); shift; done
    shift
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
        "${as_root[@]}" chmod 755 "$policy"
        placed=yes
    fi
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0)
    { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "$@"; } >&2 </dev/null || status=$?
    [ "$placed" = no ] || "${as_root[@]}" rm -f "$policy"
    [ "$status" = 0 ] || say "apt-get could not install: $*"
    return "$status"
}

server_dll=src/SignalingHost/bin/Release/net10.0/SignalingHost.dll
server_stamp=artifacts/server-built
server_sources=(src build/BannedSymbols.Core.txt Directory.Build.props Directory.Packages.props .editorconfig global.json)

source_files() { find "${server_sources[@]}" -type d \( -name bin -o -name obj -o -name node_modules -o -name dist \) -prune -o -type f "$@" -print; }

# The stamp is as old as the beginning of the last good build and lists the files it was made from: a warm start compares that with
# the file system, and the build system is not asked.
server_is_built() {
    [ -e "$server_dll" ] && [ -e "$server_stamp" ] || return 1
    [ -z "$(source_files -newer "$server_stamp" | head -n 1)" ] && [ "$(source_files | sort)" = "$(cat "$server_stamp")" ]
}

# compile ARGUMENTS-OF-DOTNET-BUILD. One compiler process serves all projects, so that the analyzers are loaded and warmed up once and not
# for each project again. It would wait for more work for minutes; it is ended here. A compiler lives too short for profiles to pay.
compile() {
    local name="conference-$$-$RANDOM" process status=0
    env -u MSBUILDDISABLENODEREUSE DOTNET_TieredPGO=0 dotnet build "$@" -c Release -v q -tl:off \
        -nodeReuse:false -p:UseSharedCompilation=true -p:SharedCompilationId="$name" || status=$?
    for process in $(grep -lsaE "pipename[:]$name" /proc/[0-9]*/cmdline | cut -d/ -f3); do kill "$process" 2>/dev/null || true; done
    return "$status"
}

# build_and_stamp ARGUMENTS-OF-DOTNET-BUILD: a build that has the server in it.
build_and_stamp() {
    local beginning status=0
    mkdir -p artifacts
    beginning=$(mktemp artifacts/beginning.XXXXXX)
    source_files | sort >"$beginning"
    {
        flock 9
        compile "$@" 9>&- || status=$?
    } 9>artifacts/build.lock
    if [ "$status" = 0 ]; then
        mv -f "$beginning" "$server_stamp"
    else
        rm -f "$beginning"
        return 1
    fi
}

web=src/SignalingHost/web
web_stamp=artifacts/web-built

web_files() { find "$web" -type d \( -name node_modules -o -name dist \) -prune -o -type f "$@" -print; }

web_is_built() {
    [ -e "$web/dist/index.html" ] && [ -e "$web_stamp" ] || return 1
    [ -z "$(web_files -newer "$web_stamp" | head -n 1)" ] && [ "$(web_files | sort)" = "$(cat "$web_stamp")" ]
}

# What npm installed is as the lock file says when npm's own note of it is newer.
web_packages_are_in() { [ -e "$web/node_modules/.package-lock.json" ] && [ ! "$web/package-lock.json" -nt "$web/node_modules/.package-lock.json" ]; }

# The browser client, for the server to serve; stamped as the server is. `npm ci` is not used: it refuses a lock file that leaves out the
# optional packages of other platforms, which not every registry has.
build_web() {
    web_is_built && return 0
    local beginning
    say "Building the browser client (only when its sources have changed)."
    mkdir -p artifacts
    beginning=$(mktemp artifacts/beginning.XXXXXX)
    web_files | sort >"$beginning"
    if (
        flock 9
        cd "$web" && { web=. web_packages_are_in || npm install --no-save --no-audit --no-fund --loglevel=error; } && npm run --silent build
    ) 9>artifacts/web.lock >&2 </dev/null; then
        mv -f "$beginning" "$web_stamp"
    else
        rm -f "$beginning"
        return 1
    fi
}

build_server() {
    build_web || { say "The browser client could not be built."; return 1; }
    server_is_built && return 0
    say "Building the server (only when its sources have changed)."
    build_and_stamp src/SignalingHost/SignalingHost.csproj >&2
}

# What the measured runs of the packet path ask of the runtime (see docs/adr/0003-threads-and-collector.md).
export_runtime_settings() {
    export DOTNET_gcServer=0
    export DOTNET_GCgen0size=0x4000000
    export DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0
}
