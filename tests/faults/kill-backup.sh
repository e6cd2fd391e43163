#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# kill -9, and a full disk, while a backup is made and while a store comes out of one: what has its name is
# whole, the backup of before stays until the new one is there, and the same command again does what was cut off.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

partnership
printf '{"wet":"wmo","gegevensbron":"wmo","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"Z-%d"}\n' \
    $(seq 100) >cases.ndjson
must as wmo1 import cases.ndjson
cases=$(listed wmo1)
mkdir copies
must as wmo1 backup --to-clerks -o copies --keep 1
keep wmo copies

restored() { # BACKUP DIR
    sluis restore "$1" "$2" --fingerprint "$fingerprint" --key keys/wmo2.key --passphrase-fd 9 9<keys/wmo2.pass
}
is_whole() { # DIR: by its own check, which an auditor's export would repeat
    local found
    found=$(SLUIS_HOME=$1 SLUIS_KEY=keys/wmo1.key sluis check --json --passphrase-fd 9 9<keys/wmo1.pass 2>>"$err" |
        python3 -c 'import json, sys; print([c["check"] for c in json.load(sys.stdin)["checks"] if c["health"] != "fine"])')
    [ "$found" = '[]' ] || { echo "$1: $found"; return 1; }
}

# Whatever the place: every file under its name is a backup, there is one at least, and the store goes on.
backed_up() {
    local file files
    files=(copies/oss.nl_wmo-*.backup)
    [ -e "${files[0]}" ] || { echo "no backup is left"; return 1; }
    [ ${#files[@]} -le 2 ] || { echo "${#files[@]} backups"; return 1; }
    for file in "${files[@]}"; do
        rm -rf out-of-it
        restored "$file" out-of-it >/dev/null || { echo "$file doesn't restore"; return 1; }
    done
    is_whole out-of-it || return 1
    [ "$(listed wmo1)" = "$cases" ] && no_temporaries wmo || return 1
    at 2026-11-23T12:00:00Z as wmo1 backup --to-clerks -o copies --keep 1 >/dev/null || return 1
    files=(copies/*)
    [ "${files[*]##*-}" = 20261123T120000Z.backup ] || { echo "then: ${files[*]}"; return 1; }
    no_temporaries copies
}

# There is a whole store, or none; and the command again makes one.
came_out() {
    if [ -e anew ]; then after=$((after + 1)); else cut=$((cut + 1)); restored one.backup anew >/dev/null || return 1; fi
    is_whole anew && [ -z "$(find . -maxdepth 1 -name '.anew*')" ]
}

as_before() { back wmo copies; rm -rf anew; }
tried=0 after=0 cut=0
making=(at 2026-11-23T11:00:00Z as wmo1 backup --to-clerks -o copies --keep 1)
killed_everywhere "a backup" backed_up name 1 "${making[@]}"
killed_everywhere "a backup" backed_up sync "$(step 5)" "${making[@]}"
killed_everywhere "a backup" backed_up write "$(step 40)" "${making[@]}"

# A disk that fills up while it is written: no file, the one of before, and an entry that says so.
back wmo copies
before=$(ls copies)
calls write "${making[@]}"
back wmo copies
run "a disk that fills up" 1 faulty write enospc $((calls - 3)) "${making[@]}"
[ "$(ls -A copies)" = "$before" ]
report $? "leaves the backup of before, and nothing else"
run "which the log tells" 0 as wmo1 log show --last 1 --json
expect_json '[(x["action"], x["finding"]) for x in o["entries"]]' '[["backup", "disk-full"]]'

back wmo copies
cp copies/*.backup one.backup
tried=0 after=0 cut=0
killed_everywhere "a restore" came_out name 1 restored one.backup anew
killed_everywhere "a restore" came_out sync "$(step 6)" restored one.backup anew
killed_everywhere "a restore" came_out write "$(step 40)" restored one.backup anew
check "some were cut off ($cut), some done ($after) of $tried" test "$cut" -gt 0 -a "$after" -gt 0 -a $((cut + after)) -eq "$tried"
rm -rf anew
calls write restored one.backup anew
rm -rf anew
run "a disk that fills up" 1 faulty write enospc $((calls / 2)) restored one.backup anew
check "leaves nothing" test -z "$(find . -maxdepth 1 -name '*anew*')"
back wmo
run "the log verifies" 0 log_verifies wmo
finish
