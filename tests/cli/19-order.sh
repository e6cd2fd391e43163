#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What was opened, signed and numbered gives the order; clocks only date. A retraction acts when it is
# opened, an older letter that comes late doesn't make the old address current, and who withdraws takes
# back what went on a consent whose term is over.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
import() { # HOUSE NUMBER
    printf '{"burgerservicenummer":"%s","naam.geslachtsnaam":"Jansen","zaak.identificatie":"%s","huisnummer":%s,"wet":"pw","gegevensbron":"pw"}\n' \
        999990019 Z-1 "$1" 999990020 Z-2 "$1" >clients.ndjson
    must as wi1 import clients.ndjson
}
import 1
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-11-01 "${said[@]}"
printf '999990019\n' >first.txt
printf '999990020\n' >second.txt
declared() { # SELECTION NUMBER: the consent that was recorded so many before the last
    as wi1 consent list --select-from "$1" --json 2>>"$err" | python3 -c 'import json, sys
print([c["id"] for c in json.load(sys.stdin)["consents"] if c["kind"] == "consent"][int(sys.argv[1])])' "$2"
}

# --- letters that cross ---

must as wi1 pack --all "${goal[@]}" -o one.sluis
import 2
must as wi1 pack --all "${goal[@]}" -o two.sluis
import 1
must as wi1 pack --all "${goal[@]}" -o three.sluis
must as wmo1 open one.sluis
must as wmo1 list --json
copy=$(json 'o["records"][0]["id"]')
current() { as wmo1 show "$copy" --json 2>>"$err" | python3 -c 'import json, sys; print(json.load(sys.stdin)["records"][0]["record"]["huisnummer"])'; }
run "the third says what the first said" 0 as wmo1 open three.sluis --json
expect_json 'o["files"][0]["same"]' 2
run "the second comes late" 0 as wmo1 open two.sluis --json
expect_json '[o["files"][0][k] for k in ("added", "changed", "same")]' '[0, 0, 2]'
check "what the sender numbered last is current" test "$(current)" = 1
run "the late one is in the history" 0 as wmo1 show "$copy" --history --json
expect_json '[r["record"]["huisnummer"] for r in o["records"]]' '[1, 2]'
import 4
must as wi1 pack --all "${goal[@]}" -o four.sluis
run "a later one is current again" 0 as wmo1 open four.sluis --json
expect_json 'o["files"][0]["changed"]' 2
check "with what it says" test "$(current)" = 4

# --- a clock that is ahead ---

must at 2026-11-23T10:05:00Z as wi1 consent withdraw "$(declared first.txt 0)" --json
cp "$(json 'o["file"]')" ahead.sluis
run "a retraction acts when it is opened, before its own time" 0 at 2026-11-23T10:02:00Z as wmo1 open ahead.sluis --json
expect_json 'o["files"][0]["restricted"]' 1
run "and for good" 0 at 2026-11-23T11:00:00Z as wmo1 restriction list --json
expect_json 'len(o["restricted"])' 1

# --- a term that is over ---

# What he said last went with nothing; what he said before did.
export SLUIS_TEST_NOW=2027-11-03T10:00:00Z
must as wi1 consent record --select-from second.txt --kind consent "${goal[@]}" --until 2027-12-01 "${said[@]}"
run "who withdraws takes back what went on a consent whose term is over, too" 0 as wi1 consent withdraw "$(declared second.txt 0)" --json
expect_json 'len(o["packages"])' 4
run "which restricts it" 0 as wmo1 open "$(json 'o["file"]')" --json
expect_json 'o["files"][0]["restricted"]' 1

# --- what was sent goes when word comes that it arrived ---

sent=wi/outbox/oss.nl_wmo-000001-cases.sluis
check "a letter stands in the outbox" test -f "$sent"
must as wi1 open wmo/outbox/oss.nl_wi-000001-receipt.sluis
refute "until its receipt is opened" test -e "$sent"
cp one.sluis "$sent"
must as wi1 list
refute "if it stays all the same, the next start finishes that" test -e "$sent"
cp one.sluis "$sent"
must as wi1 list
check "once: a copy that somebody puts there is left alone" test -f "$sent"
rm "$sent"

for unit in wi wmo; do
    must as "${unit}1" log export "audit-$unit"
    run "the log of $unit verifies" 0 sluis-audit verify "audit-$unit" --fingerprint "$fingerprint"
    run "a verifier in Python says so, too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
done
finish
