# What the two commands need from the distribution (Debian 12), one line each: package | why.
# Sourced by build/common.sh. A line is here only while something in the tree uses it.

# Needed to serve.
run_packages='
libssl3      | DTLS and SRTP for every browser (OpenSSL 3)
libsqlite3-0 | the embedded store in the data directory
libopus0     | the sound of browsers, mixed for telephones and terminals
libavcodec59  | decodes the pictures of those who take one stream (FFmpeg 5.1)
libavutil57   | what that is built on
libx264-164   | encodes H.264, the better picture
libopenh264-7 | encodes H.264, the cheaper way
libvpx7       | encodes VP8
libfreetype6 | draws the names in composed pictures
fonts-wqy-microhei | what they are drawn with: Latin, Greek, Cyrillic and all of GB2312 in 5 MB
espeak-ng    | speaks the prompts for telephones when the server is built
'

# Needed to build the browser client, by whoever has no Node.js of his own.
if ! command -v npm >/dev/null; then
    run_packages+='
nodejs | runs the build of the browser client
npm    | fetches what that build needs
'
fi

# Needed by ./test --fast beyond what serving needs.
fast_test_packages='
postgresql | the other database that the store is tested against; started by the test, privately
'

# Needed by the whole of ./test: real browsers, and networks of their own to meet the server in.
full_test_packages='
chromium    | the browser that publishes and plays in tests/Interop
firefox-esr | the other browser that does
iproute2    | wakes the loopback of a network namespace, so that a test has a network of its own
nftables    | packet loss and closed ports inside those namespaces
procps      | counts the CPU and memory of the server under test
sip-tester  | SIPp, which registers and calls by scenario
kamailio    | stands for a telephone operator: trunks register with it and call over it
baresip-core | a SIP telephone without a screen
baresip-ffmpeg | gives it one: H.264 in and out
ffmpeg      | films what it shows
'

# Needed by ./bench.sh beyond what serving needs.
load_packages='
iproute2   | the two network namespaces of a measurement and the cable between them
nftables   | drops what nobody looks at before it costs the load a core
ffmpeg     | makes the canned streams
espeak-ng  | says what they say
util-linux | taskset: a core for the server and one for the load
'

# Needed by ./bench.sh janus beyond that.
janus_packages='
janus | the server that ours is compared to
'
