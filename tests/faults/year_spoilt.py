# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of how a file that a store is given may have been changed: by anybody, on its way, and before it was signed, by who
has the keys. Each function takes what draws and what to spoil, and returns the spoilt; the tables are all that there is."""
import base64
import datetime
import json
import re

# --- by anybody: of any file ---


def flipped(draw, data):
    at = draw.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << draw.randrange(8)]) + data[at + 1:]


def cut(draw, data):
    return data[:draw.randrange(len(data))]


def left_out(draw, data):
    at = draw.randrange(len(data))
    return data[:at] + data[at + draw.randint(1, 200):]


def doubled(draw, data):
    at = draw.randrange(len(data))
    piece = data[at:at + draw.randint(1, 70000)]
    return data[:at] + piece + data[at:]


def swapped(draw, data):
    at, size = draw.randrange(len(data)), draw.randint(1, 70000)
    return data[:at] + data[at + size:at + 2 * size] + data[at:at + size] + data[at + 2 * size:]


BYTES = {
    "a bit is flipped": flipped,
    "cut off": cut,
    "bytes are left out": left_out,
    "bytes are doubled": doubled,
    "bytes change places": swapped,
    "something behind it": lambda draw, data: data + draw.randbytes(draw.randint(1, 300)),
    "zeros behind it": lambda draw, data: data + bytes(draw.choice([1, 512, 65536])),
    "something before it": lambda draw, data: draw.choice([b"\n", b" ", b"\xef\xbb\xbf", b"\0"]) + data,
    "twice": lambda draw, data: data + data,
    "CRLF": lambda draw, data: data.replace(b"\n", b"\r\n"),
    "nothing": lambda draw, data: b"",
}

# --- by anybody: of a signed note ---


def parts(note):
    text, lines = note.split(b"\n\n", 1)
    return text + b"\n", lines.splitlines(keepends=True)


def whole(text, lines):
    return text + b"\n" + b"".join(lines)


def signature(draw, name=b"nobody.example", size=68):
    return b"\xe2\x80\x94 " + name + b" " + base64.b64encode(draw.randbytes(size)) + b"\n"


def lines_changed(change):
    def spoil(draw, note):
        text, lines = parts(note)
        return whole(text, change(draw, lines))
    return spoil


def inserted(draw, lines, line):
    at = draw.randint(0, len(lines))
    return lines[:at] + [line] + lines[at:]


def shuffled(draw, lines):
    return draw.sample(lines, len(lines))


def respelt(draw, lines):
    """Other base64 of the same bytes, or of a few bits more."""
    at = draw.randrange(len(lines))
    line = lines[at].rstrip(b"\n")
    line = draw.choice([line.rstrip(b"="), line.replace(b"/", b"_").replace(b"+", b"-"), line + b"=", line + b" ",
                        re.sub(rb".(=*)$", rb"/\1", line), line.replace(b"\xe2\x80\x94", b"-")])
    return lines[:at] + [line + b"\n"] + lines[at + 1:]


def renamed(draw, lines):
    """Somebody's signature under another's name."""
    at = draw.randrange(len(lines))
    other = draw.choice(lines).split(b" ")[1]
    words = lines[at].split(b" ")
    return lines[:at] + [b" ".join([words[0], other, words[2]])] + lines[at + 1:]


def by_known_with_other_id(draw, lines):
    return inserted(draw, lines, signature(draw, draw.choice(lines).split(b" ")[1]))


def text_changed(change):
    def spoil(draw, note):
        text, lines = parts(note)
        return whole(b"".join(change(draw, text.splitlines(keepends=True))), lines)
    return spoil


NOTE = dict(BYTES, **{
    "a line by nobody": lines_changed(lambda draw, lines: inserted(draw, lines, signature(draw))),
    "ninety lines by nobody": lines_changed(lambda draw, lines: lines + [signature(draw, b"n%d.example" % i) for i in range(90)]),
    "a line of a kind to come": lines_changed(lambda draw, lines: inserted(draw, lines, signature(draw, size=draw.choice([5, 76, 900])))),
    "a line doubled": lines_changed(lambda draw, lines: inserted(draw, lines, draw.choice(lines))),
    "lines in another order": lines_changed(shuffled),
    "a line left out": lines_changed(lambda draw, lines: draw.sample(lines, len(lines) - 1)),
    "no lines": lines_changed(lambda draw, lines: []),
    "a line spelt otherwise": lines_changed(respelt),
    "a line under another's name": lines_changed(renamed),
    "a line of a known name that isn't its key's": lines_changed(by_known_with_other_id),
    "blanks around the lines": lines_changed(lambda draw, lines: inserted(draw, lines, b"\n")),
    "a line of the text doubled": text_changed(lambda draw, lines: inserted(draw, lines, draw.choice(lines))),
    "lines of the text in another order": text_changed(shuffled),
    "no line feed at its end": lambda draw, note: note[:-1],
})

# --- before it was signed: a line of the text of a note, `key: value` in YAML ---

FIELD = re.compile(r"^( *(?:- )?)([a-z_0-9]+): (.*)$")


def other_number(draw, value):
    return str(draw.choice([int(value) + 1, int(value) - 1, 0, -1, 10 ** 6, 2 ** 64, "0" + value, value + ".0"]))


def other_day(draw, value):
    day = datetime.date.fromisoformat(value[:10])
    try:
        day += datetime.timedelta(days=draw.choice([1, -1, 2, -30, 400, -400, 36525, -36525]))
    except OverflowError:
        return "0000-00-00"
    return draw.choice([day.isoformat() + value[10:], value[:10] + "T00:00:00Z", "2026-02-30" + value[10:]])


def other_hash(draw, value):
    return draw.choice(["0" * 64, "%064x" % draw.getrandbits(256), value.upper(), value[1:]])


def other_value(draw, value, pool):
    bare = value.strip('"')
    ways = [lambda: draw.choice(pool), lambda: "", lambda: '"%s"' % bare if bare == value else bare, lambda: bare + "x",
            lambda: bare[:-1], lambda: "x" * 5000, lambda: '"\\u0007"', lambda: "é" + bare]
    if bare.isdigit():
        ways += [lambda: other_number(draw, bare)] * 6
    if re.match(r"\d{4}-\d\d-\d\d", bare):
        ways += [lambda: value.replace(bare, other_day(draw, bare))] * 6
    if re.fullmatch("[0-9a-f]{64}", bare):
        ways += [lambda: value.replace(bare, other_hash(draw, bare))] * 3
    if bare in ("true", "false"):
        ways += [lambda: "false" if bare == "true" else "true"] * 3
    return draw.choice(ways)()


def value_changed(draw, lines):
    fields = [i for i, line in enumerate(lines) if FIELD.match(line)]
    at = draw.choice(fields)
    before, key, value = FIELD.match(lines[at]).groups()
    pool = [FIELD.match(lines[i])[3] for i in fields if FIELD.match(lines[i])[2] == key]
    if draw.random() < 0.2:
        pool = [FIELD.match(lines[i])[3] for i in fields]
    return lines[:at] + ["%s%s: %s" % (before, key, other_value(draw, value, pool))] + lines[at + 1:]


def spelt_otherwise(draw, lines):
    """The same, as other people write YAML: some of its lines."""
    ways = [lambda b, k, v: ["%s%s: %s " % (b, k, v)], lambda b, k, v: ["%s%s:   %s" % (b, k, v)],
            lambda b, k, v: ["%s%s: %s  # a remark" % (b, k, v)], lambda b, k, v: ['%s"%s" : %s' % (b, k, v)],
            lambda b, k, v: ["%s%s:" % (b, k), " " * (len(b) + 2) + v],
            lambda b, k, v: ["%s%s: '%s'" % (b, k, v.strip('"').replace("'", "''"))],
            lambda b, k, v: ["%s%s: %s" % (b, k, re.sub(r"(?<=\w) (?=\w)", "\n" + " " * (len(b) + 2), v, count=1))],
            lambda b, k, v: ["%s%s: >-" % (b, k), " " * (len(b) + 2) + v.strip('"')],
            lambda b, k, v: [b.rstrip(" "), "%s%s: %s" % (b.replace("-", " "), k, v)] if "-" in b else ["", "%s%s: %s" % (b, k, v)]]
    spelt = lines[:1]
    for line in lines[1:]:
        field = FIELD.match(line)
        spelt += draw.choice(ways)(*field.groups()) if field and draw.random() < 0.05 else [line]
    return spelt


def values_exchanged(draw, lines):
    """Two lines of one key have each other's value: a person gets another's key, a mandate another's unit."""
    fields = [i for i, line in enumerate(lines) if FIELD.match(line)]
    key = FIELD.match(lines[draw.choice(fields)])[2]
    a, b = draw.choices([i for i in fields if FIELD.match(lines[i])[2] == key], k=2)
    changed = list(lines)
    changed[a], changed[b] = lines[b], lines[a]
    return changed


def line_left_out(draw, lines):
    at = draw.randrange(1, len(lines))
    return lines[:at] + lines[at + 1:]


def line_doubled(draw, lines):
    at = draw.randrange(1, len(lines))
    return lines[:at] + [lines[at]] + lines[at:]


def lines_swapped(draw, lines):
    at = draw.randrange(1, len(lines) - 1)
    return lines[:at] + [lines[at + 1], lines[at]] + lines[at + 2:]


def blocks(lines, at):
    """The item of a list in which the line stands: from where to where."""
    start = at
    while start and not lines[start].startswith("  - "):
        start -= 1
    end = start + 1
    while end < len(lines) and lines[end].startswith("    "):
        end += 1
    return start, end


def item_changed(change):
    def spoil(draw, lines):
        start, end = blocks(lines, draw.choice([i for i, line in enumerate(lines) if line.startswith("  - ")] or [0]))
        return change(lines, start, end)
    return spoil


TEXT = {
    "a value": value_changed,
    "another value": value_changed,  # where most of what can go wrong is
    "values exchanged": values_exchanged,
    "a line left out": line_left_out,
    "a line doubled": line_doubled,
    "lines exchanged": lines_swapped,
    "an item left out": item_changed(lambda lines, start, end: lines[:start] + lines[end:]),
    "an item doubled": item_changed(lambda lines, start, end: lines[:end] + lines[start:]),
    "an item put last": item_changed(lambda lines, start, end: lines[:start] + lines[end:] + lines[start:end]),
    "a key that there isn't": lambda draw, lines: inserted(draw, lines, "colour: red"),
    "a remark": lambda draw, lines: inserted(draw, lines, "# a remark"),
    "a blank line": lambda draw, lines: inserted(draw, lines, ""),
    "spelt otherwise": spelt_otherwise,
    "spelt otherwise, and a value": lambda draw, lines: spelt_otherwise(draw, value_changed(draw, lines)),
    "as it is": lambda draw, lines: lines,
}

# --- before it was signed: lines of JSON in a letter ---


def json_value(draw, value):
    if re.match(r"^\d{4}-\d\d-\d\d", str(value)):
        return other_day(draw, value)
    return draw.choice(["", None, 0, -1, True, [], {}, str(value) + "x", str(value)[:-1], "x" * 3000, 10 ** 20, "pw", "wmo",
                        "client parent", "0-11", "consent", "no-objection", "999990056", "%032x" % draw.getrandbits(128)])


def json_changed(draw, lines):
    at = draw.randrange(len(lines))
    line = json.loads(lines[at])
    key = draw.choice(sorted(line))
    if draw.random() < 0.3:
        line[key] = json.loads(draw.choice(lines)).get(key, line[key])
    else:
        line[key] = json_value(draw, line[key])
    return lines[:at] + [compact(line)] + lines[at + 1:]


def json_without(draw, lines):
    at = draw.randrange(len(lines))
    line = json.loads(lines[at])
    del line[draw.choice(sorted(line))]
    return lines[:at] + [compact(line)] + lines[at + 1:]


def json_with(draw, lines):
    at = draw.randrange(len(lines))
    line = dict(json.loads(lines[at]), **{draw.choice(["colour", "postcode", "voluntary", "withdrawn", "geheimhouding"]): "x"})
    return lines[:at] + [compact(line)] + lines[at + 1:]


def compact(line):
    return json.dumps(line, separators=(",", ":"), ensure_ascii=False)


LINES = {
    "a value": json_changed,
    "another value": json_changed,
    "a key left out": json_without,
    "a key more": json_with,
    "a line left out": lambda draw, lines: draw.sample(lines, len(lines) - 1),
    "a line doubled": lambda draw, lines: inserted(draw, lines, draw.choice(lines)),
    "lines in another order": shuffled,
    "no lines": lambda draw, lines: [],
    "as they are": lambda draw, lines: lines,
}

# --- before it was signed: what a manifest and the entry of the log say, as forge writes it ---

DAYS = ["2025-12-31", "2026-02-03", "2026-03-01", "2026-06-01", "2027-03-01", "2199-01-01"]
MANIFEST = {
    "sender": ["oss.nl/wi", "oss.nl/noord", "oss.nl/wmo", "oss.nl/nergens"],
    "receiver": ["oss.nl/wmo", "oss.nl/zuid", "oss.nl/wi"],
    "signer": ["oss.nl/p-wi1", "oss.nl/p-wmo2", "oss.nl/p-po1", "oss.nl/p-niemand"],
    "agreement": ["wi-wmo", "oost-zuid", "anders"],
    "agreement_version": ["1", "2", "9"],
    "purpose": ["onderzoek-2.3.2", "iets-anders"],
    "ground": ["wmo-5.1.1-4", "pw-64"],
    "kind": ["cases", "receipt", "retraction", "decision", "correction"],
    "sequence": ["1", "2", "40", "9999", "99999999"],
    "records": ["0", "1", "2", "7", "999999"],
    "withheld": ["0", "3", "999999"],
    "roster_version": ["1", "2", "3", "9"],
    "created": [d + "T10:00:00Z" for d in DAYS],
    "use_by": [d + "T10:00:00Z" for d in DAYS],
}
ENTRY = {
    "action": ["pack", "approve", "open", "read", "decide"],
    "package": ["000102030405060708090a0b0c0d0e0f"],
    "peer": ["oss.nl/wmo", "oss.nl/oost"],
    "key": ["00000000"],
    "mandate": ["m-1-1", "m-none", ""],
    "role": ["teamleider"],
    "unit": ["oss.nl/wi", "oss.nl/jgd"],
    "finding": ["quorum-missing"],
    "answers": ["000102030405060708090a0b0c0d0e0f"],
    "package_kind": ["cases", "retraction", "decision", "receipt"],
    "agreement": ["wi-wmo", "anders"],
    "purpose": ["iets-anders", ""],
    "overrides": ["iets"],
    "sequence": ["1", "77"],
    "records": ["0", "1", "77"],
    "withheld": ["77"],
    "roster_version": ["1", "3"],
    "agreement_version": ["2", "9"],
}
