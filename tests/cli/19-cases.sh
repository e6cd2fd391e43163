#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Cases and the clients whom they are about: two cases of one client stay two, whatever fields go; and where
# a case number moved to somebody else, who withdraws takes the versions before along.
# shellcheck disable=SC2154 # said is lib.sh's
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
case_of() { # BSN CASE HOUSE
    printf '{"burgerservicenummer":"%s","naam.geslachtsnaam":"Jansen","zaak.identificatie":"%s","huisnummer":%s,"wet":"pw","gegevensbron":"pw"}\n' "$@"
}
raw() { # UNIT SQL: from the tables themselves
    printf "PRAGMA key = \"x'%s'\";\n%s;\n" "$(as "${1}1" key decrypt "$1/store.slots" 2>"$err" | sed -n 's/^key: //p')" "$2" |
        sqlcipher -batch "$1/store.db" | sed 1d
}
versions() { raw "$1" "SELECT count(*) FROM (SELECT json FROM record UNION ALL SELECT json FROM history) WHERE json LIKE '%$2%'"; }

# --- two cases, and nothing that goes tells them apart ---

{ case_of 999990019 Z-1 1; case_of 999990019 Z-2 2; case_of 999990020 Z-3 3; } >clients.ndjson
must as wi1 import clients.ndjson
every=("${said[@]}")
said+=(--field burgerservicenummer naam.geslachtsnaam huisnummer)
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-11-01 "${said[@]}"
run "the preview counts records, and clients" 0 as wi1 preview --all "${goal[@]}" --json
expect_json '[o[k] for k in ("records", "clients", "leaving")]' '[3, 2, 3]'
refute_out twice
run "they go together" 0 as wi1 pack --all "${goal[@]}" -o one.sluis
run "and arrive as many" 0 as wmo1 open one.sluis --json
expect_json '[o["files"][0][k] for k in ("added", "changed", "same")]' '[3, 0, 0]'
{ case_of 999990019 Z-1 1; case_of 999990019 Z-2 22; case_of 999990020 Z-3 3; } >clients.ndjson
must as wi1 import clients.ndjson
must as wi1 pack --all "${goal[@]}" -o two.sluis
run "each is followed by itself" 0 as wmo1 open two.sluis --json
expect_json '[o["files"][0][k] for k in ("added", "changed", "same")]' '[0, 1, 2]'
run "what tells them apart is no case number" 0 as wmo1 list --json
refute_out 'Z-[123]'

# --- one case that two source systems know ---

for system in een twee; do
    printf 'version: "1"\nsource: %s\nformat: csv\nconstants:\n' $system >map-$system.yaml
    printf '  - field: wet\n    value: pw\n  - field: gegevensbron\n    value: pw\nfields:\n' >>map-$system.yaml
    printf '  - field: burgerservicenummer\n    from: bsn\n    as: bsn\n  - field: zaak.identificatie\n    from: zaak\n' >>map-$system.yaml
    printf 'bsn;zaak\n999990044;Z-9\n' >$system.csv
    must as wi1 import $system.csv --map map-$system.yaml
done
printf '999990044\n' >known.txt
must as wi1 list --select-from known.txt --json
mapfile -t known < <(json '" ".join(r["id"] for r in o["records"])' | tr ' ' '\n')
must as wi1 consent record --record "${known[@]}" --kind both "${goal[@]}" --until 2027-11-01 "${every[@]}"
run "the preview warns of a case that would go twice" 0 as wi1 preview --record "${known[@]}" "${goal[@]}" --json
expect_json '[o["twice"], o["twice_record"]]' "[1, \"${known[1]}\"]"
run "in words" 0 as wi1 preview --record "${known[@]}" "${goal[@]}"
expect_out 'no package can be made of this selection'
run "and none is" 1 as wi1 pack --record "${known[@]}" "${goal[@]}"
expect_err "${known[1]}.*"
expect_err 'stands there twice'

# --- a case number moves to somebody else ---

printf '999990019\n' >first.txt
must as wi1 consent list --select-from first.txt --json
consent=$(json '[c["id"] for c in o["consents"] if c["kind"] == "consent"][0]')
{ case_of 999990032 Z-1 1; case_of 999990032 Z-2 22; } >moved.ndjson
must as wi1 import moved.ndjson
printf '999990032\n' >new.txt
must as wi1 consent record --select-from new.txt --kind both "${goal[@]}" --until 2027-11-01 "${said[@]}"
must as wi1 pack --select-from new.txt "${goal[@]}" -o three.sluis
run "at the receiver, too" 0 as wmo1 open three.sluis --json
expect_json '[o["files"][0][k] for k in ("added", "changed", "same")]' '[0, 2, 0]'
must as wmo1 list --select-from new.txt --json
moved=$(json 'o["records"][0]["id"]')
check "the first client stands in the history" test "$(versions wmo 999990019)" -ge 2
run "whom who reads it is logged to have read" 0 as wmo1 show "$moved" --history --json
run "in the log" 0 as wmo1 log show --last 1 --private --json
must as wi1 consent withdraw "$consent" --json
run "the first client withdraws: each version is restricted" 0 as wmo1 open "$(json 'o["file"]')" --json
expect_json 'o["files"][0]["restricted"]' 2
check "none is left in a history of somebody else" test "$(raw wmo "SELECT count(*) FROM history h JOIN record r ON r.row = h.record WHERE h.bsn = '999990019' AND r.bsn <> h.bsn")" = 0
check "none can be used" test "$(raw wmo "SELECT count(*) FROM record r WHERE r.bsn = '999990019' AND NOT EXISTS (SELECT 1 FROM restriction x WHERE x.record = r.row)")" = 0
run "the other client's record is still to be used" 0 as wmo1 show "$moved" --history --json
refute_out 999990019
must as wmo1 restriction list --json
mapfile -t waiting < <(json '" ".join(r["id"] for r in o["restricted"])' | tr ' ' '\n')
for id in "${waiting[@]}"; do must as wmo2 restriction erase "$id"; done
check "and once it is decided, no version is there" test "$(versions wmo 999990019)" = 0

# --- and moves while it is restricted ---

printf '999990020\n' >second.txt
must as wi1 consent list --select-from second.txt --json
must as wi1 consent withdraw "$(json '[c["id"] for c in o["consents"] if c["kind"] == "consent"][0]')" --json
must as wmo1 open "$(json 'o["file"]')"
case_of 999990032 Z-3 3 >moved.ndjson
must as wi1 import moved.ndjson
must as wi1 pack --select-from new.txt "${goal[@]}" -o four.sluis
run "a case that moves away from who withdrew is another record" 0 as wmo1 open four.sluis --json
expect_json '[o["files"][0][k] for k in ("added", "changed", "same")]' '[1, 0, 2]'
run "that can be used" 0 as wmo1 list --select-from new.txt --json
expect_json '[r["restricted"] for r in o["records"]]' '["", "", ""]'
run "while the first client's waits for a decision" 0 as wmo1 restriction list --json
expect_json 'len(o["restricted"])' 1

for unit in wi wmo; do
    must as "${unit}1" log export "audit-$unit"
    run "the log of $unit verifies" 0 sluis-audit verify "audit-$unit" --fingerprint "$fingerprint"
    run "a verifier in Python says so, too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
done
run "the logs agree" 0 sluis-audit reconcile audit-wi audit-wmo --fingerprint "$fingerprint"
finish
