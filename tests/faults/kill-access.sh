#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# kill -9 while a colleague's access is taken away, and while one gets it: whoever stays
# opens the store, which holds what it held; it says what is unfinished, and the same
# command again finishes it. Then the leaver's key, and the slots of before, open nothing.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

partnership
printf '{"wet":"wmo","gegevensbron":"wmo","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"Z-%d"}\n' \
    $(seq 300) >cases.ndjson
must as wmo1 import cases.ndjson
cases=$(listed wmo1)
keep wmo

has_access() { # PERSON
    as wmo1 access list --json 2>>"$err" | python3 -c 'import json, sys
o = json.load(sys.stdin)
there = [p["access"] for p in o["persons"] if p["person"] == sys.argv[1]] == ["yes"]
todo = [t["id"] for t in json.loads(sys.argv[2])["todo"] if t["task"] == "access-unfinished"]
assert o["finished"] == (not todo) and todo in ([], [sys.argv[1]]), todo
print("yes" if there else "no", "finished" if o["finished"] else "unfinished")' "$1" "$(as wmo1 status --json 2>>"$err")"
}

# Whatever the place: it opens, and the command again brings it to its end. AGAIN: it is begun anew.
opens_and_finishes() { # PERSON DONE UNDONE COMMAND…
    local before
    [ "$(listed wmo1)" = "$cases" ] || { echo "not all cases are there"; return 1; }
    before=$(has_access "$1") || return 1
    case $before in
    "$2 finished") after=$((after + 1)) ;;
    "$2 unfinished") cut=$((cut + 1)); "${@:4}" || return 1 ;;
    "$3 finished") "${@:4}" || return 1 ;;
    *) echo "access: $before"; return 1 ;;
    esac
    [ "$(has_access "$1")" = "$2 finished" ] && [ "$(listed wmo1)" = "$cases" ] && no_temporaries wmo
}

taken_away() {
    opens_and_finishes oss.nl/p-wmo2 no yes as wmo1 access remove p-wmo2 || return 1
    quietly as wmo2 status
    [ "$status" -eq 4 ] || { echo "the leaver opens it: $status"; return 1; }
    cp kept-wmo/*.slots wmo
    quietly as wmo2 status
    [ "$status" -eq 3 ] || { echo "the slots of before open it: $status"; return 1; }
}

given() {
    opens_and_finishes oss.nl/p-wmo2 yes no as wmo1 access add p-wmo2 && as wmo2 status >/dev/null
}

as_before() { back wmo; }
tried=0 after=0 cut=0
killed_everywhere "taking access away" taken_away name 1 as wmo1 access remove p-wmo2
killed_everywhere "taking access away" taken_away sync "$(step 5)" as wmo1 access remove p-wmo2
killed_everywhere "taking access away" taken_away write "$(step 200)" as wmo1 access remove p-wmo2
check "some were cut off ($cut), some done ($after) of $tried" test "$cut" -gt 0 -a "$after" -gt 0 -a $((cut + after)) -lt "$tried"

# A disk that fills up while the pages are written: nothing is lost, and the command again does it.
back wmo
calls write as wmo1 access remove p-wmo2
back wmo
run "a disk that fills up" 1 faulty write enospc $((calls / 2)) as wmo1 access remove p-wmo2
expect_err 'this is logged, and was cut off before it was done; run the same command again'
taken_away >why 2>&1
report $? "leaves it as a kill does" # `check` has a $status of its own

back wmo
must as wmo1 access remove p-wmo2
keep wmo
tried=0 after=0 cut=0
killed_everywhere "giving access" given name 1 as wmo1 access add p-wmo2
killed_everywhere "giving access" given sync "$(step 6)" as wmo1 access add p-wmo2
check "some were cut off ($cut), some done ($after) of $tried" test "$cut" -gt 0 -a $((cut + after)) -lt "$tried"

# Another key of the same person, of which the first was lost: the slot is replaced, and the unit gets keys too.
back wmo
must as wmo1 access add p-wmo2
mv keys/wmo2.key keys/wmo2.old.key
rm keys/wmo2.card cards/wmo2.card
person oss.nl/p-wmo2 wmo2
must sluis-officer roster add cards/wmo2.card --replace --reason lost --roster roster-2.note -o roster-3.note
sign_by roster roster-3.note po1 po2
must as wmo1 open roster-3.note
keep wmo
replaced() {
    local state
    [ "$(listed wmo1)" = "$cases" ] || { echo "not all cases are there"; return 1; }
    state=$(as wmo1 access list --json 2>>"$err" | python3 -c 'import json, sys
o = json.load(sys.stdin)
print(*[p["state"] for p in o["persons"] if p["person"] == "oss.nl/p-wmo2"], "finished" if o["finished"] else "unfinished")')
    case $state in
    "fits finished") after=$((after + 1)) ;;
    "fits unfinished") cut=$((cut + 1)); as wmo1 access add p-wmo2 || return 1 ;;
    "other-key finished") as wmo1 access add p-wmo2 || return 1 ;;
    *) echo "access: $state"; return 1 ;;
    esac
    SLUIS_KEY=$T/keys/wmo2.old.key SLUIS_HOME=$T/wmo quietly sluis status --passphrase-fd 9 9<keys/wmo2.pass
    [ "$status" -eq 4 ] || { echo "the old key opens it: $status"; return 1; }
    as wmo2 key trust --fingerprint "$fingerprint" >/dev/null && [ "$(listed wmo2)" = "$cases" ] || return 1
    as wmo1 status --json 2>>"$err" | grep -q '"task":"unit-keys-wait"' || { echo "no new keys of the unit"; return 1; }
    [ "$(grep -c . wmo/unit.card)" -gt 0 ] && ! cmp -s wmo/unit.card kept-wmo/unit.card && no_temporaries wmo
}
tried=0 after=0 cut=0
killed_everywhere "replacing a key" replaced name 1 as wmo1 access add p-wmo2
killed_everywhere "replacing a key" replaced sync "$(step 6)" as wmo1 access add p-wmo2
check "some were cut off ($cut), some done ($after) of $tried" test "$cut" -gt 0 -a "$after" -gt 0 -a $((cut + after)) -lt "$tried"

run "the log verifies" 0 log_verifies wmo
finish
