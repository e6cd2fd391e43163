#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# The machine fails while a package is opened: the Nth write, fsync, rename or
# allocation, or every write is short. The program says so and never crashes; what it
# says was done is done, and opening again completes what wasn't.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

ten_packed
keep wmo
# Allocations are many and few of their places are different: those with which libraries
# set themselves up are tried like the rest, later ones at larger steps.
first_mallocs=400
if [ "$FAULT_STEP" -eq 1 ]; then malloc_step=151; else malloc_step=1999; fi

recovers() { # after $status
    local before=$status
    case $before in
    0) ;;
    *) grep -q '^sluis: error: ' "$err" || { echo "exit $before without a word"; return 1; } ;;
    esac
    [ "$before" -le 1 ] || [ "$3" = malloc ] || { echo "exit $before"; cat "$err"; return 1; }
    [ "$before" -lt 126 ] || { echo "exit $before"; return 1; }
    quietly as wmo1 open ten.sluis
    [ "$before" -ne 0 ] || [ "$status" -eq 6 ] || { echo "it said that it was done; again: exit $status"; cat "$err"; return 1; }
    [ "$status" -eq 0 ] || [ "$status" -eq 6 ] || { echo "again: exit $status"; cat "$err"; return 1; }
    [ "$(listed wmo1)" = "$leaving" ] || { echo "records are missing or double"; return 1; }
    no_temporaries wmo && log_verifies wmo
}

each() { # CALLS DO STEP WORDS
    local n total failed=0 tried=0 refused=0
    back wmo
    calls "$1" as wmo1 open ten.sluis
    total=$calls
    local -a all
    mapfile -t all < <(places "$total" "$3"; [ "$1" != malloc ] || places "$first_mallocs")
    for n in "${all[@]}"; do
        back wmo
        quietly faulty "$1" "$2" "$n" as wmo1 open ten.sluis
        tried=$((tried + 1)) refused=$((refused + (status != 0)))
        recovers "$n" "$2" "$1" >why 2>&1 && continue
        failed=$((failed + 1))
        sed "s/^/# $1 $2 at $n: /" why
    done
    check "$4: $tried of $total places, $refused of them refused" test "$failed" -eq 0 -a "$tried" -gt 3
}

each sync eio 1 "a failing fsync is told and survived"
each write eio "$FAULT_STEP" "a failing write is told and survived"
each write enospc "$FAULT_STEP" "a full disk at a write is told and survived"
each name eio 1 "a failing rename or unlink is told and survived"
each malloc null "$malloc_step" "a failing allocation is told and survived"

back wmo
quietly faulty write short 1 as wmo1 open ten.sluis
check "with every write cut in half the package opens" test "$status" -eq 0
check "and is whole" test "$(listed wmo1)" = "$leaving"
check "and the log verifies" log_verifies wmo

# What a disk error is called.
back wmo
run "a disk error at the first fsync" 1 faulty sync eio 1 as wmo1 open ten.sluis
expect_err 'error: '
expect_err 'Input/output error|disk'
run "is over when the disk is well" 0 as wmo1 open ten.sluis
finish
