#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Somebody puts an older database back, or takes the anchor or the write-ahead log away.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

ten_packed
keep wmo
cp -a wmo before
must as wmo1 open ten.sluis
keep wmo

cp before/store.db wmo/store.db
rm -f wmo/store.db-wal wmo/store.db-shm
cp wmo/store.db swapped.db
run "an older database is refused" 3 as wmo1 list
expect_err 'older than it was'
run "and tells its finding" 3 as wmo1 list --json
expect_json 'o["error"]["finding"]' store-rolled-back
run "for every act" 3 as wmo1 open ten.sluis
check "it was not changed" cmp swapped.db wmo/store.db
check "nor the anchor" cmp kept-wmo/anchor wmo/anchor
back wmo
run "the right one in its place again works" 0 as wmo1 list

rm wmo/anchor
run "without its anchor the store is refused" 3 as wmo1 list --json
expect_json 'o["error"]["finding"]' store-anchor
check "and no new one is made" test ! -e wmo/anchor
back wmo

printf 'nonsense\n' >wmo/anchor
run "a damaged anchor likewise" 3 as wmo1 list --json
expect_json 'o["error"]["finding"]' store-anchor
back wmo

cp wi/anchor wmo/anchor
run "another unit's anchor likewise" 3 as wmo1 list --json
expect_json 'o["error"]["finding"]' store-anchor
back wmo

# As after a crash between the commit and the anchor.
cp before/anchor wmo/anchor
run "an older anchor is moved on" 0 as wmo1 status
refute "it is the newest again" cmp -s before/anchor wmo/anchor
check "the log verifies" log_verifies wmo

# A write-ahead log with commits that only the anchor knows of: killed while closing.
rm -rf wmo && cp -a before wmo
calls change as wmo1 open ten.sluis
found=false
for n in $(seq "$calls" -1 1); do
    rm -rf wmo && cp -a before wmo
    quietly faulty change kill "$n" as wmo1 open ten.sluis
    [ -s wmo/store.db-wal ] && cmp -s before/store.db wmo/store.db && ! cmp -s before/anchor wmo/anchor && found=true && break
done
check "a store is left with its last acts in the write-ahead log" "$found"
rm -f wmo/store.db-wal wmo/store.db-shm
run "without that log it is refused" 3 as wmo1 list --json
expect_json 'o["error"]["finding"]' store-rolled-back
finish
