#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What a program doesn't have, take or trust, whoever starts it: capabilities, a configuration of OpenSSL,
# links in a store's folder.
# shellcheck disable=SC2154 # fingerprint is lib.sh's
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership

# --- rights: looked at while the program waits for the rest of what it reads ---
mkfifo slow
# When opening the pipe returns, the program has it open; with one byte of it, it waits for more.
status_of() { # PROGRAM ARGUMENT…: one that reads the pipe
    local child
    SLUIS_KEY=$T/keys/wi1.key SLUIS_HOME=$T/wi "$@" 9<keys/wi1.pass >/dev/null 2>&1 &
    child=$!
    exec 8>slow
    printf x >&8
    grep -E '^(Name|NoNewPrivs|Cap(Inh|Prm|Eff|Amb)):' "/proc/$child/status" | tr -s '\t ' ' '
    exec 8>&-
    wait "$child"
    return 0
}
without_rights() { # PROGRAM ARGUMENT…
    status_of "$@" | LC_ALL=C sort >rights
    { printf 'Name: %s\nNoNewPrivs: 1\n' "$1"; printf 'Cap%s: 0000000000000000\n' Inh Prm Eff Amb; } | LC_ALL=C sort | diff rights -
}
check "sluis has no capability, and gets none" without_rights sluis list --select-from slow --passphrase-fd 9
check "nor has sluis-officer" without_rights sluis-officer roster verify slow --fingerprint "$fingerprint"
check "nor has sluis-audit" without_rights sluis-audit prove slow --fingerprint "$fingerprint"
if [ "$(id -u)" -eq 0 ]; then
    refute "a program of root otherwise has them" without_rights cat slow
else
    skip "a program of root otherwise has them" "not root"
fi

# --- a configuration of OpenSSL may name code to load ---
mkfifo openssl.cnf
reads_configuration() { # COMMAND…: whether it opens the file that OPENSSL_CONF names
    rm -f was-read
    { : >was-read; } 8>openssl.cnf &
    local writer=$!
    OPENSSL_CONF=$T/openssl.cnf "$@" >/dev/null 2>&1
    if [ ! -e was-read ]; then kill "$writer"; fi
    wait "$writer" 2>/dev/null
    test -e was-read
}
check "openssl reads the configuration that it is given" reads_configuration openssl list -providers
refute "sluis doesn't" reads_configuration as wi1 list
refute "nor for its log" reads_configuration as wi1 log export "$T/bundle"
refute "nor does sluis-officer" reads_configuration as po1 key show
refute "nor does sluis-audit" reads_configuration sluis-audit verify "$T/bundle" --fingerprint "$fingerprint"

ln -s wi by-link
by_link() { SLUIS_KEY=$T/keys/wi1.key SLUIS_HOME=$T/by-link sluis list --passphrase-fd 9 9<keys/wi1.pass; }

# --- a passphrase's work: a file that asks for more memory than there is, and one that others made ---
small() { (ulimit -v 700000 && "$@"); }
if small true 2>/dev/null && small as wi1 list >/dev/null 2>&1; then
    python3 -c 'import sys
d = open(sys.argv[1], "rb").read(); i = d.index(b" %s\n" % sys.argv[2].encode())
open("greedy.key", "wb").write(d[:i] + b" 20\n" + d[i + 4:])' keys/wi1.key "$work_factor"
    greedy() { SLUIS_KEY=$T/greedy.key SLUIS_HOME=$T/wi sluis list --passphrase-fd 9 9<keys/wi1.pass; }
    run "a key file that asks for a gibibyte where there is less" 4 small greedy
    expect_err 'takes more memory than there is here; nothing was done'
    expect_err 'greedy.key: .*work factor 20 takes 1024 MiB'
    expect_err 'key passphrase --work-factor 18'
    new_key() { sluis key new oss.nl/p-new -o new.key --work-factor 20 --passphrase-fd 9 9< <(cat keys/wi1.pass keys/wi1.pass); }
    run "nor is one made" 4 small new_key
    refute "there is no such file" test -e new.key
else
    skip "a key file that asks for a gibibyte where there is less" "the address space can't be bounded here"
fi

# --- what a letter takes of the store's disk ---
printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"Z-1"}\n' >case.ndjson
must as wi1 import case.ndjson
must as wi1 consent record --all --kind both --to oss.nl/wmo --purpose onderzoek-2.3.2 --until 2027-01-01 "${said[@]}"
must as wi1 pack --all --to oss.nl/wmo --purpose onderzoek-2.3.2 -o genuine.sluis
for size in 5G 100M; do cp genuine.sluis "sparse-$size"; truncate -s "$size" "sparse-$size"; done
refusals_begin wmo1
refused "five gibibytes of which the header is right" 1 too-large 'no agreement here lets a letter be that large' open sparse-5G
refusals_end
# No file may grow beyond a mebibyte, so whoever begins to copy more than the beginning of a letter is stopped by that.
little() { (ulimit -f 1024 && "$@"); }
run "isn't begun to be copied" 1 little as wmo1 open sparse-5G
expect_err 'no agreement here lets'
endless() { { cat genuine.sluis; yes; } 2>/dev/null | "$@"; }
run "a letter that goes on beyond what a file may have" 1 endless little as wmo1 open -
expect_err 'File too large|nothing was changed'
on_small_disk() { # COMMAND…: with the store on a disk of 32 MiB
    # shellcheck disable=SC2016 # for the other shell
    unshare -rm bash -c 'mv wmo moved && mkdir wmo && mount -t tmpfs -o size=32m,mode=700 tmpfs wmo && cp -a moved/. wmo/ || exit 99
        "$@"; code=$?
        umount wmo; rmdir wmo; mv moved wmo
        exit $code' _ "$@"
}
goes_on() { as wmo1 open sparse-100M; as wmo1 list; }
export -f as little goes_on
export T
if on_small_disk true; then
    run "a letter larger than the disk" 1 on_small_disk as wmo1 open sparse-100M
    expect_err 'the disk is full; nothing was changed'
    run "isn't begun either" 1 on_small_disk little as wmo1 open sparse-100M
    expect_err 'the disk is full; nothing was changed'
    run "one without end stops before the disk is full" 1 endless on_small_disk as wmo1 open -
    expect_err 'bytes of it are kept free'
    run "and the store goes on" 0 on_small_disk goes_on
else
    skip "a letter larger than the disk" "no name spaces here"
fi
run "the letter itself is taken in" 0 as wmo1 open genuine.sluis

# --- links in a store's folder: each name that stands there, and some that may ---
as wi1 list >/dev/null
names=$(cd wi && printf '%s\n' * store.db-wal store.db-shm evidence store.db.before-1 .wi.tmp other)
mkdir away
while read -r name; do
    if [ -e "wi/$name" ]; then mv "wi/$name" away/; fi
    ln -s "$T/away/$name" "wi/$name"
    run "$name is a link" 1 as wi1 list
    expect_err "wi/$name: this is a link"
    rm "wi/$name"
    if [ -e "away/$name" ]; then mv "away/$name" wi/; fi
done <<<"$names"
check "these were more than a few" test "$(wc -l <<<"$names")" -gt 12
touch away/.mine.tmp
mv wi/outbox wi/outbox-before; ln -s ../away wi/outbox
run "and an outbox elsewhere" 1 as wi1 pack --to oss.nl/wmo --purpose onderzoek-2.3.2 --all
check "where nothing is tidied up" test -e away/.mine.tmp
rm wi/outbox
mv wi/outbox-before wi/outbox
run "without links it works" 0 as wi1 list
run "and by a link to the folder itself" 0 by_link
finish
