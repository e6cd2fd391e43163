#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Packages with one fault each, made by tests/tools/forge.c out of a genuine one: each is
# refused with its own words and finding, and leaves nothing but the entry that says so.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"
: "${SLUIS_FORGE:?}"

partnership
clients() { # CASE BSN NAME
    printf '{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"%s","naam.geslachtsnaam":"%s","naam.voornamen":"Test","zaak.identificatie":"Z-%s"}\n' "$2" "$3" "$1"
}
{ clients 1 999990019 Brouwer; clients 2 999990020 Visser; } >clients.ndjson
must as wi1 import clients.ndjson
must as wi1 consent record --all --kind both --to oss.nl/wmo --purpose onderzoek-2.3.2 --until 2027-01-01 "${said[@]}"
must as wi1 pack --all --to oss.nl/wmo --purpose onderzoek-2.3.2 -o genuine.sluis
# Someone who was never in the roster, one of the Wmo's own, and a second unit's clerk.
person oss.nl/p-stranger stranger

mkdir forged

# name; exit code; finding; words; edits, as forge reads them
cases() {
    cat <<'END'
for another unit;8;package-for-another;another unit;text|receiver: "oss.nl/wmo"|receiver: "oss.nl/jgd"
re-encrypted to more recipients;8;package-recipients;encrypted to others than its sender signed for;stanzas|oss.nl/wmo,stranger
signed for other recipients;8;package-recipients;encrypted to others;recipients|oss.nl/wmo,oss.nl/wi
sent to the recipient in its name only;8;package-recipients;encrypted to others;recipients|oss.nl/wi	stanzas|oss.nl/wmo
signed by a stranger;5;person-unknown;roster;set|signer|oss.nl/p-stranger	signer|keys/stranger.key
signed by someone else than it names;3;signature-bad;signature;set|signer|oss.nl/p-wi2
signed by somebody without a mandate at the sender;8;mandate-missing;mandate;set|signer|oss.nl/p-wmo2	signer|keys/wmo2.key
unsigned;3;note-malformed;;unsigned
with a bad signature;3;signature-bad;signature;bad-signature
signed twice;3;note-malformed;;cosigner|keys/wi2.key
under an agreement that nobody knows;8;agreement-unknown;agreement;set|agreement|oss-anders
under another text of the agreement;8;agreement-unknown;agreement;set|agreement_hash|00000000000000000000000000000000000000000000000000000000000000aa
made before its signer was in the roster;8;not-valid-yet;valid from 2026-11-23;set|created|2026-11-01T10:00:00Z	set|use_by|2026-12-02T10:00:00Z
for a purpose that isn't agreed;8;purpose-not-agreed;purpose;set|purpose|iets-anders
on another ground;8;purpose-not-agreed;purpose;set|ground|pw-64
from a unit that doesn't exist;5;unit-unknown;unit;set|sender|oss.nl/jeugd
with a use-by beyond what is agreed;8;package-past-use-by;use-by;set|use_by|2028-01-01T10:00:00Z
from the future;8;package-from-the-future;;set|created|2027-02-01T10:00:00Z	set|use_by|2027-02-02T10:00:00Z
with a roster that nobody knows;5;roster-missing;roster;set|roster_version|9
with another hash of the roster;3;roster-fork;roster;set|roster_hash|00000000000000000000000000000000000000000000000000000000000000bb
of a kind that isn't known yet;1;unknown-version;;set|kind|match
with a field that isn't agreed;8;field-not-agreed;gemeentecode.*not in the agreement;replace|records/000001.ndjson.gz|"wet":"pw"|"wet":"pw","gemeentecode":"0828"
with criminal data;8;field-not-agreed;justitie;replace|records/000001.ndjson.gz|"wet":"pw"|"wet":"pw","zelfredzaamheid.justitie.score":3
with a report;8;field-not-agreed;verslag;replace|records/000001.ndjson.gz|"wet":"pw"|"wet":"pw","verslag":"lang"
with data from Suwinet;8;consent-missing;;replace|records/000001.ndjson.gz|"gegevensbron":"pw"|"gegevensbron":"suwinet"
with a client who didn't consent;8;consent-missing;consent;replace|records/000001.ndjson.gz|999990019|999990032
with a record of another law than the mandate's;8;consent-missing;;replace|records/000001.ndjson.gz|"wet":"pw"|"wet":"wmo"
with a BSN that fails the test;3;package-content;burgerservicenummer.*record 1: bsn-invalid;replace|records/000001.ndjson.gz|999990019|999990018
with a field that isn't in the catalogue;3;package-content;kleur.*record 1: field-unknown;replace|records/000001.ndjson.gz|"wet":"pw"|"wet":"pw","kleur":"rood"
with a value that doesn't fit its field;3;package-content;wet.*record 1: field-value;replace|records/000001.ndjson.gz|"wet":"pw"|"wet":"awbz"
with a client twice in one record;3;package-content;record 1: duplicate;replace|records/000001.ndjson.gz|"wet":"pw"|"wet":"pw","wet":"pw"
with a client's case twice;3;package-content;record 3: duplicate;line|records/000001.ndjson.gz|{"wet":"pw","gegevensbron":"pw","burgerservicenummer":"999990019","naam.geslachtsnaam":"Brouwer","zaak.identificatie":"Z-1"}	set|records|3
with a client's case twice, told as one;3;package-content;record 2: duplicate;replace|records/000001.ndjson.gz|"Z-2"|"Z-1"
with a consent of nobody;3;package-content;consent.*missing-part;line|consents/000001.ndjson.gz|{}
with a manifest that breaks its own rules;3;package-content;manifest;text|sequence: "00000000000000000001"|sequence: "1"
with fewer records than it says;3;package-malformed;;set|records|3
with more records than it says;3;package-malformed;;set|records|1
with records that aren't JSON;3;package-content;record 3: syntax;line|records/000001.ndjson.gz|{
with a member named ../x;3;member-name;name;insert|log.proof|../x|a
with a member named /x;3;member-name;name;insert|log.proof|/x|a
with a member twice;3;member-duplicate;;twice|records/000001.ndjson.gz
with a member that isn't in the manifest;3;member-unlisted;;insert|log.proof|records/000002.ndjson.gz|a
with a member less than the manifest lists;3;member-missing;;drop|records/000001.ndjson.gz
with members in another order;3;member-missing;;move|records/000001.ndjson.gz|consents/000001.ndjson.gz
with a link;3;member-type;;type|records/000001.ndjson.gz|2
with a device;3;member-type;;type|records/000001.ndjson.gz|3
with a changed tar header;3;package-malformed;;flip-header|records/000001.ndjson.gz|3
with a changed manifest;3;signature-bad;;flip|manifest.note|700
with a changed member;3;member-hash;;flip|records/000001.ndjson.gz|20
with a changed proof;3;log-proof;;flip|log.proof|80
with a gzip bomb;3;member-size;inflates to more;bomb|records/000001.ndjson.gz|200
with a name in its gzip header;3;gzip-damaged;header;gzip|records/000001.ndjson.gz|name
with a time in its gzip header;3;gzip-damaged;header;gzip|records/000001.ndjson.gz|time
with another system in its gzip header;3;gzip-damaged;header;gzip|consents/000001.ndjson.gz|os
with a second gzip stream behind the first;3;gzip-damaged;behind;gzip|records/000001.ndjson.gz|two
with a thousand empty blocks in its gzip;3;gzip-damaged;larger;gzip|records/000001.ndjson.gz|empty
with blanks between its JSON;3;package-content;blanks;replace|records/000001.ndjson.gz|"wet":"pw"|"wet": "pw"
with blanks before a line of JSON;3;package-content;blanks;replace|records/000001.ndjson.gz|{"|  {"
with an escape that isn't needed;3;package-content;escapes;replace|records/000001.ndjson.gz|"wet":"pw"|"wet":"p\u0077"
with a blank in a consent;3;package-content;spelling;replace|consents/000001.ndjson.gz|"kind":|"kind" :
with a consent's keys in another order;3;package-content;spelling;replace|consents/000001.ndjson.gz|"kind":"consent","bsn":"999990019"|"bsn":"999990019","kind":"consent"
that lies on a member's inflated size;3;member-size;inflates to more;told|records/000001.ndjson.gz|inflated|100
that lies on a member's size;3;member-size;;told|records/000001.ndjson.gz|size|12
with a million members;3;member-size;;many|1000000
with five thousand members;3;member-count;;many|5000
without proof;3;member-missing;;drop|log.proof
with the proof of another act;3;log-proof;;log|action|read
with the proof of an entry about another package;3;log-proof;;log|package|000102030405060708090a0b0c0d0e0f
with the proof of an entry about another receiver;3;log-proof;;log|peer|oss.nl/jgd
with the proof of an entry about fewer clients;3;log-proof;;log|records|1
with the proof of an entry about another number;3;log-proof;;log|sequence|2
with the proof of an entry about another purpose;3;log-proof;;log|purpose|iets-anders
with the proof of an entry by somebody else;3;log-proof;;log|key|00000000
with the proof of an entry under another mandate;3;log-proof;;log|mandate|m-none
with the proof of an entry in another role;3;log-proof;;log|role|teamleider
with the proof of an entry of another unit;3;log-proof;;log|unit|oss.nl/jgd
with the proof of an entry with a finding;3;log-proof;;log|finding|quorum-missing
with the proof of an entry that answers something;3;log-proof;;log|answers|000102030405060708090a0b0c0d0e0f
with the proof of an entry about another kind;3;log-proof;;log|package_kind|retraction
with the proof of an entry under another agreement;3;log-proof;;log|agreement|iets-anders
with the proof of an entry under another version;3;log-proof;;log|agreement_version|9
with the proof of an entry under other overrides;3;log-proof;;log|overrides|iets
with the proof of an entry that withheld more;3;log-proof;;log|withheld|7
with the proof of an entry by another roster;3;log-proof;;log|roster_version|1
with the proof of another manifest;3;log-proof;;log-other|00000000000000000000000000000000000000000000000000000000000000cc
with a proof out of the receiver's own log;3;log-checkpoint-unsigned;;log-receiver
with something at the end of its padding;3;padding;padding;padding|0|0|7
with a padding full of something;3;padding;padding;padding|0|1|1
with a block of padding more;3;padding;bytes, where;padding|512|0|0
with 40 KiB of padding less;3;padding;bytes, where;padding|-40960|0|0
with much more padding;3;padding;bytes, where;padding|1000000|0|0
without padding;3;member-missing;;no-padding
that ends early inside;3;truncated;;cut|3000
with something behind its end;3;package-malformed;;trail|meer
with zeros behind its end;3;padding;bytes, where;trail-zeros|1024
END
}

cases | awk -F';' '{ printf "case-%d\t%s\n", NR, $5 }' >plan
check "the forgeries are made" bash -c '"$0" genuine.sluis forged wi keys/wi1.key wmo keys/wmo1.key <plan' "$SLUIS_FORGE"
number=0
refusals_begin wmo1
while IFS=';' read -r name exit finding words _; do
    number=$((number + 1))
    refused "a package $name" "$exit" "$finding" "$words" open "forged/case-$number.sluis"
done < <(cases)

# The ciphertext itself.
size=$(stat -c %s genuine.sluis)
cut_at() { head -c "$1" genuine.sluis >cut.sluis; }
cut_at 0
refused "an empty file" 1 none 'is empty' open cut.sluis
for ((at = 4096; at < size; at += 4096)); do
    cut_at "$at"
    refused "cut at $at" 3 age-payload '' open cut.sluis
done
cut_at $((size - 1))
refused "cut at its last byte" 3 age-payload '' open cut.sluis

# One bit; of a letter or a digit one that leaves it another, so that the header is still base64.
flip_at() { must python3 "$SLUIS_SOURCE/tests/cli/flip_bit.py" "$1"; }
mac=$(grep -abo -- '---' genuine.sluis | head -1 | cut -d: -f1)
while read -r part at exit finding; do
    flip_at "$at"
    refused "one bit in the $part" "$exit" "$finding" '' open flipped.sluis
done <<END
version 5 3 package-malformed
stanza's-kind 27 4 no-usable-key
share 50 4 no-usable-key
wrapped-key 90 4 no-usable-key
mac $((mac + 10)) 3 age-header-mac
nonce $((mac + 50)) 3 age-payload
payload $((mac + 200)) 3 age-payload
middle $((size / 2)) 3 age-payload
end $((size - 1)) 3 age-payload
END
cat genuine.sluis <(printf x) >longer.sluis
refused "something behind the ciphertext" 3 age-payload '' open longer.sluis
refusals_end

forge() { # PLAN FORMAT: what forge reads
    # shellcheck disable=SC2059 # the plan is the format
    printf "$1" >plan
    must bash -c '"$0" genuine.sluis forged wi keys/wi1.key wmo keys/wmo1.key <plan' "$SLUIS_FORGE"
}

run "after all that the genuine one opens" 0 as wmo1 open genuine.sluis --json
expect_json 'o["files"][0]["added"]' 2
# Were the forge itself at fault, the refusals above would prove nothing.
forge "without-fault\\tnew-id\\tset|sequence|9\\tset|previous|$(printf '%064d' 7)\\n"
run "and so does a forgery without any fault" 0 as wmo1 open forged/without-fault.sluis --json
expect_json 'o["files"][0]["same"]' 2
expect_json 'o["files"][0]["gap"]' 7

refusals_begin wmo1
forge 'same-number\tnew-id\tset|withheld|1\n'
refused "the same number with another hash" 3 package-number-conflict 'another package with this number' open forged/same-number.sluis
forge 'same-id\tset|sequence|3\tset|withheld|1\n'
refused "the same id with another hash" 3 package-number-conflict 'this id' open forged/same-id.sluis
forge "other-chain\\tnew-id\\tset|sequence|2\\tset|previous|$(printf '%064d' 8)\\n"
refused "a letter that follows another than the one that came" 3 package-number-conflict 'follows another letter' open forged/other-chain.sluis
refusals_end

# Someone who was removed from the roster, and signs from then on: here in the second in which that was issued. What
# was signed before stands (19-left).
must as wi2 pack --all --to oss.nl/wmo --purpose onderzoek-2.3.2 -o leaver.sluis
must sluis-officer roster remove oss.nl/p-wi2 --roster roster-2.note -o roster-3.note
sign_by roster roster-3.note po1 po2
must as wmo1 open roster-3.note
refusals_begin wmo1
refused "by someone who was removed from the roster" 5 person-unknown 'not in the roster' open leaver.sluis
refusals_end

# On later days: the package's own use-by, and an agreement that has ended.
export SLUIS_TEST_NOW=2027-06-01T10:00:00Z
refusals_begin wmo1
forge 'late\tset|sequence|3\tnew-id\n'
refused "past its use-by" 8 package-past-use-by 'to be opened by 2026-' open forged/late.sluis
refusals_end
export SLUIS_TEST_NOW=2031-01-02T10:00:00Z
refusals_begin wmo1
forge 'ended\tset|created|2031-01-01T10:00:00Z\tset|use_by|2031-01-05T10:00:00Z\tset|sequence|3\tnew-id\n'
refused "under an agreement that has ended" 8 agreement-not-valid 'agreement' open forged/ended.sluis
refusals_end
run "nor is anything packed, years behind the roster's review" 8 as wi1 pack --all --to oss.nl/wmo --purpose onderzoek-2.3.2
expect_err 'past its review date'

must as wmo1 log export bundle
run "the log with all refusals verifies" 0 sluis-audit verify bundle --roster roster-1.note --fingerprint "$fingerprint" --json

finish
