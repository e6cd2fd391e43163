#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# The client's receipt of a consent: in words to hand over, and for programs by ISO/IEC TS 27560 in DPV's terms; one
# that was withdrawn says so, and neither says more than it must.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
dpv=("$SLUIS_SOURCE/tests/cli/dpv.py")
terms=$SLUIS_SOURCE/tests/data/dpv-terms.txt
wi_imports two.csv 2
must as wi1 show "${ids[0]}" --json
surname=$(json 'o["records"][0]["record"]["naam.geslachtsnaam"]') bsn=$(json 'o["records"][0]["record"]["burgerservicenummer"]')
run "what was recorded offers a receipt" 0 as wi1 consent record "${goal[@]}" --kind consent --until 2027-11-01 "${said[@]}" --record "${ids[0]}"
expect_out 'sluis consent receipt [0-9a-f]+ -o FILE'
must as wi1 consent record "${goal[@]}" --kind no-objection --until 2027-11-01 "${said[@]}" --record "${ids[0]}"
must as wi1 consent list --record "${ids[0]}" --json
consent=$(json '[c["id"] for c in o["consents"] if c["kind"] == "consent"][0]') objection=$(json '[c["id"] for c in o["consents"] if c["kind"] == "no-objection"][0]')

# --- in words ---

run "in words" 0 as wi1 consent receipt "${consent:0:8}" --lang nl
expect_out 'U hebt toestemming gegeven'
expect_out "$surname"
expect_out '1 november 2027'
expect_out 'oss.nl/wmo'
expect_out 'intrekken'
expect_out 'Autoriteit Persoonsgegevens'
refute_out "$bsn"
run "as files" 0 as wi1 consent receipt "$consent" -o receipt --lang nl --json
expect_json '[o["html"], o["json"]]' '["receipt.html", "receipt.json"]'
check "a page in B1 that stands alone" python3 "$SLUIS_SOURCE/tests/cli/page.py" receipt.html nl
check "that names the client, and not by the BSN" python3 -c 'import sys; p = open("receipt.html").read(); sys.exit(sys.argv[1] not in p or sys.argv[2] in p)' "$surname" "$bsn"
run "it is never written over" 6 as wi1 consent receipt "$consent" -o receipt
must as wi1 log show --private --last 4 --json
expect_json '"to-client" in {json.loads(e["private"]).get("reason") for e in o["entries"] if e.get("private")}' true

# --- for programs ---

check "each term is one of DPV, and what the profile asks is there" python3 "${dpv[@]}" receipt.json "$terms"
check "in force, for the fields and the term that were said" python3 -c 'import json
r = json.load(open("receipt.json"))["dpv:hasRecordOfActivity"]
assert [s["@type"][0] for s in r["dpv:hasConsentStatus"]] == ["dpv:ConsentGiven"]
assert r["dct:valid"]["@value"] == "start=2026-11-23; end=2027-11-01; scheme=W3C-DTF;"
assert r["dpv:hasNotice"]["@id"].startswith("ni:///sha-256;")
assert "plan.id" in {d["dct:identifier"] for d in r["dpv:hasProcess"]["dpv:hasPersonalData"]}'
refute "and nobody is named" grep -qE "$surname|$bsn|$(printf '%s' "${ids[0]}")" receipt.json
run "the same in --json" 0 as wi1 consent receipt "$consent" --json
expect_json 'o["receipt"]["@type"], o["verdict"]' '["dpv:ConsentReceipt", "in-force"]'

# --- of what is no consent, was withdrawn, is over, or came ---

run "a no-objection is no consent, so there is only the page" 0 as wi1 consent receipt "$objection" -o other --json
check "which is all" test -e other.html -a ! -e other.json
run "when its term is over, it says so" 0 at 2027-11-02T09:00:00Z as wi1 consent receipt "$consent" --json
expect_json '[s["@type"][0] for s in o["receipt"]["dpv:hasRecordOfActivity"]["dpv:hasConsentStatus"]]' '["dpv:ConsentGiven", "dpv:ConsentExpired"]'
must as wi1 pack "${goal[@]}" --record "${ids[0]}" -o one.sluis
must as wmo1 open one.sluis
run "who received it gives none" 5 as wmo1 consent receipt "$consent"
expect_err 'oss.nl/wi recorded it'
must as wi1 consent withdraw "$consent"
run "once withdrawn" 0 as wi1 consent receipt "$consent" -o withdrawn --lang nl
check "the page says it first" grep -q 'class="verdict bad">.*Ingetrokken op 23 november 2026' withdrawn.html
check "and so does the file" python3 -c 'import json
r = json.load(open("withdrawn.json"))
assert [s["@type"][0] for s in r["dpv:hasRecordOfActivity"]["dpv:hasConsentStatus"]] == ["dpv:ConsentGiven", "dpv:ConsentWithdrawn"]'
check "in the terms of DPV" python3 "${dpv[@]}" withdrawn.json "$terms"
run "one that isn't there" 5 as wi1 consent receipt 00112233445566778899aabbccddeeff
must as wi1 consent receipt "$consent" -o english
browsed "all of it can be read" receipt.html withdrawn.html other.html english.html

# --- the check can fail ---

# shellcheck disable=SC2317 # `refute` runs it
spoilt() { sed "$1" receipt.json >spoilt.json && python3 "${dpv[@]}" spoilt.json "$terms"; }
refute "a term that DPV doesn't have" spoilt 's/dpv:ConsentGiven/dpv:ConsentAgreed/'
refute "a receipt without a way to withdraw" spoilt 's/dpv:hasConsentControl/dpv:hasRight/'

finish
