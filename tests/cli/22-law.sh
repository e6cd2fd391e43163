#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# The law at both ends: what a ground, an override, a municipality's own field and the rules that no
# table lifts do to a sender's records, and to letters in which somebody went round them.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"
: "${SLUIS_FORGE:?}" "${SLUIS_COUNTERSIGN:?}"

partnership
mkdir forged
sed '/^$/,$d' agreement.note >template.yaml

# terms FILE KEY=VALUE… [fields=A,B,…]: an agreement made of the template; from= and to= are units.
terms() { # FILE WORD…
    python3 "$SLUIS_SOURCE/tests/cli/law_terms.py" "${@:2}" >"$1" || bail "no agreement $1"
}
signed_by() { # FILE WHO…: by anyone, whatever it says
    local who
    for who in "${@:2}"; do must "$SLUIS_COUNTERSIGN" "$1" "keys/$who.key"; done
}
sum_of() { sed '/^$/,$d' "$1" | sha256sum | cut -c1-64; }
record_id() { # WHO CASE
    as "$1" list --json 2>/dev/null | python3 -c 'import json, sys
print(next(r["id"] for r in json.load(sys.stdin)["records"] if r["case"] == sys.argv[1]))' "$2"
}
said() { # WHO TO PURPOSE AGREEMENT RECORD KIND
    must as "$1" consent record --record "$5" --kind "$6" --to "$2" --purpose "$3" --agreement "$4" --until 2028-01-01 "${said[@]}"
}
who=naam.voornamen,naam.geslachtsnaam,burgerservicenummer

# --- an article that isn't its row's ---
terms words.note id=oss-woorden code=woorden article='"Wmo 2015 art. 2.3.2 lid 7"' "fields=$who"
run "the check tells of an article that isn't its row's" 8 sluis-officer agreement check words.note --roster roster-2.note --json
expect_json '[(f["subject"], f["rule"], f["article"]) for f in o["findings"]]' \
    '[["woorden: wmo-5.1.1-4", "article-differs", "Wmo 2015 art. 5.1.1 lid 4; Participatiewet art. 65 lid 2 onder b"]]'
run "and it can't be signed" 8 as po1 agreement sign words.note
expect_err 'article-differs'
run "it shows the row's" 0 sluis-officer agreement show words.note --json
expect_json 'o["purposes"][0]["article"]' 'Wmo 2015 art. 5.1.1 lid 4; Participatiewet art. 65 lid 2 onder b'
run "so does the register" 0 sluis-officer agreement show words.note --format dpv
expect_json 'o["dpv:hasProcess"][0]["dpv:hasApplicableLaw"]["dct:title"]' 'Wmo 2015 art. 5.1.1 lid 4; Participatiewet art. 65 lid 2 onder b'
signed_by words.note po1 po2
run "one that was signed so is taken in" 0 as wi1 open words.note
run "and whoever sends under it reads the row's" 0 as wi1 preview --all --to oss.nl/wmo --purpose woorden --json
expect_json 'o["article"]' 'Wmo 2015 art. 5.1.1 lid 4; Participatiewet art. 65 lid 2 onder b'

# --- the Wmo to Work and Income: consent alone doesn't do ---
pw=(id=oss-wmo-pw from=oss.nl/wmo to=oss.nl/wi code=toeleiding task=pw-7-1-a ground=wmo-5.3.3-1 exception=A9-2-b no_objection=false
    "fields=$who,postcode,huisnummer,geheimhouding,zaak.identificatie")
goal=(--to oss.nl/wi --purpose toeleiding)
terms bare.note "${pw[@]}"
run "the check denies consent alone" 8 sluis-officer agreement check bare.note --roster roster-2.note --json
expect_json '[f["rule"] for f in o["findings"]]' '["override-missing"]'
expect_json 'o["findings"][0]["article"][:22]' 'Wmo 2015 art. 5.3.3 li'
signed_by bare.note po1 po2
run "and it isn't opened, though a quorum signed it" 8 as wmo1 open bare.note
expect_err 'override-missing.*Wmo 2015 art\. 5\.3\.3'

run "an override is drafted" 0 sluis-officer override new --controller oss.nl --ground wmo-5.3.3-1 --agreement oss-wmo-pw --purpose toeleiding -o draft.yaml
run "its draft says nothing yet, so it can't be signed" 1 as po1 override sign draft.yaml
sed -i 's/^reasons: .*/reasons: "Toeleiding naar werk vraagt de beperkingen die de Wmo al kent."/; s#^fg: .*#fg: oss.nl/p-po3#
    s/^advice: .*/advice: "Alleen met toestemming per cliënt; na een jaar wegen."/; s/^valid_until: .*/valid_until: 2026-12-31/' draft.yaml
for name in good one fg other late purpose; do cp draft.yaml "override-$name.note"; done
sign_by override override-good.note po1 po2
signed_by override-one.note po1
signed_by override-fg.note po1 po3
sed -i 's/^controller: .*/controller: uden.nl/' override-other.note
signed_by override-other.note po1 po2
refusals_begin wmo1
refused "an override with one signature too few" 3 quorum-missing '1 of' open override-one.note
refused "an override for which the FG's own signature is to count" 3 quorum-missing '1 of' open override-fg.note
refused "an override of another controller" 3 quorum-missing 'uden.nl' open override-other.note
refusals_end
run "it shows, with its reasons" 0 sluis-officer override show override-good.note --roster roster-2.note --json
expect_json 'o["quorum"]' yes
override=$(sum_of override-good.note)
expect_json 'o["sha256"]' "$override"

terms good.note "${pw[@]}" "end=overrides:
  - \"$override\""
run "with the override the check is content" 0 sluis-officer agreement check good.note --roster roster-2.note --pinned override-good.note
for who_signs in po1 po2; do must as "$who_signs" agreement sign good.note --pinned override-good.note; done
run "without the override the agreement isn't opened" 5 as wmo1 open good.note
expect_err 'pins a text'
run "one command opens both, whichever comes first" 0 as wmo1 open good.note override-good.note --json
expect_json '[f["what"] for f in o["files"]]' '["override", "agreement"]'
must as wi1 open override-good.note good.note

clients() { # CASE BSN NAME SOURCE [MORE]
    printf '{"wet":"wmo","gegevensbron":"%s","burgerservicenummer":"%s","naam.geslachtsnaam":"%s","naam.voornamen":"Test","zaak.identificatie":"%s"%s}\n' "$4" "$2" "$3" "$1" "${5:-}"
}
# W-3 came from Work and Income: a copy keeps its law, and who sends it on has a mandate for that law too.
must sluis-officer roster add cards/wmo1.card --roster roster-2.note --unit oss.nl/wmo --role consulent --law pw --action "${clerk_actions[@]}" -o roster-3.note
sign_by roster roster-3.note po1 po2
for unit in wmo wi; do must as "${unit}1" open roster-3.note; done
{ clients W-1 999990019 Brouwer wmo; clients W-2 999990020 Visser wmo; clients W-3 999990032 Dekker pw | sed 's/"wet":"wmo"/"wet":"pw"/'; } >wmo.ndjson
must as wmo1 import wmo.ndjson
w1=$(record_id wmo1 W-1) w2=$(record_id wmo1 W-2) w3=$(record_id wmo1 W-3)
said wmo1 oss.nl/wi toeleiding oss-wmo-pw "$w1" consent
run "preview shows the override that it rests on" 0 as wmo1 preview --all "${goal[@]}" --json --html page.html
expect_json 'o["leaving"]' 1
expect_json 'o["overrides"][0]["sha256"]' "$override"
expect_json 'o["overrides"][0]["fg"], o["overrides"][0]["certainty"], o["overrides"][0]["valid_until"]' '["oss.nl/p-po3", "S/I", "2026-12-31"]'
expect_json '"beperkingen" in o["overrides"][0]["reasons"] and "per cliënt" in o["overrides"][0]["advice"]' true
expect_json '{s["rule"]: s["certainty"] for s in o["stays"]}' '{"law-not-carried": "S/I", "no-consent": "S/I"}'
check "and so does the page" grep -q 'Toeleiding naar werk vraagt' page.html
check "with the advice" grep -q 'Alleen met toestemming per cli' page.html
check "and its hash" grep -q "$override" page.html
run "as text, too" 0 as wmo1 preview --all "${goal[@]}"
expect_out 'override: +oss-wmo-pw-wmo-5\.3\.3-1$'
expect_out 'certainty: +partly in the statute'
expect_out 'reasons: +Toeleiding naar werk'
expect_out 'advice by \(FG\): +oss.nl/p-po3'
expect_out 'advice: +Alleen met'
run "in Dutch" 0 as wmo1 preview --all "${goal[@]}" --lang nl
expect_out 'Berust op een afwijking'
run "the letter goes" 0 as wmo1 pack --record "$w1" "${goal[@]}" -o pw.sluis --json
expect_json 'o["overrides"][0]["sha256"]' "$override"

# forged KIND FROM TO PACKAGE <PLAN: letters in forged/KIND-…
forge() { must bash -c '"$0" "$1" forged "$2" "keys/${2}1.key" "$3" "keys/${3}1.key" <plan' "$SLUIS_FORGE" "$1" "$2" "$3"; }
records=records/000001.ndjson.gz consents=consents/000001.ndjson.gz zeros=$(printf '%063d1' 0)
{
    printf 'other\ttext|%s|%s\n' "$override" "$zeros"
    printf 'pw\treplace|%s|"wet":"wmo"|"wet":"pw"\n' "$records"
    printf 'silent\tremove|%s\n' "$consents"
} >plan
forge pw.sluis wmo wi
refusals_begin wi1
refused "a letter that names another override" 8 agreement-invalid 'other overrides' open forged/other.sluis
refused "a letter with data of the other law" 8 consent-missing '' open forged/pw.sluis
expect_out 'law-not-carried .*Wmo 2015 art\. 5\.3\.3.*partly in the statute'
refused "a letter without the consent" 8 consent-missing '' open forged/silent.sluis --json
expect_json 'o["files"][0]["refused"][0]["rule"]' no-consent
expect_json 'o["files"][0]["refused"][0]["certainty"]' S/I
refusals_end
run "the letter is opened, with the override it rests on" 0 as wi1 open pw.sluis --json
expect_json 'o["files"][0]["added"]' 1
expect_json 'o["files"][0]["overrides"][0]["sha256"]' "$override"
expect_json 'o["files"][0]["overrides"][0]["ground"]' wmo-5.3.3-1

# --- an override that the agreement may not rest on ---
sed 's/^purpose: .*/purpose: iets-anders/' draft.yaml >override-purpose.note
sign_by override override-purpose.note po1 po2
terms purpose.note "${pw[@]}" id=oss-anders "end=overrides:
  - \"$(sum_of override-purpose.note)\""
signed_by purpose.note po1 po2
must as wmo1 open override-purpose.note
run "an override for another purpose carries no agreement" 8 as wmo1 open purpose.note
expect_err 'for another purpose'

# --- onward to a care provider; a party's kind is what the agreement says, so W&I plays it ---
care=(id=oss-zorg from=oss.nl/wmo to=oss.nl/wi kind-of=oss.nl/wi:zorgaanbieder code=levering task=wmo-2.3.5 phase=uitvoering
    exception=A9-2-h consent=false no_objection=false "fields=$who")
terms care.note "${care[@]}" ground=wmo-5.2.1-1-a
terms onward.note "${care[@]}" id=oss-zorg-pw code=levering-pw ground=wmo-5.2.1-1-b consent=true
for name in care onward; do sign_by agreement "$name.note" po1 po2; done
must as wmo1 open care.note onward.note
must as wi1 open care.note onward.note
run "the Wmo's own data go to the care provider" 0 as wmo1 pack --record "$w1" "$w3" --to oss.nl/wi --purpose levering -o care.sluis --json
expect_json 'o["leaving"]' 1
expect_json '[[s["rule"], s["article"][:20], s["certainty"]] for s in o["stays"]]' '[["law-not-carried", "Wmo 2015 art. 5.2.1 ", "S/I"]]'
run "what came from the Participatiewet needs a consent of its own" 0 as wmo1 preview --record "$w3" --to oss.nl/wi --purpose levering-pw --json
expect_json '[[s["rule"], s["article"][:27]] for s in o["stays"]]' '[["no-consent", "Wmo 2015 art. 5.2.1 lid 1 o"]]'
said wmo1 oss.nl/wi levering-pw oss-zorg-pw "$w3" consent
run "and goes under it" 0 as wmo1 pack --record "$w3" --to oss.nl/wi --purpose levering-pw -o onward.sluis --json
expect_json 'o["leaving"]' 1
printf 'law\treplace|%s|"wet":"wmo"|"wet":"pw"\n' "$records" >plan
forge care.sluis wmo wi
printf 'unasked\tremove|%s\n' "$consents" >plan
forge onward.sluis wmo wi
refusals_begin wi1
refused "the receiver refuses it on the other ground" 8 consent-missing '' open forged/law.sluis
expect_out 'law-not-carried'
refused "and without that consent" 8 consent-missing '' open forged/unasked.sluis
expect_out 'no-consent'
refusals_end
run "the genuine ones are opened" 0 as wi1 open care.sluis onward.sluis

# --- household, melding ---
pwc() { clients "$@" | sed 's/"wet":"wmo"/"wet":"pw"/'; }
{ pwc P-1 999990044 Smit pw; pwc P-2 999990056 Smit pw ',"relatie.soort":"3"'; pwc P-3 999990068 Bos suwinet; } >pw.ndjson
must as wi1 import pw.ndjson
p1=$(record_id wi1 P-1) p2=$(record_id wi1 P-2) p3=$(record_id wi1 P-3)
for id in "$p1" "$p2" "$p3"; do said wi1 oss.nl/wmo onderzoek-2.3.2 oss-wmo-wi "$id" both; done
run "a member of the household stays where the purpose doesn't ask, and so does what Suwinet gave" 0 as wi1 pack --record "$p1" "$p2" "$p3" --to oss.nl/wmo --purpose onderzoek-2.3.2 -o house.sluis --json
expect_json '{s["rule"]: [s["certainty"], s["clients"]] for s in o["stays"]}' '{"suwinet-source": ["?", 1], "household-member": ["S", 1]}'
printf 'member\treplace|%s|"wet":"pw"|"wet":"pw","relatie.soort":"3"\n' "$records" >plan
printf 'suwinet\treplace|%s|"gegevensbron":"pw"|"gegevensbron":"suwinet"\n' "$records" >>plan
forge house.sluis wi wmo
refusals_begin wmo1
refused "the receiver refuses a member of the household" 8 consent-missing '' open forged/member.sluis
expect_out 'household-member .*Wmo 2015 art\. 5\.1\.1 lid 4'
refused "and what Suwinet gave" 8 consent-missing '' open forged/suwinet.sluis
expect_out 'suwinet-source .*unsettled: ask a lawyer'
refusals_end

terms beyond.note id=oss-melding code=melding phase=melding "fields=$who,zaak.identificatie"
run "at melding contact data alone: the check says so" 8 sluis-officer agreement check beyond.note --roster roster-2.note --json
expect_json '[[f["rule"], f["subject"]] for f in o["findings"]]' '[["field-beyond-melding", "melding: zaak.identificatie"]]'
terms melding.note id=oss-melding code=melding phase=melding "fields=$who"
terms house.note id=oss-huis code=huis household=true "fields=$who,relatie.soort"
sign_by agreement melding.note po1 po2
sign_by agreement house.note po1 po2
must as wi1 open melding.note house.note
must as wmo1 open melding.note house.note
said wi1 oss.nl/wmo melding oss-melding "$p1" both
said wi1 oss.nl/wmo huis oss-huis "$p2" both
run "contact data go" 0 as wi1 pack --record "$p1" --to oss.nl/wmo --purpose melding -o melding.sluis --json
expect_json '[f["field"] for f in o["fields"] if f["stays"]]' '["zaak.identificatie"]'
run "a member of the household goes where ground and purpose say so" 0 as wi1 preview --record "$p2" --to oss.nl/wmo --purpose huis --json
expect_json 'o["leaving"]' 1
printf 'more\treplace|%s|"wet":"pw"|"wet":"pw","zaak.identificatie":"P-1"\n' "$records" >plan
forge melding.sluis wi wmo
refusals_begin wmo1
refused "the receiver refuses more than that" 8 field-not-agreed 'zaak.identificatie' open forged/more.sluis
expect_out 'Case number .*not-agreed .*AVG art\. 5'
refusals_end

# --- own contribution: not by the shipped table, and not by one that the officers made ---
own=(id=oss-bijdrage code=bijdrage task=wmo-2.1.4b "fields=$who")
terms own.note "${own[@]}"
run "own contribution isn't among the purposes" 8 sluis-officer agreement check own.note --roster roster-2.note --json
expect_json '{"barred", "own-contribution"} <= {f["rule"] for f in o["findings"]}' true
sed -e 's/^version: 2/version: 3/; s/tasks: \[wmo-2.3.2, wmo-2.3.3,/tasks: [wmo-2.1.4b, wmo-2.3.2, wmo-2.3.3,/' \
    -e '/id: wmo-5.1.1-4-eigen-bijdrage/,/enabled:/s/enabled: true/enabled: false/' "$SLUIS_SOURCE/share/sluis/grounds-nl.yaml" >lax.note
run "a table of their own" 0 sluis-officer grounds check lax.note
sign_by grounds lax.note po1 po2
terms own.note "${own[@]}" "grounds=\"$(sum_of lax.note)\""
run "the check says that no table makes it one" 8 sluis-officer agreement check own.note --roster roster-2.note --pinned lax.note --json
expect_json '[f["rule"] for f in o["findings"]]' '["own-contribution"]'
signed_by own.note po1 po2
run "nor is an agreement on such a table opened" 8 as wi1 open own.note lax.note
expect_err 'own-contribution'

# --- what was withdrawn, and what asks too little, is refused by name: table, agreement ---
shipped=$SLUIS_SOURCE/share/sluis/grounds-nl.yaml
python3 "$SLUIS_SOURCE/tests/cli/withdraw_grounds.py" <"$shipped" withdrawn row >old-row.note
python3 "$SLUIS_SOURCE/tests/cli/withdraw_grounds.py" <"$shipped" withdrawn exception >old-exception.note
python3 "$SLUIS_SOURCE/tests/cli/withdraw_grounds.py" <"$shipped" dropped declaration >too-little.note
for name in old-row:wmo-2.3.2-7 old-exception:client_supplied too-little:wmo-5.1.1-4; do
    file=${name%%:*}.note says=${name#*:}
    run "a table with $says: the check refuses it" 8 sluis-officer grounds check "$file"
    expect_err "$says"
    run "officers can't sign it" 8 as po1 grounds sign "$file"
    expect_err "$says"
    expect_err 'grounds new'
    signed_by "$file" po1 po2
    run "signed by other tools, no unit takes it in" 8 as wi1 open "$file"
    expect_err "$says"
    expect_err 'grounds new'
    terms old.note id=oss-oud code=oud "fields=$who" "grounds=\"$(sum_of "$file")\""
    signed_by old.note po1 po2
    run "nor an agreement that pins it" 5 as wi1 open old.note
    [ "$file" = too-little.note ] && continue
    run "which the check tells of" 8 sluis-officer agreement check old.note --roster roster-2.note --pinned "$file" --json
    expect_json '"ground-withdrawn" in {f["rule"] for f in o["findings"]}' true
    terms old.note id=oss-oud code=oud "fields=$who" "grounds=\"$(sum_of "$file")\""
    run "and officers can't sign" 8 as po1 agreement sign old.note --pinned "$file"
    expect_err 'ground-withdrawn'
done
terms supplied.note id=oss-zelf code=zelf "fields=$who"
sed -i 's/^    household: false/    client_supplied: true/' supplied.note
run "an agreement with the exception" 8 sluis-officer agreement check supplied.note --roster roster-2.note --json
expect_json '[[f["rule"], f["subject"]] for f in o["findings"]]' '[["ground-withdrawn", "zelf: client_supplied"]]'
run "isn't signed" 8 as po1 agreement sign supplied.note
expect_err 'ground-withdrawn'
signed_by supplied.note po1 po2
run "or taken in" 8 as wi1 open supplied.note
expect_err 'ground-withdrawn'
expect_err 'grounds new'
terms amount.note id=oss-bedrag code=bedrag "fields=$who,inkomensvoorziening.bedrag"
run "the amount of an income is for the own contribution" 8 sluis-officer agreement check amount.note --roster roster-2.note --json
expect_json '[[f["rule"], f["subject"]] for f in o["findings"]]' '[["income-amount", "bedrag: inkomensvoorziening.bedrag"]]'

# --- who supplied it makes no difference; without a source nothing goes ---
{ pwc P-5 999990093 Kok client; pwc P-6 999990111 Kuiper pw | sed 's/"gegevensbron":"pw",//'; } >sources.ndjson
must as wi1 import sources.ndjson
p5=$(record_id wi1 P-5) p6=$(record_id wi1 P-6)
run "what the client supplied stays without the declarations" 0 as wi1 preview --record "$p5" "$p6" --to oss.nl/wmo --purpose onderzoek-2.3.2 --json
expect_json '{s["rule"]: s["clients"] for s in o["stays"]}' '{"source-missing": 1, "no-consent": 1}'
said wi1 oss.nl/wmo onderzoek-2.3.2 oss-wmo-wi "$p5" both
said wi1 oss.nl/wmo onderzoek-2.3.2 oss-wmo-wi "$p6" both
run "goes with them, and what has no source stays" 0 as wi1 pack --record "$p5" "$p6" --to oss.nl/wmo --purpose onderzoek-2.3.2 -o sources.sluis --json
expect_json 'o["leaving"], {s["rule"]: s["clients"] for s in o["stays"]}' '[1, {"source-missing": 1}]'
printf 'sourceless\treplace|%s|,"gegevensbron":"client"|\n' "$records" >plan
forge sources.sluis wi wmo
refusals_begin wmo1
refused "the receiver refuses what has no source" 8 consent-missing '' open forged/sourceless.sluis
expect_out 'source-missing .*Wet SUWI art\. 74'
refusals_end
must as wmo1 open sources.sluis

# --- a row that bars: a condition that it leaves out holds for everything ---
barred() { # FILE CONDITIONS: the shipped table with one row more, which bars from Work and Income to the Wmo
    { cat "$SLUIS_SOURCE/share/sluis/grounds-nl.yaml" && printf '  - id: oss-dicht\n    title: "Closed"\n    title_nl: "Dicht"\n    effect: bars\n    from: [pw]\n    to: [wmo]\n%s    article: "AVG art. 5 lid 1 b"\n    certainty: I\n    source: "Oss"\n    default: deny\n    enabled: true\n' "$2"; } >"$1"
    sign_by grounds "$1" po1 po2
}
barred all.note ''
barred early.note $'    phases: [melding]\n'
terms closed.note id=oss-dicht code=dicht "fields=$who" "grounds=\"$(sum_of all.note)\""
terms later.note id=oss-later code=later "fields=$who" "grounds=\"$(sum_of early.note)\""
terms first.note id=oss-eerst code=eerst phase=melding "fields=$who" "grounds=\"$(sum_of early.note)\""
run "a row that bars without tasks bars every task" 8 sluis-officer agreement check closed.note --roster roster-2.note --pinned all.note --json
expect_json '[[f["rule"], f["subject"]] for f in o["findings"]]' '[["barred", "dicht: oss-dicht"]]'
run "a row that bars one phase bars that phase" 8 sluis-officer agreement check first.note --roster roster-2.note --pinned early.note --json
expect_json '[[f["rule"], f["subject"]] for f in o["findings"]]' '[["barred", "eerst: oss-dicht"]]'
run "and no other" 0 sluis-officer agreement check later.note --roster roster-2.note --pinned early.note
signed_by closed.note po1 po2
signed_by later.note po1 po2
run "so the one isn't opened" 8 as wi1 open closed.note all.note
expect_err 'barred.*oss-dicht'
run "and the other is" 0 as wi1 open later.note early.note
said wi1 oss.nl/wmo later oss-later "$p1" both
run "and carries" 0 as wi1 preview --record "$p1" --to oss.nl/wmo --purpose later --json
expect_json 'o["leaving"]' 1
run "the letter of the melding is opened" 0 as wmo1 open melding.sluis

# --- one agreement in another's place, and days that pass ---

terms after.note id=oss-huis-2 code=huis-2 household=true "fields=$who,relatie.soort" valid_from=2026-12-01 "end=supersedes: oss-huis"
sign_by agreement after.note po1 po2
must as wi1 open after.note
run "until its day the old one counts" 0 as wi1 preview --record "$p2" --to oss.nl/wmo --purpose huis
run "from its day on it has taken the other's place" 8 at 2026-12-01T10:00:00Z as wi1 pack --record "$p2" --to oss.nl/wmo --purpose huis
expect_err 'oss-huis-2 took its place on 2026-12-01'

must as wmo1 pack --record "$w1" "${goal[@]}" -o late.sluis
printf 'past\tset|created|2027-01-01T10:00:00Z\tset|use_by|2027-01-08T10:00:00Z\nold\tset|created|2027-01-02T10:00:00Z\tset|use_by|2027-01-08T10:00:00Z\n' >plan
forge late.sluis wmo wi
run "past its days the override carries nothing" 0 at 2027-01-01T10:00:00Z as wmo1 preview --record "$w1" "${goal[@]}" --json
expect_json '[[s["rule"], s["article"][:20], s["certainty"]] for s in o["stays"]]' '[["override-missing", "Wmo 2015 art. 5.3.3 ", "S/I"]]'
run "and pack says so" 8 at 2027-01-01T10:00:00Z as wmo1 pack --record "$w1" "${goal[@]}"
run "nor is such a letter opened" 8 at 2027-01-01T11:00:00Z as wi1 open forged/past.sluis
expect_out 'override-missing .*Wmo 2015 art\. 5\.3\.3.*partly in the statute'

# --- the table of grounds says by when somebody must have read the statutes again: 2027-01-01 ---
run "sixty days before it is told" 0 as wi1 status --json
expect_json '["grounds-nl", "2027-01-01", "due"] in [[t["grounds"], t["review_by"], t["state"]] for t in o["tables_due"]]' true
run "a person reads it" 0 at 2027-01-02T10:00:00Z as wi1 status --log
expect_out 'grounds-nl .*1 Jan 2027 .*past: nothing is packed'
run "behind that day nothing leaves" 0 at 2027-01-02T10:00:00Z as wi1 preview --record "$p1" --to oss.nl/wmo --purpose later --json
expect_json '[o["leaving"], [s["rule"] for s in o["stays"]]]' '[0, ["table-past-review"]]'
run "and pack says so" 8 at 2027-01-02T10:00:00Z as wi1 pack --record "$p1" --to oss.nl/wmo --purpose later
expect_err 'nothing may leave'
run "nor is what was made behind it opened" 8 at 2027-01-03T10:00:00Z as wi1 open forged/old.sluis
expect_out 'table-past-review'

for unit in wi wmo; do
    must as "${unit}1" log export "audit-$unit"
    check "the entries of $unit name the override" grep -raq "overrides.*$override" "audit-$unit"
    run "after all that, $unit's log verifies" 0 sluis-audit verify "audit-$unit" --roster roster-1.note --fingerprint "$fingerprint"
done
run "the report tells what rests on an override, on which article, why, and what the FG advised" 0 \
    sluis-audit report audit-wi audit-wmo -o overrides --tester oss.nl/p-po2 --roster roster-1.note --fingerprint "$fingerprint"
cp overrides.json "$out"
expect_json '{(w["purpose"], w["certainty"], w["fg"]) for w in o["odd"]["overrides"]} == {("toeleiding", "S/I", "oss.nl/p-po3")}' true
expect_json 'all("beperkingen" in w["reasons"] and "per cliënt" in w["advice"] and "5.3.3" in w["article"] and w["acts"] for w in o["odd"]["overrides"])' true
check "on the page as well" grep -q 'Alleen met toestemming per cli' overrides.html

# --- a field of the municipality's own ---
cat >extra.note <<'END'
type: sluis.catalogue/v1
id: oss-extra
version: "1"
fields:
  - name: oss.wijkteam
    gloss: "Neighbourhood team"
    gloss_nl: "Wijkteam"
    type: code
    codes: ["Noord", "Zuid"]
    category: ordinary
    domain: shared
    source: "Oss"
END
sed 's/oss.wijkteam/postcode/' extra.note >redefine.note
run "an addition that redefines a field isn't signed" 1 as po1 catalogue sign redefine.note
expect_err 'never redefined'
signed_by redefine.note po1 po2
run "nor opened when others signed it" 1 as wi1 open redefine.note
sign_by catalogue extra.note po1 po2
run "officers see both catalogues in one table" 0 sluis-officer catalogue show extra.note --lang nl
expect_out 'oss\.wijkteam .*Wijkteam'
expect_out '^ *postcode '
terms extra-agreement.note id=oss-wijk code=wijk "fields=$who,zaak.identificatie,oss.wijkteam" "end=additions: \"$(sum_of extra.note)\""
must as po1 agreement sign extra-agreement.note --pinned extra.note
must as po2 agreement sign extra-agreement.note --pinned extra.note
run "an agreement on it, in one command with it" 0 as wi1 open extra-agreement.note extra.note
must as wmo1 open extra.note extra-agreement.note
pwc P-4 999990081 Mulder pw ',"oss.wijkteam":"Noord"' >extra.ndjson
must as wi1 import extra.ndjson
p4=$(record_id wi1 P-4)
said wi1 oss.nl/wmo wijk oss-wijk "$p4" both
must as wi1 pack --record "$p4" --to oss.nl/wmo --purpose wijk -o extra.sluis
run "the field travels" 0 as wmo1 open extra.sluis
must as wmo1 list --json
run "and is there" 0 as wmo1 show "$(record_id wmo1 P-4)"
expect_out 'oss\.wijkteam.*Noord'

finish
