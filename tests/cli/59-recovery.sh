#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# A recovery key: made in shares, listed in the roster, given access, tried in a drill, and used in an
# emergency with stock tools alone. And all that can be wrong with shares.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
words_of() { python3 -c 'import re, sys; print(*re.findall(r"<li[^>]*>([a-z]+)</li>", open(sys.argv[1]).read()))' "$1"; }
combine() { # SHARES-FILE OUT: as a script does
    sluis-officer recovery combine -o "$2" --work-factor "$work_factor" --shares-fd 8 --passphrase-fd 9 8<"$1" 9<"$T/new.pass"
}
drill() { as wmo1 recovery drill --shares-fd 8 "${@:2}" 8<"$1"; } # SHARES-FILE
printf 'vier woorden voor het herstel\n' >new.pass
printf '{"wet":"wmo","gegevensbron":"wmo","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"Z-1"}\n' >cases.ndjson
must as wmo1 import cases.ndjson

# --- made ---

run "a key is made in three shares" 0 sluis-officer recovery split -m 2 -n 3 -o pages --unit oss.nl/wmo --json
recipient=$(json 'o["recipient"]')
expect_json '[s["file"] for s in o["shares"]]' '["pages/recovery-share-1.html", "pages/recovery-share-2.html", "pages/recovery-share-3.html"]'
check "what is printed is its user's alone" test "$(stat -c %a pages/*.html | sort -u)" = 600
run "the pages of before stay" 6 sluis-officer recovery split -m 2 -n 3 -o pages
run "in Dutch, every share needed" 0 sluis-officer recovery split -m 2 -n 2 -o pages-nl --unit oss.nl/wmo oss.nl/wi --lang nl
expect_out 'raakt één blad kwijt'
for wrong in '-m 1 -n 3' '-m 4 -n 3' '-m 2 -n 17' '-m 2' '-n 3'; do
    # shellcheck disable=SC2086 # words
    run "no set is so: $wrong" 2 sluis-officer recovery split $wrong -o none
done
run "nor for what is no unit" 2 sluis-officer recovery split -m 2 -n 3 -o none --unit Oss
check "nothing was made of those" test ! -e none
for n in 1 2 3; do words_of "pages/recovery-share-$n.html" >"share-$n"; done
check "33 words each" test "$(cat share-? | wc -w)" = 99
check "of which those of the set and its shape are the same" test "$(cut -d' ' -f1,2,3 share-? | sort -u | wc -l)" = 1
cat share-1 share-3 >two
cat share-3 share-2 share-1 >three

# --- put together ---

run "two shares give the key" 0 combine two two.key
expect_out "$recipient"
run "in any order, and one more" 0 combine three three.key
expect_out "$recipient"
run "not over another file" 6 combine two two.key
spoil() { python3 - "$1" <<'END' >bad
import json, os, sys
one, three = open("share-1").read().split(), open("share-3").read().split()
other = open("pages-nl.words").read().strip()
def lines(*shares): print(*(" ".join(s) if isinstance(s, list) else s for s in shares), sep="\n")
def vectors(n): return json.load(open(os.environ["SLUIS_SOURCE"] + "/tests/vectors/slip39/vectors.json"))[n - 1][1]
def changed(n, word): return one[:n - 1] + [word] + one[n:]
{
    "four letters": lambda: lines([w[:4] for w in one], three),
    "upper case, blanks": lambda: lines("  " + "  ".join(one).upper() + "\t\r", "", three),
    "one": lambda: lines(one),
    "none": lambda: None,
    "twice": lambda: lines(one, one),
    "other set": lambda: lines(one, other),
    "cut": lambda: lines(one[:-4], three),
    "cut short": lambda: lines(one[:10], three),
    "longer": lambda: lines(one + three[-1:], three),
    "two on a line": lambda: lines(one + three),
    "swapped": lambda: lines(three, one[:5] + [one[6], one[5]] + one[7:]),
    "three letters": lambda: lines(changed(33, one[32][:3]), three),
    **{f"typo {n}": lambda n=n: lines(changed(n, "q" + one[n - 1]), three) for n in range(1, 34)},
    # Two sets of the standard's own vectors: not extendable, and of several groups.
    "old": lambda: lines(*vectors(23)), "groups": lambda: lines(*vectors(38)), "short secret": lambda: lines(*vectors(4)),
    "forged": lambda: lines(*vectors(32)), "padding": lambda: lines(*vectors(22)), "missing group": lambda: lines(*vectors(34)),
}[sys.argv[1]]()
END
}
words_of pages-nl/recovery-share-1.html >pages-nl.words
# The shares' words, but for those that the programs say of their own accord.
telling() { cat "$@" | tr ' ' '\n' | grep . | sort -u | comm -23 - <(tr -cs '[:alpha:]' '\n' <"$SLUIS_SOURCE/po/nl.po" | tr '[:upper:]' '[:lower:]' | sort -u); }
wrong() { # WHAT EXIT FINDING [LINE]
    spoil "$1"
    run "shares: $1" "$2" combine_json
    expect_json 'o["error"]["finding"]' "$3"
    [ -z "${4:-}" ] || expect_json 'o["error"]["line"]' "$4"
    refute "no word of them is told: $1" grep -owf <(telling share-1) "$out" "$err"
}
# shellcheck disable=SC2317 # run runs it
combine_json() { sluis-officer recovery combine -o wrong.key --json --shares-fd 8 --passphrase-fd 9 8<bad 9<"$T/new.pass"; }
wrong one 4 shares-missing
wrong none 4 shares-missing
wrong twice 8 share-twice 2
wrong "other set" 8 share-of-another-set 2
wrong cut 3 share-length 1
wrong "cut short" 3 share-length 1
wrong longer 3 share-length 1
wrong "two on a line" 3 share-length 1
wrong swapped 3 share-checksum 2
wrong "three letters" 3 share-word-unknown 1
for n in 1 2 17 33; do
    spoil "typo $n"
    run "a typo in word $n" 3 combine bad wrong.key
    expect_err "shares, line 1: .*\\(word $n\\)"
    refute "which isn't told itself" grep -owf <(telling share-1) "$out" "$err"
done
wrong forged 3 shares-do-not-fit
wrong padding 3 share-malformed 1
wrong "short secret" 3 share-malformed
wrong "missing group" 4 shares-missing
check "no key was written" test ! -e wrong.key
for fits in "four letters" "upper case, blanks"; do
    spoil "$fits"
    run "shares: $fits" 0 combine bad "right.key"
    expect_out "$recipient"
    rm right.key
done
for fits in old groups; do # whose secret under no passphrase is another, and is one
    spoil "$fits"
    run "a set of another program: $fits" 0 combine bad "$fits.key"
done
run "no such descriptor" 1 sluis-officer recovery combine -o wrong.key --shares-fd 77 --passphrase-fd 9
run "no number" 2 sluis-officer recovery combine -o wrong.key --shares-fd two
run "a name for the key is needed" 2 sluis-officer recovery combine

# --- typed ---

typing() { # ANSWER… -- ARGUMENT…: at a terminal; what it showed is in $out
    local n=0 a
    for a; do n=$((n + 1)); [ "$a" = -- ] && break; done
    python3 -S "$SLUIS_SOURCE/tests/cli/answer_questions.py" "${@:1:n}" bash -c '"$@" --passphrase-fd 9 9<"$0"' "$T/new.pass" "${@:n+1}"
}
combined() { rm -f typed.key; typing "$@" -- sluis-officer recovery combine -o typed.key --work-factor "$work_factor"; }
read -ra w1 <share-1
read -ra w3 <share-3
right() { cat "share-$1"; }
unseen() { refute "no word is on the screen" grep -owf <(telling share-1 share-3) "$out"; }
run "officers type them, a share a line" 0 combined "$(right 1)" "$(right 3)"
expect_out "$recipient"
expect_out 'Share 1 of set [0-9]+ is right'
expect_out '1 more is needed'
unseen
run "a few words at a time, by four letters" 0 combined "${w1[*]:0:10}" "${w1[*]:10:22}" "${w1[32]:0:4}" "$(right 3)"
expect_out 'word 11 > '
expect_out 'word 33 > '
unseen
meant=$(printf '%s' "${w1[6]}" | cut -c1-4)
run "a typo: which word it is, and which is meant" 0 combined "${w1[*]:0:6} ${meant}xx ${w1[*]:7}" "${w1[*]:6}" "$(right 3)"
expect_out "Word 7 isn't in the list; \`${w1[6]}\` is"
expect_out 'word 7 > '
run "a typo that is like no word" 0 combined "qqqq ${w1[*]:1}" "$(right 1)" "$(right 3)"
expect_out "Word 1 isn't in the list. Type it again"
unseen
other=$([ "${w1[19]}" = acid ] && echo acne || echo acid)
run "a word that is another's: which, and that one alone again" 0 combined "${w1[*]:0:19} $other ${w1[*]:20}" "${w1[19]} $other" "$(right 3)"
expect_out 'Word 20 is another one on your page'
expect_out 'word 20 > '
expect_out "$recipient"
unseen
run "words swapped: the share again" 0 combined "${w1[*]:0:4} ${w1[5]} ${w1[4]} ${w1[*]:6}" "$(right 1)" "$(right 3)"
expect_out 'Not taken: these words don.t belong together'
run "a share twice, one of another set, then a right one" 0 combined "$(right 1)" "$(right 1)" "$(cat pages-nl.words)" "$(right 3)"
expect_out 'Not taken: this share was given already'
expect_out 'Not taken: this share is of another set'
run "begun anew, asked for help" 0 combined "${w1[*]:0:9}" '<' '?' "$(right 1)" "$(right 3)"
run "begun anew where one word was asked for" 0 combined "${w1[*]:0:19} $other ${w1[*]:20}" '<' "$(right 1)" "$(right 3)"
run "stopped with one too few" 4 combined "$(right 1)" .
expect_out 'there are too few shares; so many more are needed \(1\)'
run "stopped before the first" 130 combined .
run "shorter shares end with an empty line" 3 combined "$(python3 -c 'import json, os; print(json.load(open(os.environ["SLUIS_SOURCE"] + "/tests/vectors/slip39/vectors.json"))[41][1][0])')" ''
expect_out 'their secret has 16 bytes'
check "no key of those" test ! -e typed.key

# --- listed, and given access ---

run "before it is listed there is no drill" 8 as wmo1 recovery drill --shares-fd 8
expect_err 'the roster lists no recovery key for this unit'
run "nor access" 8 as wmo1 access add recovery
run "nobody is asked for one" 0 as wmo1 status --json
expect_json '[t["task"] for t in o["todo"] if t["task"] in ("drill", "access")]' '[]'
run "the officers list it" 0 sluis-officer roster set oss.nl/wmo --roster roster-2.note --recovery "$recipient" -o roster-3.note
run "not for a unit that isn't there" 5 sluis-officer roster set oss.nl/zwem --roster roster-3.note --recovery "$recipient"
run "nor what is no recipient" 2 sluis-officer roster set oss.nl/wmo --roster roster-3.note --recovery age1none
run "nor for nobody" 2 sluis-officer roster set --roster roster-3.note --recovery "$recipient"
sign_by roster roster-3.note po1 po2
run "the roster shows it" 0 sluis-officer roster show roster-3.note --json
expect_json '[u["recovery"] for u in o["units"] if u["unit"] == "oss.nl/wmo"]' '["yes"]'
export SLUIS_TEST_NOW=2026-11-24T10:00:00Z
run "opened at the unit, it says what to do" 0 as wmo1 open roster-3.note
expect_out 'has no access yet: `sluis access add recovery`'
must as wi1 open roster-3.note
run "so does status" 0 as wmo1 status --json
expect_json '[(t["task"], t["id"]) for t in o["todo"] if t["task"] in ("access", "drill")]' '[["access", "recovery"], ["drill", null]]'
run "a drill shows that it can't open the store yet" 4 drill two
expect_err 'the recovery key has no access to this store; a colleague gives it: `sluis access add recovery`'
run "somebody looks, and says no" 130 typed wmo1 n -- access add recovery
expect_out 'not the keys with which'
run "a colleague gives it access" 0 as wmo1 access add recovery
expect_out 'sluis recovery drill'
run "once" 6 as wmo1 access add recovery
run "the list has it" 0 as wmo1 access list --json
expect_json '[(p["person"], p["state"]) for p in o["persons"]][-1]' '["recovery", "fits"]'
run "doctor says that nobody has tried" 0 as wmo1 doctor --json
expect_json '[c["health"] for c in o["checks"] if c["check"] in ("access", "recovery")]' '["fine", "remark"]'

# --- the drill ---

before=$(log_size wmo1)
sha256sum wmo/store.slots wmo/signing.slots wmo/unit.card >sums
run "the drill" 0 drill two --json
expect_json '[o["verdict"], o["shares"], o["next"]]' '["opens", 2, "2027-11-24"]'
refute "shows no key" grep -q AGE-SECRET "$out" "$err"
check "changes nothing" sha256sum -c --quiet sums
check "but the log, by an entry" test "$(log_size wmo1)" = $((before + 1))
run "which says who did it" 0 as wmo1 log show --last 2 --json
expect_json '[(x["action"], x["mandate"]) for x in o["entries"] if x["action"] == "drill"]' '[["drill", "m-1-1"]]'
run "nobody is asked again" 0 as wmo1 status --json
expect_json '[t["task"] for t in o["todo"] if t["task"] in ("access", "drill")]' '[]'
run "doctor is content" 0 as wmo1 doctor --json
expect_json '[c["health"] for c in o["checks"] if c["check"] == "recovery"]' '["fine"]'
run "until a year later" 0 at 2027-11-24T11:00:00Z as wmo1 status --json
expect_json '[t["before"][:10] for t in o["todo"] if t["task"] == "drill"]' '["2027-11-24"]'
run "by doctor, too" 8 at 2027-11-24T11:00:00Z as wmo1 doctor --json
expect_json '[c["health"] for c in o["checks"] if c["check"] == "recovery"]' '["remark"]'
run "typed at the unit's terminal" 0 typed wmo1 "$(right 3)" "$(right 1)" -- recovery drill
expect_out 'The recovery shares open this store'
unseen
words_of pages-nl/recovery-share-2.html | cat pages-nl.words - >other-key
refusals_begin wmo1
refused "another key's shares" 4 recovery-other-key 'give another recovery key than the roster lists' recovery drill --shares-fd 8 8<other-key
refusals_end
spoil "typo 5"
size=$(log_size wmo1)
run "what was mistyped isn't logged" 3 drill bad
run "nor one too few" 4 drill share-1
check "of neither there is an entry" test "$(log_size wmo1)" = "$size"

# --- an emergency: with stock tools ---

sed 's/"wmo"/"pw"/g' cases.ndjson >of-wi.ndjson
must as wi1 import of-wi.ndjson
as wi1 list --json >list.json
id=$(python3 -c 'import json; print(json.load(open("list.json"))["records"][0]["id"])')
must as wi1 consent record --to oss.nl/wmo --purpose onderzoek-2.3.2 --kind both --until 2027-11-01 "${said[@]}" --record "$id"
must as wi1 pack --to oss.nl/wmo --purpose onderzoek-2.3.2 --record "$id" -o package.sluis
export WORDS=$SLUIS_SOURCE/share/sluis/words-slip39.txt SHARES=$T/two RECOVERY=$T/identity RECIPIENT=$recipient
export HOME_DIR=$T/wmo PACKAGE=$T/package.sluis RECOVERY_FILE=$T/three.key
for name in $(python3 "$SLUIS_SOURCE/tests/cli/blocks.py" "$SLUIS_SOURCE/docs/format/recovery.md"); do
    if [ "$name" = recovery-file ]; then
        check "as documented: $name" bash -c '(sleep 1; cat new.pass; sleep 1) | script -qec "bash -euo pipefail work/blocks/recovery-file.sh" /dev/null | grep -aoE "AGE-SECRET-KEY-1[0-9A-Z]{58}" | cmp - identity'
    else
        check "as documented: $name" bash -euo pipefail "work/blocks/$name.sh"
    fi
done
opens_by() { # STORE: with the key in its slots, for the recovery key
    local key
    key=$(age -d -i identity "$1/store.slots" | sed -n 's/^key: //p')
    printf "PRAGMA key = \"x'%s'\";\nSELECT count(*) FROM log_entry;\n" "$key" | sqlcipher -batch "$1/store.db" 2>&1 | grep -Eq '^[0-9]+$'
}
cp -a wmo lost
check "the database opens with what the slots hold" opens_by lost
run "the unit still opens it as always" 0 as wmo1 open package.sluis

# --- taken away ---

run "another key in the roster" 0 sluis-officer roster set oss.nl/wmo --roster roster-3.note --recovery "$(age-keygen 2>/dev/null | age-keygen -y)" -o roster-4.note
sign_by roster roster-4.note po1 po2
must as wmo1 open roster-4.note
run "is told, and to be tried" 0 as wmo1 status
expect_out 'Another recovery key has access than the roster lists'
expect_out 'Show, with the officers, that their recovery shares open this store'
run "isn't put in the place of the first in passing" 8 as wmo1 access add recovery
run "the first is taken away" 0 as wmo1 access remove recovery
expect_out 'Enough of that key.s shares together can still open copies'
refute "its slot is gone" age -d -i identity wmo/store.slots
check "what was copied before still opens, as was told" opens_by lost
run "the second gets access" 0 as wmo1 access add recovery
run "none in the roster" 0 sluis-officer roster set oss.nl/wmo --roster roster-4.note --recovery none -o roster-5.note
sign_by roster roster-5.note po1 po2
run "is told in Dutch" 0 as wmo1 open roster-5.note --lang nl
expect_out 'sluis access remove recovery'
must as wmo1 access remove recovery
must as wmo1 log export bundle
run "the log verifies" 0 sluis-audit verify bundle --fingerprint "$fingerprint"
run "and by a second verifier" 0 python3 "$SLUIS_SOURCE/tests/verifier/sluis_verify.py" bundle "$fingerprint"

# --- the pages: once, in the build that people use ---

[ "${SLUIS_STEP:-1}" = 1 ] || finish

sluis-officer recovery split -m 2 -n 3 -o pages-en --unit oss.nl/wmo oss.nl/wi --lang en >/dev/null
for lang in nl en; do
    check "as WCAG asks ($lang)" python3 "$SLUIS_SOURCE/tests/cli/page.py" "pages-$lang/recovery-share-1.html" "$lang"
    if ! command -v chromium >/dev/null; then skip "one sheet of A4 ($lang)" "chromium is not installed"; continue; fi
    chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer --print-to-pdf=page.pdf "file://$T/pages-$lang/recovery-share-1.html" >"$out" 2>"$err"
    check "one sheet of A4 ($lang)" python3 -c 'import re; assert len(re.findall(rb"/Type\s*/Page\b", open("page.pdf", "rb").read())) == 1'
done
browsed "all of it can be read, on a telephone and on paper" pages-nl/recovery-share-2.html pages-en/recovery-share-3.html
finish
