#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# With --json every command prints one object, whether it does what was asked or not.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

one_object() { # NAME EXIT COMMAND…
    run "$1" "$2" "${@:3}" --json || return
    expect_json 'o["sluis"]' 1
    case $2 in
    0 | 9) expect_json '"error" in o' false ;;
    *) expect_json '"error" in o' true ;;
    esac
}

partnership
printf '%s\n' '{"burgerservicenummer":"999990019","naam.geslachtsnaam":"Jansen","zaak.identificatie":"Z1","wet":"pw","gegevensbron":"pw"}' \
    '{"burgerservicenummer":"999990020","naam.geslachtsnaam":"Peters","zaak.identificatie":"Z2","wet":"pw","gegevensbron":"pw"}' \
    'nonsense' >cases.ndjson
exchange=(--to oss.nl/wmo --purpose onderzoek-2.3.2)

one_object "import" 9 as wi1 import cases.ndjson
one_object "import of nothing" 5 as wi1 import nothing
one_object "import with rejects" 9 as wi1 import cases.ndjson --rejects rejects.csv
echo mine >mine.csv
one_object "a file that isn't one of rejects" 6 as wi1 import cases.ndjson --rejects mine.csv
one_object "undo of nothing" 5 as wi1 import --undo 99
one_object "list" 0 as wi1 list
id=$(json 'o["records"][0]["id"]')
one_object "list of an unknown record" 5 as wi1 list --record "${id//[0-9a-f]/0}"
one_object "show" 0 as wi1 show "$id" --history
one_object "show of nothing" 5 as wi1 show nothing
one_object "export" 0 as wi1 export --all -o out.ndjson
one_object "export over a file" 6 as wi1 export --all -o out.ndjson
: >empty
one_object "an empty selection" 2 as wi1 list --select-from empty
one_object "consent record" 0 as wi1 consent record --kind both "${exchange[@]}" --until 2027-01-01 "${said[@]}" --all
one_object "consent for no purpose" 8 as wi1 consent record --kind both --to oss.nl/wmo --purpose x --until 2027-01-01 "${said[@]}" --all
one_object "consent list" 0 as wi1 consent list --all
consent=$(json '[c["id"] for c in o["consents"] if c["bsn"] == "999990020"][0]')
one_object "consent withdraw" 0 as wi1 consent withdraw "$consent"
one_object "consent withdraw again" 6 as wi1 consent withdraw "$consent"
one_object "preview" 0 as wi1 preview "${exchange[@]}" --all --clients
one_object "preview for no purpose" 8 as wi1 preview --to oss.nl/wmo --purpose x --all
size=$(log_size wi1)
one_object "pack to a folder that isn't there" 5 as wi1 pack "${exchange[@]}" --all -o nowhere/one.sluis
check "packed nothing" test "$(log_size wi1)" = "$size"
one_object "pack" 0 as wi1 pack "${exchange[@]}" --record "$id" "$id" -o one.sluis
expect_json 'o["clients"]' 1
one_object "pack over a file" 6 as wi1 pack "${exchange[@]}" --all -o one.sluis
one_object "status" 0 as wi1 status
one_object "open" 0 as wmo1 open one.sluis
one_object "open again" 6 as wmo1 open one.sluis
run "several files, each told in its place" 1 as wmo1 open cases.ndjson one.sluis agreement.note nothing --json
expect_json '[f.get("finding") for f in o["files"]] == [None, "wrong-kind-of-file", "package-opened-before", "file-missing"]' true
expect_json 'all(f["message"] for f in o["files"] if "finding" in f)' true
one_object "undo of a package" 8 as wmo1 import --undo 1
one_object "log show" 0 as wi1 log show --private
one_object "log export" 0 as wi1 log export logs
one_object "log export over a folder" 6 as wi1 log export logs
one_object "verify" 0 sluis-audit verify logs --roster roster-1.note --fingerprint "$fingerprint"
one_object "verify nothing" 5 sluis-audit verify nowhere --roster roster-1.note --fingerprint "$fingerprint"
one_object "key show" 0 as wi1 key show
one_object "key trust" 0 as wi1 key trust --fingerprint "$fingerprint"
one_object "key trust of another root" 3 as wi1 key trust --fingerprint "${fingerprint//[0-9a-f]/0}"
one_object "lock" 0 as wi1 lock
one_object "roster show" 0 sluis-officer roster show roster-2.note
one_object "roster sign twice" 6 as po2 roster sign roster-2.note
one_object "roster remove" 0 sluis-officer roster remove oss.nl/p-wi2 --roster roster-2.note -o roster-3.note
one_object "roster remove of nobody" 5 sluis-officer roster remove oss.nl/nobody --roster roster-2.note -o roster-4.note
one_object "agreements of a unit" 0 as wi1 agreement list
one_object "an agreement of a unit" 0 as wi1 agreement show
one_object "one that it hasn't" 5 as wi1 agreement show nosuch
one_object "agreement check" 0 sluis-officer agreement check agreement.note
one_object "agreement show" 0 sluis-officer agreement show agreement.note
one_object "catalogue show" 0 sluis-officer catalogue show
one_object "no such command" 2 sluis nonsense
one_object "no such option" 2 as wi1 list --nonsense

finish
