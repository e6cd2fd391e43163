/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A disclosure: private values of named log entries, with what proves that these and
 * no others stand in the log. One self-contained file of JSON lines, made for one
 * person (who made it for whom, and why, is signed) and checked with public keys alone:
 *
 *     {"sluis":"disclosure/v1","statement":…,"checkpoint":…}
 *     {"roster":…}                              the chain, from version 1 on
 *     {"client":"record",…}                     of one client alone: what else there is of her
 *     {"index":12,"entry":…,"proof":[…],
 *      "disclosed":{"subject":{"value":…,"salt":…}},"commitments":{…}}
 *     …
 *     {"index":1741,"entry":…,"proof":[…]}      the act of disclosing itself, always last
 *
 * The statement (sluis.disclosure/v1) is signed first; its hash stands in the entry of
 * the act; the checkpoint covers that entry and all others. Lines on one client, which
 * the statement names by their hash, are what the log doesn't know: her records, terms
 * and requests (exchange/client_part.h). It holds a client's data:
 * who writes it encrypts it (exchange/disclose.h), and nothing here decrypts.
 * docs/format/log.md. */

#include "log/log.h"
#include "trust/order.h"
#include "trust/roster.h"

#define DISCLOSURE_TYPE "sluis.disclosure/v1"
#define DISCLOSURE_REASON_MAX 500u /* bytes */

/* What the statement says. Texts are borrowed when formatting, and point into `text` after verification. */
struct disclosure {
	const char *log;
	moment made;
	uint64_t roster_version;
	const char *by, *second; /* who signed; `second` NULL when one did */
	const char *recipient;   /* person */
	const char *reason;
	bool has_order;
	struct sha256 order; /* of the officers' order on which it was made */
	uint64_t entries;    /* lines with an entry, but for the act's own */
	struct sha256
		list; /* SHA-256 of their indexes, in ascending order, each in decimal with a LF behind it */
	bool has_client;
	struct sha256 client; /* SHA-256 of the lines on the client, each with its LF */
	struct bytes about;   /* after verification: those lines, in the file */
};

bool disclosure_format(const struct disclosure *d, struct buffer *text, struct error *e) _must_check_;
struct disclosure_text; /* keeps what `struct disclosure` points to */
void disclosure_text_freep(struct disclosure_text **t);
/* In the one form that it has. Signatures aren't checked. */
bool disclosure_parse(const struct note *note, struct disclosure *ret, struct disclosure_text **ret_text,
                      struct error *e) _must_check_;
/* The lines before the entries. */
bool disclosure_head(struct bytes statement_note, struct bytes checkpoint_note,
                     const struct roster_chain *rosters, struct buffer *out, struct error *e) _must_check_;
/* The line of entry `index`, proved in the tree of `size`. `p` NULL: nothing private of it (an act that gives
 * the context, or one that was erased); else the fields in `which` (PRIVATE_COUNT) are shown and the others'
 * commitments given. */
bool disclosure_line(struct log *l, uint64_t index, uint64_t size, const struct entry_private *p,
                     const bool *which, struct buffer *out, struct error *e) _must_check_;

/* --- checking --- */

struct disclosure_entry {
	const struct entry *entry;
	bool disclosed[PRIVATE_COUNT];
	const char *values[PRIVATE_COUNT]; /* of those; empty: the entry says nothing there */
};
/* Everything, from the typed fingerprint: the rosters (`extra` ones before the file's own), the statement's
 * signatures, the checkpoint's, each entry's proof and commitments, and the act of disclosing. Then `each` is
 * called, in order, the act last. Where the roster asks for two, two must have signed. ERR_FINGERPRINT,
 * ERR_ROSTER_*, ERR_QUORUM, ERR_NO_ROSTER; ERR_SIGNATURE, ERR_UNSIGNED, ERR_PERSON_UNKNOWN, ERR_REVOKED;
 * ERR_LOG_UNSIGNED; ERR_LOG_PROOF (an entry not in the tree), ERR_LOG_COMMITMENT (a value that isn't the
 * one), ERR_LOG_SEQUENCE, ERR_LOG_MISSING (fewer or other entries than were signed for), ERR_LOG_ENTRY;
 * ERR_SYNTAX, ERR_UNKNOWN_KEY … for its form. */
bool disclosure_verify(struct bytes file, const char *subject, const struct bytes *extra, size_t extra_count,
                       const struct sha256 *fingerprint, struct disclosure *ret,
                       struct disclosure_text **ret_text,
                       bool (*each)(void *context, const struct disclosure_entry *entry, struct error *e),
                       void *context, struct error *e) _must_check_;
/* Of one that disclosure_verify found right: was it made on that order, signed by enough officers by the
 * rosters in the file, and is each entry one that the order is about? ERR_ORDER, ERR_QUORUM. */
bool disclosure_fits_order(struct bytes file, const char *subject, const struct bytes *extra,
                           size_t extra_count, const struct sha256 *fingerprint, const struct order *o,
                           struct error *e) _must_check_;
/* Is this a disclosure? By its first bytes. */
bool disclosure_looks_like(struct bytes file);
