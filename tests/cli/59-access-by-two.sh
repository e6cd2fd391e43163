#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Where the officers ask for two, nobody changes alone who has access to a store: a colleague who may sits beside,
# with his own key and passphrase, and both sign.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
for n in 3 4; do person "oss.nl/p-wmo$n" "wmo$n"; done
must sluis-officer roster add cards/wmo3.card --roster roster-2.note --unit oss.nl/wmo --role consulent --law wmo --action read open -o roster-3.note
must sluis-officer roster set --access-by two --roster roster-3.note
sign_by roster roster-3.note po1 po2
run "the roster says so" 0 sluis-officer roster show roster-3.note --json
expect_json 'o["access_by_two"]' yes
run "officers see that it changed" 0 sluis-officer roster diff roster-2.note roster-3.note
expect_out 'change of access by two persons'
must as wmo1 open roster-3.note
two() { # SECOND ARGUMENT…: wmo1, with somebody beside
    SLUIS_KEY=keys/wmo1.key SLUIS_HOME=wmo sluis "${@:2}" --second-key "keys/$1.key" --passphrase-fd 9 9< <(cat keys/wmo1.pass "keys/$1.pass")
}
refusals_begin wmo1
refused "one alone is too few" 3 signature-missing 'asks for two persons' access add p-wmo3
refused "for taking away, too" 3 signature-missing 'asks for two persons' access remove p-wmo2
refusals_end
before=$(log_size wmo1)
run "one person isn't two" 3 two wmo1 access add p-wmo3
expect_err "one person isn't two"
run "nor is somebody without a mandate for it" 8 two wmo3 access add p-wmo3
run "nor somebody of another unit" 8 two wi1 access add p-wmo3
run "a key that isn't there" 5 two nobody access add p-wmo3
check "each was logged but the last" test "$(log_size wmo1)" = $((before + 3))
run "two do" 0 two wmo2 access add p-wmo3 --json
expect_json 'o["added"], o["second"]' '["oss.nl/p-wmo3", "oss.nl/p-wmo2"]'
run "the list says who" 0 as wmo1 access list --json
expect_json 'o["changed_by"], o["changed_with"]' '["oss.nl/p-wmo1", "oss.nl/p-wmo2"]'
run "the other way round it is the other one" 0 env SLUIS_KEY=keys/wmo2.key SLUIS_HOME=wmo bash -c 'sluis access remove p-wmo3 --second-key keys/wmo1.key --passphrase-fd 9 9< <(cat keys/wmo2.pass keys/wmo1.pass)'
run "as the list says" 0 as wmo2 access list --json
expect_json 'o["changed_by"], o["changed_with"]' '["oss.nl/p-wmo2", "oss.nl/p-wmo1"]'

must as wmo1 log export bundle
run "the log verifies" 0 sluis-audit verify bundle --fingerprint "$fingerprint"
run "and by a second verifier" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" bundle "$fingerprint"

# What one did before the officers asked for two stays right; a log in which one does it afterwards is not.
must sluis-officer roster set --access-by one --roster roster-3.note -o roster-4.note
sign_by roster roster-4.note po1 po2
run "whether two are asked touches every controller" 0 as wmo1 open roster-4.note
must as wmo2 access list
finish
