#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Nothing leaves or enters without a log entry: each command of `sluis` that takes a store
# is run, and the act that it appended is the one that this table names. A command that
# isn't in the table fails the test: add it.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"%s","naam.geslachtsnaam":"%s","zaak.identificatie":"%s","plan.id":"P-1","huishouden.id":"H-1"}\n' \
    999990019 Brouwer Z-1 999990020 Adelaar Z-2 >cases.ndjson
printf '999990019\n' >bsns
printf 'brouwer' >terms
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
must sluis-officer agreement new --template wmo-wi -o two.note
sed -i -e 's/^id: .*/id: oss-two/' -e 's/^approval_by_two: .*/approval_by_two: true/' two.note
sign_by agreement two.note po1 po2
must sluis-officer agreement new --template wmo-wi -o looked.note
sed -i -e 's/^id: .*/id: oss-looked/' -e 's/^catalogue: /accept: "7"\nhandover: "true"\n&/' looked.note
sign_by agreement looked.note po1 po2

# Show letters, agreements, how far others have seen the log, and what may be wrong; no client, no record, and nothing
# leaves.
without_entry=(status doctor check "access list" "agreement list" "agreement show" "unit show" "unit destroy" "retention report" "access recover" "incident list") # no key is due, and 59-regain has an entry

: >expected
acts() { # WHO ACTION NAME COMMAND ARGUMENT…: the command is what it takes of the arguments
    local before
    before=$(log_size "$1")
    printf '%s\t%s\t%s\t%s\n' "$1" "$before" "$2" "$4" >>expected
    run "$3" 0 as "$1" "${@:4}" --json
}
two_words() { # WHO ACTION NAME FIRST SECOND ARGUMENT…
    acts "$@"
    sed -i "\$s/\$/ $5/" expected
}

printf 'wmo1\t0\tinit\tinit\n' >>expected
two_words wi2 key "a key is bound" key trust --fingerprint "$fingerprint"
acts wi1 import "cases come in" import cases.ndjson
import=$(json 'o["import"]')
acts wi1 read "a list" list
id=$(json 'o["records"][0]["id"]')
acts wi1 read "one record" show "$id"
search() { as wi1 search --json <terms; }
printf 'wi1\t%s\tsearch\tsearch\n' "$(log_size wi1)" >>expected
run "a search" 0 search
acts wi1 export "a file in the clear" export --all -o clear.ndjson
two_words wi1 consent "what clients said" consent record --all --kind both "${goal[@]}" --until 2027-01-01 "${said[@]}"
two_words wi1 read "what they said before" consent list --all
consent=$(json 'o["consents"][-1]["id"]')
two_words wi1 read "a receipt of one" consent receipt "$consent"
two_words wi1 read "a plan" plan show P-1
two_words wi1 read "a household" household show H-1
acts wi1 preview "what would leave" preview "${goal[@]}" --all
acts wi1 pack "a package" pack "${goal[@]}" --all -o cases.sluis
acts wmo1 open "it is opened" open cases.sluis
acts wi1 open "its receipt is opened" open wmo/outbox/*-000001-receipt.sluis
two_words wi1 withdraw "a client withdraws" consent withdraw "$consent"
acts wmo1 open "the retraction is opened" open wi/outbox/oss.nl_wmo-000002-retraction.sluis
two_words wmo1 read "what waits for a decision" restriction list
copy=$(json 'o["restricted"][0]["id"]')
two_words wmo2 decide "it is kept" restriction keep "$copy" --reason retention --article 'Wmo 2015 art. 5.3.4'
must as wmo1 list --json
kept=$(json '[r["id"] for r in o["records"] if r["id"] != "'"$copy"'"][0]')
must as wi1 list --json
asks=$(json 'o["records"][-1]["id"]')
must as wi1 consent record --all --kind consent "${goal[@]}" --until 2027-01-01 "${said[@]}"
must as wi1 pack "${goal[@]}" --all -o anew.sluis
must as wmo1 open anew.sluis
two_words wmo2 decide "then it is unlocked" restriction unlock "$copy"
must as wi1 consent list --all --json
must as wi1 consent withdraw "$(json '[c["id"] for c in o["consents"] if c["bsn"] == [d["bsn"] for d in o["consents"] if d["id"] == "'"$consent"'"][0] and c["kind"] == "consent" and not c["withdrawn"]][0]')"
must as wmo1 open wi/outbox/oss.nl_wmo-000004-retraction.sluis
two_words wmo2 decide "and another is erased" restriction erase "$copy"
two_words wmo2 retain "a record is held" retention hold "$kept" --reason Bezwaar
two_words wmo2 read "which the list shows" retention list
two_words wmo2 retain "it is released" retention release "$kept"
two_words wmo2 retain "and kept longer" retention extend "$kept" --until 2099-01-01 --reason Nazorg
two_words wmo2 purge "the day's run" retention run
two_words wi2 right "a client asks" client request "$asks" --right access --asked 2026-11-23
two_words wi2 read "what clients asked" client requests
two_words wi2 right "it takes longer" client postpone 1 --reason Druk
two_words wi2 disclose "a part for another unit's answer" client export "$asks" --to oss.nl/p-wmo1 -o asks.part
two_words wi2 disclose "a client's answer is made" client report "$asks" -o asks
two_words wi2 right "it is answered" client answer 1
two_words wi2 right "a client asks to restrict" client restrict "$asks" --asked 2026-11-23
two_words wi2 right "is told that it ends" client unrestrict "$asks" --told 2026-11-23
two_words wi2 right "objects" client object "$asks" --asked 2026-11-23
two_words wi2 right "and is told again" client unrestrict "$asks" --told 2026-11-23
acts wi1 agreement "an agreement comes in" open two.note
must as wi1 open looked.note
must as wmo1 open looked.note
must as wi1 consent record --all --kind both "${goal[@]}" --agreement oss-looked --until 2027-01-01 "${said[@]}"
must as wi1 pack "${goal[@]}" --agreement oss-looked --all -o looked.sluis
must as wmo1 open looked.sluis
must as wmo1 list --json
mapfile -t arrived < <(json '"\n".join(r["id"] for r in o["records"] if r["arrival"] == "arrived")')
acts wmo1 acceptance "what arrived is accepted" accept --record "${arrived[0]}"
acts wmo1 acceptance "or declined" decline --reason moved --record "${arrived[1]}"
acts wmo1 acceptance "and one day done" "done" --record "${arrived[0]}"
must as wi1 list --json
acts wi1 handover "it is asked who directs a case" handover --ask --record "$(json 'o["records"][0]["id"]')"
mkdir folder
cp roster-1.note roster-2.note two.note folder
acts wmo1 agreement "what lies in a folder is opened" join folder
must as wi1 consent record --all --kind both "${goal[@]}" --agreement oss-two --until 2027-01-01 "${said[@]}"
acts wi1 pack "a package for which two are needed" pack "${goal[@]}" --agreement oss-two --all
waiting=$(json 'o["id"]')
acts wi2 approve "a second approves" approve "$waiting"
acts wi1 resend "what got lost goes again" resend "$waiting"
must as wi1 list --json
own=$(json '[r["id"] for r in o["records"] if not r["from"]][0]')
must as wmo1 list --json
came=$(json '[r["id"] for r in o["records"] if r["from"] == "oss.nl/wi"][0]')
printf '{"naam.geslachtsnaam":"Brouwers"}' >changes
why=(--reason inaccurate --found-by client)
two_words wi1 correct "a record is corrected" record correct "$own" --changes-from changes "${why[@]}"
two_words wmo1 pack "another is disputed where it came" record dispute "$came" --changes-from changes "${why[@]}"
must as wi1 open "$(json 'o["letters"][0]["file"]')"
must as wi1 record corrections --json
two_words wi1 correct "and kept where it is" record keep "$(json '[c["record"] for c in o["corrections"] if c["what"] == "dispute-came"][0]')" --reason register
two_words wi1 read "what was corrected and disputed" record corrections
acts wi1 void "a package is taken back" void "$waiting" --reason mistake
must as wi1 list --json
acts wi1 read "why something went" why "$(json 'o["records"][0]["id"]')" geboorte.datum
printf '%s\n' 999990019 >asked-bsns
acts wmo1 pack "another unit is asked" request geboorte.datum --from oss.nl/wi --agreement oss-wmo-wi --purpose onderzoek-2.3.2 --by 2027-01-01 --select-from asked-bsns
request=$(json 'o["id"]')
must as wi1 open "$(json 'o["file"]')"
acts wi1 read "who looks at whom it is about" requests "$request"
acts wi1 pack "and it is answered" answer "$request"
acts wi1 preview "what is sent in one sitting is looked at first" send "${goal[@]}" --agreement oss-two --all --yes
printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"999990044","naam.geslachtsnaam":"Haan","zaak.identificatie":"Z-4"}\n' >gone.ndjson
must as wi1 import gone.ndjson
must as wi1 list --json
two_words wi2 right "a client is erased" client erase "$(json 'o["records"][-1]["id"]')" --weighed --asked 2026-11-23
must sluis-officer agreement end two.note --reason 'It ends.' -o end.note
sign_by agreement end.note po1 po2
acts wi1 termination "the end of an agreement comes in" open end.note
two_words wi1 breach "a breach is put down" incident report --store --learned 2026-11-23T11:00
two_words wi1 breach "told once more" incident show 1
two_words wi2 breach "reported" incident note 1 --reported 2026-11-23T11:00
must as wi2 incident note 1 --not-told unintelligible
two_words wi2 breach "and closed" incident close 1
two_words wi1 follow-up "a remark is followed up" log follow-up many --month 2026-11 --came explained --reason Telefoondienst
two_words wi1 log "the log is shown" log show
two_words wi1 log "and with what it keeps private" log show --private --from 4
two_words wi1 log "the log for the auditor" log export audit
two_words wi1 log "and for a collector" log export ldv.json --format ldv --activity https://register.oss.nl/1
two_words wi1 disclose "what it keeps private is disclosed" log disclose --to oss.nl/p-po1 --reason inzage --select-from bsns
two_words wi1 forget "and forgotten" log forget
two_words wmo2 access "somebody's access is taken away" access remove oss.nl/p-wmo1
two_words wmo2 access "and given again" access add oss.nl/p-wmo1
must sluis-officer recovery split -m 2 -n 2 -o pages --json
must sluis-officer roster set oss.nl/wi --roster roster-2.note --recovery "$(json 'o["recipient"]')" -o roster-3.note
sign_by roster roster-3.note po1 po2
acts wi1 roster "a roster comes in" open roster-3.note
two_words wi1 key "the unit renews its keys" unit renew --yes
two_words wi1 access "the recovery key that it lists gets access" access add recovery
for page in pages/*.html; do sed -n 's/^<li[^>]*>\([a-z]*\).*/\1/p' "$page" | tr '\n' ' '; echo; done >shares
two_words wi1 drill "its shares open the store" recovery drill --shares-fd 7 7<shares
acts wmo1 backup "a backup" backup --to-clerks -o copy.backup
must as wmo1 log resume -o resumption.note --lost-to 9999 --reason 'The disk broke.'
for officer in po1 po2; do must as $officer resumption sign resumption.note --roster roster-2.note --yes; done
two_words wmo1 resume "its log goes on from an older place" log resume resumption.note
printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"999990032","naam.geslachtsnaam":"Haan","zaak.identificatie":"Z-3"}\n' >more.ndjson
must as wi1 import more.ndjson --json
import=$(json 'o["import"]')
acts wi1 undo "an import is taken back" import --undo "$import"

for who in wi1 wmo1; do
    as "$who" log show --from 0 --json >"log-$who" 2>/dev/null
    # wi2 works at the same store
    check "each left its entry at $who's" python3 "$SLUIS_SOURCE/tests/cli/entries_of_commands.py" "$who"
done

sluis --dump-commands >table
check "every command that takes a store is in the table above" python3 "$SLUIS_SOURCE/tests/cli/commands_tried.py" "${without_entry[@]}"
must as wi1 log export whole
check "of all that, no client, words or search stand in the bundle" bash -c '! grep -rqaE "9999900|[Bb]rouwer|Adelaar|Haan|Z-[123]|Besproken" whole'
run "and the log of all that verifies" 0 sluis-audit verify whole --fingerprint "$fingerprint"
finish
