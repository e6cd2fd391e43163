#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Clients without a BSN consent too: what they say names surname, first names, birth
# date, postcode and house number instead (Wmo 5.2.9(6)), and ties to a record by all
# of these, exactly. From the consent to the restricted copy.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
put=("${goal[@]}" --kind both --until 2027-11-01 --by client --assured form --words-from .words --evidence .form)

write_cases() { # CASE FIRST-NAMES BIRTH POSTCODE MORE… on each line
    python3 -c 'import json, sys
for line in sys.stdin:
    case, first, birth, postcode, *more = line.rstrip("\n").split("|")
    r = {"naam.geslachtsnaam": "Jans\u00e9n", "naam.voornamen": first, "geboorte.datum": birth, "postcode": postcode,
         "huisnummer": 12, "geheimhouding": "0", "zaak.identificatie": case, "wet": "pw", "gegevensbron": "pw",
         "participatieladder.trede": 3}
    for one in more:
        key, value = one.split("=")
        r[key] = value
    print(json.dumps(r, ensure_ascii=False))'
}
write_cases >clients.ndjson <<'END_OF_CASES'
N1|Anna Maria|1980-01-01|5341AB
N2|Anna Maria|1980-01-01|5341AB
N3|Hanna Maria|1980-01-01|5341AB
N4|Anna Maria|1980-01|5341AB
N5|Gerda|1980-01-01|5341AB|geheimhouding=3
N6|Anna Maria|1980-01-01|5341CD
N7|Piet|1975-05-05|5341EF|burgerservicenummer=999990019
N8|Truus|1970-01-01|5341GH
N9|Gerda|1980-01-01|5341AB|geheimhouding=3|burgerservicenummer=999990032
END_OF_CASES
must as wi1 import clients.ndjson
must as wi1 list --json
cases() { # of wmo1 or wi1's list, the ids by case
    python3 -c 'import json, sys
by = {r["case"]: r["id"] for r in json.load(open(sys.argv[1]))["records"]}
print("\n".join(by.get("N%d" % i, "-") for i in range(1, 10)))' "$out"
}
mapfile -t id < <(cases)
anna=${id[0]} again=${id[1]} twin=${id[2]} partial=${id[3]} secret=${id[4]} namesake=${id[5]} piet=${id[6]} truus=${id[7]} numbered=${id[8]}

# --- what is put down ---

run "nobody goes without" 0 as wi1 preview "${goal[@]}" --record "$anna" "$again" --json
expect_json 'o["leaving"]' 0
expect_json '[(s["rule"], s["clients"]) for s in o["stays"]]' '[["no-consent", 2]]'
run "a client without a BSN consents" 0 as wi1 consent record "${put[@]}" --record "$anna" "$again" --json
expect_json 'o["recorded"]' 2
expect_json '[(c["record"] == "'"$anna"'", c["set"]) for c in o["by_set"]]' '[[true, "Jans\u00e9n, Anna Maria, 1980-01-01, 5341AB, 12"]]'
run "what names somebody is shown, to be compared with the form" 0 as wi1 consent record "${put[@]}" --record "$namesake"
expect_out 'Jansén, Anna Maria, 1980-01-01, 5341CD, 12'
expect_out 'Compare these with the form'
run "in Dutch as well" 0 as wi1 consent record "${put[@]}" --record "$namesake" --lang nl
expect_out 'Vergelijk deze met het formulier'
run "a birth date of which a part is unknown names nobody" 1 as wi1 consent record "${put[@]}" --record "$partial"
expect_err "$partial"
refute_err 'Anna|1980|5341'
run "nor does an address that is secret" 1 as wi1 consent record "${put[@]}" --record "$secret"
expect_err "$secret"
expect_err 'the address is secret'
refute_err 'Gerda|1980|5341'
run "in Dutch" 1 as wi1 consent record "${put[@]}" --record "$secret" --lang nl
expect_err 'het adres is geheim'
run "nothing of it is kept" 0 as wi1 consent list --record "$secret" --json
expect_json 'o["consents"]' '[]'
run "a number that goes along names who has a secret address" 0 as wi1 consent record "${put[@]}" --record "$numbered" --json
expect_json '[o["recorded"], o["by_set"]]' '[2, []]'
run "so the client goes" 0 as wi1 preview "${goal[@]}" --record "$numbered" --json
expect_json 'o["leaving"]' 1
run "nor is anything put down of the others then" 1 as wi1 consent record "${put[@]}" --record "$twin" "$partial"
run "nothing was" 0 as wi1 consent list --record "$twin" --json
expect_json 'o["consents"]' '[]'
run "who has a BSN is named by it" 0 as wi1 consent record "${put[@]}" --record "$piet" --json
expect_json 'o["by_set"]' '[]'
run "the list shows whom by what" 0 as wi1 consent list --record "$anna" "$piet" --json
expect_json 'sorted({(c["bsn"], c["set"]) for c in o["consents"]})' '[["", "Jans\u00e9n, Anna Maria, 1980-01-01, 5341AB, 12"], ["999990019", ""]]'
run "another case of the same client has them too" 0 as wi1 consent list --record "$again" --json
expect_json 'len(o["consents"])' 2
run "some fields only: those that name the client are always among them" 0 as wi1 consent record "${put[@]}" --field participatieladder.trede --record "$truus" --json
run "so they are" 0 as wi1 consent list --record "$truus" --json
expect_json 'o["consents"][0]["fields"]' 'naam.voornamen naam.geslachtsnaam geboorte.datum postcode huisnummer participatieladder.trede'
must as wi1 consent record "${put[@]}" --record "$anna"

# --- who goes ---

run "two cases of one client go, and nobody else who looks like it" 0 as wi1 preview "${goal[@]}" --record "$anna" "$again" "$twin" "$partial" "$secret" --json
expect_json 'o["leaving"]' 2
expect_json 'sorted((s["rule"], s["clients"]) for s in o["stays"])' '[["no-consent", 1], ["no-identifying-set", 2]]'
run "they are packed" 0 as wi1 pack "${goal[@]}" --record "$anna" "$again" "$namesake" "$piet" -o four.sluis --json
expect_json 'o["leaving"]' 4
run "and opened" 0 as wmo1 open four.sluis --json
expect_json 'o["files"][0]["added"]' 4
must as wi1 open wmo/outbox/oss.nl_wi-000001-receipt.sluis
run "the declarations came along, each once" 0 as wmo1 consent list --all --json
expect_json 'len(o["consents"])' 6
must as wmo1 list --json
mapfile -t copy < <(cases)
run "and tie to both copies" 0 as wmo1 consent list --record "${copy[1]}" --json
expect_json 'len(o["consents"])' 2

# --- in the log ---

must as wi1 log export --format ldv --activity https://oss.nl/register/1 wi.ldv
must as wi1 log export bundle
refute "no name, date or address stands in what an auditor gets" grep -rEal 'Anna|Jans|1980-01-01|5341AB' wi.ldv bundle
run "who asks who saw the record is told, by the record" 0 as wi1 log disclose --to oss.nl/p-po1 --reason inzageverzoek --record "$anna" -o asked.age --json
python3 - "$T" >told.txt <<'END_OF_CHECK'
import json, sys
kinds = {json.loads(line)["attributes"].get("dpl.core.data_subject_id_type") for line in open(sys.argv[1] + "/wi.ldv")}
print(*sorted(k for k in kinds if k))
END_OF_CHECK
check "clients without a BSN are known by their record" grep -qx 'BSN record' told.txt

# --- withdrawn ---

export SLUIS_TEST_NOW=2026-11-23T11:00:00Z
run "every declaration that counts is found by the record" 0 as wi1 consent list --record "$anna" --json
expect_json 'len(o["consents"])' 4
mapfile -t declared < <(json '"\n".join(c["id"] for c in o["consents"] if c["kind"] == "consent")')
run "withdrawing ends what was said for the same" 0 as wi1 consent withdraw "${declared[0]}" --json
expect_json 'o["withdrawn"]' 2
expect_json 'len(o["packages"])' 1
cp "$(json 'o["file"]')" retraction.sluis
run "none of the cases leaves any more" 8 as wi1 pack "${goal[@]}" --record "$anna" "$again"
run "the namesake next door still does" 0 as wi1 preview "${goal[@]}" --record "$namesake" --json
expect_json 'o["leaving"]' 1
run "the retraction restricts both copies, and no other" 0 as wmo1 open retraction.sluis --json
expect_json 'o["files"][0]["restricted"]' 2
run "they are restricted" 0 as wmo1 list --json
expect_json 'sorted(r["case"] for r in o["records"] if r["restricted"])' '["N1", "N2"]'
run "erasing one is decided by whoever has the power" 0 as wmo2 restriction erase "${copy[1]}"
run "unlocking needs a new consent" 8 as wmo2 restriction unlock "${copy[0]}"
export SLUIS_TEST_NOW=2026-11-24T10:00:00Z
must as wi1 consent record "${put[@]}" --record "$anna"
must as wi1 pack "${goal[@]}" --record "$anna" -o anew.sluis
run "which comes with a new package" 0 as wmo1 open anew.sluis
run "and then it is unlocked" 0 as wmo2 restriction unlock "${copy[0]}"

# --- when what names somebody changes ---

change() { # CASE FIRST-NAMES … as above, imported over what there was
    printf '%s\n' "$1" | write_cases >changed.ndjson
    must as wi1 import changed.ndjson
}
change 'N1|Anna Maria|1980-01-01|5341AB|burgerservicenummer=999990020'
run "a BSN that becomes known takes nothing away" 0 as wi1 preview "${goal[@]}" --record "$anna" --json
expect_json 'o["leaving"]' 1
run "what is said from now on names it" 0 as wi1 consent record "${put[@]}" --record "$anna" --json
expect_json 'o["by_set"]' '[]'
must as wi1 pack "${goal[@]}" --record "$anna" -o both.sluis
run "the receiver ties it as well" 0 as wmo1 open both.sluis
run "the client's declarations are both kinds" 0 as wi1 consent list --record "$anna" --json
expect_json 'sorted({bool(c["bsn"]) for c in o["consents"] if not c["withdrawn"]})' '[false, true]'
by_number=$(json '[c["id"] for c in o["consents"] if c["bsn"] and c["kind"] == "consent"][0]')
run "withdrawing the one ends the other" 0 as wi1 consent withdraw "$by_number" --json
expect_json 'o["withdrawn"]' 2
cp "$(json 'o["file"]')" retraction.sluis
run "and restricts the copy" 0 as wmo1 open retraction.sluis --json
expect_json 'o["files"][0]["restricted"]' 1

change 'N6|Anna Maria|1980-01-01|5341XY'
run "who moved is asked again" 0 as wi1 preview "${goal[@]}" --record "$namesake" --json
expect_json '[(s["rule"], s["clients"]) for s in o["stays"]]' '[["no-consent", 1]]'
run "what was said at the old address is still found" 0 as wi1 consent list --record "$namesake" --json
expect_json 'sorted({c["set"] for c in o["consents"]})' '["Jans\u00e9n, Anna Maria, 1980-01-01, 5341CD, 12"]'
must as wi1 consent record "${put[@]}" --record "$namesake"
run "and withdrawing what was said since ends it too" 0 as wi1 consent list --record "$namesake" --json
newest=$(json '[c["id"] for c in o["consents"] if "5341XY" in c["set"] and c["kind"] == "consent"][0]')
run "with it the copies that went on it" 0 as wi1 consent withdraw "$newest" --json
expect_json 'o["withdrawn"]' 3
cp "$(json 'o["file"]')" retraction.sluis
run "they are restricted" 0 as wmo1 open retraction.sluis --json
expect_json 'o["files"][0]["restricted"]' 1

# asked again after a move, and then the older declaration is withdrawn
must as wi1 consent record "${put[@]}" --record "$twin"
change 'N3|Hanna Maria|1980-01-01|5341XZ'
must as wi1 consent record "${put[@]}" --record "$twin"
must as wi1 consent list --record "$twin" --json
oldest=$(json '[c["id"] for c in o["consents"] if "5341AB" in c["set"] and c["kind"] == "consent"][0]')
run "withdrawing what was said at the old address ends what was said since" 0 as wi1 consent withdraw "$oldest" --json
expect_json 'o["withdrawn"]' 2
run "and then the client stays" 0 as wi1 preview "${goal[@]}" --record "$twin" --json
expect_json '[(o["leaving"], s["rule"]) for s in o["stays"]]' '[[0, "consent-withdrawn"]]'

change 'N6|Hanna|1980-01-01|5341XY'
run "a case that became somebody else's shows nothing of it" 0 as wi1 consent list --record "$namesake" --json
expect_json 'o["consents"]' '[]'
finish
