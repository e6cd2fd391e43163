#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A client asks why something about him went to another team. One command says it, for each package: on which
# article and in which words, what he had said, who did it; or the rule that kept it.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
wi_imports eight.csv 8
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
must as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]:0:2}"

must as wi1 show "${ids[0]}" --json
surname=$(json 'o["records"][0]["record"]["naam.geslachtsnaam"]')
run "before anything left" 0 as wi1 why "${ids[0]}" naam.geslachtsnaam
expect_out 'knows of no package with this record'
run "the same for programs" 0 as wi1 why "${ids[0]}" naam.geslachtsnaam --json
expect_json 'o["exchanges"]' '[]'

must as wi1 preview "${goal[@]}" --record "${ids[0]}"
must as wi1 pack "${goal[@]}" --record "${ids[0]}" "${ids[3]}" -o one.sluis
must as wmo1 open one.sluis
must as wi1 open wmo/outbox/oss.nl_wi-000001-receipt.sluis
must as wi1 consent list --record "${ids[0]}" --json
consents=$(json '" ".join(sorted(c["id"] for c in o["consents"]))')

run "what went" 0 as wi1 why "${ids[0]}" naam.geslachtsnaam --json
expect_json 'len(o["exchanges"])' 1
expect_json '[o["exchanges"][0][k] for k in ("outcome", "direction", "peer", "sequence", "agreement", "purpose", "mandate", "role")]' \
    '["went", "sent", "oss.nl/wmo", 1, "oss-wmo-wi", "onderzoek-2.3.2", "m-1-3", "consulent"]'
expect_json '" ".join(sorted(o["exchanges"][0]["consents"].split()))' "$consents"
expect_json '[a["law"] + " " + a["number"] for a in o["exchanges"][0]["articles"]], "het college" in o["exchanges"][0]["articles"][0]["text"].lower()' '[["Wmo 5.1.1", "PW 65"], true]'
entry=$(json 'o["exchanges"][0]["entry"]') receipt=$(json 'o["exchanges"][0]["receipt_entry"]')
run "its entries are those of the log" 0 as wi1 log show --from "$entry" --json
expect_json '[(e["entry"], e["action"]) for e in o["entries"] if e["entry"] in ('"$entry, $receipt"')]' "[[$entry, \"pack\"], [$receipt, \"open\"]]"
run "as people read it" 0 as wi1 why "${ids[0]}" naam.geslachtsnaam
expect_out '^outcome: +it went$'
expect_out '^to: +oss.nl/wmo$'
expect_out 'Wmo article 5.1.1:'
refute_out "$surname"
run "a field that the agreement doesn't list stayed" 0 as wi1 why "${ids[0]}" huishouden.id --json
expect_json '[(x["outcome"], x["rule"]) for x in o["exchanges"]]' '[["stayed", "not-agreed"]]'
run "a client who said nothing stayed whole" 0 as wi1 why "${ids[3]}" naam.geslachtsnaam --json
expect_json '[(x["outcome"], x["rule"] != None, x.get("receipt_entry") != None) for x in o["exchanges"]]' '[["stayed", true, true]]'
run "in Dutch" 0 as wi1 why "${ids[3]}" Geslachtsnaam --lang nl
expect_out "^uitkomst: +het bleef hier"

run "at the other team" 0 as wmo1 list --json
copy=$(json 'o["records"][0]["id"]')
run "the same field came" 0 as wmo1 why "$copy" naam.geslachtsnaam --json
expect_json '[o["exchanges"][0][k] for k in ("outcome", "direction", "peer", "sequence", "purpose")]' '["went", "received", "oss.nl/wi", 1, "onderzoek-2.3.2"]'
run "the look is in the log, with the field and no value" 0 as wmo1 log show --private --last 2 --json
expect_json '[e["action"] for e in o["entries"]][0]' read
expect_out 'naam.geslachtsnaam'

# Sent again, with more, and changed since.
run "twice is twice" 0 as wi1 pack "${goal[@]}" --record "${ids[0]}"
run "both are told" 0 as wi1 why "${ids[0]}" naam.geslachtsnaam --json
expect_json '[x["sequence"] for x in o["exchanges"]]' '[1, 2]'

# The case number moves to somebody else: to him nothing of that went.
must as wi1 show "${ids[0]}" --json
bsn=$(json 'o["records"][0]["record"]["burgerservicenummer"]')
sed "s/^$bsn;/999990019;/" eight.csv >moved.csv
must as wi1 import moved.csv --map "$map"
run "a case that moved tells nothing of its client before" 0 as wi1 why "${ids[0]}" naam.geslachtsnaam --json
expect_json 'o["exchanges"]' '[]'

run "a field that there isn't" 1 as wi1 why "${ids[0]}" hartslag
expect_err 'not in the catalogue'
run "a record that there isn't" 5 as wi1 why 00112233445566778899aabbccddeeff naam.geslachtsnaam
run "half a question" 2 as wi1 why "${ids[0]}"
# A case of somebody without a BSN moves to somebody else; and she has another case.
by_set() { # SURNAME BIRTH CASE
    printf '{"wet":"pw","gegevensbron":"pw","naam.geslachtsnaam":"%s","naam.voornamen":"Ans","geboorte.datum":"%s","postcode":"5341GA","huisnummer":7,"zaak.identificatie":"%s"}\n' "$@"
}
by_set Kievit 1950-01-05 Z-8 >moving.ndjson
must as wi1 import moving.ndjson
export SLUIS_TEST_NOW=2026-11-25T10:30:00Z
{ by_set Wulp 1961-07-02 Z-8; by_set Wulp 1961-07-02 Z-9; } >moving.ndjson
must as wi1 import moving.ndjson
as wi1 list --json >list.json 2>"$err"
entries_of() { # RECORD: by what acts the log is disclosed to know of this client
    must as wi1 log disclose --to oss.nl/p-po1 --reason inzageverzoek --record "$1" -o all.age
    as po1 key decrypt all.age 2>"$err" | sluis-audit prove - --fingerprint "$fingerprint" --json >all.json
    rm all.age
    python3 -S -c 'import json; d = json.load(open("all.json"))["entries"]
act = {e["entry"]: e["action"] for e in d if "action" in e}
print(*("%s:%s" % (e["entry"], act[e["parent"]]) for e in d if e.get("disclosed") and act[e["parent"]] != "disclose"))'
}
of_case() { python3 -S -c 'import json, sys; print([r["id"] for r in json.load(open("list.json"))["records"] if r["case"] == sys.argv[1]][0])' "$1"; }
moved=$(entries_of "$(of_case Z-8)")
check "nothing of who had the case before, and all of her own" test "$(tr ' ' '\n' <<<"$moved" | grep -c import)" = 2
check "by whichever of her cases" test "$moved" = "$(entries_of "$(of_case Z-9)")"
finish
