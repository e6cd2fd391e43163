#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Two partnerships become one while letters are under way, and then two municipalities: their rosters are merged,
# letters go on within each and between them, what is old verifies, and agreements are taken over or end.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
printf '{"burgerservicenummer":"%s","naam.geslachtsnaam":"Jansen","zaak.identificatie":"%s","wet":"pw","gegevensbron":"pw"}\n' \
    999990019 Z-1 999990020 Z-2 >clients.ndjson
roster() { as po1 roster "$@"; }
goal=(--purpose onderzoek-2.3.2)
consented() { # WHO RECEIVER AGREEMENT
    must as "$1" consent record --all --kind both --to "$2" "${goal[@]}" --agreement "$3" --until 2027-12-31 "${said[@]}"
}

# --- Uden's partnership, with a root of its own, a version further than that of Oss ---

mkdir uden
for n in 4 5 6; do person "uden.nl/p-po$n" "po$n"; done
for n in zorg1 werk1; do person "uden.nl/p-$n" "$n"; done
must sluis-officer roster init --controller uden.nl --threshold 2 --officer cards/po4.card cards/po5.card cards/po6.card -o uden/roster-1.note
must sluis-officer roster add cards/zorg1.card --roster uden/roster-1.note --unit uden.nl/zorg --role consulent --law wmo --action "${decider_actions[@]}"
must sluis-officer roster add cards/werk1.card --roster uden/roster-1.note --unit uden.nl/werk --role consulent --law pw --action "${clerk_actions[@]}"
sign_by roster uden/roster-1.note po4 po5
uden=$(roster_fingerprint uden/roster-1.note)
for unit in zorg werk; do must as "${unit}1" init --unit "uden.nl/$unit" --roster uden/roster-1.note --fingerprint "$uden"; done
must sluis-officer roster add zorg/unit.card werk/unit.card --roster uden/roster-1.note -o uden/roster-2.note
sign_by roster uden/roster-2.note po4 po5
must sluis-officer roster set uden.nl/zorg --label Zorgloket --roster uden/roster-2.note -o uden/roster-3.note
sign_by roster uden/roster-3.note po5 po6
must sluis-officer grounds new -o uden/grounds.note
sign_by grounds uden/grounds.note po4 po5
agree() { # FILE ID FROM TO OFFICER…: the template, between two units
    must sluis-officer agreement new --template wmo-wi -o "$1"
    sed -i -e "s/^id: .*/id: $2/" -e "s#oss.nl/wi\$#$3#" -e "s#oss.nl/wmo\$#$4#" "$1"
    sed -i -e "/unit: ${3/\//\\/}/{n;s/controller: .*/controller: ${3%/*}/}" -e "/unit: ${4/\//\\/}/{n;s/controller: .*/controller: ${4%/*}/}" "$1"
    [ "${3%/*}" = "${4%/*}" ] || sed -i 's/^    role: "ontvanger"$/&\n    decision: "Besluit van het college"\n    decided_on: 2026-11-30/' "$1"
    local who
    for who in "${@:5}"; do must as "$who" agreement sign "$1"; done
}
agree uden/agreement.note uden-werk-zorg uden.nl/werk uden.nl/zorg po4 po5
for unit in zorg werk; do must as "${unit}1" open uden/roster-2.note uden/roster-3.note uden/grounds.note uden/agreement.note; done
for unit in wi werk; do must as "${unit}1" import clients.ndjson; done
consented wi1 oss.nl/wmo oss-wmo-wi
consented werk1 uden.nl/zorg uden-werk-zorg
must as werk1 pack --all --to uden.nl/zorg "${goal[@]}" -o old.sluis
must as zorg1 open old.sluis
must as werk1 open zorg/outbox/uden.nl_werk-000001-receipt.sluis
must as werk1 pack --all --to uden.nl/zorg "${goal[@]}" -o under-way-uden.sluis
must as wi1 pack --all --to oss.nl/wmo "${goal[@]}" -o under-way-oss.sluis

# --- what isn't merged ---

merge() { sluis-officer roster merge "$@"; }
run "a roster with itself" 8 merge roster-2.note roster-2.note -o m.note
expect_err 'one partnership already'
cp -r uden uden-draft
must sluis-officer roster set uden.nl/werk --label Werkplein --roster uden/roster-3.note -o uden-draft/roster-4.note
run "what its officers didn't adopt" 3 merge roster-2.note uden-draft/roster-4.note -o m.note
mkdir alone; cp uden/roster-3.note alone
run "a chain that isn't whole" 3 merge roster-2.note alone/roster-3.note -o m.note
expect_err "doesn't lie beside it"
check "nothing was written" test ! -e m.note

# --- merged ---

export SLUIS_TEST_NOW=2026-12-01T10:00:00Z
mkdir merged bad
run "two become one" 0 merge roster-2.note uden/roster-3.note --id maashorst -o merged/m.note --json
expect_json 'o["version"]' 4
expect_json 'o["signed_by"]' 'oss.nl, uden.nl'
expect_json '[(m["roster"], m["version"]) for m in o["merged"]]' '[["oss.nl", 2], ["uden.nl", 3]]'
expect_json '[m["root"] for m in o["merged"]] == ["'"$fingerprint"'", "'"$uden"'"]' true
run "what changes, seen from the one side" 0 sluis-officer roster diff uden/roster-3.note merged/m.note
expect_out 'added +unit +oss\.nl/wmo'
refute_out '(added|changed|gone) +unit +uden'
expect_out 'gone +mandate +m-1-1 '
run "mandates of one id get others" 0 sluis-officer roster show merged/m.note --json
expect_json 'sorted(m["mandate"] for m in o["mandates"] if m["unit"].startswith("uden.nl"))' '["m-4-3", "m-4-4"]'
both=(--previous roster-2.note uden/roster-3.note)
run "who signs is told whose signatures it needs" 0 as po1 roster sign merged/m.note "${both[@]}" --json
expect_json 'o["needed"]' 2
must as po2 roster sign merged/m.note "${both[@]}"
cp merged/m.note bad/one-side.note
refusals_begin wmo1
refused "only one side signed" 3 quorum-missing '0 of the 2 signatures.*' open bad/one-side.note
refusals_end
refusals_begin zorg1
refused "nor does the other side take it in" 3 quorum-missing '' open bad/one-side.note
run "one officer of the other side" 0 as po4 roster sign merged/m.note "${both[@]}" --json
expect_json 'o["needed"]' 1
refused "is too few" 3 quorum-missing '1 of the 2 signatures' open merged/m.note
cp merged/m.note bad/doubled.note; tail -n 1 merged/m.note >>bad/doubled.note
refused "and counts once, whatever stands there twice" 3 quorum-missing '1 of the 2 signatures' open bad/doubled.note
refusals_end
run "enough of both" 0 as po5 roster sign merged/m.note "${both[@]}" --json
expect_json 'o["needed"]' 0
run "each chain verifies by its own fingerprint" 0 sluis-officer roster verify roster-1.note roster-2.note merged/m.note --fingerprint "$fingerprint" --json
expect_json 'o["version"]' 4
run "the other too" 0 sluis-officer roster verify uden/roster-[123].note merged/m.note --fingerprint "$uden"

# --- taken in, with letters under way ---

run "a store that left out a number goes on" 0 as wmo1 open merged/m.note
expect_out 'added +unit +uden\.nl/zorg'
run "and the other side's" 0 as zorg1 open merged/m.note --json
run "once" 6 as zorg1 open merged/m.note
expect_err 'not newer'
run "a letter of before is opened" 0 as wmo1 open under-way-oss.sluis --json
cp "$(json 'o["files"][0]["receipt"]')" receipt-oss.sluis
run "on the other side too" 0 as zorg1 open under-way-uden.sluis --json
cp "$(json 'o["files"][0]["receipt"]')" receipt-uden.sluis
run "its receipt brings the merged roster" 0 as wi1 open receipt-oss.sluis --json
expect_json 'o["files"][0]["rosters"]' 1
run "on the other side too" 0 as werk1 open receipt-uden.sluis --json
expect_json 'o["files"][0]["rosters"]' 1
for unit in wmo wi zorg werk; do
    run "$unit knows it" 0 as "${unit}1" status --json
    expect_json 'o["roster"]' 4
done

# --- letters within, and between ---

must as wi1 pack --all --to oss.nl/wmo "${goal[@]}" --agreement oss-wmo-wi -o within-oss.sluis
run "letters go on within the one" 0 as wmo1 open within-oss.sluis
must as werk1 pack --all --to uden.nl/zorg "${goal[@]}" --agreement uden-werk-zorg -o within-uden.sluis
run "and within the other" 0 as zorg1 open within-uden.sluis
cp merged/m.note roster-4.note
agree between.note oss-uden oss.nl/wi uden.nl/zorg po1 po2 po4 po5
run "an agreement between them" 0 as wi1 open between.note
must as zorg1 open between.note
consented wi1 uden.nl/zorg oss-uden
must as wi1 pack --all --to uden.nl/zorg "${goal[@]}" --agreement oss-uden -o between.sluis
run "a letter from the one to the other" 0 as zorg1 open between.sluis --json
expect_json '[(f["from"], f["rosters"] if "rosters" in f else 0) for f in o["files"]]' '[["oss.nl/wi", 0]]'
must as wi1 open "$(json 'o["files"][0]["receipt"]')"

# --- audits, across it ---

for unit in wmo wi zorg werk; do must as "${unit}1" log export "audit-$unit"; done
for unit in wmo wi zorg werk; do
    root=$fingerprint; case $unit in zorg | werk) root=$uden ;; esac
    run "the log of $unit verifies" 0 sluis-audit verify "audit-$unit" --fingerprint "$root" --json
    expect_json 'o["findings"]' '[]'
    expect_json 'o["roster_version"]' 4
    run "a verifier in Python says so, too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "audit-$unit" "$root"
done
run "the logs of one side agree" 0 sluis-audit reconcile audit-wi audit-wmo --fingerprint "$fingerprint" --all --json
run "those of either side, by the fingerprint of the one" 0 sluis-audit reconcile audit-wi audit-zorg --fingerprint "$fingerprint" --all --json
run "one log of the other side, with the rosters of ours" 0 sluis-audit verify audit-zorg --fingerprint "$fingerprint" --roster roster-1.note roster-2.note merged/m.note
run "without them nothing tells that it is ours" 3 sluis-audit verify audit-zorg --fingerprint "$fingerprint"
run "nor with those from before" 3 sluis-audit verify audit-zorg --fingerprint "$fingerprint" --roster roster-1.note roster-2.note
run "or of the other" 0 sluis-audit reconcile audit-wi audit-zorg --fingerprint "$uden" --all --json

# --- what came too late ---

cp -r uden uden-late
must sluis-officer roster set uden.nl/werk --label Werkplein --roster uden/roster-3.note -o uden-late/roster-4.note
sign_by roster uden-late/roster-4.note po4 po5
must sluis-officer roster set oss.nl/wi --label Inkomen --roster roster-2.note -o bad/roster-3.note
for who in po1 po2; do must as "$who" roster sign bad/roster-3.note --previous roster-2.note; done
must sluis-officer roster merge roster-2.note uden/roster-3.note --id oss.nl -o bad/other.note
for who in po1 po2 po4 po5; do must as "$who" roster sign bad/other.note "${both[@]}"; done
run "a roster with another than it has" 3 sluis-officer roster verify uden/roster-[12].note merged/m.note --fingerprint "$uden"
refusals_begin zorg1
refused "a version of one side that was signed beside the merger" 3 roster-fork 'bear version 4' open uden-late/roster-4.note
refused "two mergers of the same two" 3 roster-fork 'bear version 4' open bad/other.note
refused "a root that isn't ours" 6 roster-known-already '' open uden/roster-2.note
refusals_end
refusals_begin wmo1
refused "a number that the merger left out" 3 roster-fork 'versions 4 and 3 both continue version 2' open bad/roster-3.note
refusals_end

# --- two municipalities: the one is succeeded, and its agreements go on; the other's end ---

export SLUIS_TEST_NOW=2026-12-10T10:00:00Z
mkdir later; cp roster-4.note later
for n in 7 8 9; do person "maashorst.nl/p-po$n" "po$n"; done
must as werk1 pack --all --to uden.nl/zorg "${goal[@]}" --agreement uden-werk-zorg -o across.sluis
must sluis-officer roster add cards/po7.card cards/po8.card cards/po9.card --officer-of maashorst.nl --threshold 2 --roster roster-4.note -o later/roster-5.note
run "a successor needs a day that has come" 3 sluis-officer roster remove uden.nl --units-to maashorst.nl --successor --from 2026-12-30 --roster later/roster-5.note
run "and units" 2 sluis-officer roster remove uden.nl --successor --roster later/roster-5.note
run "the new one succeeds the old" 0 sluis-officer roster remove uden.nl --units-to maashorst.nl --successor --from 2026-12-09 --roster later/roster-5.note
expect_out 'What uden\.nl agreed goes on under maashorst\.nl'
expect_out 'those of: +uden\.nl, maashorst\.nl'
run "shown before anybody signs" 0 sluis-officer roster diff roster-4.note later/roster-5.note
expect_out 'added +succession +uden\.nl'
sign_by roster later/roster-5.note po7 po8
run "not by itself" 3 as zorg1 open later/roster-5.note
expect_err 'no officer of roster maashorst version 4 signed it'
sign_by roster later/roster-5.note po4 po6
for unit in wi zorg werk wmo; do must as "${unit}1" open later/roster-5.note; done
run "a letter under way then is opened" 0 as zorg1 open across.sluis
must as werk1 pack --all --to uden.nl/zorg "${goal[@]}" --agreement uden-werk-zorg -o after.sluis
run "what it had agreed goes on" 0 as zorg1 open after.sluis
must as wi1 pack --all --to uden.nl/zorg "${goal[@]}" --agreement oss-uden -o after-between.sluis
run "with others too" 0 as zorg1 open after-between.sluis
must sluis-officer roster set uden.nl/zorg --controller oss.nl --roster later/roster-5.note -o bad/taken.note
for who in po1 po2; do must as "$who" roster sign bad/taken.note --previous later/roster-5.note; done
refusals_begin zorg1
refused "a unit that another controller takes" 3 quorum-missing '' open bad/taken.note
refused "the merger, once more" 6 roster-known-already '' open merged/m.note
refusals_end
must as wi1 pack --all --to uden.nl/zorg "${goal[@]}" --agreement oss-uden -o last.sluis

export SLUIS_TEST_NOW=2026-12-20T10:00:00Z
run "without a successor they end" 0 sluis-officer roster remove oss.nl --units-to maashorst.nl --roster later/roster-5.note -o later/roster-6.note
expect_out 'What oss\.nl agreed ends with it'
sign_by roster later/roster-6.note po1 po2 po7 po9
for unit in wi zorg; do must as "${unit}1" open later/roster-6.note; done
must sluis-officer roster set --review-by 2027-11-01 --roster later/roster-6.note -o bad/roster-7.note
sed -i 's/^successions:$/&\n  - controller: oss.nl\n    successor: maashorst.nl\n    from: "2026-12-20"/' bad/roster-7.note
sign_by roster bad/roster-7.note po7 po8
refusals_begin wi1
refused "who went without a successor gets none afterwards" 3 roster-chain 'said in the version in which it leaves' open bad/roster-7.note
refusals_end
run "a letter that was made before it ended is opened" 0 as zorg1 open last.sluis
run "and none is made any more" 8 as wi1 pack --all --to uden.nl/zorg "${goal[@]}" --agreement oss-uden
expect_err 'oss\.nl/wi is under maashorst\.nl, and oss\.nl agreed'
run "which the list tells" 0 as wi1 agreement list --json
expect_json 'sorted((a["id"], a["state"]) for a in o["agreements"])' '[["oss-uden", "lapsed"], ["oss-wmo-wi", "lapsed"]]'
run "and status asks for another" 0 as wi1 status --json
expect_json 'sorted(t["id"] for t in o["todo"] if t["task"] == "agreement-lapsed")' '["oss-uden", "oss-wmo-wi"]'
run "those that were taken over stand" 0 as zorg1 agreement list --json
expect_json 'sorted((a["id"], a["state"]) for a in o["agreements"])' '[["oss-uden", "lapsed"], ["uden-werk-zorg", "in-force"]]'
for unit in wi zorg; do
    root=$fingerprint; [ $unit = wi ] || root=$uden
    must as "${unit}1" log export "end-$unit"
    run "in the end the log of $unit verifies" 0 sluis-audit verify "end-$unit" --fingerprint "$root" --json
    expect_json 'o["findings"]' '[]'
    run "in Python, too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "end-$unit" "$root"
done
run "and they agree" 0 sluis-audit reconcile end-zorg end-wi --fingerprint "$fingerprint" --json
finish
