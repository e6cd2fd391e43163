#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Modules know each other one way; what a header promises stands under its name, and somebody uses it.

A module is a header x.h with its sources, x.c and x_*.c. A header x_y.h that nothing but module x includes is a
part of it; any other is a module of its own, and so is a source without a header. Three rules:
- no circle: modules that include each other, directly or by a detour, are one module or are put together wrongly;
- each function that x.h declares is defined in x.c or x_*.c;
- each is used somewhere in src, and not by its tests alone.

Usage: modules.py SOURCE
"""
import collections
import pathlib
import re
import sys

from tree import finish

# Functions for tests, with the reason.
FOR_TESTS = {
    "database_set_patience": "a store that is busy, without ten seconds of waiting",
    "decide_client": "a client's rule by itself, without the fields",
    "decide_field": "one field's rule, also where the client stays: decide_record then tells the client's rule",
}

INCLUDE = re.compile(r'^\s*#\s*include "([^"]+)"', re.M)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
INLINE = re.compile(r"^static inline.*?^}", re.S | re.M)
# As clang-format lays it out: what begins in the first column is a declaration or a definition.
FUNCTION = re.compile(r"^(?!static\b|typedef\b|extern\b|#)[A-Za-z_][\w \t*]*?[ *](\w+)\(([^;{}]*)\)[^;{}()]*"
                      r"(?:_printf_\([^)]*\)[^;{}()]*)?([;{])", re.M)


def owners(name, names):
    """The stems that may own a file, the longest first: a_b_c of a_b_c.h, a_b.h, a.h."""
    while True:
        if name in names:
            yield name
        folder, _, stem = name.rpartition("/")
        if "_" not in stem:
            return
        name = f"{folder}/{stem.rpartition('_')[0]}"


def modules(includes):
    """For each file the name of its module."""
    headers = {f[:-2] for f in includes if f.endswith(".h")}
    owner = {f: next(owners(f[:-2], headers), f[:-2]) for f in includes}
    changed = True
    while changed:
        changed = False
        for header in sorted(headers):
            above = next(owners(header.rpartition("_")[0], headers), None) if "_" in header.rpartition("/")[2] else None
            users = {owner[f] for f in includes if header + ".h" in includes[f]} - {header}
            if above and owner[header + ".h"] == header and users == {owner[above + ".h"]}:
                owner = {f: owner[above + ".h"] if m == header else m for f, m in owner.items()}
                changed = True
    return owner


def circles(graph):
    """Groups of names that reach each other (Tarjan), each sorted."""
    index, low, stack, found = {}, {}, [], []

    def visit(name):
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in sorted(graph[name]):
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            at = stack.index(name)
            group = tuple(sorted(stack[at:]))
            del stack[at:]
            if len(group) > 1:
                found.append(group)

    sys.setrecursionlimit(5000)
    for name in sorted(graph):
        if name not in index:
            visit(name)
    return found


def check_circles(texts):
    includes = {f: {i for i in INCLUDE.findall(t) if i in texts} for f, t in texts.items()}
    owner = modules(includes)
    graph, named = collections.defaultdict(set), collections.defaultdict(set)
    for f, included in includes.items():
        graph[owner[f]] |= {owner[i] for i in included} - {owner[f]}
        for i in included:
            named[owner[f], owner[i]].add(f)
    for group in circles(graph):
        ways = [f"    {a} needs {b}: {', '.join(sorted(named[a, b]))}"
                for a in group for b in group if a != b and (a, b) in named]
        yield f"src: {', '.join(group)} include each other in a circle:\n" + "\n".join(ways)


def functions(text, end):
    return [m[1] for m in FUNCTION.finditer(INLINE.sub("", COMMENT.sub("", text))) if m[3] == end]


def check_users(texts):
    """A function's name stands in its header and at its definition; a third place is a user."""
    words = collections.Counter(w for t in texts.values() for w in re.findall(r"\w+", COMMENT.sub("", t)))
    for f, text in texts.items():
        for function in functions(text, ";") if f.endswith(".h") else ():
            if words[function] < 3 and function not in FOR_TESTS:
                yield f"src/{f}: nothing in src uses {function}"


def check_homes(texts, public):
    defined = collections.defaultdict(list)
    for f, text in texts.items():
        if f.endswith(".c"):
            for function in functions(text, "{"):
                defined[function].append(f)
    declared = 0
    for f, text in sorted({**texts, **public}.items()):
        for function in functions(text, ";") if f.endswith(".h") else ():
            declared += 1
            for source in defined[function]:
                if source[:-2] != f[:-2] and not source.startswith(f[:-2] + "_"):
                    yield f"src/{source}: {function} is declared in {f}, so it is to stand in {f[:-2]}.c or _*.c"
            if not defined[function]:
                yield f"src/{f}: {function} is declared, and defined nowhere"
    if declared < 700:
        yield f"only {declared} functions were seen"


if __name__ == "__main__":
    source = pathlib.Path(sys.argv[1])
    texts = {str(p.relative_to(source / "src")): p.read_text(encoding="utf-8")
             for p in sorted((source / "src").rglob("*.[ch]"))}
    public = {f"log/{p.name}": p.read_text(encoding="utf-8") for p in (source / "include/sluis").glob("*.h")}
    finish([*check_circles(texts), *check_homes(texts, public), *check_users(texts)], "modules")
