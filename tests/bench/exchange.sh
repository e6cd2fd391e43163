#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
#
# Import, pack and open COUNT synthetic records, verify the logs, and measure each
# beside what one would do without sluis, in the same run on the same bytes.
#
#   exchange.sh [COUNT]    SLUIS_BIN, SLUIS_SOURCE as in tests/cli/lib.sh
#
# The agreement asks consent and no-objection, and every client gave both: the real
# thing, so packing decides on, packs and checks two consents a client too. It allows
# free text, so that the notes travel and the peers are given the same records: what
# the receiver has after opening, exported. docs/performance.md explains the figures.
. "${SLUIS_SOURCE:?}/tests/cli/lib.sh"
records=${1:-100000}
bench=$SLUIS_SOURCE/tests/bench
results=$T/results
: >"$results"

measured() { # NAME COMMAND…
    local name=$1
    shift
    python3 "$bench/measure.py" "$results" "$name" "$@" >"$out" 2>"$err" </dev/null || bail "$name: exit $?: $*"
}
# The same as a person: as NAME WHO ARGUMENT…
measured_as() {
    local name=$1 who=$2
    shift 2
    SLUIS_KEY=$T/keys/$who.key SLUIS_HOME=$T/${who%%[0-9]*} python3 "$bench/measure.py" "$results" "$name" sluis "$@" \
        --passphrase-fd 9 9<"$T/keys/$who.pass" >"$out" 2>"$err" </dev/null || bail "$name: exit $?: sluis $*"
}
median() { # NAME COLUMN
    awk -v n="$1" -v c="$2" '$1 == n { print $c }' "$results" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

agreement_for_bench() {
    must sluis-officer agreement new --template wmo-wi -o agreement.note
    python3 - <<'PY'
text = open("agreement.note", encoding="utf-8").read()
more = "".join('      - field: %s\n        why: "Voor de meting met verzonnen personen."\n' % f
               for f in ("zaak.zaaktype", "zaak.startdatum", "status.omschrijving", "verslag"))
text = text.replace("free_text: false", "free_text: true").replace("approval_by_two:", more + "approval_by_two:", 1)
open("agreement.note", "w", encoding="utf-8").write(text)
PY
    must sluis-officer agreement check agreement.note --roster roster-2.note
    sign_by agreement agreement.note po1 po3
    must as wmo1 open agreement.note
    must as wi1 open agreement.note
}

make_people
make_roster
make_stores
agreement_for_bench
goal=(--to oss.nl/wmo --purpose onderzoek-2.3.2)
python3 "$bench/generate.py" cases.ndjson "$records"

measured_as import wi1 import cases.ndjson --map "$SLUIS_SOURCE/tests/data/cases-pw.yaml"
measured_as consent wi1 consent record "${goal[@]}" --kind both --until 2027-11-01 "${said[@]}" --all
measured_as pack wi1 pack "${goal[@]}" --all -o cases.sluis
measured_as open wmo1 open cases.sluis
measured_as export wmo1 export --all -o received.ndjson
received=$(wc -l <received.ndjson)
[ "$received" -eq "$records" ] || bail "$received of $records records came through"

# --- the peers, on what came through ---

peers() {
    local recipient
    age-keygen -o age.key 2>/dev/null
    recipient=$(age-keygen -y age.key)
    minisign -G -f -W -p ms.pub -s ms.key >/dev/null
    mkdir payload
    ln received.ndjson payload/
    for _ in 1 2 3; do
        rm -rf back chain.age payload/MANIFEST*
        mkdir back
        measured chain-pack bash -c "set -o pipefail; cd payload && sha256sum received.ndjson >MANIFEST &&
            minisign -S -W -s ../ms.key -m MANIFEST >/dev/null && tar -c . | gzip -6 | age -r $recipient -o ../chain.age"
        measured chain-open bash -c "set -o pipefail; age -d -i age.key chain.age | gzip -dc | tar -x -C back && cd back &&
            minisign -V -q -p ../ms.pub -m MANIFEST && sha256sum -c --quiet MANIFEST"
    done
}
peers
plain=$(python3 "$bench/plain_sqlite.py" "$SLUIS_SOURCE/src/store/schema.c" received.ndjson plain.db)

# --- the log ---

for unit in wi wmo; do measured_as "log-export" "${unit}1" log export "bundle-$unit"; done
entries=$(json 'o["entries"]' 2>/dev/null || sed -n 2p bundle-wmo/checkpoint)
for _ in 1 2 3; do
    measured verify sluis-audit verify bundle-wmo --roster roster-1.note --fingerprint "$fingerprint"
    measured hash bash -c 'find bundle-wmo -type f -print0 | xargs -0 cat | openssl dgst -sha256'
done

# Ratios are of CPU seconds: the machine may be shared. Wall seconds stand beside them.
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
rate() { awk -v n="$1" -v s="$2" 'BEGIN { printf "%.0f", n / s }'; }
mb() { awk -v k="$1" 'BEGIN { printf "%.0f", k / 1024 }'; }
row() { printf '| %-22s | %18s | %28s | %6s | %8s |\n' "$@"; }
both() { printf '%s (%s)' "$(median "$1" 3)" "$(median "$1" 2)"; }
{
    row "$records records" "sluis: CPU s (wall)" "peer: CPU s (wall)" ratio 'peak MiB'
    row --- --- --- --- ---
    row "import" "$(both import)" "plain SQLite $plain" "$(ratio "$(median import 3)" "${plain% *}")" "$(mb "$(median import 4)")"
    row "consents for all" "$(both consent)" - - "$(mb "$(median consent 4)")"
    row "pack" "$(both pack)" "chain $(both chain-pack)" "$(ratio "$(median pack 3)" "$(median chain-pack 3)")" "$(mb "$(median pack 4)")"
    row "open" "$(both open)" "chain $(both chain-open)" "$(ratio "$(median open 3)" "$(median chain-open 3)")" "$(mb "$(median open 4)")"
    row "package, bytes" "$(stat -c %s cases.sluis)" "chain $(stat -c %s chain.age)" "$(ratio "$(stat -c %s cases.sluis)" "$(stat -c %s chain.age)")" -
    row "verify $entries entries" "$(both verify)" "hash only $(both hash)" "$(ratio "$(median verify 3)" "$(median hash 3)")" "$(mb "$(median verify 4)")"
    echo "import $(rate "$records" "$(median import 3)") rows, verify $(rate "$entries" "$(median verify 3)") entries a CPU second"
} | sed 's/^/# /'
check "packing keeps under 64 MB" test "$(median pack 4)" -lt 62500
check "opening keeps under 64 MB" test "$(median open 4)" -lt 62500
sed 's/^/# /' "$results"
finish
