#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# kill -9 while a store that is older than its anchor takes in the officers' word that it goes on, and while another
# unit learns so: it went on or it didn't, and the same command again brings it to its end.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

partnership
printf '{"burgerservicenummer":"999990019","naam.geslachtsnaam":"Jansen","zaak.identificatie":"Z-1","wet":"pw","gegevensbron":"pw"}\n' >clients.ndjson
must as wi1 import clients.ndjson
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2 --agreement oss-wmo-wi)
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-11-01 "${said[@]}"
packed() { must as wi1 pack --all "${goal[@]}" -o "$1"; }
newest() { find "$1/outbox" -name '*-receipt.sluis' -printf '%T@ %p\n' | sort -n | tail -1 | cut -d' ' -f2; }
packed one.sluis
must as wmo1 open one.sluis
must as wi1 open "$(newest wmo)"
cp -a wmo older
packed two.sluis
must as wmo1 open two.sluis
must as wi1 open "$(newest wmo)"
cp older/store.db wmo/store.db && rm -f wmo/store.db-*
must as wmo1 log resume -o resumption.note --reason 'An old copy was put in place.'
for who in po1 po2; do must as $who resumption sign resumption.note --roster roster-2.note --yes; done
packed three.sluis

resumed() { as wmo1 log show --json 2>>"$err" | python3 -c 'import json, sys
print(sum(e["action"] == "resume" for e in json.load(sys.stdin)["entries"]))'; }

# The other unit takes what this one sends, and says nothing of an incident.
exchanges() {
    as wmo1 open three.sluis >/dev/null 2>>"$err" || { echo "the next letter doesn't open"; return 1; }
    back wi
    as wi1 open "$(newest wmo)" >/dev/null 2>>"$err" || { echo "nor its receipt"; return 1; }
    [ ! -e wi/evidence ] && no_temporaries wmo && log_verifies wmo
}

went_on() {
    if as wmo1 list >/dev/null 2>&1; then
        [ "$(resumed)" = 1 ] || { echo "it opens, and its log doesn't say why"; return 1; }
    else
        as wmo1 log resume resumption.note >/dev/null 2>>"$err" || { echo "not again"; return 1; }
        [ "$(resumed)" = 1 ] || { echo "went on $(resumed) times"; return 1; }
    fi
    exchanges
}

learned() { # the same letter again: taken in then, or known
    as wi1 open "$receipt" >/dev/null 2>>"$err" || [ $? -eq 6 ] || { echo "not again"; return 1; }
    [ "$(as wi1 log show --json 2>>"$err" | python3 -c 'import json, sys
print(sum(e["action"] == "resume" for e in json.load(sys.stdin)["entries"]))')" = 1 ] || { echo "not learned once"; return 1; }
    [ ! -e wi/evidence ] && no_temporaries wi && log_verifies wi
}

as_before() { back wmo wi; }
tried=0
keep wmo wi
killed_everywhere "going on from an older copy" went_on name 1 as wmo1 log resume resumption.note
killed_everywhere "going on from an older copy" went_on sync "$(step 3)" as wmo1 log resume resumption.note
back wmo wi
must as wmo1 log resume resumption.note
must as wmo1 open three.sluis
receipt=$T/receipt.sluis
cp "$(newest wmo)" "$receipt"
keep wmo
killed_everywhere "learning so" learned name "$(step 2)" as wi1 open "$receipt"
killed_everywhere "learning so" learned sync "$(step 5)" as wi1 open "$receipt"
finish
