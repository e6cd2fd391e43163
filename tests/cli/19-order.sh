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

# Dated a month ahead, and withdrawn when the clock was right again: what was given anew is later, on that day and behind it.
printf '999990019\n' >dated.txt
for when in 2026-11-25 2026-12-29; do
    [ "$when" != 2026-11-25 ] || {
        must at 2026-12-27T10:00:00Z as wi1 consent record --select-from dated.txt --kind both "${goal[@]}" --until 2027-01-20 "${said[@]}"
        must at 2026-11-24T10:00:00Z as wi1 consent withdraw "$(declared dated.txt 0)"
        must at 2026-11-24T10:01:00Z as wi1 consent record --select-from dated.txt --kind both "${goal[@]}" --until 2027-03-01 "${said[@]}"
    }
    run "a consent given anew, behind one that a clock dated ahead, holds at $when" 0 at "${when}T10:00:00Z" as wi1 preview --select-from dated.txt "${goal[@]}" --json
    expect_json 'o["leaving"]' 1
done

# --- a clock that was a day ahead, and was put right ---

printf '{"burgerservicenummer":"999990032","naam.geslachtsnaam":"Pietersen","zaak.identificatie":"Z-3","wet":"pw","gegevensbron":"pw"}\n' >third.ndjson
must as wi1 import third.ndjson
printf '999990032\n' >third.txt
third() { must at "$1" as wi1 consent record --select-from third.txt --kind both "${goal[@]}" --until "$2" "${said[@]}"; }
third 2026-11-24T10:06:00Z 2026-11-24
third 2026-11-23T10:07:00Z 2027-11-01
run "what was said anew doesn't lapse behind a shorter one whose day lay ahead" 0 at 2026-11-25T10:00:00Z as wi1 pack --select-from third.txt "${goal[@]}"
export SLUIS_TEST_NOW=2026-11-25T10:10:00Z
third 2026-11-26T10:11:00Z 2027-11-01
must at 2026-11-26T10:12:00Z as wi1 pack --select-from third.txt "${goal[@]}" -o early.sluis
must at 2026-11-26T10:13:00Z as wi1 consent withdraw "$(declared third.txt 0)" --json
cp "$(json 'o["file"]')" withdrawn.sluis
third 2026-11-25T10:14:00Z 2027-11-01
run "nor behind one that was withdrawn by that clock" 0 at 2026-11-27T10:00:00Z as wi1 pack --select-from third.txt "${goal[@]}" -o anew.sluis
export SLUIS_TEST_NOW=2026-11-27T10:30:00Z
must as wmo1 open early.sluis
run "the retraction restricts" 0 as wmo1 open withdrawn.sluis --json
expect_json 'o["files"][0]["restricted"]' 1
run "and the receiver takes in what was said anew" 0 as wmo1 open anew.sluis --json
expect_json '[o["files"][0][k] for k in ("added", "same", "rejected") if k in o["files"][0]] + [o["files"][0].get("withdrawn")]' '[0, 1, null]'

# --- a retraction that was lost, and made again behind what was said anew ---

printf '{"burgerservicenummer":"999990044","naam.geslachtsnaam":"Quist","zaak.identificatie":"Z-4","wet":"pw","gegevensbron":"pw"}\n' >fourth.ndjson
must as wi1 import fourth.ndjson
printf '999990044\n' >fourth.txt
export SLUIS_TEST_NOW=2026-11-27T10:40:00Z
must as wi1 consent record --select-from fourth.txt --kind both "${goal[@]}" --until 2027-11-01 "${said[@]}"
must as wi1 pack --select-from fourth.txt "${goal[@]}" -o fourth.sluis
must as wmo1 open fourth.sluis
taken=$(declared fourth.txt 0)
export SLUIS_TEST_NOW=2026-11-27T10:41:00Z
must as wi1 consent withdraw "$taken"
export SLUIS_TEST_NOW=2026-11-28T09:00:00Z
must as wi1 consent record --select-from fourth.txt --kind both "${goal[@]}" --until 2027-11-01 "${said[@]}"
must as wi1 pack --select-from fourth.txt "${goal[@]}" -o fourth-anew.sluis
must as wmo1 open fourth-anew.sluis
must as wi1 consent withdraw "$taken" --again --json
run "a retraction made again ends what was withdrawn, and not what was said since" 0 as wmo1 open "$(json 'o["file"]')" --json
expect_json 'o["files"][0]["restricted"]' 0
must as wi1 pack --select-from fourth.txt "${goal[@]}" -o fourth-once-more.sluis
run "which goes on being taken in" 0 as wmo1 open fourth-once-more.sluis --json
expect_json '[o["files"][0]["same"], o["files"][0]["withdrawn"] if "withdrawn" in o["files"][0] else 0]' '[1, 0]'

# --- one act years ahead ---

must at 2031-01-01T10:00:00Z as wi1 list
size=$(log_size wi1)
export SLUIS_TEST_NOW=2026-11-29T10:00:00Z
must as wi1 list
run "doesn't shift the days of the log" 0 as wi1 log show --since 2026-11-29 --until 2026-11-29 --json
expect_json '[e["start"][:10] for e in o["entries"] if e["start"]]' '["2031-01-01", "2026-11-29"]'
run "days before it are theirs" 0 as wi1 log show --until 2026-11-23 --json
expect_json 'o["entries"][-1]["start"][:10] <= "2026-11-24"' true
run "and stops nothing from being forgotten" 0 at 2032-01-10T10:00:00Z as wi1 log forget --before 2026-12-01 --json
check "all that was before" test "$(json 'o["entries"]')" -gt 20
run "what came behind it, too" 0 at 2032-01-10T10:00:00Z as wi1 log show --from "$size" --private --json
expect_json '[e["private"] for e in o["entries"][:4]]' '[null, null, null, null]'
export SLUIS_TEST_NOW=2026-11-29T11:00:00Z

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
