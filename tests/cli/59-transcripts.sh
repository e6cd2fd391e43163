#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What people see: a consulent's day, a colleague's at the other team, an officer's and an auditor's, in Dutch and English at 40, 80 and 120
# columns, against the files in transcripts/, so that a change of what is shown is read by whoever reviews it. Ids,
# fingerprints and hashes, which differ from run to run, are replaced by as many x.
#
#   SLUIS_GOLDEN=1 meson test -C build cli/59-transcripts   writes the files anew; then read the difference
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
cat >clients.ndjson <<'END'
{"burgerservicenummer":"999990019","naam.voornamen":"Daan","naam.geslachtsnaam":"Bakker","geboorte.datum":"1980-03-01","zaak.identificatie":"PW-2026-00103","wet":"pw","gegevensbron":"pw"}
{"burgerservicenummer":"999990020","naam.voornamen":"Eva","naam.voorvoegsel":"van den","naam.geslachtsnaam":"Bakker","geboorte.datum":"1990-04-02","zaak.identificatie":"PW-2026-00104","wet":"pw","gegevensbron":"pw"}
{"burgerservicenummer":"999990032","naam.voornamen":"Piet","naam.geslachtsnaam":"Jansen","geboorte.datum":"1970-05-03","zaak.identificatie":"PW-2026-00105","wet":"pw","gegevensbron":"pw"}
END
printf 'Dossier;BSN;Achternaam;Geb. datum\r\nPW-2026-00106;999990044;Vis;31-02-1990\r\nPW-2026-00107;999990045;Smit;1-2-1991\r\n' >export.csv
printf 'het ondertekende formulier\n' >form.txt
must sluis-officer agreement new --template wmo-zorg -o next.note
must sluis-officer roster set --log-months 60 --roster roster-2.note -o roster-3.note
must as wi1 import clients.ndjson
must as wi1 consent record --record PW-2026-00104 --kind both --to oss.nl/wmo --purpose onderzoek-2.3.2 --until 2027-11-01 "${said[@]}"
tar -cf "$T/.before" --exclude=./.before --exclude=./.out --exclude=./.err .

# What was typed, and all that stood on the screen.
seen() { # WHO ANSWER… -- PROGRAM ARGUMENT…
    local who=$1 n=0 a key=()
    shift
    for a; do n=$((n + 1)); [ "$a" = -- ] && break; done
    local program=${*:n+1:1}
    # shellcheck disable=SC2016
    [ "$who" = nobody ] || key=(bash -c '"$@" --passphrase-fd 9 9<"$0"' "$T/keys/$who.pass")
    printf '\n$ %s\n' "${*:n+1}"
    NO_COLOR=1 TYPED_SIZE=999x$columns SLUIS_KEY=keys/$who.key SLUIS_HOME=${who%[0-9]} python3 -S "$SLUIS_SOURCE/tests/cli/answer_questions.py" "${@:1:n}" \
        "${key[@]}" "$program" "${@:n+2}" --lang "$language" --no-pager 2>&1
    printf '[%d]\n' "$?"
}

consulent() {
    seen wi1 -- sluis status
    seen wi1 -- sluis list
    seen wi1 -- sluis import export.csv
    seen wi1 bakker 1 jansen 1 '' '?' '' '' y '' '' form '' '' form.txt 'At the desk.' y stick -- sluis send
    seen wi1 -- sluis status
    seen wi1 jansen . -- sluis send
    seen wi1 -- sluis show PW-2026-00103
    seen wi1 -- sluis show PW-2026-99999
    seen wi1 'bakker daan' 1 1 y y -- sluis consent withdraw
    seen wi1 -- sluis log show --last 3
}

colleague() {
    must as wi1 send --record PW-2026-00104 --to oss.nl/wmo --purpose onderzoek-2.3.2 --yes -o stick
    seen wmo1 -- sluis open stick --reply stick
    seen wmo1 -- sluis open clients.ndjson
    seen wmo1 -- sluis list
    seen wmo1 -- sluis status
    seen wmo1 . -- sluis preview
    seen wmo1 -- sluis restriction list
    seen wmo1 -- sluis doctor --home nowhere
}

officer() {
    seen nobody -- sluis-officer roster show roster-2.note
    seen po1 n -- sluis-officer roster sign roster-3.note
    seen po1 y -- sluis-officer roster sign roster-3.note
    seen nobody -- sluis-officer agreement check next.note --roster roster-2.note
    seen nobody -- sluis-officer roster add cards/wi1.card --roster roster-3.note
    seen nobody -- sluis-officer roster show cards/wi1.card
}

auditor() {
    must as wi1 send --record PW-2026-00104 --to oss.nl/wmo --purpose onderzoek-2.3.2 --yes -o stick
    must as wmo1 open stick --reply stick
    must as wi1 open stick
    must as wi1 log export bundle
    seen nobody -- sluis-audit verify bundle --roster roster-1.note --fingerprint "$fingerprint"
    seen nobody -- sluis-audit verify wi --roster roster-1.note --fingerprint "$fingerprint"
}

# Every command with nothing but its name, where nobody can be asked: what it lacks, all of it, or what it says.
bare() {
    local program words who passphrase
    for program in sluis sluis-officer sluis-audit; do
        who=wi1
        [ "$program" = sluis ] || who=po1
        "$program" --dump-commands >commands
        while IFS= read -r words; do
            passphrase=()
            ! grep -q "^option	$words	--passphrase-fd" commands || passphrase=(--passphrase-fd 9)
            # shellcheck disable=SC2086 # a command of two words
            SLUIS_KEY=keys/$who.key SLUIS_HOME=wi "$program" $words "${passphrase[@]}" </dev/null >said 2>failed 9<"$T/keys/$who.pass"
            printf '%s %s [%d]\n' "$program" "$words" "$?"
            head -n 3 failed
            head -n 1 said
        # What the machine is like, and what stays behind in it, is another test's.
        done < <(sed -n 's/^command\t\([^\t]*\)\t.*/\1/p' commands | grep -vxE 'doctor|unlock|lock|help|version')
    done
}

# The length stays: it is what a layout follows.
masked() { # FILE
    python3 - "$1" <<'PYTHON'
import re
import sys

text = open(sys.argv[1], encoding="utf-8").read().replace("\r", "")
for pattern in (r"\b[0-9a-f]{4}(?:\s+[0-9a-f]{4}){9,}\b", r"\b\d{5}(?:\s+\d{5}){5,}\b", r"age1[0-9a-z]{10,}", r"\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+",
                r"(?<![\w-])[0-9a-f]{6,64}(?![\w])"):
    text = re.sub(pattern, lambda m: re.sub(r"\S", "x", m[0]), text)
print(text, end="")
PYTHON
}

# Nothing that a screen reader or a pipe would stumble over, and nothing that is broken off.
readable() { # FILE COLUMNS
    ! grep -nP '[\x00-\x08\x0b-\x1f\x7f]|\x{2026}$|[\x{2500}-\x{259f}]' "$1" && python3 - "$@" <<'PYTHON'
import sys

for number, line in enumerate(open(sys.argv[1], encoding="utf-8"), 1):
    line = line.rstrip("\n")
    if len(line) > int(sys.argv[2]) and not line.startswith("$ ") and max(map(len, line.split())) < int(sys.argv[2]) // 2:
        sys.exit(f"{number}: {line}")
PYTHON
}

for role in consulent colleague officer auditor; do
    for language in nl en; do
        for columns in 40 80 120; do
            name=$role.$language.$columns
            rm -rf wi wmo stick bundle roster-3.note
            tar -xf .before
            mkdir stick
            $role >day.txt 2>day.err
            masked day.txt >"$name.txt"
            check "$name: its commands ran" test ! -s day.err
            check "$name: can be read, by ear too" readable "$name.txt" "$columns"
            expected=$SLUIS_SOURCE/tests/cli/transcripts/$name.txt
            [ -z "${SLUIS_GOLDEN:-}" ] || cp "$name.txt" "$expected"
            check "$name: is as it was reviewed" diff -u "$expected" "$name.txt"
        done
    done
done
rm -rf wi wmo
tar -xf .before
bare >bare.txt 2>day.err
check "each command can be run bare" test ! -s day.err
[ -z "${SLUIS_GOLDEN:-}" ] || cp bare.txt "$SLUIS_SOURCE/tests/cli/transcripts/bare.en.txt"
check "what it lacks is told at once, as it was reviewed" diff -u "$SLUIS_SOURCE/tests/cli/transcripts/bare.en.txt" bare.txt
finish
