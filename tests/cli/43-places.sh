#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Where programs read and write: every option that writes, from the tables of commands,
# against places where nothing may be written; pipes, folders, links, and disks that are
# full or read-only.
# shellcheck disable=SC2317,SC2154 # functions are called by name; fingerprint and said are lib.sh's
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership

# --- outputs: every one that the tables have ---
ln keys/wmo1.key hard-link.key
ln -s "$T/wmo" another-way
sums() { find "$T/wmo" "$T/wi" "$T/keys" -type f -exec sha256sum {} + | LC_ALL=C sort; }
sums >sums.before

# A line each: the command's words, then the option, or "argument"; then how many arguments it wants besides.
outputs_of() { # PROGRAM
    "$1" --dump-commands | awk -F'\t' '
        $1 == "command" {
            wants = 0; n = split($3, words, " ")
            for (i = 1; i <= n; i++) wants += words[i] !~ /^\[/
            if ($6 == "output") print $2 "\t" "argument" "\t" wants - 1
        }
        $1 == "option" && $7 == "output" { print $2 "\t" $3 "\t" wants }'
}
to() { # TARGET: the words of the command with TARGET as its output
    local words=()
    read -ra words <<<"$name"
    for ((i = 0; i < wants; i++)); do words+=(x); done
    if [ "$option" = argument ]; then words+=("$1"); else words+=("$option" "$1"); fi
    SLUIS_HOME=$T/wmo SLUIS_KEY=$T/keys/wmo1.key "$program" "${words[@]}"
}
complains_of_place() { to "$1" 2>&1 | grep -E 'folder of a store|name a file|this is what the command reads'; }
tried=0
for program in sluis sluis-officer sluis-audit; do
    while IFS=$'\t' read -r name option wants; do
        tried=$((tried + 1))
        what="$program $name $option"
        run "$what: not to standard output" 2 to -
        expect_err 'name a file'
        for place in wmo/store.db wmo/new wmo/../wmo/anchor another-way/anchor wi/store.db wmo/evidence/new; do
            mkdir -p wmo/evidence
            run "$what: not in a store: $place" 2 to "$place"
            expect_err 'folder of a store'
        done
        run "$what: not over the key, whatever it is called" 2 to hard-link.key
        expect_err 'reads'
        run "$what: not through a link or a device" 1 to /dev/stdout
        run "$what: what is free is not refused for that" 1 complains_of_place wmo/outbox/new
    done < <(outputs_of "$program")
done
rmdir wmo/evidence
rm -r wmo/outbox/new*
check "there were such options" test "$tried" -gt 15
for program in sluis sluis-officer sluis-audit; do
    "$program" --dump-commands | awk -F'\t' '$1 == "option" && $7 != "output" && tolower($6) ~ /^(write|put a copy)|write it/ { print; bad = 1 } END { exit bad }' >unmarked
    report $? "$program: every option that says that it writes is marked as one" || sed 's/^/# /' unmarked
done
sums >sums.after
check "stores and keys are as they were" cmp sums.before sums.after
refute "and nothing is called -" test -e ./-

printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"%s","naam.geslachtsnaam":"%s","zaak.identificatie":"%s"}\n' \
    999990019 Brouwer Z-1 999990020 Adelaar Z-2 >cases.ndjson
must as wi1 import cases.ndjson
printf '999990019\n' >bsns
run "a list of clients isn't replaced by what it chose" 2 as wi1 export --select-from bsns --force -o bsns
run "an export may stand in the outbox" 0 as wi1 export --select-from bsns -o wi/outbox/clear.ndjson
run "and replaces another file when it is told to" 0 as wi1 export --select-from bsns --force -o wi/outbox/clear.ndjson
rm wi/outbox/clear.ndjson

# --- pipes ---
run "clients from a process" 0 as wi1 list --select-from <(printf '999990019\n') --json
expect_json 'o["total"]' 1
mkfifo named
(cat bsns >named) &
run "clients from a pipe with a name" 0 as wi1 list --select-from named --json
expect_json 'o["total"]' 1
wait
run "a mapping from a process" 1 as wi1 import cases.ndjson --map <(printf 'source: &a x\n')
expect_err 'anchor'
run "a roster from a process" 0 sluis-officer roster verify <(cat roster-1.note) --fingerprint "$fingerprint"
ln -s bsns linked
run "a link stays what isn't followed" 1 as wi1 list --select-from linked
expect_err 'a link, a device'
gone() { { sleep 0.3; "$@" 2>gone.err; echo $? >gone.code; } | true; }
for program in sluis sluis-officer sluis-audit; do gone "$program" --help; cat gone.code gone.err >"gone-$program"; done
gone as wi1 list --json
check "who has read enough is told nothing more" cmp <(cat gone.code gone.err gone-sluis*) <(printf '0\n0\n0\n0\n')

# --- folders and files ---
must as wi1 log export audit
must bash -c 'python3 -m zipfile -c audit.zip audit/'
run "a folder in which nothing is for this unit" 0 as wi1 open audit
expect_out 'Nothing new to open'
for command in "sluis-audit verify" "sluis-audit report -o page --tester oss.nl/p-po1" "sluis-audit sample --count 1 --nonce 00112233445566778899aabbccddeeff"; do
    # shellcheck disable=SC2086 # words
    run "$command of a zip" 1 $command audit.zip --fingerprint "$fingerprint"
    expect_err 'unpack it'
    # shellcheck disable=SC2086
    run "$command of the folder above" 1 $command . --fingerprint "$fingerprint"
    expect_err 'holds no log'
    # shellcheck disable=SC2086
    run "$command of a folder in it" 1 $command audit/rosters --fingerprint "$fingerprint"
    expect_err 'holds no log'
done
rm audit/checkpoint
run "of a log that lacks a part there is a verdict" 3 sluis-audit verify audit --fingerprint "$fingerprint"

# --- disks ---
as_full() { as wi1 "$@" >/dev/full; }
run "what is told doesn't fit" 1 as_full list
expect_err 'what it did is done'
refute_err 'nothing was changed'
export -f as
export T
mounted() { # MOUNT-ARGUMENTS COMMAND…: in a name space of its own
    # shellcheck disable=SC2016 # for the other shell
    unshare -rm bash -c 'eval "mount $1" && "${@:2}"' _ "$@"
}
mkdir stick
if mounted '-t tmpfs -o size=4k tmpfs stick' true 2>/dev/null; then
    must as wi1 consent record --all --kind both --to oss.nl/wmo --purpose onderzoek-2.3.2 --until 2027-01-01 "${said[@]}"
    run "a copy for a full stick" 1 mounted '-t tmpfs -o size=4k tmpfs stick' as wi1 pack --to oss.nl/wmo --purpose onderzoek-2.3.2 --all -o stick/cases.sluis
    expect_err 'only this copy of it failed .*wi/outbox/oss.nl_wmo-000001-cases.sluis'
    refute_err 'nothing was changed|same command again'
    run "and the package that is named opens" 0 as wmo1 open wi/outbox/oss.nl_wmo-000001-cases.sluis
    run "an export for a full stick" 1 mounted '-t tmpfs -o size=4k tmpfs stick; head -c 4096 /dev/zero >stick/other' as wi1 export --all -o stick/clear
    expect_err 'the disk is full; nothing was changed'
    for command in list status "export --all -o clear" "pack --all --to oss.nl/wmo --purpose onderzoek-2.3.2"; do
        # shellcheck disable=SC2086 # words
        run "a store on a read-only file system: $command" 1 mounted '--bind wi wi && mount -o remount,ro,bind wi' as wi1 $command
        expect_err 'read-only'
        refute_err 'no such file'
    done
else
    skip "full and read-only disks" "no name spaces here"
fi
finish
