#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What withdrawing does where copies were received: each is restricted at once, and then
# somebody with the power erases one, keeps one on an article, and unlocks one under a
# new consent. Nothing else works on a restricted copy but showing it to the client.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
wi_imports eight.csv 8
own=("${ids[@]}")
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${own[@]:0:4}"
must as wi1 pack "${goal[@]}" --record "${own[@]:0:4}" -o four.sluis
must as wmo1 open four.sluis
must as wmo1 list --json
mapfile -t copy < <(json '"\n".join(r["id"] for r in o["records"])')
article='Wmo 2015 art. 5.3.4 lid 1'

declared() { # RECORD: the id of the consent that holds
    as wi1 consent list --record "$1" --json 2>>"$err" | python3 -c 'import json, sys
print([c["id"] for c in json.load(sys.stdin)["consents"] if c["kind"] == "consent" and not c["withdrawn"]][0])'
}
bsn=$(as wi1 show "${own[1]}" --json 2>>"$err" | python3 -c 'import json, sys; print(json.load(sys.stdin)["records"][0]["record"]["burgerservicenummer"])')
printf '%s\n' "$bsn" >bsn.txt

# --- restricted at once, and listed ---

export SLUIS_TEST_NOW=2026-11-23T11:00:00Z
for i in 0 1 2; do
    must as wi1 consent withdraw "$(declared "${own[i]}")" --json
    cp "$(json 'o["file"]')" "retraction-$i.sluis"
done
run "a retraction restricts the copy, and erases nothing" 0 as wmo1 open retraction-0.sluis retraction-1.sluis retraction-2.sluis --json
expect_json '[[f["restricted"], f["removed"]] for f in o["files"]]' '[[1, 0], [1, 0], [1, 0]]'
run "status counts what is to be decided, and names nobody" 0 as wmo1 status --json
expect_json '[o["restricted"], o["undecided"], o["decide_by"]]' '[3, 3, "2026-12-23"]'
refute_out "${copy[0]}"
run "its own command lists them" 0 as wmo1 restriction list --json
expect_json '[[r["id"], r["from"], r["state"], r["decide_by"]] for r in o["restricted"]]' \
    "[[\"${copy[0]}\", \"oss.nl/wi\", \"undecided\", \"2026-12-23\"], [\"${copy[1]}\", \"oss.nl/wi\", \"undecided\", \"2026-12-23\"], [\"${copy[2]}\", \"oss.nl/wi\", \"undecided\", \"2026-12-23\"]]"
run "undecided after thirty days it stands first" 0 at 2026-12-23T11:00:01Z as wmo1 status
check "before all else" grep -m1 -q 'undecided for more than 30 days' <(head -1 "$T/.out" 2>/dev/null; at 2026-12-23T11:00:01Z as wmo1 status | head -1)
run "a day earlier it doesn't" 0 at 2026-12-22T11:00:00Z as wmo1 status
refute_out 'undecided for more than 30 days'
run "the sender's own record isn't restricted" 0 as wi1 show "${own[0]}" --json
expect_json 'o["records"][0].get("restricted")' null

# --- nothing uses it ---

run "a search marks it" 0 with bsn.txt as wmo1 search --json
expect_json '[[r["id"], r["restricted"]] for r in o["records"]]' "[[\"${copy[1]}\", \"yes\"]]"
run "a list does, too, and the others are not" 0 as wmo1 list --json
expect_json '[r["restricted"] for r in o["records"]]' '["yes", "yes", "yes", ""]'
refusals_begin wmo1
refused "it isn't shown to whoever works here" 8 record-restricted 'restricted' show "${copy[1]}"
refused "nor with its history" 8 record-restricted 'restricted' show "${copy[1]}" --history
refused "nor exported by itself" 8 record-restricted 'restricted' export --record "${copy[1]}" -o one.ndjson
refused "who lacks the power doesn't decide" 8 mandate-missing 'decide' restriction erase "${copy[1]}"
refusals_end
refute "no file is left of that" test -e one.ndjson
run "an export of all leaves them out, and says so" 0 as wmo1 export --all -o rest.ndjson --json
expect_json '[o["records"], o["restricted"]]' '[1, 3]'
refute "of whom it restricts nothing is in it" grep -q "$bsn" rest.ndjson
run "to the client it is shown" 0 as wmo1 show "${copy[1]}" --to-client --json
expect_json 'o["records"][0]["restricted"]' yes
expect_json 'o["records"][0]["record"]["burgerservicenummer"]' "$bsn"

# --- decisions ---

refusals_begin wmo2
refused "keeping needs an article" 2 none 'needs both' restriction keep "${copy[0]}" --reason retention
refused "and a reason" 2 none 'needs both' restriction keep "${copy[0]}" --article "$article"
refused "a reason from the list" 2 none 'retention, archive' restriction keep "${copy[0]}" --reason because --article "$article"
refused "an article, and nothing about a client" 2 none 'needs both' restriction keep "${copy[0]}" --reason retention --article "Wmo 2015 art. 5.3.4 van $bsn"
refused "there is no such record" 5 none '' restriction erase 00112233445566778899aabbccddeeff
refused "nor is this an id" 5 none '' restriction erase everything
refused "one that isn't restricted" 8 nothing-to-decide 'nothing to decide' restriction erase "${copy[3]}"
refused "nothing is unlocked without a new consent" 8 consent-missing '' restriction unlock "${copy[2]}"
refusals_end
run "one is kept, with reason and article" 0 as wmo2 restriction keep "${copy[0]}" --reason retention --article "$article" --json
expect_json '[o["decision"], o["reason"], o["article"]]' "[\"keep\", \"retention\", \"$article\"]"
expect_json 'o["unit"]' oss.nl/wi
run "its sender is told by a letter" 0 as wi1 open "$(json 'o["file"]')" --json
expect_json '[o["files"][0][k] for k in ("what", "keep", "erase", "unlock")]' '["decision", 1, 0, 0]'
run "who finds it with the consent" 0 as wi1 consent list --record "${own[0]}" --json
expect_json '[[c["decision"], c["reason"], c["article"], c["decided"][:10]] for c in o["consents"] if c["kind"] == "consent"]' \
    "[[\"keep\", \"retention\", \"$article\", \"2026-11-23\"]]"
run "it stays restricted" 8 as wmo1 show "${copy[0]}"
run "and is listed last, as kept" 0 as wmo2 restriction list --json
expect_json '[[r["id"], r["state"], r["article"]] for r in o["restricted"]][-1]' "[\"${copy[0]}\", \"kept\", \"$article\"]"
refusals_begin wmo2
refused "twice it isn't decided to keep it" 8 nothing-to-decide '' restriction keep "${copy[0]}" --reason archive --article 'Archiefwet 1995 art. 3'
refusals_end

told() { # how many entries the log still tells to be about the client
    must as wmo1 log disclose --to oss.nl/p-po1 --reason inzageverzoek --select-from bsn.txt -o "told-$1.age"
    as po1 key decrypt "told-$1.age" | python3 -c 'import json, sys
print(sum("disclosed" in json.loads(line) for line in sys.stdin if line.startswith("{")))'
}
check "the log tells in private that the client was opened and searched for" test "$(told before)" -ge 2
run "another is erased" 0 as wmo2 restriction erase "${copy[1]}" --json
expect_json 'o["decision"]' erase
check "of that client the log tells no more than the decision and its letter" test "$(told after)" -eq 2
run "it can't be found" 0 with bsn.txt as wmo1 search --json
expect_json 'len(o["records"])' 0
run "nor decided on again" 5 as wmo2 restriction erase "${copy[1]}"
run "what was kept may be erased later" 0 as wmo2 restriction erase "${copy[0]}"

export SLUIS_TEST_NOW=2026-11-24T09:00:00Z
must as wi1 consent record "${goal[@]}" --kind consent --until 2027-11-01 "${said[@]}" --record "${own[2]}"
must as wi1 pack "${goal[@]}" --record "${own[2]}" -o anew.sluis
run "the client consents anew, and the record comes again" 0 as wmo1 open anew.sluis --json
expect_json 'o["files"][0]["same"]' 1
run "until it is decided it stays restricted" 8 as wmo1 show "${copy[2]}"
run "the new consent unlocks it" 0 as wmo2 restriction unlock "${copy[2]}" --json
expect_json 'o["decision"]' unlock
run "so that it may be used again" 0 as wmo1 show "${copy[2]}" --json
expect_json 'o["records"][0].get("restricted")' null
run "nothing is left to decide" 0 as wmo1 restriction list --json
expect_json 'o["restricted"]' '[]'

# --- in another order ---

must as wi1 pack "${goal[@]}" --record "${own[3]}" -o late.sluis
must as wi1 consent withdraw "$(declared "${own[3]}")" --json
cp "$(json 'o["file"]')" retraction-3.sluis
run "a retraction before its package" 0 as wmo1 open retraction-3.sluis --json
expect_json 'o["files"][0]["restricted"]' 1
run "the package is taken in without the client" 0 as wmo1 open late.sluis --json
expect_json '[o["files"][0]["withdrawn"], o["files"][0]["same"]]' '[1, 0]'
must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${own[4]}"
must as wi1 pack "${goal[@]}" --record "${own[4]}" -o lost.sluis
must as wi1 consent withdraw "$(declared "${own[4]}")" --json
run "of a client who never came it restricts nothing" 0 as wmo1 open "$(json 'o["file"]')" --json
expect_json '[o["files"][0]["restricted"], o["files"][0]["withdrawn"]]' '[0, 1]'

# --- what the logs tell ---

for unit in wi wmo; do
    must as "${unit}1" log export "audit-$unit"
    run "the auditor finds nothing wrong at $unit" 0 sluis-audit verify "audit-$unit" --fingerprint "$fingerprint" --json
    run "nor does a verifier in Python" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
done
decided() { grep -rhoaE '"decision":"[a-z]+"(,"reason":"[a-z-]+","article":"[^"]+")?' audit-wmo | tr -d '"'; }
decided >decided.txt
printf 'decision:%s\n' "keep,reason:retention,article:$article" erase erase unlock >expected.txt
check "the log names each decision in codes" diff decided.txt expected.txt
check "no BSN is in a bundle" bash -c '! grep -rqa "$1" audit-wi audit-wmo' _ "$bsn"
run "the logs agree" 0 sluis-audit reconcile audit-wi audit-wmo --fingerprint "$fingerprint" --json
expect_json 'o["agree"]' true
finish
