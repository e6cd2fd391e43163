#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What a consulent sees of the agreements: which there are, until when, what goes which way, on which article and what
# the client must have said. Who names a purpose that isn't there is told which are.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
before=$(log_size wi1)
export PAGER=cat
fits() { [ -s "$out" ] && tr -d '\r' <"$out" | awk 'length($0) > 80 { bad = 1 } END { exit bad }'; }

run "one agreement, in force, with the Wmo team" 0 as wi1 agreement list --json
expect_json '[(a["id"], a["version"], a["with"], a["state"]) for a in o["agreements"]]' '[["oss-wmo-wi", 1, "oss.nl/wmo", "in-force"]]'
run "at 80 columns" 0 typed wi1 -- agreement list
expect_out 'oss-wmo-wi .*oss.nl/wmo +in force'
expect_out 'sluis agreement show'
check "nothing is cut, and no line is wider" fits
run "and in Dutch" 0 typed wi1 -- agreement list --lang nl
expect_out 'convenant .*tot en met'
expect_out 'van kracht'

run "what the only one says" 0 as wi1 agreement show --json
expect_json '[(p["code"], p["direction"], p["asked"]) for p in o["purposes"]][0]' '["onderzoek-2.3.2", "out", "consent no-objection"]'
expect_json 'o["state"], o["purposes"][0]["article"] != "", o["purposes"][0]["retention_months"] > 0' '["in-force", true, true]'
expect_json '{f["purpose"] for f in o["fields"]} <= {p["code"] for p in o["purposes"]}' true
run "seen from the other side" 0 as wmo1 agreement show oss-wmo-wi --json
expect_json 'o["purposes"][0]["direction"]' in
run "in words, fields by their labels and no codes" 0 typed wi1 -- agreement show oss-wmo-wi
expect_out 'this unit sends'
expect_out 'explicit consent'
expect_out 'what goes: .*;'
expect_out 'months kept'
refute_out 'naam\.geslachtsnaam'
refute_out 'wmo-5\.1\.1'
check "at 80 columns nothing is wider" fits
run "and in Dutch" 0 typed wi1 -- agreement show --lang nl
expect_out 'deze eenheid verstuurt'
expect_out 'uitdrukkelijke toestemming'
check "at 80 columns nothing is wider" fits
run "the officer is shown the same, and the codes" 0 sluis-officer agreement show agreement.note
expect_out 'ground: +[a-z]+-'
expect_out 'naam\.geslachtsnaam'
run "one that isn't there: which are" 5 as wi1 agreement show oss-iets
expect_err 'oss-iets.*oss-wmo-wi'

# --- more of them: one that ended, one to come, one that took another's place ---
make() { # FILE ID SED…
    must sluis-officer agreement new --template wmo-wi -o "$1"
    sed -i -e "s/^id: .*/id: $2/" "${@:3}" "$1"
    sign_by agreement "$1" po1 po2
    must as wi1 open "$1"
}
make next.note oss-later -e 's/^valid_from: .*/valid_from: 2027-01-01/' -e 's/^valid_until: .*/valid_until: 2027-12-31/'
make other.note oss-other -e "s/^supersedes: .*//"
run "which of them counts" 0 as wi1 agreement list --json
expect_json 'sorted((a["id"], a["state"]) for a in o["agreements"])' '[["oss-later", "not-yet"], ["oss-other", "in-force"], ["oss-wmo-wi", "in-force"]]'
expect_json '[(a["evaluation"], a["supersedes"], a["sent"], a["received"], a["last_used"], a["law_changed"], a["dpia"] != None) for a in o["agreements"]][1]' \
    '["2027-12-31", null, 0, 0, "", "", true]'
run "before its days come status says so" 0 at 2027-11-20T10:00:00Z as wi1 status --json
expect_json 'sorted((t["task"], t["id"], t["before"]) for t in o["todo"] if t["task"].startswith("agreement-"))' \
    '[["agreement-last-day", "oss-later", "2027-12-31"], ["agreement-review", "oss-later", "2027-12-31"], ["agreement-review", "oss-other", "2027-12-31"], ["agreement-review", "oss-wmo-wi", "2027-12-31"]]'
run "and not long before" 0 at 2027-09-01T10:00:00Z as wi1 status --json
expect_json '[t["id"] for t in o["todo"] if t["task"].startswith("agreement-")]' '[]'
# Signed with a table whose row names other words of the article than this program has.
must sluis-officer grounds new -o words.note
sed -i '0,/^    text: 8/s//    text: 9/' words.note
sign_by grounds words.note po1 po2
must as wi1 open words.note
sum=$(sluis-officer grounds show words.note --json | python3 -S -c 'import json, sys; print(json.load(sys.stdin)["sha256"])')
must sluis-officer agreement new --template wmo-wi -o law.note
sed -i -e 's/^id: .*/id: oss-words/' -e "s/^grounds: .*/grounds: \"$sum\"/" law.note
for officer in po1 po2; do must as $officer agreement sign law.note --pinned words.note --roster roster-2.note --yes; done
must as wi1 open law.note
run "rows of which the law has other words are told" 0 as wi1 agreement list --json
expect_json '[(a["id"], a["law_changed"]) for a in o["agreements"] if a["law_changed"]]' '[["oss-words", "wmo-5.1.1-4"]]'
at 2035-01-01T10:00:00Z run "later" 0 as wi1 agreement list --json
expect_json '{a["state"] for a in o["agreements"]} == {"ended"}' true
run "in a script it must be said which" 2 as wi1 agreement show
expect_err 'oss-later, oss-other, oss-wmo-wi'
run "at a terminal it is asked" 0 typed wi1 2 -- agreement show
expect_out 'Which agreement\?'
expect_out '^agreement: +oss-other'
check "no look at an agreement is in the log" test "$(log_size wi1)" -eq "$((before + 4))"

# --- a purpose that isn't there ---
must as wi1 import <(printf '{"burgerservicenummer":"999990019","naam.geslachtsnaam":"Bakker","wet":"pw","gegevensbron":"pw","zaak.identificatie":"Z-1"}\n') || true
run "who names another purpose is told which there are" 8 as wi1 preview --to oss.nl/wmo --purpose onderzoek --all
expect_err 'oss-other: onderzoek-2.3.2.*oss-wmo-wi: onderzoek-2.3.2'
run "of one agreement its own" 8 as wi1 preview --to oss.nl/wmo --agreement oss-other --purpose onderzoek --all
expect_err 'oss-other: onderzoek-2.3.2'
refute_err 'oss-wmo-wi'

finish
