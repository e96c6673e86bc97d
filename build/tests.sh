#!/usr/bin/env bash
# The run behind ./test, which gives it `install` (yes or no) and `fast` (yes or no) and says the last line. It ends with 0 also when tests
# have failed: what it has counted is in the tally.
set -euo pipefail
. build/common.sh
install=$1
fast=$2

results=artifacts/test-results
passed=0
failed=0
skipped=0

keep_tally() { printf '%s %s %s\n' "$passed" "$failed" "$skipped" >"$results/tally"; }

step_failed() {
    say "$1"
    failed=$((failed + 1))
    keep_tally
}

give_up() {
    step_failed "$1"
    exit 0
}

counter() { sed -n "s/.*<Counters [^>]*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1; }

# count RUN EXITCODE: adds what the result file of one run says. A run that broke off counts as a failure of its own.
count() {
    local file="$results/$1.trx" total executed ok
    if [ ! -s "$file" ]; then
        step_failed "$1: the run ended with code $2 and left no results."
        return
    fi
    total=$(counter "$file" total)
    executed=$(counter "$file" executed)
    ok=$(counter "$file" passed)
    passed=$((passed + ok))
    failed=$((failed + executed - ok))
    skipped=$((skipped + total - executed))
    keep_tally
    if [ "$2" != 0 ] && [ "$executed" = "$ok" ]; then
        step_failed "$1: the run ended with code $2 though no test failed."
    fi
}

# run_tests RUN PROJECT FILTER: the tests of one project that pass the filter; the output is kept for show_tests RUN. A test that hangs
# for five minutes is named and ends its run; one that cannot be ended so is ended with all that belongs to it.
run_tests() {
    local dll="tests/$2/bin/Release/net10.0/$2.dll" status=0
    : >"$results/$1.begun"
    timeout --kill-after=10 900 dotnet test "$dll" --filter "$3" --results-directory "$results" --blame-hang-timeout 5m --blame-hang-dump-type none \
        --logger "trx;LogFileName=$1.trx" --logger 'console;verbosity=minimal' >"$results/$1.log" 2>&1 </dev/null || status=$?
    echo "$status" >"$results/$1.status"
    rm -f "$results/$1.begun"
    find "$results" -mindepth 1 -type d -empty -delete
}

# run_parts AT-ONCE: the lines of standard input, a `run project filter` each.
run_parts() { xargs -r -P "$1" -d '\n' -n 1 bash -c 'IFS=" " read -r run project filter <<<"$1"; run_tests "$run" "$project" "$filter"' -; }

show_tests() {
    grep -v -e '^Test run for' -e '^VSTest version' -e '^Starting test execution' -e '^A total of' -e '^Results File' \
        -e '^No test matches the given testcase filter' -e '^Additionally, path' -e '^Data collector ' -e '^$' "$results/$1.log" || true
    count "$1" "$(cat "$results/$1.status" 2>/dev/null || echo none)"
}

# The same for the tests of the browser client; their result file is in JSON. The run itself has counted as a failure when one of them failed.
count_web() {
    local file="$results/web.json"
    [ -e "$file" ] || { step_failed "web: the run left no results."; return; }
    passed=$((passed + $(sed -n "s/.*\"numPassedTests\":\([0-9]*\).*/\1/p" "$file" | head -n 1)))
    skipped=$((skipped + $(sed -n "s/.*\"numPendingTests\":\([0-9]*\).*/\1/p" "$file" | head -n 1)))
    keep_tally
}

# The build has looked at every rule of style but three: how files end and are encoded, and the order of their imports.
check_formatting() {
    dotnet format whitespace . --folder --verify-no-changes && dotnet format style Conference.slnx --diagnostics IMPORTS --verify-no-changes --no-restore
}

test_web() { (cd "$web" && timeout --kill-after=10 240 npm test --silent -- --reporter=dot --reporter=json --outputFile.json="$OLDPWD/$results/web.json"); }

keep_tally
require_sdk || give_up "Nothing was tested."
packages="$run_packages$fast_test_packages"
[ "$fast" = yes ] || packages+="$full_test_packages"
ensure_packages "$install" "$packages" || give_up "Nothing was tested."
export_runtime_settings

dotnet restore Conference.slnx -v q -tl:off >"$results/restore.log" 2>&1 </dev/null &
restoring=$!
build_web || give_up "The browser client could not be built."
wait "$restoring" || { cat "$results/restore.log" >&2; give_up "The packages could not be restored."; }

say "Building, with warnings as errors."
build_and_stamp Conference.slnx --no-restore || give_up "The build failed."

# Everything from here on is between processes of this machine.
export NO_PROXY="localhost,127.0.0.1,::1${NO_PROXY:+,$NO_PROXY}" no_proxy="localhost,127.0.0.1,::1${no_proxy:+,$no_proxy}"
export -f run_tests
export results

# Tests with a category of their own are left out of the first round; OnDemand ones run only when called by name.
plain='TestCategory!=Browser&TestCategory!=SipTools&TestCategory!=OnDemand'
tools='(TestCategory=Browser|TestCategory=SipTools)&TestCategory!=OnDemand'

# What only computes can wait: beside the browsers it gets what they leave of the cores, and nothing of theirs. What sends media or looks at
# a clock runs before, two at once; SIP tools mostly wait for their telephones to have heard something.
prompt=() patient=()
prompt() { prompt+=("$1 $2 $3"); }
patient() { patient+=("$1 $2 $3"); }

# The longest project runs in parts: those that walk over the whole API take as long as all others together.
parted=SignalingHost.Tests
walks=(.Rest.EveryAnswerTests .Rest.TenantIsolationTests .Rest.SpoiltBodyTests .Rest.HostileRequestTests)
walking= others=
for walk in "${walks[@]}"; do walking+="|FullyQualifiedName~$walk" others+="&FullyQualifiedName!~$walk"; done
prompt "$parted" "$parted" "$plain&FullyQualifiedName!~.Rest."
patient "$parted.walks" "$parted" "$plain&(${walking#|})"
patient "$parted.rest" "$parted" "$plain&FullyQualifiedName~.Rest.$others"

computing=(Mixer.Tests Protocols.Tests Meetings.Tests Architecture.Tests Bench.Tests)
for name in "${computing[@]}"; do patient "$name" "$name" "$plain"; done
with_browsers=()
for project in tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    if grep -rqF 'Category("Browser")' --include='*.cs' "tests/$name"; then
        with_browsers+=("$name")
    elif [ "$fast" = no ] && grep -rqF 'Category("SipTools")' --include='*.cs' "tests/$name"; then
        prompt "$name.tools" "$name" "$tools"
    fi
    [ "$name" = "$parted" ] || [[ " ${computing[*]} " == *" $name "* ]] || prompt "$name" "$name" "$plain"
done

say "Running the tests of the server and of the browser client, and checking the formatting."
test_web >"$results/web.log" 2>&1 </dev/null &
web_tests=$!
printf '%s\n' "${prompt[@]}" | run_parts 2
for one in "${prompt[@]}"; do show_tests "${one%% *}"; done
wait "$web_tests" || { step_failed "The tests of the browser client failed:"; cat "$results/web.log" >&2; }
count_web

(
    chrt --idle --pid 0 "$BASHPID" || true
    check_formatting >"$results/format.log" 2>&1 </dev/null || echo failed >"$results/format.status"
    printf '%s\n' "${patient[@]}" | run_parts 2
) &
waiting=$!
if [ "$fast" = no ]; then
    # Browsers want the machine to themselves: one after the other.
    for name in "${with_browsers[@]}"; do
        run_tests "$name.tools" "$name" "$tools"
        show_tests "$name.tools"
    done
fi
wait "$waiting"
for one in "${patient[@]}"; do show_tests "${one%% *}"; done
[ ! -e "$results/format.status" ] || { step_failed "Formatting differs: run 'dotnet format'."; cat "$results/format.log" >&2; }
