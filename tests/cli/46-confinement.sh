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
