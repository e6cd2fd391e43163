#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A partnership lives: an officer is exchanged, a colleague gets a new key, a mandate is prolonged, a unit is called
# something else, another municipality answers for it, and the day of review comes and goes. No text is edited by
# hand.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
roster() { sluis-officer roster "$@"; }
next() { # FROM TO: signed by po1 and po2, and opened at both units
    sign_by roster "$1" "${@:2}"
    for unit in wmo wi; do must as "${unit}1" open "$1"; done
}

# --- an officer goes, and another comes ---

person oss.nl/p-po4 po4
person oss.nl/p-po5 po5
run "an officer too few, and one too many" 3 roster remove oss.nl/p-po3 --roster roster-2.note -o roster-3.note
run "two of three officers aren't exchanged in one step" 3 roster add cards/po4.card cards/po5.card --officer-of oss.nl \
    --instead-of oss.nl/p-po2 oss.nl/p-po3 --roster roster-2.note -o roster-3.note
expect_err 'fewer than the threshold, 2; the others can be in the version after it'
run "nobody's place" 5 roster add cards/po4.card --officer-of oss.nl --instead-of oss.nl/p-wi1 --roster roster-2.note -o roster-3.note
run "an officer in the place of another" 0 roster add cards/po4.card --officer-of oss.nl --instead-of oss.nl/p-po3 \
    --roster roster-2.note -o roster-3.note --json
expect_json 'o["signed_by"]' oss.nl
run "in words" 0 roster diff roster-2.note roster-3.note
expect_out '^gone +officer +oss\.nl/p-po3 oss\.nl'
expect_out 'added +officer +oss\.nl/p-po4 oss\.nl'
expect_out 'officers who must sign are those of: +oss\.nl'
run "in Dutch" 0 sluis-officer --lang nl roster diff roster-2.note roster-3.note
expect_out 'toegevoegd'
refute_out 'added|gone'
run "for programs, key by key" 0 roster diff roster-2.note roster-3.note --json
expect_json '[c["name"] for c in o["changes"] if c["list"] == "officers" and c["key"] == "person" and c["change"] == "added"]' '["oss.nl/p-po4 oss.nl"]'
expect_json 'sorted({c["change"] for c in o["changes"]})' '["added", "gone"]'
must as po1 roster sign roster-3.note
run "who came signs as one of the new, who went doesn't count" 0 as po4 roster sign roster-3.note --json
expect_json 'o["needed"]' 1
must as po2 roster sign roster-3.note
for unit in wmo wi; do must as "${unit}1" open roster-3.note; done

# --- a colleague has a new key, a mandate goes on, a unit is called something else ---

export SLUIS_TEST_NOW=2026-12-01T10:00:00Z
person oss.nl/p-wmo2 wmo2new
run "another card of a person who is there" 6 roster add cards/wmo2new.card --roster roster-3.note -o roster-4.note
run "in the place of the old one" 0 roster add cards/wmo2new.card --replace --roster roster-3.note -o roster-4.note --json
expect_json 'o["reason"]' superseded
expect_json 'o["effective"]' 2026-12-01
run "the same once more" 6 roster add cards/wmo2new.card --replace --roster roster-4.note
run "a mandate to its last day" 0 roster set m-1-1 --until 2027-12-31 --roster roster-4.note
run "a unit's label" 0 roster set oss.nl/wmo --label 'Maatschappelijke ondersteuning' --roster roster-4.note
run "a person's last day" 0 roster set oss.nl/p-wi2 --until 2027-03-01 --label 'W. de Wit' --roster roster-4.note
run "what isn't of a mandate" 2 roster set m-1-1 --label x --roster roster-4.note
run "nothing at all" 2 roster set m-1-1 --roster roster-4.note
run "what nobody bears" 5 roster set oss.nl/none --label x --roster roster-4.note
run "all of that in words" 0 roster diff roster-3.note roster-4.note
expect_out 'changed +mandate +m-1-1 +until none → 2027-12-31'
expect_out 'label none → Maatschappelijke ondersteuning'
expect_out 'added +revocation +oss\.nl/p-wmo2\+[0-9a-f]{8} '
next roster-4.note po1 po4
run "the old key stands in its revocation, whole" 0 grep -A3 '^  - key: oss.nl/p-wmo2+[0-9a-f]*+' roster-4.note
expect_out '^    reason: superseded$'
run "the old key does nothing any more" 8 as wmo2 list --json
expect_json 'o["error"]["finding"]' key-revoked
must as wmo1 access remove oss.nl/p-wmo2 --yes
run "the new one, once a colleague has given it access" 0 as wmo1 access add oss.nl/p-wmo2 --yes
must as wmo2new key trust --fingerprint "$fingerprint"
run "works there" 0 as wmo2new list

# --- who had what on which day ---

run "on a day of the version before" 0 roster show --at 2026-11-23 . --json
expect_json 'o["version"]' 3
expect_json 'o["newest"]' 4
expect_json '[p["state"] for p in o["persons"] if p["person"] == "oss.nl/p-wmo2"]' '["valid"]'
expect_json '[p["officer"] for p in o["officers"]]' '["oss.nl/p-po1", "oss.nl/p-po2", "oss.nl/p-po4"]'
expect_json 'o["revocations"][0]["reason"]' superseded
old=$(json '[p["key"] for p in o["persons"] if p["person"] == "oss.nl/p-wmo2"][0]')
run "today" 0 roster show --at 2026-12-02 roster-1.note roster-2.note roster-3.note roster-4.note --json
expect_json 'o["version"]' 4
expect_json '[p["key"] == "'"$old"'" for p in o["persons"] if p["person"] == "oss.nl/p-wmo2"]' '[false]'
run "after somebody's last day" 0 roster show --at 2027-06-01 . --json
expect_json '[p["state"] for p in o["persons"] if p["person"] == "oss.nl/p-wi2"]' '["key-revoked"]'
expect_json '[m["mandate"] for m in o["mandates"]]' '["m-1-1", "m-1-2", "m-1-3", "m-1-4"]'
run "before there was one" 5 roster show --at 2026-01-01 .
expect_err 'was issued on 2026-11-23'
run "with one that is missing" 3 roster show --at 2026-12-02 roster-1.note roster-3.note
run "several without a day" 2 roster show roster-1.note roster-2.note
# --- revoked ---

run "a reason that isn't one" 2 roster revoke oss.nl/p-wi2 --reason ill --roster roster-4.note -o roster-5.note
run "a key doesn't leave" 2 roster revoke "$old" --reason left --roster roster-4.note -o roster-5.note
run "a key that no version lists" 5 roster revoke oss.nl/p-wi2+00000000 --reason lost --roster roster-4.note -o roster-5.note
run "a log's key without a size" 2 roster revoke oss.nl/wmo --reason lost --roster roster-4.note -o roster-5.note
run "a size of another key" 2 roster revoke oss.nl/p-wi2 --reason lost --valid-to-size 3 --roster roster-4.note -o roster-5.note
run "everything that lacks" 2 roster revoke oss.nl/p-wi2
expect_err -- '--roster.*--reason'
run "a person" 0 roster revoke oss.nl/p-wi2 --reason left --from 2026-12-15 --roster roster-4.note -o roster-5.note
expect_out 'What was signed before that day stands'
expect_out 'sluis access remove'
run "an officer" 0 roster revoke oss.nl/p-po1 --reason compromised --roster roster-5.note
expect_out 'add CARD --officer-of --instead-of'
run "who is revoked stays in the roster" 0 roster remove oss.nl/p-wi2 --roster roster-5.note
expect_out 'so that the row stays'
run "and is taken out once" 5 roster remove oss.nl/p-wi2 --roster roster-5.note
run "a witness key by its name" 0 roster revoke "$(sed -n 's/^    witness: \(oss.nl\/wi+[0-9a-f]*\)+.*/\1/p' roster-4.note)" --reason lost --roster roster-5.note
run "a log's key up to a size" 0 roster revoke oss.nl/wi --reason superseded --valid-to-size 1000 --roster roster-5.note --json
expect_json 'o["valid_to_size"]' 1000
run "all that is revoked" 0 roster show roster-5.note --json
expect_json '[(v["revoked"].split("+")[0], v["reason"], v["valid_to_size"]) for v in o["revocations"]]' \
    '[["oss.nl/p-wmo2", "superseded", ""], ["oss.nl/p-wi2", "left", ""], ["oss.nl/p-po1", "compromised", ""], ["oss.nl/wi", "lost", ""], ["oss.nl/wi", "superseded", "1000"]]'
must as po2 roster sign roster-5.note
run "who is revoked signs for nobody" 8 as po1 roster sign roster-5.note
must as po4 roster sign roster-5.note
for unit in wmo wi; do must as "${unit}1" open roster-5.note; done

# --- the day of review, in stages ---

review() { # MOMENT STAGE
    run "its review on ${1%T*}" 0 at "$1" sluis-officer roster show roster-5.note --json
    expect_json 'o["review"]' "$2"
}
review 2027-09-23T10:00:00Z far
review 2027-09-24T10:00:00Z near
review 2027-11-23T23:59:59Z near
review 2027-11-24T00:00:00Z past
review 2028-02-21T23:59:59Z past
review 2028-02-22T00:00:00Z over
run "officers see what comes of it" 0 at 2027-12-01T10:00:00Z sluis-officer roster show roster-5.note
expect_out 'It was to be reviewed by 23 November 2027: after 21 February 2028 nothing is packed'
run "a version that is past needs another day" 2 at 2027-12-01T10:00:00Z sluis-officer roster set m-1-1 --until open --roster roster-5.note -o roster-6.note
expect_err -- '--review-by.*say when it is next'
run "and gets it" 0 at 2027-12-01T10:00:00Z sluis-officer roster set --review-by 2028-12-01 --roster roster-5.note -o roster-6.note
expect_out 'those of: +any controller'
run "which is all that differs" 0 roster diff roster-5.note roster-6.note
expect_out 'to be reviewed by 2027-11-23 → 2028-12-01'

# --- another municipality answers for a unit ---

for n in 1 2 3; do person "maashorst.nl/p-m$n" "pom$n"; done
must roster add cards/pom1.card cards/pom2.card cards/pom3.card --officer-of maashorst.nl --threshold 2 --roster roster-5.note -o roster-6b.note
run "while the one that it is named after is there" 3 roster set oss.nl/wi --controller maashorst.nl --roster roster-6b.note
sign_by roster roster-6b.note po2 po4 pom1 pom2
run "with its officers, in the place of the other" 0 roster remove oss.nl --units-to maashorst.nl --roster roster-6b.note -o roster-7.note --json
expect_json 'o["signed_by"]' 'oss.nl, maashorst.nl'
run "one goes, and another has to answer" 3 roster remove oss.nl --roster roster-6b.note -o roster-8.note
run "to one that isn't there" 2 roster remove oss.nl --units-to uden.nl --roster roster-6b.note -o roster-8.note
sign_by roster roster-7.note po2 po4 pom1 pom2
run "the chain verifies" 0 roster verify roster-[1-5].note roster-6b.note roster-7.note --fingerprint "$fingerprint"
for roster in roster-6b.note roster-7.note; do for unit in wmo wi; do must as "${unit}1" open "$roster"; done; done
run "the units go on under the new one, by their names" 0 as wi1 list
finish
