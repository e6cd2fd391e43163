#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# kill -9 while a unit's keys are renewed, taken up or destroyed: the store opens, signs and decrypts with the
# keys that its roster lists, and the same command again brings it to its end.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

partnership
printf '{"burgerservicenummer":"999990019","naam.geslachtsnaam":"Jansen","zaak.identificatie":"Z-1","wet":"pw","gegevensbron":"pw"}\n' >clients.ndjson
must as wi1 import clients.ndjson
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2 --agreement oss-wmo-wi)
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-11-01 "${said[@]}"
must as wi1 pack --all "${goal[@]}" -o letter.sluis
export SLUIS_TEST_NOW=2026-11-24T10:00:00Z

states() { as wmo1 unit show --json 2>>"$err" | python3 -c 'import json, sys
print(" ".join(k["state"] for k in json.load(sys.stdin)["keys"]))'; }
listed_by() { # CARD: in the next roster, signed
    rm -f roster-3.note
    sluis-officer roster add "$1" --replace --roster roster-2.note -o roster-3.note >/dev/null 2>>"$err" &&
        sign_by roster roster-3.note po1 po2
}
works() { # the letter opens, and its receipt is one that the other unit takes
    as wmo1 open letter.sluis >/dev/null 2>>"$err" || { echo "the letter doesn't open"; return 1; }
    back wi
    as wi1 open wmo/outbox/*-receipt.sluis >/dev/null 2>>"$err" || { echo "its receipt doesn't open"; return 1; }
    no_temporaries wmo && log_verifies wmo
}

# Whatever was left, who asks again has keys whose card the officers can list.
made() {
    case $(states) in
    "in-use waits" | in-use) ;;
    *) echo "keys: $(states)"; return 1 ;;
    esac
    as wmo1 unit renew --yes >/dev/null 2>>"$err" || { echo "not again"; return 1; }
    [ "$(states)" = "in-use waits" ] && listed_by wmo/unit.card && as wmo1 open roster-3.note >/dev/null 2>>"$err" &&
        [ "$(states)" = "replaced in-use" ] && works
}

taken_up() {
    case $(states) in
    "in-use waits") as wmo1 open roster-3.note >/dev/null 2>>"$err" || { echo "not again"; return 1; } ;;
    "replaced in-use") ;;
    *) echo "keys: $(states)"; return 1 ;;
    esac
    [ "$(states)" = "replaced in-use" ] && works
}

destroyed() {
    case $(states) in
    "replaced in-use") as wmo1 unit destroy --yes >/dev/null 2>>"$err" || { echo "not again"; return 1; } ;;
    in-use) ;;
    *) echo "keys: $(states)"; return 1 ;;
    esac
    [ "$(states)" = in-use ] && no_temporaries wmo && log_verifies wmo
}

as_before() { back wmo wi; }
tried=0
keep wmo wi
killed_everywhere "making new keys" made name "$(step 2)" as wmo1 unit renew --yes
killed_everywhere "making new keys" made sync "$(step 7)" as wmo1 unit renew --yes
back wmo
must as wmo1 unit renew --yes
listed_by wmo/unit.card || bail "no roster"
keep wmo
killed_everywhere "taking them up" taken_up name "$(step 2)" as wmo1 open roster-3.note
killed_everywhere "taking them up" taken_up sync "$(step 7)" as wmo1 open roster-3.note
back wmo
must as wmo1 open roster-3.note
export SLUIS_TEST_NOW=2027-02-20T10:00:00Z
keep wmo
killed_everywhere "destroying an old one" destroyed name 1 as wmo1 unit destroy --yes
killed_everywhere "destroying an old one" destroyed sync "$(step 5)" as wmo1 unit destroy --yes
finish
