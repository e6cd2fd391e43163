#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Misuse, in two steps: a month by role and without persons, with remarks; and what a log keeps private of one
# person or one client, on an order that enough officers signed, for one auditor, once and within its term.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
wi_imports six.csv 6
printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer"}\n' >caseless.ndjson
must as wi1 import caseless.ndjson
must as wi1 list --json
bare=$(json '[r["id"] for r in o["records"] if not r["case"]][0]')
must as wi2 show "${ids[0]}"
must at 2026-11-23T20:00:00Z as wi2 show "${ids[1]}" # at nine in the evening
must at 2026-11-23T20:10:00Z as wi2 show "$bare"
must as wi1 show "${ids[0]}"
must at 2026-12-02T10:00:00Z as wi2 show "${ids[2]}" # in another month
must as wi1 show "${ids[0]}" --json
bsn=$(json 'o["records"][0]["record"]["burgerservicenummer"]')

# --- a month ---

trust=(--roster roster-2.note --fingerprint "$fingerprint" --tester oss.nl/p-po3)
must at 2026-12-02T11:00:00Z as wi1 log export log-1
run "a report on a month" 0 at 2026-12-02T11:00:00Z sluis-audit report log-1 "${trust[@]}" --month 2026-11 -o month
cp month.json "$out"
expect_json '[[r["role"], r["refused"]] for r in o["activity"]["roles"]]' '[["consulent", 0]]'
expect_json '[(r["remark"]) for r in o["activity"]["remarks"]]' '["outside-hours", "without-case"]'
expect_json '"people" in o["activity"] or "odd" in o' false
refute "names nobody" grep -qE 'p-wi[12]' month.txt month.html month.json
check "and its note says which month" grep -q '^month: "2026-11"$' month.note
run "another month is another" 0 at 2026-12-02T11:00:00Z sluis-audit report log-1 "${trust[@]}" --month 2026-12 -o december
cp december.json "$out"
expect_json 'o["activity"]["remarks"]' '[]'
run "a month is one" 2 sluis-audit report log-1 "${trust[@]}" --month 2026-13 -o other
check "the page is as WCAG asks" python3 "$SLUIS_SOURCE/tests/cli/page.py" month.html en

# --- an order ---

order() { # FILE ARGUMENT…
    must at 2026-12-02T12:00:00Z sluis-officer order new --unit oss.nl/wi --from 2026-11-01 --until 2026-11-30 --auditor oss.nl/p-po3 \
        --reason 'Inzagen buiten kantooruren in november.' --valid-until 2026-12-09 -o "$1" "${@:2}"
}
signed() { # FILE WHO…
    for officer in "${@:2}"; do must at 2026-12-02T12:00:00Z as "$officer" order sign "$1" --roster roster-2.note --yes; done
}
today() { at 2026-12-02T13:00:00Z "$@"; }
order one.note --person oss.nl/p-wi2
signed one.note po1
cp one.note alone.note
signed one.note po2
run "two officers signed it" 0 at 2026-12-02T12:00:00Z sluis-officer order show one.note --roster roster-2.note --json
expect_json '[o["person"], o["auditor"], o["quorum"]]' '["oss.nl/p-wi2", "oss.nl/p-po3", "yes"]'
run "nobody signs it twice" 6 at 2026-12-02T12:00:00Z as po1 order sign one.note --roster roster-2.note --yes
sed -n '1,/^$/p' alone.note >twice.note
grep '^— ' alone.note >>twice.note
grep '^— ' alone.note >>twice.note
order elsewhere.note --person oss.nl/p-wi2
sed -i 's|^unit: .*|unit: oss.nl/wmo|' elsewhere.note
signed elsewhere.note po1 po2
order self.note --person oss.nl/p-po1
signed self.note po1 po2
cp one.note changed.note
sed -i 's|^person: .*|person: oss.nl/p-wi1|' changed.note
run "not about one person and one client at once" 1 at 2026-12-02T12:00:00Z sluis-officer order new --unit oss.nl/wi --from 2026-11-01 --until 2026-11-30 \
    --auditor oss.nl/p-po3 --reason x --person oss.nl/p-wi2 --record "${ids[0]}" -o both.note
run "nor to whom it is about" 1 at 2026-12-02T12:00:00Z sluis-officer order new --unit oss.nl/wi --from 2026-11-01 --until 2026-11-30 \
    --auditor oss.nl/p-wi2 --reason x --person oss.nl/p-wi2 -o both.note
export SLUIS_TEST_NOW=2026-12-02T13:00:00Z
refusals_begin wi1
refused "one officer isn't enough" 3 quorum-missing '' open alone.note
refused "nor is one twice" 3 quorum-missing '' open twice.note
refused "nor is whom it is about" 3 quorum-missing '' open self.note
refused "an order on another unit's log" 8 order-not-for-this 'another unit' open elsewhere.note
refused "one that was changed" 3 signature-bad '' open changed.note
refused "what wasn't opened isn't carried out" 8 order-not-for-this 'opened here' log disclose --order one.note
refusals_end
run "past its term it isn't taken in" 8 at 2026-12-10T00:00:00Z as wi1 open one.note
run "it is taken in" 0 as wi1 open one.note --json
expect_json '[f["what"] for f in o["files"]]' '["order"]'
run "past its term it isn't carried out" 8 at 2026-12-10T00:00:00Z as wi1 log disclose --order one.note
run "nor for somebody else" 2 as wi1 log disclose --order one.note --to oss.nl/p-po1
run "nor for other entries" 2 as wi1 log disclose --order one.note --record "${ids[5]}"
run "it is carried out" 0 as wi1 log disclose --order one.note -o one.age --json
expect_json 'o["recipient"]' oss.nl/p-po3
run "once" 8 as wi1 log disclose --order one.note -o again.age
expect_err 'carried out before'
as po3 key decrypt one.age >one.ndjson 2>/dev/null
run "the auditor sees who looked at whom, proved, on that order" 0 sluis-audit prove one.ndjson --fingerprint "$fingerprint" --roster roster-2.note --order one.note --json
expect_json 'sorted({e["action"] for e in o["entries"] if "action" in e})' '["disclose", "key", "read"]'
expect_json 'len([e for e in o["entries"] if e.get("disclosed", {}).get("subject")])' 3
expect_json '"'"$bsn"'" in [e["disclosed"].get("subject") for e in o["entries"] if e.get("disclosed")]' true
run "it isn't one on another order" 8 sluis-audit prove one.ndjson --fingerprint "$fingerprint" --roster roster-2.note --order self.note

order client.note --record "${ids[0]}"
signed client.note po1 po2
must as wi1 open client.note
run "about one client" 0 as wi1 log disclose --order client.note -o client.age --json
as po3 key decrypt client.age >client.ndjson 2>/dev/null
run "whoever looked at her" 0 sluis-audit prove client.ndjson --fingerprint "$fingerprint" --roster roster-2.note --order client.note --json
expect_json '{e["disclosed"]["subject"] for e in o["entries"] if e.get("disclosed", {}).get("subject")} == {"'"$bsn"'"}' true
expect_json 'o["proved"]' true
run "it is said what was checked of it" 0 sluis-audit prove client.ndjson --fingerprint "$fingerprint" --roster roster-2.note --order client.note
expect_out 'no two show different BSNs'

# --- what came of it ---

run "what came of it is put down" 0 as wi1 log follow-up outside-hours --month 2026-11 --came explained --order one.note --reason 'Crisisdienst.' --json
run "not of a month that hasn't come" 1 as wi1 log follow-up outside-hours --month 2027-01 --came explained --reason x
run "nor of a remark that there isn't" 2 as wi1 log follow-up gossip --month 2026-11 --came explained --reason x
run "nor on an order that wasn't opened" 8 as wi1 log follow-up many --month 2026-11 --came ordered --order self.note --reason x
must as wi1 log export log-2
run "the report on the month tells it" 0 sluis-audit report log-2 "${trust[@]}" --month 2026-11 -o later
cp later.json "$out"
expect_json '[r["followed"] for r in o["activity"]["remarks"] if r["remark"] == "outside-hours"]' '["there was a good reason"]'
run "the auditor finds nothing wrong" 0 sluis-audit verify log-2 --fingerprint "$fingerprint"
run "nor does a verifier in Python" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" log-2 "$fingerprint"
refute "no client is in the bundle" grep -rqaE "$bsn|Brouwer" log-2

# --- a client with two records, of which the order names one ---

must as wi2 show "${ids[0]}" --json
json 'json.dumps({**{k: o["records"][0]["record"][k] for k in ("burgerservicenummer", "naam.geslachtsnaam")}, "wet": "pw", "gegevensbron": "pw", "zaak.identificatie": "Z-99"})' >second.ndjson
export SLUIS_TEST_NOW=2026-12-03T10:00:00Z
must as wi1 import second.ndjson
must sluis-officer order new --unit oss.nl/wi --from 2026-12-03 --until 2026-12-03 --auditor oss.nl/p-po3 --reason x --valid-until 2026-12-09 \
    --record "${ids[0]}" -o second.note
for officer in po1 po2; do must as "$officer" order sign second.note --roster roster-2.note --yes; done
must as wi1 open second.note
run "the other record alone is nothing for its auditor" 5 as wi1 log disclose --order second.note -o second.age
expect_err 'nothing of this record'
check "so nothing is written" test ! -e second.age
must as wi2 show "${ids[0]}"
run "and the order isn't spent" 0 as wi1 log disclose --order second.note -o second.age
as po3 key decrypt second.age >second.out 2>/dev/null
run "which its auditor can check" 0 sluis-audit prove second.out --fingerprint "$fingerprint" --roster roster-2.note --order second.note
finish
