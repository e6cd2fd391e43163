#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Two officers and a witness set up a partnership in one afternoon: `sluis-officer ceremony`. What they type wrong,
# where they stop, what others do to the transcript, and what of it stands in a unit's log.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

export PAGER=cat
officers() { # OPTION… -- ARGUMENT…: at a terminal
    local n=0 a
    for a; do n=$((n + 1)); [ "$a" = -- ] && break; done
    python3 "$SLUIS_SOURCE/tests/cli/ceremony.py" "${@:1:n}" sluis-officer ceremony "${@:n+1}" --work-factor "$work_factor" --lang en
}
text_of() { sed '/^$/,$d' "$1"; } # of a signed note, without its signatures
steps() { # FOLDER
    python3 - "$1/transcript.note" <<'PYTHON'
import re, sys
rows = re.findall(r"  - step: (\S+)\n((?:    .*\n)*)", open(sys.argv[1]).read())
print(*[step + "".join(":" + v for v in re.findall(r"    (?:about: oss.nl/p-|result: (?=skipped|failed)|tries: )(\S+)", rest))
        for step, rest in rows if step != "resumed"])
PYTHON
}
steps_are() { # NAME FOLDER WANTED
    found=$(steps "$2")
    check "$1" test "$found" = "$3" || explain "$found"
}

for who in po3 wi1 wmo1 aud1; do person "oss.nl/p-$who" "$who"; done
cp keys/wi1.key unbound.key
{ setup_answers wi:pw wmo:wmo; printf '%s\n' 'auditor: oss.nl/p-aud1' 'agreements:' '  - wmo-wi' 'complete: true'; } >answers.yaml
# What the owners of the cards wrote by hand.
papers() { # WHO…
    python3 - "$@" <<'PYTHON'
import hashlib, json, sys
text = {who: open("cards/%s.card" % who, "rb").read().split(b"\n\n")[0] + b"\n" for who in sys.argv[1:]}
json.dump({"pages": [], **{"oss.nl/p-" + who: hashlib.sha256(t).hexdigest() for who, t in text.items()}}, open("papers.json", "w"))
PYTHON
}
begin() { # FOLDER: nobody sat down yet
    rm -rf "$1" pages pages-again papers.json keys/po[12].key
    mkdir "$1"
    cp cards/{po3,wi1,wmo1,aud1}.card "$1"
    papers po3 wi1 wmo1 aud1
    for who in po1 po2; do printf 'passphrase of %s\n' "$who" >"keys/$who.pass"; done
}
all='begun key:po1 key:po2 card-spoken:po1 card-spoken:po2 answers card-spoken:aud1 card-spoken:po3 card-spoken:wi1 card-spoken:wmo1'
end='roster signed:po1 signed:po2 roster-spoken'

# --- beforehand ---

run "the script is printed" 0 sluis-officer ceremony --script --lang en -o script.html
expect_out '^\[  \] Somebody who reads along'
expect_out 'Say: "I am NAME'
expect_out 'hash of the transcript: +____'
expect_out 'page: +script.html'
run "in Dutch" 0 sluis-officer ceremony --script --lang nl -o script-nl.html
expect_out 'Zeg: "Ik ben NAAM'
for lang in nl en; do
    file=script.html
    [ "$lang" = en ] || file=script-nl.html
    check "the page stands alone ($lang)" python3 "$SLUIS_SOURCE/tests/cli/page.py" "$file" "$lang"
done
run "not over another file" 6 sluis-officer ceremony --script -o script.html
run "a ceremony is no script's" 4 sluis-officer ceremony share
expect_err 'no terminal'
run "without a folder" 2 sluis-officer ceremony
expect_err 'something is missing: FOLDER'
refute "and nothing was made" test -e share

# --- an afternoon ---

begin share
run "two officers set up a partnership" 0 officers --recovery --at 'po2 types it=00000 00000 00000 00000 00000 00000 00000 00000 00000 00000 00000 00000 00000 00000 00000 00000' -- share --from answers.yaml
expect_out 'Groups that differ: 1, 2, 3'
expect_out 'The others look away while oss.nl/p-po1 types a passphrase'
expect_out 'Share . of set [0-9]+ is right'
expect_out 'to be signed: +a roster'
expect_out 'its hash, which goes into the units. logs: +[0-9a-f]{4}'
refute_out 'passphrase of po'
steps_are "the transcript says each step" share "${all/card-spoken:po1/card-spoken:po1:1} recovery-key recovery-drill $end"
check "and what went otherwise" grep -q 'words: the printer jammed once' share/transcript.note
check "and who read along" grep -q '^witness: the FG of oss.nl' share/transcript.note
check "both signed it" test "$(grep -c '^— oss.nl/p-po[12] ' share/transcript.note)" = 2
refute "the pages are erased" test -e pages/recovery-share-1.html
refute "no word of a page is in the folder" grep -rq "$(python3 -c 'import json; print(*json.load(open("papers.json"))["pages"][0][4:8])')" share
fingerprint=$(roster_fingerprint share/roster-1.note)
check "its root is the roster's fingerprint" grep -q "^root: \"\\?${fingerprint// /}" share/transcript.note
cp share/transcript.note signed.note
run "again, there is nothing to do" 0 officers -- share
check "and nothing is touched" cmp signed.note share/transcript.note
hash=$(text_of share/transcript.note | sha256sum | cut -c1-64)

# --- in the units' logs ---

run "whoever makes a store takes in the transcript with it" 0 as wi1 join share --fingerprint "$fingerprint"
expect_out 'opened: +share/transcript.note'
run "or init does, at once" 0 as wmo1 init --unit oss.nl/wmo --roster share/roster-1.note --fingerprint "$fingerprint" --transcript share/transcript.note
expect_out 'transcript, whose hash is in the log: +share/transcript.note'
run "as its second entry" 0 as wmo1 log show --json
expect_json '[e["action"] for e in o["entries"]][:2]' '["init", "ceremony"]'
must as wi1 join share
must as wmo1 join share
run "the next roster has the recovery key that was made" 0 as po1 setup share
recipient=$(sed -n 's/^  recipient: //p' share/transcript.note)
check "for each unit, with its keys" test "$(grep -c "recovery: $recipient" share/roster-2.note)" = 2
must as po2 setup share
run "and the units open it" 0 as wi1 join share
expect_out 'can exchange packages'
must as wi1 log export bundle
run "the log verifies" 0 sluis-audit verify bundle --fingerprint "$fingerprint"
second() { python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" "$1" "$fingerprint"; }
run "and by a second verifier" 0 second bundle
check "its hash is in the log, where everybody sees it" grep -aq "\"action\":\"ceremony\",\"statement\":\"sluis.ceremony/v1\",\"statement_hash\":\"$hash\"" bundle/tile/entries/000.p/*
check "the transcript went along" cmp <(text_of "bundle/law/$hash.note") <(text_of signed.note)

# As docs/format/ceremony.md has it, with stock tools.
export TRANSCRIPT=$T/signed.note ROSTER=$T/share/roster-1.note BUNDLE=$T/bundle
for name in $(python3 "$SLUIS_SOURCE/tests/cli/blocks.py" "$SLUIS_SOURCE/docs/format/ceremony.md"); do
    wanted=$hash
    [ "$name" != ceremony-root ] || wanted="${fingerprint// /} ${fingerprint// /}"
    found=$(bash -euo pipefail "work/blocks/$name.sh" | tr '\n' ' ')
    check "as documented: $name" test "$found" = "$wanted "
done

# What auditors say to one that was changed, lost, or put in the place of another.
altered() { # NAME COMMAND…
    rm -rf other && cp -r bundle other
    (cd other && eval "$2")
    run "$1" 3 sluis-audit verify other --fingerprint "$fingerprint"
    run "$1, by a second verifier" 3 second other
}
altered "a transcript that was edited" "sed -i 's/jammed once/worked/' law/$hash.note"
altered "one that is gone" "rm law/$hash.note"
altered "one that an officer didn't sign" "sed -i '/^— oss.nl.p-po2 /d' law/$hash.note"

# --- what a unit refuses ---

refusals_begin wi1
sed 's/jammed once/worked well/' share/transcript.note >edited.note
sed '/^— oss.nl.p-po2 /d' share/transcript.note >half.note
text_of share/transcript.note >draft.note
begin second
must officers -- second --from answers.yaml
refused "a transcript that was edited" 3 signature-bad 'signature' open edited.note
refused "one that an officer didn't sign" 3 signature-missing 'oss.nl/p-po2' open half.note
refused "one that nobody signed" 3 quorum-missing '' open draft.note
refused "one of another partnership" 3 quorum-missing '' open second/transcript.note
refusals_end
run "nor with init" 3 as wmo1 init --home none --unit oss.nl/wmo --roster share/roster-1.note --fingerprint "$fingerprint" --transcript second/transcript.note
expect_err 'of the ceremony in which this partnership began'
refute "then no store is made" test -e none

# --- what officers do wrong ---

steps_are "without a recovery key the transcript says so" second "$all recovery-key:skipped $end"
begin third
run "the same officer twice is refused, and another one asked" 0 officers --officers po1 po1 po2 --stop-after 4 -- third --from answers.yaml
expect_out 'this officer sat down already'
steps_are "and isn't counted twice" third 'begun key:po1 key:po2 card-spoken:po1'
begin third
run "a clerk's key" 0 officers --officers wi1 po1 po2 --stop-after 3 -- third
expect_out "a clerk's key"
begin third
run "a key in the folder that all share" 0 officers --at 'Enter when all are done=third/x.key' --stop-after 4 -- third
expect_out 'and not in the one that you share'
begin third
sed 's/p-po2/p-po4/' answers.yaml >others.yaml
run "somebody who isn't an officer in the answers" 1 officers -- third --from others.yaml
expect_out "oss.nl/p-po2 sits here, and isn't an"
begin third
run "three times another fingerprint ends it" 3 officers --wrong -- third --from answers.yaml
expect_out 'three times the paper said another fingerprint'
expect_out 'end the ceremony'
run "and it can be gone on with" 0 officers -- third --from answers.yaml
steps_are "the transcript has both" third "begun key:po1 key:po2 card-spoken:po1:failed:3 ${all#begun key:po1 key:po2 } recovery-key:skipped $end"
begin third
papers wi1
run "a card without a paper" 0 officers -- third --from answers.yaml
expect_out 'Not compared'
all_skipped=${all/card-spoken:aud1 card-spoken:po3/card-spoken:aud1:skipped card-spoken:po3:skipped}
steps_are "is said" third "${all_skipped/card-spoken:wmo1/card-spoken:wmo1:skipped} recovery-key:skipped $end"
begin third
run "stopped before the pages are printed" 0 officers --recovery --at 'Print pages=.' -- third --from answers.yaml
run "another key is made, in another folder" 0 officers --recovery --at 'In which folder are the pages=pages' -- third
expect_out 'Pages of another key lie there'
steps_are "and both are told" third "$all recovery-key recovery-key recovery-drill $end"
begin third
run "an officer says no to the roster" 0 officers --at 'Sign it.*=n' -- third --from answers.yaml
expect_out "didn't sign the roster: the ceremony stops here"
expect_out 'Go on with: sluis-officer ceremony third'
run "and signs it the other day" 0 officers -- third
steps_are "as the transcript has it" third "$all recovery-key:skipped $end"

# --- stopped at each step ---

begin fourth
stopped=0
while [ "$stopped" -lt 30 ] && ! grep -q '^— oss.nl/p-po2' fourth/transcript.note 2>>"$err"; do
    rows=$(grep -c '  - step: ' fourth/transcript.note 2>>"$err")
    officers --recovery --stop-after $((rows + 2)) -- fourth --from answers.yaml >"$out" 2>"$err" || break
    stopped=$((stopped + 1))
done
check "stopped and begun again, $stopped times" test "$stopped" -gt 10
steps_are "it comes to the same end" fourth "$all recovery-key recovery-drill $end"
check "which says so often that it was stopped" test "$(grep -c 'step: resumed' fourth/transcript.note)" -ge 10
mv unbound.key keys/wi1.key
run "and which a unit takes" 0 as wi1 init --home fifth --unit oss.nl/wi --roster fourth/roster-1.note --fingerprint "$(roster_fingerprint fourth/roster-1.note)" --transcript fourth/transcript.note

# --- a transcript that was changed between ---

begin third
must officers --stop-after 10 -- third --from answers.yaml
sed -i 's/result: done/result: gone/' third/transcript.note
run "a draft that says what no transcript says" 1 officers -- third
finish
