#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# One unit asks another for fields of clients, and gets an answer: what may go of what was asked, decided client by
# client as always, and for each who stays the reason, where that may be told.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
sed '/^$/,$d' agreement.note >template.yaml
who=naam.voornamen,naam.geslachtsnaam,burgerservicenummer
# Who is asked plays a reintegration company: the article names a duty once asked, and a term of four weeks.
asked=(id=oss-vraag code=traject task=pw-7-1-a ground=pw-64-1-n kind-of=oss.nl/wi:reintegratie kind-of=oss.nl/wmo:pw exception=A9-2-b
    consent=false no_objection=false "fields=$who,zaak.identificatie,postcode,huisnummer,geheimhouding,participatieladder.trede,inkomensvoorziening.soort")
# And a provider of care: the same duty, without a term.
care=(id=oss-zorg code=zorg task=wmo-2.3.2 ground=wmo-5.2.2-a kind-of=oss.nl/wi:zorgaanbieder exception=A9-2-h consent=false no_objection=false
    "fields=$who")
terms() { python3 "$SLUIS_SOURCE/tests/cli/law_terms.py" "${@:2}" >"$1" || bail "no agreement $1"; }
terms asked.note "${asked[@]}"
terms care.note "${care[@]}"
for note in asked care; do sign_by agreement "$note.note" po1 po2; done
for unit in wi wmo; do must as "${unit}1" open asked.note care.note; done
wi_imports eight.csv 8 # the ids of their cases in ${ids[@]}
sed 1d eight.csv | cut -d';' -f1 >all-bsns
traject=(--from oss.nl/wi --purpose traject)

requested() { # WHO STATE: ids of what was asked, that are so
    as "$1" requests --json 2>>"$err" | python3 -S -c 'import json, sys
print(*[r["id"] for r in json.load(sys.stdin)["requests"] if r["state"] == sys.argv[1]])' "$2"
}

# --- asking ---
sed -n 1,2p all-bsns >two
printf '%s\n' 999990019 >>two # nobody there knows
run "it asks for two fields of three clients" 0 as wmo1 request participatieladder.trede inkomensvoorziening.soort "${traject[@]}" \
    --select-from two -o asked.sluis --json
expect_json 'o["clients"], o["fields"], o["by"], o["article"][:23]' '[3, "participatieladder.trede inkomensvoorziening.soort", "2026-12-21", "Participatiewet art. 64"]'
one=$(json 'o["id"]')
run "nothing is to be done until it came" 0 as wmo1 requests --json
expect_json '[[r["direction"], r["clients"], r["by"], r["state"]] for r in o["requests"]]' '[["asked", 3, "2026-12-21", "open"]]'
run "the other unit opens it" 0 as wi1 open asked.sluis --json
expect_json 'o["files"][0]["what"], o["files"][0]["clients"], o["files"][0]["by"]' '["request", 3, "2026-12-21"]'
run "and sees what to do, by which day" 0 as wi1 status --json
expect_json '[[t["task"], t["peer"], t["before"][:10]] for t in o["todo"] if t["task"] == "answer"]' '[["answer", "oss.nl/wmo", "2026-12-21"]]'

# --- answering ---
run "it answers" 0 as wi1 answer "$one" -o answer.sluis --json
expect_json 'o["leaving"], o["sent"], o["not_held"], o["untold"]' '[2, 2, 1, 0]'
expect_json '[[a["outcome"], a["rule"]] for a in o["answers"]]' '[["sent", ""], ["sent", ""], ["not-held", "absent"]]'
run "nothing is left to do there" 0 as wi1 status --json
expect_json '[t["task"] for t in o["todo"] if t["task"] == "answer"]' '[]'
run "the answer is opened as cases" 0 as wmo1 open answer.sluis --json
expect_json 'o["files"][0]["what"], o["files"][0]["added"], o["files"][0]["sent"], o["files"][0]["not_held"]' '["cases", 2, 2, 1]'
run "what came is what was asked, and what tells whose it is" 0 as wmo1 list --json
mapfile -t came < <(python3 -S -c 'import json, sys; [print(r["id"]) for r in json.load(open(sys.argv[1]))["records"]]' "$out")
run "no name, no address" 0 as wmo1 show "${came[0]}" --json
expect_json 'sorted(set(o["records"][0]["record"]) - {"participatieladder.trede", "inkomensvoorziening.soort"})' \
    '["burgerservicenummer", "gegevensbron", "wet", "zaak.identificatie"]'
run "client by client" 0 as wmo1 requests "$one" --json
expect_json 'o["state"], [a["outcome"] for a in o["answers"]]' '["answered", ["sent", "sent", "not-held"]]'
run "on paper it names them" 0 as wmo1 requests "$one"
expect_out '999990019'
run "answered twice is refused" 6 as wi1 answer "$one"
expect_err 'answered already'
must as wi1 open wmo/outbox/*-receipt.sluis
must as wmo1 open wi/outbox/*-receipt.sluis

# --- what is known already, and what the client has to say first ---
goal=(--purpose onderzoek-2.3.2 --agreement oss-wmo-wi)
must as wi1 consent record --to oss.nl/wmo "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[0]}"
must as wi1 pack --to oss.nl/wmo "${goal[@]}" --record "${ids[0]}" -o whole.sluis
must as wmo1 open whole.sluis --json
must as wmo1 list --json
known=$(python3 -S -c 'import json, sys; print([r["id"] for r in json.load(open(sys.argv[1]))["records"] if r["id"] not in sys.argv[2:]][0])' "$out" "${came[@]}")
must as wmo1 show "$known" --json
fields_before=$(json 'sorted(o["records"][0]["record"])')
must as wi1 show "${ids[0]}" --json
first=$(json 'o["records"][0]["record"]["burgerservicenummer"]')
step=$(json 'o["records"][0]["record"].get("participatieladder.trede")')
{ echo "$first"; grep -v "$first" all-bsns | head -1; echo 999990019; } >three
run "where the article sets no term, a day is asked" 2 as wmo1 request participatieladder.trede --from oss.nl/wi "${goal[@]}" --select-from three
expect_err '--by'
must as wmo1 request participatieladder.trede --from oss.nl/wi "${goal[@]}" --select-from three --by 2026-12-01 -o second.sluis --json
second=$(json 'o["id"]')
must as wi1 open second.sluis
python3 -S - "$first" <<'END' # a step up the ladder meanwhile
import sys
head, *rows = open("eight.csv", encoding="utf-8-sig").read().splitlines()
place = head.split(";").index("trede")
with open("changed.csv", "w", encoding="utf-8") as out:
    print(head, file=out)
    for cells in (row.split(";") for row in rows):
        if cells[0] == sys.argv[1]:
            cells[place] = str(int(cells[place]) % 6 + 1)
            print(*cells, sep=";", file=out)
END
must as wi1 import changed.csv --map "$map"
run "who didn't say so, and who isn't known, are answered alike" 0 as wi1 answer "$second" -o second-answer.sluis --json
expect_json '[a["outcome"] for a in o["answers"]]' '["sent", "untold", "untold"]'
expect_json '[a["rule"] for a in o["answers"]]' '["", "no-consent", "absent"]'
run "the asker learns no more" 0 as wmo1 open second-answer.sluis --json
expect_json 'o["files"][0]["changed"], o["files"][0]["untold"]' '[1, 2]'
run "nor does it show more" 0 as wmo1 requests "$second" --json
expect_json '[[a["outcome"], a["rule"]] for a in o["answers"]]' '[["sent", ""], ["untold", ""], ["untold", ""]]'
run "what was known, and wasn't asked, is there still" 0 as wmo1 show "$known" --json
expect_json 'sorted(o["records"][0]["record"])' "$fields_before"
expect_json 'o["records"][0]["record"]["participatieladder.trede"]' "$((step % 6 + 1))"
run "of what came with the answer the log says that it was asked" 0 as wmo1 why "$known" participatieladder.trede --json
expect_json '[x["outcome"] for x in o["exchanges"]]' '["went", "went"]'
run "and of the rest that it wasn't" 0 as wmo1 why "$known" naam.geslachtsnaam --json
expect_json '[[x["outcome"], x.get("rule")] for x in o["exchanges"]]' '[["went", null], ["stayed", "not-asked"]]'

# --- of records, past its day, and what is lost ---
run "the clients of records that are here can be asked about" 0 as wmo1 request participatieladder.trede "${traject[@]}" --record "$known" \
    -o third.sluis --json
third=$(json 'o["id"]')
rm third.sluis wmo/outbox/*-request.sluis
run "a request that got lost goes again" 0 as wmo1 resend "$third" -o third.sluis --json
must as wi1 open third.sluis
SLUIS_TEST_NOW=2026-12-30T10:00:00Z
run "past its day it stays to be done" 0 as wi1 requests --json
expect_json '[[r["state"], r["by"]] for r in o["requests"] if r["state"] != "answered"]' '[["overdue", "2026-12-21"]]'
run "and is asked after" 0 as wmo1 status --json
expect_json 'len([t for t in o["todo"] if t["task"] == "await-answer"])' 1
run "it can be answered all the same" 0 as wi1 answer "$third" -o third-answer.sluis --json
expect_json 'o["sent"]' 1
third_answer=$(json 'o["id"]')
rm wi/outbox/*-cases.sluis
run "an answer that got lost goes again" 0 as wi1 resend "$third_answer" -o third-again.sluis
run "and answers" 0 as wmo1 open third-again.sluis --json
expect_json 'o["files"][0]["answers"]' "$third"
run "once" 6 as wmo1 open third-answer.sluis
expect_err 'opened before'

# --- two persons ---
terms two.note "${asked[@]}" id=oss-twee code=twee approval_by_two=true
sign_by agreement two.note po1 po2
for unit in wi wmo; do must as "${unit}1" open two.note; done
must as wmo1 request participatieladder.trede --from oss.nl/wi --purpose twee --select-from two -o fourth.sluis --json
fourth=$(json 'o["id"]')
must as wi1 open fourth.sluis
run "an answer waits for a second person" 0 as wi1 answer "$fourth" --json
expect_json 'o["state"]' pending
pending=$(json 'o["id"]')
run "who may decline it" 0 as wi2 approve "$pending" --decline
run "then it is open again" 0 as wi1 answer "$fourth" --json
run "and is approved" 0 as wi2 approve "$(json 'o["id"]')" -o fourth-answer.sluis
run "what two signed is opened" 0 as wmo1 open fourth-answer.sluis --json
expect_json 'o["files"][0]["sent"], o["files"][0]["approver"]' '[2, "oss.nl/p-wi2"]'

# --- asked by mistake ---

must as wmo1 request participatieladder.trede "${traject[@]}" --select-from two -o mistaken.sluis --json
mistaken=$(json 'o["id"]')
must as wi1 open mistaken.sluis
run "what was asked by mistake is taken back" 0 as wmo1 void "$mistaken" --reason wrong-client --json
expect_json 'o["state"], o["letter_sequence"] > 0' '["voided", true]'
voids=$(find wmo/outbox -name '*-void.sluis')
check "nobody waits for an answer here" test "$(as wmo1 requests --json 2>>"$err" | grep -c "$mistaken")" = 0
run "who was asked hears of it" 0 as wi1 open "$voids" --json
expect_json 'o["files"][0]["what"], o["files"][0]["opened"], o["files"][0]["restricted"]' '["void", "yes", 0]'
check "nor is it to be answered there" test "$(as wi1 requests --json 2>>"$err" | grep -c "$mistaken")" = 0
run "nor can it be" 5 as wi1 answer "$mistaken"
rm "$voids"
must as wmo1 request participatieladder.trede "${traject[@]}" --select-from two -o late.sluis --json
must as wmo1 void "$(json 'o["id"]')" --reason mistake
must as wi1 open wmo/outbox/*-void.sluis
refusals_begin wi1
refused "a request that comes behind that never opens" 8 package-voided '' open late.sluis
refusals_end
must as wmo1 request participatieladder.trede --from oss.nl/wi --purpose twee --select-from two -o crossing.sluis --json
crossing=$(json 'o["id"]')
must as wi1 open crossing.sluis
must as wi1 answer "$crossing" --json
pending=$(json 'o["id"]')
must as wmo1 void "$crossing" --reason mistake
must as wi1 open "$(find wmo/outbox -name '*-void.sluis' | sort | tail -n 1)"
refusals_begin wi2
refused "an answer that waited doesn't leave any more" 8 changed-since-packed 'taken back' approve "$pending"
refusals_end
must as wi2 approve "$pending" --decline
check "and nothing is to be answered" test "$(as wi1 requests --json 2>>"$err" | grep -c "$crossing")" = 0
refusals_begin wmo1
refused "what was answered isn't taken back" 8 not-to-be-voided 'it was answered' void "$one" --reason mistake
refused "nor twice" 8 not-to-be-voided 'voided before' void "$mistaken" --reason mistake
refusals_end

# --- corrected afterwards ---
printf '{"postcode":"5341GB"}' >postcode.json
for id in "${ids[@]}"; do
    as wi1 record correct "$id" --reason inaccurate --found-by client --changes-from postcode.json --json >>corrected.json 2>>"$err"
done
check "what was agreed, and never asked, isn't told by correcting it" test "$(grep -c '"letters":\[\]' corrected.json)" = $((${#ids[@]} - 1))
check "but where it had gone with another package" test "$(grep '"letters":\[{' corrected.json | grep -c "${ids[0]}")" = 1

# --- what an answer left as it was, and who may not be named ---
must as wi1 pack --to oss.nl/wmo --agreement oss-vraag --purpose traject --record "${ids[0]}" -o before.sluis --json
whole=$(json 'o["id"]')
must as wmo1 open before.sluis
must as wi1 show "${ids[0]}" --json
json 'o["records"][0]["record"]["burgerservicenummer"]' >of-one
must as wmo1 request participatieladder.trede "${traject[@]}" --by 2027-06-01 --select-from of-one -o fifth.sluis --json
fifth=$(json 'o["id"]')
must as wi1 open fifth.sluis
must as wi1 answer "$fifth" -o fifth-answer.sluis
must as wmo1 open fifth-answer.sluis
run "the package before it is voided" 0 as wi1 void "$whole" --reason too-much --json
void=$(json 'o["file"]')
run "which reaches what the answer left of it" 0 as wmo1 open "$void" --json
expect_json 'o["files"][0]["restricted"]' 1
must as wmo1 restriction list --json
copy=$(json 'o["restricted"][0]["id"]')
run "nothing is asked about whom nothing may be used of" 8 as wmo1 request inkomensvoorziening.soort "${traject[@]}" --by 2027-06-01 --record "$copy"
run "and an answer alone frees nothing of it" 8 as wmo2 restriction unlock "$copy"

# --- both logs ---
both_logs() {
    rm -rf audit-wi audit-wmo
    for unit in wi wmo; do
        run "the log of $unit goes out" 0 as "${unit}1" log export "audit-$unit"
        run "it verifies" 0 sluis-audit verify "audit-$unit" --roster roster-1.note --fingerprint "$fingerprint"
        run "for a verifier in Python, too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$fingerprint"
    done
    run "they tell of the same letters" 0 sluis-audit reconcile audit-wi audit-wmo --roster roster-1.note --fingerprint "$fingerprint"
}
both_logs
finish
