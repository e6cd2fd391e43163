#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What the kernel is asked, seen by strace, through the whole main job from the first
# key to the audit: no client's data in any write but those to standard output, no
# shared memory that is a file's but SQLite's index, and no call for the network.
. "${SLUIS_SOURCE:?}/tests/faults/lib.sh"

if ! strace -o .trace -e trace=write true 2>"$err"; then
    for name in "no client's data is written" "no socket is made"; do
        skip "$name" "strace can't trace here: $(head -1 "$err")"
    done
    finish
fi

# Wrappers by the programs' names, so that everything that lib.sh does is seen too.
mkdir -p traces wrapped
for program in sluis sluis-officer sluis-audit; do
    cat >"wrapped/$program" <<WRAPPER
#!/usr/bin/env bash
exec strace -f -y -qq -s 1048576 -o "$T/traces/$program.\$\$" \\
    -e trace=write,writev,pwrite64,pwritev,pwritev2,sendfile,copy_file_range,splice,vmsplice,mmap,%network \\
    "$SLUIS_BIN/$program" "\$@"
WRAPPER
    chmod +x "wrapped/$program"
done
PATH=$T/wrapped:$PATH
unset SLUIS_CACHE # the partnership is made under strace, too

# One marker leaves (a first name), one stays (the notes).
mark_rows() {
    python3 "$SLUIS_SOURCE/tests/faults/mark_rows.py"
}

partnership
"$SLUIS_SOURCE/scripts/seed-wi" "$SLUIS_SOURCE/tests/data/gba-v-testset-20220502.csv" 7 | sed -n 1,12p | mark_rows >ten.csv
run "import" 0 as wi1 import ten.csv --map "$map"
sed '3s/^9/8/' ten.csv >one-wrong.csv
run "import with a row that is rejected" 9 as wi1 import one-wrong.csv --map "$map"
as wi1 list --json >list.json
mapfile -t ids < <(python3 -c 'import json; [print(r["id"]) for r in json.load(open("list.json"))["records"] if r["case"]]' | sed -n 1,10p)
run "consent" 0 as wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --record "${ids[@]}"
run "consent list" 0 as wi1 consent list --record "${ids[0]}"
run "list" 0 as wi1 list
run "show" 0 as wi1 show "${ids[0]}"
expect_out Kwetsbaarheidszin
printf 'Zeldzaamsteria\n' >terms
run "search" 0 with terms as wi1 search
run "preview" 0 as wi1 preview "${goal[@]}" --record "${ids[@]}" --clients
run "pack" 0 as wi1 pack "${goal[@]}" --record "${ids[@]}" -o ten.sluis
run "open" 0 as wmo1 open ten.sluis
run "show what came" 0 as wmo1 list
run "the receipt" 0 as wi1 open wmo/outbox/*-receipt.sluis
run "open it again" 6 as wmo1 open ten.sluis
head -c 30000 ten.sluis >cut.sluis
run "open a damaged one" 3 as wmo1 open cut.sluis
run "status" 0 as wi1 status
run "log show" 0 as wi1 log show
run "log export" 0 as wi1 log export bundle
run "audit" 0 sluis-audit verify bundle --roster roster-1.note --fingerprint "$fingerprint"
check "the programs were traced" test "$(find traces -type f | wc -l)" -gt 40

check "no client's data is written but to standard output, nor anything that is compressed only" python3 "$SLUIS_SOURCE/tests/faults/judge_trace.py" canary traces/*
check "no file is written through memory but SQLite's index" python3 "$SLUIS_SOURCE/tests/faults/judge_trace.py" memory traces/*
check "no call for the network" python3 "$SLUIS_SOURCE/tests/faults/judge_trace.py" network traces/*

# The judge can see: what may write plaintext does, and a program that makes a socket is told.
rm traces/*
run "export" 0 as wi1 export -o plain.ndjson --record "${ids[0]}"
refute "an export's plaintext is seen" python3 "$SLUIS_SOURCE/tests/faults/judge_trace.py" canary traces/*
rm traces/*
run "a file of rejects" 9 as wi1 import one-wrong.csv --map "$map" --rejects rejects.csv
refute "its rows are seen" python3 "$SLUIS_SOURCE/tests/faults/judge_trace.py" canary traces/*
rm traces/*
strace -f -y -qq -s 1048576 -e trace=write -o traces/gzip python3 -c '
import os, zlib
z = zlib.compressobj(6, zlib.DEFLATED, 31)
os.write(os.open("member.gz", os.O_WRONLY | os.O_CREAT, 0o600), z.compress(b"{}") + z.flush())'
refute "a compressed member is seen" python3 "$SLUIS_SOURCE/tests/faults/judge_trace.py" canary traces/gzip
strace -f -y -qq -e trace=%network -o traces/socket python3 -c 'import socket; socket.socket(socket.AF_UNIX).close()'
refute "a socket is seen" python3 "$SLUIS_SOURCE/tests/faults/judge_trace.py" network traces/socket
finish
