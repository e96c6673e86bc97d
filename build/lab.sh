# A laboratory for one measurement: two network namespaces joined by a cable (veth), servers in the one, the load in the other.
# Sourced by bench.sh after build/common.sh. `lab_open` arranges that nothing is left behind, however the script ends.

lab_server_address=10.99.0.1
lab_load_address=10.99.0.2
lab_http_port=21080
lab_directory=
lab_server_namespace=
lab_load_namespace=
lab_server_pid=
lab_janus=
lab_janus_pid=
lab_processes=()
lab_token=lab

lab_open() {
    [ "$(id -u)" = 0 ] || { say "Only root can make network namespaces: run this as root."; return 1; }
    trap lab_close EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    lab_directory=$(mktemp -d)
    local n
    for ((n = 0; n < 100; n += 2)); do
        ip netns add "ld$n" 2>/dev/null || continue
        lab_server_namespace=ld$n
        ip netns add "ld$((n + 1))" 2>/dev/null && { lab_load_namespace=ld$((n + 1)); break; }
        ip netns del "ld$n"
        lab_server_namespace=
    done
    [ -n "$lab_load_namespace" ] || { say "No network namespace could be made."; return 1; }

    ip -n "$lab_server_namespace" link add cable type veth peer name cable netns "$lab_load_namespace"
    ip -n "$lab_server_namespace" address add "$lab_server_address/24" dev cable
    ip -n "$lab_load_namespace" address add "$lab_load_address/24" dev cable
    for n in "$lab_server_namespace" "$lab_load_namespace"; do
        ip -n "$n" link set lo up
        ip -n "$n" link set cable up
    done
}

lab_close() {
    trap - EXIT INT TERM HUP
    local pid n
    for pid in "${lab_processes[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${lab_processes[@]}"; do
        for ((n = 0; n < 50; n++)); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
        kill -9 "$pid" 2>/dev/null || true
    done
    wait 2>/dev/null || true
    [ -z "$lab_server_namespace" ] || ip netns del "$lab_server_namespace" || true
    [ -z "$lab_load_namespace" ] || ip netns del "$lab_load_namespace" || true
    [ -z "$lab_directory" ] || rm -rf "$lab_directory"
}

# lab_server CORES SETTINGS…: our server, from the same program as ./run starts.
lab_server() {
    local cores=$1
    shift
    taskset -c "$cores" ip netns exec "$lab_server_namespace" dotnet "$server_dll" \
        --Data:Directory="$lab_directory/data" --Http:Port="$lab_http_port" --Https:Port=21443 --Sip:Port=21060 --Sip:TlsPort=21061 \
        --Media:FirstPort=21100 --Media:RtpPorts=21200-21299 --Media:AnnouncedAddresses="$lab_server_address" --Drain:Timeout=0 \
        --Rooms:0:ConferenceId=bench --Rooms:0:PublishToken="$lab_token" --Rooms:0:PlayToken="$lab_token" "$@" \
        >"$lab_directory/server.log" 2>&1 </dev/null &
    lab_server_pid=$!
    lab_processes+=("$lab_server_pid")
}

# Ends our server, so that another can take its place.
lab_stop_server() {
    kill "$lab_server_pid" 2>/dev/null || true
    wait "$lab_server_pid" 2>/dev/null || true
}

# lab_janus_command CORES PLUGIN: what starts Debian's Janus with one plugin and its WebSocket transport, as one line in $lab_janus; and
# what it needs to know of the network.
lab_janus_command() {
    local folder=$lab_directory/janus libraries
    libraries=$(dirname "$(dpkg -L janus | grep -m 1 "/plugins/libjanus_$2\.so")")
    mkdir -p "$folder/plugins" "$folder/transports"
    ln -s "$libraries/libjanus_$2.so"* "$folder/plugins/"
    ln -s "$libraries/../transports/libjanus_websockets.so"* "$folder/transports/"
    cat >"$folder/janus.jcfg" <<END
general: { configs_folder = "$folder"  plugins_folder = "$folder/plugins"  transports_folder = "$folder/transports"
  debug_level = 3  session_timeout = 0  server_name = "bench" }
media: { ipv6 = false  rtp_port_range = "22000-29999"  dtls_mtu = 1200 }
nat: { nice_debug = false  ice_enforce_list = "$lab_server_address"  ice_lite = true  full_trickle = false }
END
    echo "general: { json = \"compact\"  ws = true  ws_port = 21088  ws_ip = \"$lab_server_address\"  wss = false }  admin: { admin_ws = false }" \
        >"$folder/janus.transport.websockets.jcfg"
    echo "general: { }" >"$folder/janus.plugin.videoroom.jcfg"
    echo "general: { local_ip = \"$lab_server_address\"  rtp_port_range = \"40000-49999\" }" >"$folder/janus.plugin.audiobridge.jcfg"
    lab_janus="ip netns exec $lab_server_namespace taskset -c $1 janus -F $folder -L $folder/janus.log -N"
}

# lab_janus_videoroom CORES: Janus, running.
lab_janus_videoroom() {
    lab_janus_command "$1" videoroom
    $lab_janus >"$lab_directory/janus.out" 2>&1 </dev/null &
    lab_janus_pid=$!
    lab_processes+=("$lab_janus_pid")
}

# lab_load CORES COMMAND ARGUMENTS…: drives the servers, and shows what they said if that goes wrong.
lab_load() {
    local cores=$1 name=$2 status=0
    shift 2
    taskset -c "$cores" ip netns exec "$lab_load_namespace" dotnet "$load_dll" "$name" --server="http://$lab_server_address:$lab_http_port" \
        --server-pid="$lab_server_pid" --server-namespace="$lab_server_namespace" --server-address="$lab_server_address" \
        --address="$lab_load_address" --token="$lab_token" --artifacts="$PWD/artifacts" "$@" &
    lab_processes+=($!)
    wait $! || status=$?
    if [ "$status" != 0 ] && [ -s "$lab_directory/server.log" ]; then
        say "The server's last words:"
        tail -n 15 "$lab_directory/server.log" >&2
    fi
    return "$status"
}
