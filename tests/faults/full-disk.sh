#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A disk that fills up while a package is opened and while one is made: said in plain
# words, exit code 1, and nothing is lost; once there is space it works. A small tmpfs,
# so this needs the right to mount one.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

mkdir -p small
if ! mount -t tmpfs -o size=8m,mode=700 sluis-test small 2>"$err"; then
    skip "a full disk while opening" "a tmpfs can't be mounted here: $(head -1 "$err")"
    skip "a full disk while packing" "a tmpfs can't be mounted here"
    finish
fi
trap 'umount -l "$T/small"; rm -rf "$T"' EXIT
ten_packed
keep wi wmo

# The stores move to the small disk.
on_small() { # UNIT
    rm -rf small/* "$1"
    cp -a "kept-$1" "small/$1"
    ln -sfn "$T/small/$1" "$1"
}

# Fill it but for so many KiB.
leave_free() { # KIB
    local blocks
    blocks=$(($(stat -f -c '%a * %S / 1024' small) - $1))
    dd if=/dev/zero of=small/filler bs=1024 count="$blocks" status=none
}

free_again() { rm -f small/filler; }

for free in 0 4 16 32 48 64 80 96 112 128 192 256 384; do
    on_small wmo
    leave_free "$free"
    quietly as wmo1 open ten.sluis
    first=$status
    cp "$err" first.err
    free_again
    if [ "$first" -ne 0 ]; then
        check "opening with $free KiB free ends with 1" test "$first" -eq 1
        check "and says that the disk is full" grep -q 'error: .*disk is full' first.err
        run "with space it opens, $free" 0 as wmo1 open ten.sluis
    else
        run "opening with $free KiB free was done" 6 as wmo1 open ten.sluis
    fi
    check "all records are there, $free" test "$(listed wmo1)" = "$leaving"
    check "no temporary files, $free" no_temporaries wmo/
    check "the log verifies, $free" log_verifies wmo
done
check "there was too little space at first, and enough at last" test "$first" -eq 0
rm -f wmo
back wmo

for free in 0 4 16 32 48 64 96 128 160 192 256 384; do
    on_small wi
    leave_free "$free"
    quietly as wi1 pack "${goal[@]}" --record "${ids[@]}"
    first=$status
    cp "$err" first.err
    free_again
    number=3
    if [ "$first" -ne 0 ]; then
        number=2
        check "packing with $free KiB free ends with 1" test "$first" -eq 1
        check "and says that the disk is full" grep -q 'error: .*disk is full' first.err || sed 's/^/# /' first.err
    fi
    run "packing with space, $free" 0 as wi1 pack "${goal[@]}" --record "${ids[@]}" --json
    expect_json 'o["sequence"]' "$number"
    check "the receiver can open it, $free" as wmo1 open "wi/outbox/oss.nl_wmo-00000$number-cases.sluis"
    back wmo
    check "no temporary files, $free" no_temporaries wi/
    check "the log verifies, $free" log_verifies wi
done
check "there was too little space at first, and enough at last" test "$first" -eq 0
finish
