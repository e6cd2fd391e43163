#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What is opened has arrived and no more, where the agreement gives a term for it: the receiver accepts or
# declines client by client, and says one day that the purpose is fulfilled. The sender sees it of each.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
must sluis-officer agreement new --template wmo-wi -o looked.note
sed -i -e 's/^id: .*/id: oss-looked/' -e 's/^catalogue: /accept: "7"\n&/' looked.note
sign_by agreement looked.note po1 po3
must as wi1 open looked.note
must as wmo1 open looked.note
wi_imports eight.csv 8
own=("${ids[@]}")
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
for agreement in oss-wmo-wi oss-looked; do
    must as wi1 consent record "${goal[@]}" --agreement "$agreement" --kind both --until 2027-11-01 "${said[@]}" --record "${own[@]:0:4}"
done

states() { # WHO: of each record that came, where it stands
    as "$1" list --json 2>>"$err" | python3 -S -c 'import json, sys; print(json.dumps([r["arrival"] for r in json.load(sys.stdin)["records"] if r["from"].startswith("oss.nl/")]))'
}

# --- at once, as before ---

must as wi1 pack "${goal[@]}" --agreement oss-wmo-wi --record "${own[0]}" -o at-once.sluis
run "an agreement without a term accepts at once" 0 as wmo1 open at-once.sluis --json
expect_json 'o["files"][0].get("accept_by")' null
check "nothing waits" test "$(states wmo1)" = '[""]'
must as wmo1 list --json
there=$(json 'o["records"][0]["id"]')
run "it is part of the files" 0 as wmo1 show "$there" --json
expect_json 'o["records"][0]["arrival"]' accepted

# --- arrived ---

must as wi1 pack "${goal[@]}" --agreement oss-looked --record "${own[@]:0:4}" -o four.sluis
run "opened, it has arrived" 0 as wmo1 open four.sluis --json
expect_json 'o["files"][0]["added"], o["files"][0]["accept_by"]' '[4, "2026-11-30"]'
receipt=$(json 'o["files"][0]["receipt"]')
must as wi1 open "$receipt"
run "a list shows what waits" 0 as wmo1 list --json
expect_json 'sorted(r["arrival"] for r in o["records"])' '["", "arrived", "arrived", "arrived", "arrived"]'
mapfile -t copy < <(json '"\n".join(r["id"] for r in o["records"] if r["arrival"] == "arrived")')
run "and so does the record" 0 as wmo1 show "${copy[0]}" --json
expect_json 'o["records"][0]["arrival"], o["records"][0]["accept_by"]' '["arrived", "2026-11-30"]'
run "status tells it, with its day" 0 as wmo1 status --json
expect_json '[t["before"][:10] for t in o["todo"] if t["task"] == "accept"]' '["2026-11-30"]'
run "and past the term before all else" 0 at 2026-12-02T11:00:00Z as wmo1 status --json
expect_json 'o["unaccepted_overdue"]' 4
run "the sender sees that the term passed" 0 at 2026-12-02T11:00:00Z as wi1 status --json
expect_json '[t["peer"] for t in o["todo"] if t["task"] == "accept-overdue"]' '["oss.nl/wmo"]'

refusals_begin wmo1
refused "what waits isn't written to a file" 8 not-accepted '' export --record "${copy[0]}" -o one.ndjson
refused "nor is its purpose fulfilled" 8 not-accepted '' "done" --record "${copy[0]}"
refused "declining has a reason" 2 none 'wrong-team' decline --record "${copy[0]}"
refused "which is one that there is" 2 none 'wrong-team' decline --reason because --record "${copy[0]}"
refused "what nobody has can't be accepted" 5 none '' accept --record 00112233445566778899aabbccddeeff
refused "nor what was accepted at once" 8 outcome-said-before '' accept --record "$there"
refusals_end
run "an export of all leaves it out, and says so" 0 as wmo1 export --all -o all.ndjson --json
expect_json 'o["records"], o["arrived"]' '[1, 4]'
refusals_begin wi1
refused "at home nothing arrived" 8 outcome-said-before '' accept --record "${own[0]}"
refusals_end

# --- accepted and declined, each told to the sender ---

run "some are accepted" 0 as wmo1 accept --record "${copy[@]:0:2}" --json
expect_json 'o["outcome"], o["records"], [l["to"] for l in o["letters"]]' '["accepted", 2, ["oss.nl/wi"]]'
accepted=$(json 'o["letters"][0]["file"]')
cp "$accepted" accepted.sluis
run "one is declined, and forgotten" 0 as wmo1 decline --reason wrong-team --record "${copy[2]}" --json
expect_json 'o["outcome"], o["reason"], o["records"]' '["declined", "wrong-team", 1]'
cp "$(json 'o["letters"][0]["file"]')" declined.sluis
run "it is gone" 5 as wmo1 show "${copy[2]}"
run "with what the log kept of it, but for what declined it" 0 as wmo1 log show --private --last 200 --json
expect_json "sum('record\":\"${copy[2]}' in (e['private'] or '') for e in o['entries'])" 2

refusals_begin wmo1
refused "what is accepted isn't accepted again" 8 outcome-said-before '' accept --record "${copy[0]}"
refused "nor declined any more" 8 outcome-said-before '' decline --reason moved --record "${copy[0]}"
refusals_end

run "the sender opens the letters, in whatever order" 0 as wi1 open declined.sluis accepted.sluis --json
expect_json '[[f["accepted"], f["declined"], f["done"]] for f in o["files"]]' '[[0, 1, 0], [2, 0, 0]]'
run "sees it of each package" 0 as wi1 status --log --json
expect_json '[[x["accepted"], x["declined"]] for x in o["exchanges"] if x["direction"] == "sent" and x["sequence"] == 2]' '[[2, 1]]'
run "and of each client" 0 as wi1 show "${own[2]}" --json
expect_json '[[x["unit"], x["outcome"], x["reason"]] for x in o["records"][0]["outcomes"]]' '[["oss.nl/wmo", "declined", "wrong-team"]]'
run "a letter that comes twice says it once" 6 as wi1 open accepted.sluis
expect_err 'opened before'

# --- retracted before it was accepted ---

for consent in $(as wi1 consent list --record "${own[3]}" --json 2>>"$err" | python3 -S -c 'import json, sys
print(*[c["id"] for c in json.load(sys.stdin)["consents"] if c["kind"] == "consent"])'); do
    must as wi1 consent withdraw "$consent" --json
    [ -z "$(json 'o.get("file", "")')" ] || must as wmo1 open "$(json 'o["file"]')"
done
refusals_begin wmo1
refused "a case that was retracted can't be accepted" 8 record-restricted '' accept --record "${copy[3]}"
refused "nor declined: that is decided on first" 8 record-restricted '' decline --reason moved --record "${copy[3]}"
refusals_end
run "of all there is none left that can be" 5 as wmo1 accept --all

# --- done ---

run "the purpose is fulfilled" 0 at 2026-12-01T11:00:00Z as wmo1 "done" --record "${copy[0]}" "$there" --json
expect_json 'o["records"], len(o["letters"])' '[2, 2]'
mapfile -t letters < <(json '"\n".join(l["file"] for l in o["letters"])')
run "and the day is kept" 0 at 2026-12-01T11:00:00Z as wmo1 show "${copy[0]}" --json
expect_json 'o["records"][0]["arrival"], o["records"][0]["done"]' '["done", "2026-12-01"]'
run "the sender is told" 0 at 2026-12-01T12:00:00Z as wi1 open "${letters[@]}" --json
expect_json '[f["done"] for f in o["files"]]' '[1, 1]'
run "of that client" 0 at 2026-12-01T12:00:00Z as wi1 show "${own[0]}" --json
expect_json '[x["outcome"] for x in o["records"][0]["outcomes"]]' '["done", "done"]'
export SLUIS_TEST_NOW=2026-12-01T13:00:00Z
refusals_begin wmo1
refused "it isn't fulfilled twice" 8 outcome-said-before '' "done" --record "$there"
refusals_end

# --- letters that say what can't be ---

forgeries() { # name; exit code; words; edits
    cat <<'END'
for a reason that there isn't;3;outcome's member;replace|M|wrong-team|because
without a reason;3;what belongs to it;replace|M|,"reason":"wrong-team"|
accepted for a reason;3;what belongs to it;replace|M|"declined"|"accepted"
of a package that never went;3;went to this unit;replace|M|PACKAGE|00112233445566778899aabbccddeeff
of a record that wasn't in the package;3;wasn't in the package;replace|M|TAG|00112233445566778899aabbccddeeff
with another member;3;a member that an outcome doesn't have;replace|M|"said":|"wet":"pw","said":
said tomorrow;3;said later;replace|M|"said":"2026-11-23|"said":"2026-11-24
with more lines than it says;3;the manifest says;set|records|3
for another purpose;8;purpose;set|purpose|anders-2.3.2
signed by who may not open;8;mandate;set|signer|oss.nl/p-wi2	signer|keys/wi2.key
END
}
mkdir forged
printf 'seen\tdump|acceptances/000001.ndjson.gz|line.json\n' >plan
must bash -c '"$0" declined.sluis forged wmo keys/wmo1.key wi keys/wi1.key <plan' "${SLUIS_FORGE:?}"
package=$(python3 -S -c 'import json; print(json.loads(open("line.json").readline())["package"])')
tag=$(python3 -S -c 'import json; print(json.loads(open("line.json").readline())["record"])')
while IFS=';' read -r name code words edits; do
    printf '%s\tnew-id\tset|sequence|9\tset|previous|%064d\t%s\n' "$name" 7 "$(sed "s,|M|,|acceptances/000001.ndjson.gz|,; s,PACKAGE,$package,; s,TAG,$tag," <<<"$edits")"
done < <(forgeries) >plan
must bash -c '"$0" declined.sluis forged wmo keys/wmo1.key wi keys/wi1.key <plan' "${SLUIS_FORGE:?}"
while IFS=';' read -r name code words edits; do
    run "a letter $name is refused" "$code" as wi1 open "forged/$name.sluis"
    expect_err "$words"
done < <(forgeries)

# --- what nobody needs to ask for any more ---

awaited() { # after how many records status asks, once the term is past
    at 2026-12-20T11:00:00Z as wi1 status --lang en 2>>"$err" | tr '\n' ' ' | sed -n 's/.*whether it accepts \([0-9]*\) .*/\1/p'
}
check "of who withdrew, and of what was said, it isn't asked" test -z "$(awaited)"
must as wi1 consent record "${goal[@]}" --agreement oss-looked --kind both --until 2027-11-01 "${said[@]}" --record "${own[4]}"
must as wi1 pack "${goal[@]}" --agreement oss-looked --record "${own[0]}" "${own[1]}" "${own[4]}" -o again.sluis
must as wmo1 open again.sluis --json
must as wi1 open "$(json 'o["files"][0]["receipt"]')"
check "nor of what came again, and was accepted; of what was done it is" test "$(awaited)" = 2
printf '{"naam.voornamen":"Johanna"}' >changes
must as wi1 record correct "${own[4]}" --changes-from changes --reason inaccurate --found-by client --json
must as wmo1 open "$(json 'o["letters"][0]["file"]')"
must as wmo1 accept --all --json
must as wi1 open "$(json 'o["letters"][0]["file"]')" "$(json 'o["letters"][1]["file"]')"
check "what was corrected, and then accepted, is accepted" test -z "$(awaited)"

# --- both logs ---

run "the receiver's log" 0 as wmo1 log export audit-wmo
run "holds for an auditor" 0 sluis-audit verify audit-wmo --roster roster-1.note --fingerprint "$fingerprint"
run "and for a verifier in Python" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" audit-wmo "$fingerprint"
must as wi1 log export audit-wi
run "the sender's holds" 0 sluis-audit verify audit-wi --roster roster-1.note --fingerprint "$fingerprint"
run "in Python too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" audit-wi "$fingerprint"
run "both tell of the same letters" 0 sluis-audit reconcile audit-wi audit-wmo --roster roster-1.note --fingerprint "$fingerprint"
finish
