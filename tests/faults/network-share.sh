#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Colleagues work at one store side by side on one machine. On a network share a write-ahead
# log breaks, so there a store is neither opened nor made, and why is said.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

partnership
mkdir share
cp roster-[12].note grounds.note agreement.note cards/*.card share
on() { LD_PRELOAD=$FAULT_SHIM FAULT_FS=$1 "${@:2}"; }
before=$(store_state wmo1)
for kind in 6969:NFS ff534d42:CIFS fe534d42:SMB 5346414f:AFS c36400:Ceph; do
    run "a store on ${kind#*:} isn't opened" 1 on "${kind%:*}" as wmo1 status
    expect_err 'network file system'
    expect_err 'keep the store on a local disk'
done
run "nor is anybody given access there" 1 on 6969 as wmo1 access remove oss.nl/p-wmo2
run "nor let in" 1 on 6969 as wmo2 join share --fingerprint "$fingerprint"
run "nor is one made" 1 on 6969 env SLUIS_KEY="$T/keys/wi1.key" SLUIS_HOME="$T/elsewhere" \
    sluis init --unit oss.nl/wi --roster roster-1.note --fingerprint "$fingerprint" --passphrase-fd 9 9<"$T/keys/wi1.pass"
expect_err 'network file system'
refute "nothing is left of it" test -e elsewhere
run "doctor says which" 1 on 6969 as wmo1 doctor --json
expect_json '[c["finding"] for c in o["checks"] if c["check"] == "disk"]' '["network-file-system"]'
check "and the store is as it was" test "$(store_state wmo1)" = "$before"
run "on a disk of this machine it opens" 0 on ef53 as wmo1 status
finish
