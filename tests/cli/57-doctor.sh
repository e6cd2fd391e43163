#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# `doctor`: each check, where nothing is wrong and made to fail; it looks at the rest all the same, and logs nothing.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
health() { # CHECK STATE [FINDING]: of the last run, which was with --json
    expect_json "[(c['health'], c['finding']) for c in o['checks'] if c['check'] == '$1'][0]" "[\"$2\", $([ $# -gt 2 ] && echo "\"$3\"" || echo null)]"
}

before=$(log_size wi1)
run "nothing is wrong" 0 as wi1 doctor --json
for check in home disk room store pages clock roster witnesses key; do health "$check" fine; done
health agreements remark
run "for people" 0 as wi1 doctor
expect_out 'oss.nl/wi'
expect_out '^Nothing is wrong; there is something to mind'
run "in Dutch" 0 as wi1 doctor --lang nl
expect_out '^Er is niets mis; er is iets om op te letten'
run "for who listens" 0 as wi1 doctor --plain
expect_out '^looked at: clock$'
run "on a terminal the verdict has a colour, and says it in words" 0 env TERM=xterm SLUIS_KEY="$T/keys/wi1.key" SLUIS_HOME="$T/wi" python3 -S "$SLUIS_SOURCE/tests/cli/screen.py" 90x100 Passphrase 'passphrase of wi1\n' -- sluis doctor --no-pager
expect_out '\{1;3[23]\}Nothing is wrong'
[ "$(log_size wi1)" = "$before" ]
report $? "and nothing was logged"

# --- the key ---

chmod 644 keys/wi1.key
run "a key that others can read" 1 as wi1 doctor --json
health key wrong file-unsafe
health store fine
chmod 600 keys/wi1.key
echo wrong >wrong
run "the wrong passphrase" 4 env SLUIS_KEY="$T/keys/wi1.key" SLUIS_HOME="$T/wi" sluis doctor --json --passphrase-fd 9 9<wrong
health store wrong wrong-passphrase
health roster unknown wrong-passphrase
health room fine
run "no key" 2 env SLUIS_HOME="$T/wi" sluis doctor --json
health key unknown usage
health store wrong usage
run "a key file that isn't there" 5 env SLUIS_HOME="$T/wi" SLUIS_KEY="$T/none.key" sluis doctor --json
health key wrong file-missing
run "no terminal to ask on" 4 env SLUIS_HOME="$T/wi" SLUIS_KEY="$T/keys/wi1.key" setsid sluis doctor --json
health store wrong no-terminal

# --- the folder and the store ---

run "no home" 2 env SLUIS_KEY="$T/keys/wi1.key" sluis doctor --json
health home unknown usage
health key fine
run "a folder that isn't there" 5 env SLUIS_KEY="$T/keys/wi1.key" SLUIS_HOME="$T/nowhere" sluis doctor --json
health home wrong file-missing
health store wrong file-missing
chmod 755 wi
run "a folder that others can enter" 1 as wi1 doctor --json
health home wrong file-unsafe
chmod 700 wi
cp -a wi kept
python3 - "$T/wi/store.db" <<'END'
import sys
with open(sys.argv[1], "r+b") as f:
    size = f.seek(0, 2)
    f.seek(size - 2000)
    byte = f.read(1)
    f.seek(size - 2000)
    f.write(bytes([byte[0] ^ 1]))
END
run "a store that is damaged somewhere" 3 as wi1 doctor --json
expect_json 'o["verdict"]' wrong
rm -rf wi && cp -a kept wi
rm wi/anchor
run "a store without its anchor" 3 as wi1 doctor --json
health store wrong store-anchor
health home fine
rm -rf wi && mv kept wi
run "another unit's clerk" 4 env SLUIS_KEY="$T/keys/wmo1.key" SLUIS_HOME="$T/wi" sluis doctor --json --passphrase-fd 9 9<"$T/keys/wmo1.pass"
health store wrong no-usable-key
if mkdir small && mount -t tmpfs -o size=256k,mode=700 tmpfs small 2>/dev/null; then
    head -c 260000 /dev/zero >small/full 2>/dev/null
    run "a disk without room" 1 env SLUIS_KEY="$T/keys/wi1.key" SLUIS_HOME="$T/small" sluis doctor --json --passphrase-fd 9 9<"$T/keys/wi1.pass"
    health room wrong disk-full
    umount small
else
    skip "a disk without room" "nothing can be mounted here"
fi

# --- time ---

run "a clock that went back" 1 at 2026-10-01T10:00:00Z as wi1 doctor --json
health clock wrong clock
run "a roster that is to be reviewed, and a table of grounds that wasn't read again" 8 at 2027-10-15T10:00:00Z as wi1 doctor --json
health roster remark
health agreements wrong agreement-not-valid
run "one that wasn't" 8 at 2027-12-15T10:00:00Z as wi1 doctor --json
health roster wrong roster-past-review
run "and long past" 8 at 2028-06-15T10:00:00Z as wi1 doctor --json
health roster wrong roster-past-review

# --- agreements, and how long the post can go on ---

printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"Z-1"}\n' >cases.ndjson
must as wi1 import cases.ndjson
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
must as wi1 consent record --all --kind both "${goal[@]}" --until 2027-06-01 "${said[@]}"
must as wi1 pack "${goal[@]}" --all
days=$(sed -n 's/^witness_days: //p' "$T/agreement.note")
last() { date -u -d "2026-11-23 + $1 days" +%FT10:00:00Z; }
if [ "${days:-0}" -gt 7 ]; then
    run "the post can go on" 0 at "$(last 1)" as wi1 doctor --json
    health witnesses fine
    run "days run out" 0 at "$(last $((days - 3)))" as wi1 doctor --json
    health witnesses remark
    run "and are over" 8 at "$(last $((days + 2)))" as wi1 doctor --json
    health witnesses wrong unwitnessed-too-long
    at "$(last $((days + 2)))" as wi1 pack "${goal[@]}" --all --json >"$out" 2>"$err" </dev/null
    expect_json 'o["error"]["finding"]' unwitnessed-too-long
    run "to the day that packing says" 0 at "$(last "$days")" as wi1 doctor --json
else
    skip "how long the post can go on" "this agreement has no bound"
fi

# --- the machine ---

run "characters of another kind" 0 env LC_ALL=C SLUIS_KEY="$T/keys/wi1.key" SLUIS_HOME="$T/wi" sluis doctor --json --passphrase-fd 9 9<"$T/keys/wi1.pass"
health locale remark

# --- officers ---

run "an officer's" 0 sluis-officer doctor --key keys/po1.key --json
health key fine
expect_json 'len([c for c in o["checks"] if c["check"] in ("store", "home")])' 0
run "with a roster" 8 at 2027-12-15T10:00:00Z sluis-officer doctor --key keys/po1.key --roster roster-2.note --json
health roster-file wrong roster-past-review
run "that isn't one" 1 sluis-officer doctor --key keys/po1.key --roster cards/po1.card --json
health roster-file wrong wrong-kind-of-file
finish
