#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The sluis authors
# SPDX-License-Identifier: EUPL-1.2
"""Is FILE a register entry, or a client's receipt, in JSON-LD that says what it means to?

    dpv.py FILE TERMS

Expands every key, type and identifier by the document's own context, as JSON-LD 1.1
does with a context of prefixes alone, and checks that nothing is dropped in silence
(JSON-LD ignores keys that it can't expand), that each term of DPV is in the list that
was copied from it, a property where a property belongs and a class where a class
does, and that what AVG 30(1) asks for is there; of a receipt what DPV's profile of
ISO/IEC TS 27560 asks for.
"""
import json
import pathlib
import re
import sys

OTHERS = {
    "dct": {"conformsTo", "created", "date", "description", "identifier", "publisher", "references", "source", "subject", "title", "type", "valid", "Period"},
    "owl": {"versionInfo"},
    "rdf": {"value"},
    "skos": {"note", "prefLabel", "scopeNote"},
    "xsd": {"date", "dateTime", "duration"},
}
NAMESPACES = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# A receipt names its profile and the country besides.
RECEIPTS = {"dpv-27560": "https://w3id.org/dpv/schema/dpv-27560#", "loc": "https://w3id.org/dpv/loc#"}
OTHERS["dpv-27560"] = {"receipt-eu-gdpr", "record-eu-gdpr"}
OTHERS["loc"] = {"NL"}
LEXICAL = {"xsd:date": r"\d{4}-\d\d-\d\d", "xsd:dateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "xsd:duration": r"P\d+M",
           "dct:Period": r"start=\d{4}-\d\d-\d\d; end=\d{4}-\d\d-\d\d; scheme=W3C-DTF;"}
faults = []


def fault(where, what):
    faults.append(f"{'/'.join(where) or 'top'}: {what}")


def unique(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        fault([], f"a key twice among {keys}")
    return dict(pairs)


def check_term(where, name, terms, kind):
    prefix, colon, local = name.partition(":")
    if not colon or prefix not in {**NAMESPACES, **RECEIPTS}:
        return fault(where, f"{name} doesn't expand")
    known = name in terms if prefix in ("dpv", "eu-gdpr") else local in OTHERS[prefix]
    if not known:
        return fault(where, f"{name} is not a term of {prefix}")
    if prefix == "dpv" and kind != "any" and (local[0].islower()) != (kind == "property"):
        fault(where, f"{name} is not a {kind}")
    return None


def check_value(where, node, terms):
    if set(node) - {"@value", "@type", "@language"} or {"@type", "@language"} <= set(node):
        fault(where, "not a value object")
    if not isinstance(node["@value"], str) or not node["@value"]:
        fault(where, "an empty value")
    if "@language" in node and node["@language"] not in ("en", "nl"):
        fault(where, f"language {node['@language']}")
    if "@type" in node:
        check_term(where, node["@type"], terms, "any")
        if not re.fullmatch(LEXICAL.get(node["@type"], ""), node["@value"]):
            fault(where, f"{node['@value']} is not a {node['@type']}")


def check_id(where, name, terms, named, described):
    if name.startswith("this:") or name.startswith("ni:"):
        (described if described is not None else named).add(name)
        if name.startswith("ni:") and not re.fullmatch(r"ni:///sha-256;[A-Za-z0-9_-]{43}", name):
            fault(where, f"{name} names nothing by its hash")
    else:
        check_term(where, name, terms, "any")


def check(where, node, terms, ids):
    """ids: parts that are referred to, and parts that are described."""
    if isinstance(node, list):
        for item in node:
            if isinstance(item, list):
                fault(where, "a list in a list")
            check(where, item, terms, ids)
    elif isinstance(node, str):
        if not node:
            fault(where, "an empty text")
    elif not isinstance(node, dict):
        fault(where, f"a {type(node).__name__}")
    elif "@value" in node:
        check_value(where, node, terms)
    else:
        if not node:
            fault(where, "an empty node")
        for key, value in node.items():
            if key == "@id":
                check_id(where, value, terms, ids[0], ids[1] if len(node) > 1 else None)
            elif key == "@type":
                for item in value if isinstance(value, list) else [value]:
                    check_term(where + [key], item, terms, "class")
            elif key.startswith("@"):
                fault(where, f"keyword {key} here")
            else:
                check_term(where, key, terms, "property")
                check(where + [key], value, terms, ids)


def check_article_30(document):
    """AVG 30(1) a to g, but e (third countries), of which an agreement says nothing."""
    for controller in document["dpv:hasDataController"]:
        if not controller["dpv:hasName"] or not controller["dpv:hasContact"]:
            fault([], "a controller without name or contact")
    if not document["dpv:hasProcess"]:
        fault([], "no processing")
    for process in document["dpv:hasProcess"]:
        where = [process.get("@id", "?")]
        for key in ("dpv:hasPurpose", "dpv:hasDataSubject", "dpv:hasPersonalData", "dpv:hasRecipient", "dpv:hasStorageCondition",
                    "dpv:hasTechnicalMeasure", "dpv:hasOrganisationalMeasure", "dpv:hasLegalBasis", "dpv:hasApplicableLaw"):
            if not process.get(key):
                fault(where, f"no {key}")


def check_receipt(document):
    """The fields that the profile has as mandatory, by DPV's table of them."""
    record = document["dpv:hasRecordOfActivity"]
    for node, keys in ((document, ("dct:identifier", "dct:conformsTo", "dct:created")),
                       (record, ("dct:identifier", "dct:conformsTo", "dpv:hasDataSubject", "dpv:hasDataController", "dpv:hasJurisdiction", "dpv:hasProcess",
                                 "dpv:hasStorageCondition", "dpv:hasConsentControl", "dpv:hasNotice", "dpv:hasConsentStatus", "dct:valid")),
                       (record["dpv:hasProcess"], ("dpv:hasPurpose", "dpv:hasPersonalData", "dpv:hasRecipient", "dpv:hasStorageCondition", "dpv:hasLegalBasis", "dpv:hasRight"))):
        for key in keys:
            if not node.get(key):
                fault([node.get("@id", "?")], f"no {key}")
    for event in record["dpv:hasConsentStatus"]:
        if not event.get("dpv:isIndicatedAtTime"):
            fault(["dpv:hasConsentStatus"], "an event without a day")


def main(path, listed):
    terms = {line for line in pathlib.Path(listed).read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")}
    document = json.loads(pathlib.Path(path).read_bytes(), object_pairs_hook=unique)
    context = dict(document.pop("@context"))
    base = context.pop("this")
    receipt = document["@type"] == "dpv:ConsentReceipt"
    if context.pop("@version") != 1.1 or context != ({**RECEIPTS, **NAMESPACES} if receipt else NAMESPACES):
        fault(["@context"], "not the context that was agreed on")
    if not re.fullmatch(r"ni:///sha-256;[A-Za-z0-9_-]{43}#", base):
        fault(["@context"], f"{base} names nothing by its hash")
    if not receipt and document["dpv:hasLegalMeasure"]["@id"] + "#" != base:
        fault([], "the agreement has another name than its parts")
    ids = (set(), set())
    check([], document, terms, ids)
    for name in ids[0] - ids[1]:
        # The other texts that the agreement pins stand elsewhere.
        if name.startswith("this:"):
            fault([], f"{name} is referred to and isn't there")
    (check_receipt if receipt else check_article_30)(document)
    print("\n".join(faults) if faults else base)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
