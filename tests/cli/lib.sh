# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Scenario tests in bash that speak TAP, run by meson's suite `cli`. A script sources
# this, runs checks and ends with `finish`; a script that stops halfway prints no plan
# and so counts as failed.
#
#   SLUIS_BIN     the folder of the built programs
#   SLUIS_SOURCE  the source tree
#   SLUIS_CACHE   where the prepared partnership is kept between scripts; may be absent
#
# The checks:
#   run NAME EXIT COMMAND…   runs it; ok when its exit code is EXIT. Its stdout and
#                            stderr are in "$out" and "$err" (files) afterwards
#   expect_out REGEX         the last run printed this (grep -E); expect_err likewise
#   refute_out REGEX         … didn't print this; refute_err likewise
#   expect_json EXPR VALUE   the last run's JSON object `o` has it: expect_json 'o["version"]' 2
#   check NAME COMMAND…      ok when the command succeeds; refute when it fails
#   skip NAME REASON
#   browsed NAME FILE…       ok when the pages can be read in Chromium, as pages.py asks
#
# The people, after `partnership`:
#   as WHO ARGUMENT…         WHO's program with WHO's key and passphrase: po1 po2 po3 run
#                            sluis-officer; wmo1 wmo2 wi1 wi2 run sluis at their unit's store
#   $T/wmo $T/wi             the stores; $T/roster-2.note, $T/agreement.note, $fingerprint
#   person NAME WHO          makes a key oss.nl/p-NAME for WHO, with its card
#   typed WHO ANSWER… -- ARGUMENT…  the same of a team at a terminal of 80 columns, an answer a question
#   log_size WHO             how many entries the unit's log has
#   wi_imports FILE ROWS     so many rows of Werk & Inkomen's system, of people of the test set, imported by wi1 with
#                            "$map"; the ids of their cases in "${ids[@]}"
#   "${said[@]}"             how a declaration is put down, where a test isn't about that
#
# Refusals: each is to leave the store as it was, but for one entry that says so.
#   refusals_begin WHO       from here on, everything at WHO's store is refused
#   refused NAME EXIT FINDING REGEX ARGUMENT…  as WHO; stderr says REGEX (may be empty), the
#                            entry will say FINDING; "none" where nothing is to be logged
#   refusals_end             compares store and log with what they were
set -uo pipefail

: "${SLUIS_BIN:?run this by meson test --suite cli}" "${SLUIS_SOURCE:?}"
PATH=$SLUIS_BIN:$PATH
export PATH LC_ALL=C.UTF-8 LANGUAGE=en TZ=UTC
export SLUIS_TEST_NOW=${SLUIS_TEST_NOW:-2026-11-23T10:00:00Z}
unset SLUIS_HOME SLUIS_KEY LANG
umask 077
# Of the keys that tests make: the least that this build takes.
work_factor=${SLUIS_WORK_FACTOR:-14}

scratch=${TMPDIR:-/tmp}
[ -w /dev/shm ] && scratch=/dev/shm
T=$(mktemp -d "$scratch/sluis-test.XXXXXX") || exit 99
export TMPDIR=$T XDG_CONFIG_HOME=$T/.config
trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
out=$T/.out err=$T/.err
: >"$out"; : >"$err"
cd "$T" || exit 99

count=0 failures=0 last=''

# --- TAP ---

report() { # STATUS NAME
    count=$((count + 1))
    if [ "$1" -eq 0 ]; then
        printf 'ok %d - %s\n' "$count" "$2"
    else
        failures=$((failures + 1))
        printf 'not ok %d - %s\n' "$count" "$2"
        return 1
    fi
}

explain() { # what went wrong, and what the last command printed
    { printf '%s\n' "$*"; sed 's/^/out: /' "$out"; sed 's/^/err: /' "$err"; } | head -60 | sed 's/^/# /'
}

run() { # NAME EXIT COMMAND…
    local expected=$2 status=0
    last=$1
    "${@:3}" >"$out" 2>"$err" </dev/null || status=$?
    if [ "$status" -eq "$expected" ]; then report 0 "$1"; else
        report 1 "$1"
        explain "exit $status instead of $expected: ${*:3}"
        return 1
    fi
}

says() { # FILE WHAT REGEX EXPECTED
    local found=says
    grep -Eq -- "$3" "$1" || found='does not say'
    [ "$found" = "$4" ]
    report $? "$last: $2 $4 /$3/" || { explain "$2 $found /$3/"; return 1; }
}
expect_out() { says "$out" stdout "$1" says; }
expect_err() { says "$err" stderr "$1" says; }
refute_out() { says "$out" stdout "$1" 'does not say'; }
refute_err() { says "$err" stderr "$1" 'does not say'; }

json() { # EXPRESSION over the last run's object `o`
    python3 -S -c 'import json, sys
o = json.load(open(sys.argv[1]))
v = eval(sys.argv[2])
print(v if isinstance(v, str) else json.dumps(v))' "$out" "$1"
}

expect_json() { # EXPRESSION VALUE
    local found
    found=$(json "$1" 2>&1) || found="(failed: ${found##*$'\n'})"
    [ "$found" = "$2" ]
    report $? "$last: $1 is $2" || { explain "$1 is $found"; return 1; }
}

# The command may read what the run before it printed, which is gone behind it.
check() { # NAME COMMAND…
    local status=0
    last=$1
    "${@:2}" >"$out.new" 2>"$err.new" </dev/null || status=$?
    mv "$out.new" "$out" && mv "$err.new" "$err"
    report "$status" "$1" || { explain "failed: ${*:2}"; return 1; }
}

refute() { # NAME COMMAND…
    local status=0
    last=$1
    "${@:2}" >"$out.new" 2>"$err.new" </dev/null && status=1
    mv "$out.new" "$out" && mv "$err.new" "$err"
    report "$status" "$1" || { explain "succeeded: ${*:2}"; return 1; }
}

skip() { # NAME REASON
    count=$((count + 1))
    printf 'ok %d - %s # SKIP %s\n' "$count" "$1" "$2"
}

browsed() { # NAME FILE…
    local axe=${SLUIS_AXE:-/usr/local/share/sluis-axe/node_modules/axe-core/axe.min.js}
    if ! command -v chromium >/dev/null; then
        # scripts/setup brings it; where that ran, a page that was never opened is no pass.
        if [ -n "${CI:-}" ]; then report 1 "$1"; else skip "$1" "chromium is not installed: run scripts/setup"; fi
        return
    fi
    if [ ! -r "$axe" ]; then
        skip "axe finds nothing" "axe-core could not be installed; what follows doesn't need it"
        axe=''
    fi
    AXE=$axe check "$1" python3 "$SLUIS_SOURCE/tests/cli/pages.py" "$T" "${@:2}"
}

bail() {
    printf 'Bail out! %s\n' "$*"
    explain "$*"
    exit 99
}

finish() {
    printf '1..%d\n' "$count"
    [ "$failures" -eq 0 ]
    exit
}

# --- the people ---

# Quietly, for preparing: stops the script when it fails.
must() { "$@" >"$out" 2>"$err" </dev/null || bail "preparing failed ($?): $*"; }

# What of a name is the unit: wmo1 works at $T/wmo.
as() { # WHO ARGUMENT…
    local who=$1 program=sluis
    shift
    case $who in
    po*) program=sluis-officer ;;
    esac
    [ -e "$T/keys/$who.pass" ] || { echo "no such person: $who" >&2; return 99; }
    SLUIS_KEY=$T/keys/$who.key SLUIS_HOME=$T/${who%%[0-9]*} "$program" "$@" --passphrase-fd 9 9<"$T/keys/$who.pass"
}

# Where standard input matters (run, check and must close it): `with FILE as wi1 search`.
with() { "${@:2}" <"$1"; }

at() { # MOMENT COMMAND…
    SLUIS_TEST_NOW=$1 "${@:2}"
}

person() { # NAME WHO
    mkdir -p "$T/keys" "$T/cards"
    printf 'passphrase of %s\n' "$2" >"$T/keys/$2.pass"
    local program=sluis
    case $2 in po*) program=sluis-officer ;; esac
    must "$program" key new "$1" -o "$T/keys/$2.key" --work-factor "$work_factor" --passphrase-fd 9 9<"$T/keys/$2.pass"
    must as "$2" key show -o "$T/cards/$2.card"
}

# shellcheck disable=SC2034 # for the scenarios
said=(--by client --age-band 16+ --assured conversation --words-from "$T/.words" --evidence "$T/.form")
printf 'Besproken op kantoor; nee zeggen heeft geen gevolgen.\n' >"$T/.words"
printf 'A signed form.\n' >"$T/.form"

clerk_actions=(read import export consent pack approve open log access)
decider_actions=("${clerk_actions[@]}" decide) # of a unit's second: what comes of a restricted record

add_clerk() { # ROSTER WHO LAW ACTION…
    must sluis-officer roster add "$T/cards/$2.card" --roster "$1" --unit "oss.nl/${2%%[0-9]*}" --role consulent \
        --law "$3" --action "${@:4}"
}

# At a terminal of 80 columns, an answer for each question: WHO ANSWER… -- ARGUMENT…
typed() {
    local who=$1 n=0 a
    shift
    for a; do n=$((n + 1)); [ "$a" = -- ] && break; done
    SLUIS_KEY=$T/keys/$who.key SLUIS_HOME=$T/${who%[0-9]} python3 -S "$SLUIS_SOURCE/tests/cli/answer_questions.py" "${@:1:n}" bash -c '"$@" --passphrase-fd 9 9<"$0"' "$T/keys/$who.pass" sluis "${@:n+1}"
}

sign_by() { # KIND FILE WHO…
    local who
    for who in "${@:3}"; do must as "$who" "$1" sign "$2"; done
}

roster_fingerprint() { # FILE
    sluis-officer roster show "$1" --json 2>/dev/null | python3 -S -c 'import json, sys; print(json.load(sys.stdin)["fingerprint"])'
}

map=${SLUIS_SOURCE:?}/share/sluis/mappings/wi-uitkeringen.yaml
wi_imports() { # FILE ROWS
    "$SLUIS_SOURCE/scripts/seed-wi" "$SLUIS_SOURCE/tests/data/gba-v-testset-20220502.csv" 7 | sed -n "1,$(($2 + 1))p" >"$1"
    must as wi1 import "$1" --map "$map"
    must as wi1 list --json
    mapfile -t ids < <(python3 -S -c 'import json, sys; [print(r["id"]) for r in json.load(open(sys.argv[1]))["records"] if r["case"]]' "$out")
}

log_size() { # WHO
    as "$1" status --json 2>/dev/null | python3 -S -c 'import json, sys; print(json.load(sys.stdin)["log_size"])'
}

# What status says, the log's size first.
store_state() { # WHO
    as "$1" status --json 2>/dev/null | python3 -S "$SLUIS_SOURCE/tests/cli/store_state.py"
}

refusals_begin() { # WHO
    refusing=$1
    before=$(store_state "$1")
    : >"$T/.findings"
}

refused() { # NAME EXIT FINDING REGEX ARGUMENT…
    run "$1" "$2" as "$refusing" "${@:5}"
    [ -z "$4" ] || expect_err "$4"
    [ "$3" = none ] || printf '%s\t%s\n' "$3" "$1" >>"$T/.findings"
}

# Together, because opening the store for each of hundreds takes a minute.
refusals_end() {
    store_state "$refusing" >"$T/.after"
    as "$refusing" log show --last "$(wc -l <"$T/.findings")" --json >"$T/.entries" 2>/dev/null
    BEFORE=$before check "store and log of $refusing are as they were, but for $(wc -l <"$T/.findings") refusals" python3 -S "$SLUIS_SOURCE/tests/cli/refusals.py" "$T"
}

# What `setup` asks, as its first answers: Oss with its three officers, and a unit of each kind with one person.
setup_answers() { # UNIT:KIND…
    local unit
    printf '%s\n' 'type: sluis.setup/v1' 'controllers:' '  - name: oss.nl' '    officers:' '      - oss.nl/p-po'{1,2,3} '    threshold: 2' 'units:'
    for unit; do
        printf '%s\n' "  - name: oss.nl/${unit%:*}" "    kind: ${unit#*:}" '    people:' "      - person: oss.nl/p-${unit%:*}1" '        roles: teamleider'
    done
}

# --- with stock tools ---

# The clerk's age identity, for what stock tools open: a passphrase is typed at a terminal.
identity_of() { # WHO
    printf 'age -d "%s" | grep "^AGE-SECRET-KEY-1" >"%s"\n' "$T/keys/$1.key" "$T/$1.identity" >"$1.sh"
    (sleep 1; cat "$T/keys/$1.pass"; sleep 1) | script -qec "bash -euo pipefail $1.sh" /dev/null >/dev/null
    [ -s "$1.identity" ] || bail "no identity of $1"
}
# The key of a store's database, and whether a copy of the database opens by it.
key_in() { age -d -i "$2.identity" "$1/store.slots" | sed -n 's/^key: //p'; } # STORE WHO
opens_by() { # STORE KEY
    rm -rf copied && mkdir copied && cp "$1"/store.db* copied
    printf "PRAGMA key = \"x'%s'\";\nSELECT count(*) FROM log_entry;\n" "$2" | sqlcipher -batch copied/store.db 2>&1 | grep -Eq '^[0-9]+$'
}
make_people() {
    local who
    for who in po1 po2 po3 wmo1 wmo2 wi1 wi2; do person "oss.nl/p-$who" "$who"; done
}

make_roster() {
    must sluis-officer roster init --controller oss.nl --threshold 2 --officer cards/po1.card cards/po2.card cards/po3.card -o roster-1.note
    add_clerk roster-1.note wmo1 wmo "${clerk_actions[@]}"
    add_clerk roster-1.note wmo2 wmo "${decider_actions[@]}"
    add_clerk roster-1.note wi1 pw "${clerk_actions[@]}"
    add_clerk roster-1.note wi2 pw "${decider_actions[@]}"
    sign_by roster roster-1.note po1 po2
    fingerprint=$(roster_fingerprint roster-1.note)
    [ -n "$fingerprint" ] || bail "the roster has no fingerprint"
    printf '%s\n' "$fingerprint" >fingerprint
}

make_stores() {
    local unit
    for unit in wmo wi; do
        must as "${unit}1" init --unit "oss.nl/$unit" --roster roster-1.note --fingerprint "$fingerprint"
        must as "${unit}2" key trust --fingerprint "$fingerprint"
    done
    must sluis-officer roster add wmo/unit.card --roster roster-1.note -o roster-2.note
    must sluis-officer roster add wi/unit.card --roster roster-2.note
    sign_by roster roster-2.note po2 po3
    for unit in wmo wi; do must as "${unit}1" open roster-2.note; done
}

make_agreement() {
    must sluis-officer grounds new -o grounds.note
    sign_by grounds grounds.note po1 po2
    must as wmo1 open grounds.note
    must as wi1 open grounds.note
    must sluis-officer agreement new --template wmo-wi -o agreement.note
    must sluis-officer agreement check agreement.note --roster roster-2.note
    sign_by agreement agreement.note po1 po3
    must as wmo1 open agreement.note
    must as wi1 open agreement.note
}

# Three officers of whom two sign, two units with two consulenten each, and an
# agreement for onderzoek-2.3.2 from Werk & Inkomen to the Wmo. The first script that
# asks makes it; the others unpack what it made.
partnership() {
    local cache=${SLUIS_CACHE:-} key archive
    if [ -z "$cache" ]; then make_partnership; return; fi
    mkdir -p "$cache"
    key=$(cat "$SLUIS_BIN/sluis" "$SLUIS_BIN/sluis-officer" "$SLUIS_SOURCE/tests/cli/lib.sh" <(printf '%s' "$SLUIS_TEST_NOW") | sha256sum | cut -c1-16)
    archive=$cache/partnership-$key.tar
    exec 8>"$cache/lock"
    flock 8
    if [ ! -e "$archive" ]; then
        make_partnership
        rm -f "$cache"/partnership-*.tar
        tar -cf "$archive.new" --exclude=./.out --exclude=./.err -C "$T" . && mv "$archive.new" "$archive"
    else
        tar -xf "$archive" -C "$T" || bail "the prepared partnership can't be unpacked"
    fi
    exec 8>&-
    fingerprint=$(cat "$T/fingerprint")
}

make_partnership() {
    make_people
    make_roster
    make_stores
    make_agreement
}
