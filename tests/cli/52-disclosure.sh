#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# What a log keeps private: disclosed to one person and proved to anyone, by two where
# the officers ask for that; forgotten after its term, while every proof holds; and
# exported as Logboek Dataverwerkingen records.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"

partnership
record() { # BSN NAME CASE
    printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"%s","naam.geslachtsnaam":"%s","zaak.identificatie":"%s"}\n' "$@"
}
{ record 999990019 Brouwer Z-1; record 999990020 "van 't Hoff" Z-2; record 999990032 Adelaar Z-3; } >first.ndjson
must as wi1 import first.ndjson
as wi2 list --json >list.json 2>/dev/null
id=$(python3 -c 'import json; print([r["id"] for r in json.load(open("list.json"))["records"] if r["case"] == "Z-1"][0])')
must as wi2 show "$id"
printf '999990019\n' >bsns

prove() { sluis-audit prove "$@" --fingerprint "$fingerprint"; }

# --- to one person, with proof ---

run "an access request is answered: the entries about one client" 0 \
    as wi1 log disclose --to oss.nl/p-po1 --reason inzageverzoek --select-from bsns -o asked.age --json
expect_json 'o["clients"]' 1
expect_json 'o["entries"]' 6
check "the file says nothing to others" bash -c 'head -c 21 asked.age | grep -q age-encryption.org && ! grep -q 999990019 asked.age'
run "nor opens for others" 4 as po2 key decrypt asked.age
as po1 key decrypt asked.age >asked.jsonl 2>"$err" || bail "can't be decrypted"
run "the officer whom it is for shows and checks it" 0 with asked.jsonl prove - --json
through() { as po1 key decrypt asked.age | prove - --json; }
run "as one pipe" 0 through
expect_json 'o["proved"]' true
expect_json 'o["recipient"]' oss.nl/p-po1
expect_json '[e["disclosed"]["subject"] for e in o["entries"] if e.get("disclosed")]' '["999990019", "999990019", "999990019"]'
expect_json '[e["disclosed"]["case"] for e in o["entries"] if e.get("disclosed")]' '["Z-1", "Z-1", "Z-1"]'
expect_json '[e["action"] for e in o["entries"] if "action" in e]' '["import", "read", "read", "disclose"]'
refute_out 999990020
run "in words" 0 with asked.jsonl prove -
expect_out 'client: +999990019'
expect_out 'Proved'
run "not under another roster" 3 sluis-audit prove asked.jsonl --fingerprint "${fingerprint//[0-9]/0}"

run "disclosing is itself in the log" 0 as wi1 log show --last 2 --json
expect_json 'o["entries"][0]["action"]' disclose
expect_json 'o["entries"][1]["parent"]' "$(json 'o["entries"][0]["entry"]')"

run "an inquiry: one entry, two of its fields" 0 \
    as wi1 log disclose --to oss.nl/p-wi2 --reason onderzoek --entry "$(($(log_size wi1) - 1))" --field subject record --json
file=$(json 'o["file"]')
as wi2 key decrypt "$file" >inquiry.jsonl 2>"$err" || bail "can't be decrypted"
run "shows just those" 0 prove inquiry.jsonl --json
expect_json '[sorted(e["disclosed"]) for e in o["entries"] if e.get("disclosed")]' '[["record", "subject"]]'

# --- all of a client ---

must as wi1 consent record --to oss.nl/wmo --purpose onderzoek-2.3.2 --kind consent --until 2027-11-01 "${said[@]}" --record "$id"
must as wi1 consent list --record "$id" --json
consent=$(json 'o["consents"][0]["id"]')
must as wi1 consent withdraw "$consent"
entries_of() { # OPTION…: what is disclosed, without the acts that only disclosed
    must as wi1 log disclose --to oss.nl/p-po1 --reason inzageverzoek "$@" -o all.age
    as po1 key decrypt all.age 2>"$err" | prove - --json >all.json
    rm all.age
    python3 -S -c 'import json; d = json.load(open("all.json"))["entries"]
act = {e["entry"]: e["action"] for e in d if "action" in e}
print(*("%s:%s" % (e["entry"], act[e["parent"]]) for e in d if e.get("disclosed") and act[e["parent"]] != "disclose"))'
}
by_record=$(entries_of --record "$id")
check "by one of the client's cases: what was said, and that it was taken back" test "${by_record#*:consent}" != "$by_record"
check "which stands under the BSN alone" test "${by_record#*:withdraw}" != "$by_record"
check "nothing is left out that the BSN finds" test "$by_record" = "$(entries_of --select-from bsns)"

# --- whoever changes it, is found ---

forged() { # FINDING NAME PYTHON
    python3 "$SLUIS_SOURCE/tests/cli/forge_disclosure.py" "$3"
    run "$2" 3 prove forged.jsonl --json
    expect_json 'o["error"]["finding"]' "$1"
}
forged log-commitment "another value" 'lines[shown[0]]["disclosed"]["subject"]["value"] = "999990020"'
forged log-commitment "another salt" 'd = lines[shown[0]]["disclosed"]; d["subject"]["salt"] = d["case"]["salt"]'
forged log-commitment "a value that was left out" 'del lines[shown[1]]["disclosed"]["case"]'
forged log-part-missing "an entry that was left out" 'del lines[shown[1]]'
forged log-entry-malformed "without the act of disclosing" 'del lines[rows[-1]]'
forged log-sequence "entries in another order" 'i, j = shown[:2]; lines[i], lines[j] = lines[j], lines[i]'
forged log-proof "another entry" 'line = lines[shown[0]]; line["entry"] = line["entry"].replace(line["entry"][-10:-4], "abcdef")'
forged signature-bad "another reason" 'lines[0]["statement"] = lines[0]["statement"].replace("inzageverzoek", "nieuwsgierig")'
forged log-checkpoint-unsigned "a checkpoint without signature" 'lines[0]["checkpoint"] = lines[0]["checkpoint"].split("\n\n")[0] + "\n\n" + lines[0]["statement"].split("\n\n")[1]'
forged roster-chain "another first roster" 'r = [i for i, line in enumerate(lines) if "roster" in line]; lines[r[0]] = lines[r[1]]'

# --- to whom not ---

refusals_begin wi1
refused "someone from another unit gets nothing" 8 mandate-missing '' log disclose --to oss.nl/p-wmo1 --reason x --select-from bsns
refused "nor somebody whom the roster doesn't know" 5 person-unknown '' log disclose --to oss.nl/p-nobody --reason x --select-from bsns
refusals_end
printf '999990184\n' >nobody
run "of whom the log knows nothing" 5 as wi1 log disclose --to oss.nl/p-po1 --reason x --select-from nobody
run "a reason is asked for" 2 as wi1 log disclose --to oss.nl/p-po1 --select-from bsns
run "a field that isn't there" 2 as wi1 log disclose --to oss.nl/p-po1 --reason x --entry 1 --field naam
run "an entry that isn't there" 5 as wi1 log disclose --to oss.nl/p-po1 --reason x --entry 99999

# --- by two, where the officers ask for it ---

must sluis-officer roster set --roster roster-2.note --disclosure-by two --log-months 24 -o roster-3.note
run "the officers sign what holds for every log" 0 as po1 roster sign roster-3.note
must as po2 roster sign roster-3.note
run "it shows" 0 sluis-officer roster show roster-3.note --json
expect_json 'o["log_months"]' 24
must as wi1 open roster-3.note
refusals_begin wi1
refused "one alone no longer discloses" 3 signature-missing 'two persons' log disclose --to oss.nl/p-po1 --reason x --select-from bsns
refusals_end
both() { # ARGUMENT…
    SLUIS_KEY=$T/keys/wi1.key SLUIS_HOME=$T/wi sluis log disclose --passphrase-fd 9 "$@" 9< <(cat "$T/keys/wi1.pass" "$T/keys/${second:-wi2}.pass")
}
run "two do" 0 both --to oss.nl/p-po1 --reason inzage --select-from bsns --second-key keys/wi2.key -o two.age
second=wi1 run "one person isn't two" 3 both --to oss.nl/p-po1 --reason inzage --select-from bsns --second-key keys/wi1.key -o one.age
second=wmo1 run "nor is somebody from another unit" 8 both --to oss.nl/p-po1 --reason inzage --select-from bsns --second-key keys/wmo1.key -o one.age
refute "nothing was written" test -e one.age
as po1 key decrypt two.age >two.jsonl 2>"$err" || bail "can't be decrypted"
run "both are named" 0 prove two.jsonl --json
expect_json 'o["second"]' oss.nl/p-wi2

# --- Logboek Dataverwerkingen ---

must as wi1 log export before
run "the log as LDV records" 0 as wi1 log export records.ldv --format ldv --activity https://register.oss.nl/verwerking/12 --json
records=$(json 'o["records"]')
check "one a line, none with a BSN" bash -c "[ \$(wc -l <records.ldv) = $records ] && ! grep -q 99999 records.ldv"
check "each as the standard has it, and to be found back in the log" python3 "$SLUIS_SOURCE/tests/tools/ldv.py" records.ldv before
run "an address is needed" 2 as wi1 log export more.ldv --format ldv --activity 12
run "a file that is there stays" 6 as wi1 log export records.ldv --format ldv --activity https://register.oss.nl/12
run "days of the future hold nothing" 0 as wi1 log export none.ldv --format ldv --activity https://register.oss.nl/12 --since 2027-01-01 --json
expect_json 'o["records"]' 0
run "log show by day" 0 as wi1 log show --since 2026-11-23 --until 2026-11-23 --json
expect_json 'o["entries"][0]["action"]' init
run "days before it" 0 as wi1 log show --until 2026-11-22 --json
expect_json 'len(o["entries"])' 0

# --- forgetting ---

later=2029-01-15T10:00:00Z
run "nothing is forgotten before its term" 0 as wi1 log forget --json
expect_json 'o["entries"]' 0
run "and can't be" 1 as wi1 log forget --before 2026-11-24
run "after it, it is" 0 at "$later" as wi1 log forget --json
check "something was" test "$(json 'o["entries"]')" -gt 10
run "whom the old entries are about, nobody knows any more" 5 at "$later" both --to oss.nl/p-po1 --reason x --select-from bsns --second-key keys/wi2.key
run "not in private, either" 0 at "$later" as wi1 log show --from 0 --private --json
refute_out 99999
must at "$later" as wi1 log export after
run "the log verifies" 0 sluis-audit verify after --roster roster-1.note --fingerprint "$fingerprint"
check "with the same entries" bash -c 'cmp <(head -c 2000 before/tile/entries/000.p/*) <(head -c 2000 after/tile/entries/000.p/*)'
run "and what was disclosed stays proved" 0 prove asked.jsonl
finish
