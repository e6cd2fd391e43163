#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A unit renews its own keys while letters are under way: what was signed by the old ones stands, what is
# under way opens, what nobody needs any more is destroyed. A log's key that changes without the word of
# the one before is a finding.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
printf '{"burgerservicenummer":"%s","naam.geslachtsnaam":"Jansen","zaak.identificatie":"%s","wet":"pw","gegevensbron":"pw"}\n' \
    999990019 Z-1 999990020 Z-2 >clients.ndjson
must as wi1 import clients.ndjson
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2 --agreement oss-wmo-wi)
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-11-01 "${said[@]}"
pack() { must as wi1 pack --all "${goal[@]}" -o "$1.sluis"; } # NAME
# Of both units: C and Python say that the log is right, and they agree.
verified() { # NAME
    local unit
    for unit in wi wmo; do
        must as "${unit}1" log export "$1-$unit"
        run "$1: the log of $unit verifies" 0 sluis-audit verify "$1-$unit" --fingerprint "$fingerprint"
        run "$1: a verifier in Python says so, too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "$1-$unit" "$fingerprint"
    done
    run "$1: the logs agree" 0 sluis-audit reconcile "$1-wi" "$1-wmo" --fingerprint "$fingerprint"
}
keys() { expect_json '[k["state"] for k in o["keys"]]' "$1"; }

pack early
must as wmo1 open early.sluis
must as wi1 open wmo/outbox/*-000001-receipt.sluis
pack under-way
must as wmo1 log export before-wmo

# --- made ---

run "somebody looks, and says no" 130 typed wmo1 n -- unit renew
expect_out 'The old ones go on working until you open the roster'
run "nothing was made" 0 as wmo1 unit show --json
keys '["in-use"]'
run "new keys are made" 0 as wmo1 unit renew --json
expect_json 'o["made"]' true
expect_json 'o["card"].endswith("/unit.card")' true
run "they wait" 0 as wmo1 unit show --json
keys '["in-use", "waits"]'
run "in words" 0 as wmo1 unit show
expect_out 'waits for the roster that lists it'
cp wmo/unit.card wmo.card
rm wmo/unit.card
run "asked again, their card is written again" 0 as wmo1 unit renew --json
expect_json 'o["made"]' false
run "it is the same" 0 cmp wmo.card wmo/unit.card
run "status tells whom to give it to" 0 as wmo1 status --json
expect_json '[t["task"] for t in o["todo"] if t["task"].startswith("unit-keys")]' '["unit-keys-wait"]'
pack between
run "meanwhile letters come as before" 0 as wmo1 open between.sluis

# --- listed ---

run "the officers don't take another card by accident" 6 sluis-officer roster add wmo.card --roster roster-2.note -o roster-3.note
must sluis-officer roster add wmo.card --replace --roster roster-2.note -o roster-3.note
run "the card that is there already is no new one" 6 sluis-officer roster add wmo.card --replace --roster roster-3.note
sign_by roster roster-3.note po1 po2
export SLUIS_TEST_NOW=2026-11-24T10:00:00Z

# --- taken up ---

must as wmo1 open roster-3.note
run "the new ones are in use" 0 as wmo1 unit show --json
keys '["replaced", "in-use"]'
expect_json 'o["waits"]' false
run "a letter that was under way opens, by a colleague" 0 as wmo2 open under-way.sluis --json
expect_json 'o["files"][0]["same"]' 2
pack later
run "one by who hasn't the roster yet, too" 0 as wmo1 open later.sluis
run "the receipt brings him the roster, and is by the new key" 0 as wi1 open wmo/outbox/*-000004-receipt.sluis
pack newest
must as wmo1 open newest.sluis
must as wi1 open wmo/outbox/*-000005-receipt.sluis wmo/outbox/*-000002-receipt.sluis wmo/outbox/*-000003-receipt.sluis
verified renewed
run "what was exported before still verifies" 0 sluis-audit verify before-wmo --fingerprint "$fingerprint"
run "and is a part of the log of now" 0 sluis-audit verify renewed-wmo --fingerprint "$fingerprint" --checkpoint before-wmo/checkpoint

# --- nothing vouches ---

cp -r renewed-wmo unvouched
rm unvouched/witnessed/"$(python3 - renewed-wmo <<'END'
import pathlib, sys
for note in sorted(pathlib.Path(sys.argv[1], "witnessed").iterdir()):
    if note.read_text().count("— oss.nl/wmo ") == 2:
        print(note.name)
END
)"
sed -i '/  witnessed\//d' unvouched/policy
(cd unvouched && find witnessed -name '*.note' | sort | xargs -r sha256sum) >listed
cat listed >>unvouched/policy 2>/dev/null
LC_ALL=C python3 - <<'END'
lines = open("unvouched/policy", encoding="utf-8").read().split("\n")[:-1]
head = [l for l in lines if not (len(l) > 66 and l[64:66] == "  ")]
rows = sorted((l for l in lines if len(l) > 66 and l[64:66] == "  "), key=lambda l: l[66:].encode())
open("unvouched/policy", "w", encoding="utf-8").write("\n".join(head + rows) + "\n")
END
run "a key that the one before didn't sign for is a finding" 3 sluis-audit verify unvouched --fingerprint "$fingerprint" --json
expect_json '[f["finding"] for f in o["findings"]]' '["log-key-unproven"]'
run "Python finds it, too" 3 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" unvouched "$fingerprint"
expect_out 'another key of the log'

# --- destroyed ---

run "an old key is kept while letters may come" 0 as wmo1 unit destroy --yes --json
expect_json 'o["destroyed"]' 0
export SLUIS_TEST_NOW=2027-02-20T10:00:00Z
run "then it isn't needed, which status says" 0 as wmo1 status --json
expect_json '[t["task"] for t in o["todo"] if t["task"].startswith("unit-keys")]' '["unit-keys-destroy"]'
run "and is destroyed" 0 as wmo1 unit destroy --yes --json
expect_json 'o["destroyed"]' 1
run "only the new one is left" 0 as wmo1 unit show --json
keys '["in-use"]'
run "the log tells of both" 0 as wmo1 log show --json
expect_json '[e["keys"] for e in o["entries"] if e.get("keys")]' '["renewed", "destroyed"]'
verified destroyed

# --- who leaves had them in reach ---

must as wmo1 unit renew --yes
cp wmo/unit.card handed-out.card
run "a colleague leaves, while a card is with the officers" 0 as wmo1 access remove oss.nl/p-wmo2 --yes --json
expect_json 'o["card"].endswith("/unit.card")' true
run "there is another card" 1 cmp -s handed-out.card wmo/unit.card
printf '{"burgerservicenummer":"999990044","naam.geslachtsnaam":"Vos","zaak.identificatie":"Z-4","wet":"wmo","gegevensbron":"wmo"}\n' >own.ndjson
must as wmo1 import own.ndjson
out_of_wmo=(pack --all --to oss.nl/wi --purpose onderzoek-2.3.2 --agreement oss-wmo-wi -o none.sluis --json)
run "until the roster lists the new keys, no package leaves" 8 as wmo1 "${out_of_wmo[@]}"
expect_json 'o["error"]["finding"]' unit-keys-owed
run "status says so" 0 as wmo1 status --json
expect_json '[t["task"] for t in o["todo"] if t["task"].startswith("unit-keys")]' '["unit-keys-wait"]'
must sluis-officer roster add handed-out.card --replace --roster roster-3.note -o roster-4.note
must sluis-officer roster remove oss.nl/p-wmo2 --roster roster-4.note
sign_by roster roster-4.note po1 po2
must as wmo1 open roster-4.note
run "a roster with the card that was handed out is taken in" 0 as wmo1 unit show --json
keys '["replaced", "in-use", "waits"]'
run "and is not enough" 8 as wmo1 "${out_of_wmo[@]}"
expect_json 'o["error"]["finding"]' unit-keys-owed
must sluis-officer roster add wmo/unit.card --replace --roster roster-4.note -o roster-5.note
sign_by roster roster-5.note po1 po2
must as wi1 open roster-4.note roster-5.note
must as wmo1 open roster-5.note
run "with the newest the purpose decides again" 8 as wmo1 "${out_of_wmo[@]}"
expect_json 'o["error"]["finding"]' direction-not-agreed
run "they are in use" 0 as wmo1 unit show --json
keys '["replaced", "replaced", "in-use"]'
verified left

# --- two at once ---

export SLUIS_TEST_NOW=2027-06-01T10:00:00Z
for n in 6 7 8; do
    must as wmo1 unit renew --yes
    must sluis-officer roster add wmo/unit.card --replace --roster "roster-$((n - 1)).note" -o "roster-$n.note"
    sign_by roster "roster-$n.note" po1 po2
    for _ in 1 2 3; do as wmo1 unit show >/dev/null 2>&1 & done
    must as wmo1 open "roster-$n.note"
    wait
    must as wmo1 list
done
run "whoever looks while keys are taken up costs none" 0 as wmo1 unit show --json
expect_json '[k["state"] for k in o["keys"]].count("in-use")' 1
run "destroying leaves the one in use" 0 at 2027-09-01T10:00:00Z as wmo1 unit destroy --yes --json
run "the store opens" 0 as wmo1 unit show --json
keys '["in-use"]'
# --- a roster without the unit ---

must sluis-officer roster remove oss.nl/wmo --roster roster-8.note -o roster-9.note
sign_by roster roster-9.note po1 po2
must sluis-officer roster add cards/wmo1.card --unit oss.nl/wmo --role consulent --law wmo --action "${clerk_actions[@]}" --roster roster-9.note -o roster-10.note
must sluis-officer roster add wmo/unit.card --roster roster-10.note
sign_by roster roster-10.note po1 po2
must as wi1 open roster-6.note roster-7.note roster-8.note roster-9.note roster-10.note
must as wi1 log export back-wi
run "a unit that was taken out and comes back has its keys once" 0 sluis-audit verify back-wi --fingerprint "$fingerprint"
run "to Python, too" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" back-wi "$fingerprint"

finish
