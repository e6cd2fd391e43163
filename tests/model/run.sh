#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# The models, to a bound that takes seconds, or with FAULT_STEP=1 (scripts/test --full) to six letters; and that
# they fail once a guard is taken out: DIRECTING ARRIVALS SOURCE CC…
set -u
directing=$1 arrivals=$2 source=$3
shift 3
n=0 failed=0

run() { # COMMAND…: says ok or not ok, and the way to what is wrong
    local said
    n=$((n + 1))
    said=$("$@" 2>&1) || failed=1
    printf '%s\n' "$said" | sed "s/^\(ok\|not ok\) - /\1 $n - /"
}

run "$directing" 5 1 20000000
run "$arrivals" 8 20000000
if [ "${FAULT_STEP:-}" = 1 ]; then
    run "$directing" 6 1 60000000
    run "$directing" 4 2 60000000
fi
while read -r line; do
    n=$((n + 1))
    case $line in "not ok"*) failed=1 ;; esac
    printf '%s\n' "$line" | sed "s/^\(ok\|not ok\) [0-9]* - /\1 $n - /"
done < <(python3 "$source/tests/model/mutants.py" "$source" "$@")
echo "1..$n"
exit "$failed"
