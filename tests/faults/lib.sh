# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What the fault tests share, on top of tests/cli/lib.sh. They run on the plain
# release build: the shim and the sanitizers clash.
#
#   FAULT_SHIM   the preloaded library (tests/faults/shim.c)
#   FAULT_STEP   every how many-th place is tried: 7, or 1 by `scripts/test --full`
#
#   ten_records               partnership, ten records at wi with consent, ids in "${ids[@]}"
#   ten_packed                that, and the package ten.sluis
#   keep UNIT… / back UNIT…   remember the stores as they are / put them back
#   faulty CALLS DO AT COMMAND…  runs it with the shim
#   calls CALLS COMMAND…      how many calls it makes, in $calls
#   places TOTAL [STEP]       the numbers to try, always with the first and the last
#   killed_everywhere WHAT CHECK CLASS STEP COMMAND…
#                             kill -9 at each STEPth call of a class, each time from what the script's `as_before`
#                             puts back; CHECK says whether what is left is right. Counts in $tried
#   step N                    every Nth place, or each when FAULT_STEP is 1
#   log_verifies UNIT         sluis-audit finds nothing
#   no_temporaries UNIT
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

: "${FAULT_SHIM:?run this by meson test --suite faults}"
FAULT_STEP=${FAULT_STEP:-7}
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)

ten_records() {
    partnership
    wi_imports ten.csv 11 # and one to spare
    ids=("${ids[@]:0:10}")
    [ ${#ids[@]} -eq 10 ] || bail "ten records were expected, ${#ids[@]} came"
    must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]}"
}

ten_packed() {
    ten_records
    must as wi1 pack "${goal[@]}" --record "${ids[@]}" -o ten.sluis --json
    leaving=$(json 'o["leaving"]')
    export leaving
}

keep() { local unit; for unit; do rm -rf "kept-$unit"; cp -a "$unit" "kept-$unit"; done; }
back() { local unit; for unit; do rm -rf "$unit"; cp -a "kept-$unit" "$unit"; done; }

faulty() { # CALLS DO AT COMMAND…
    LD_PRELOAD=$FAULT_SHIM FAULT_CALLS=$1 FAULT_DO=$2 FAULT_AT=$3 "${@:4}"
}

# Sets $status, prints nothing; what the command said is in $out and $err.
quietly() {
    status=0
    "$@" >"$out" 2>"$err" </dev/null || status=$?
}

calls() { # CALLS COMMAND…
    FAULT_COUNT=$T/.count quietly faulty "$1" nothing 0 "${@:2}"
    calls=$(cat "$T/.count")
    [ "${calls:-0}" -gt 0 ] || bail "the shim counted no $1 calls"
}

places() { # TOTAL [STEP]
    local step=${2:-$FAULT_STEP}
    seq 1 "$step" "$1"
    [ $((($1 - 1) % step)) -eq 0 ] || echo "$1"
}

step() { [ "$FAULT_STEP" -eq 1 ] && echo 1 || echo "$1"; }

killed_everywhere() { # WHAT CHECK CLASS STEP COMMAND…
    local n
    as_before
    calls "$3" "${@:5}"
    [ "$status" -eq 0 ] || bail "$1 under the shim fails"
    for n in $(places "$calls" "$4"); do
        as_before
        quietly faulty "$3" kill "$n" "${@:5}"
        tried=$((tried + 1))
        "$2" >why 2>&1 || { cp why "$err"; : >"$out"; report 1 "$1: killed at $3 $n"; explain "at $3 $n"; continue; }
        report 0 "$1: killed at $3 $n of $calls"
    done
}

log_verifies() { # UNIT
    rm -rf "bundle-$1"
    as "${1}1" log export "bundle-$1" && sluis-audit verify "bundle-$1" --roster roster-1.note --fingerprint "$fingerprint"
}

no_temporaries() { # UNIT
    local found
    found=$(find "$1" -name '.*.tmp')
    [ -z "$found" ] || { echo "left behind: $found"; return 1; }
}

listed() { # WHO
    as "$1" list --json 2>>"$err" | python3 -S -c 'import json, sys; print(json.load(sys.stdin)["total"])'
}
