/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a unit has of one client beside its log, to be told to the client: the lines that a disclosure
 * (log/disclosure.h) carries, and its statement names by their hash. Each is an object whose first member
 * says what it tells (docs/format/log.md):
 *
 *     {"client":"who",…}          by what the client is known, so that nobody joins two clients
 *     {"client":"record",…}       one for each record, and for each earlier version what was otherwise
 *     {"client":"terms",…}        purpose, ground, article and term of what was exchanged
 *     {"client":"went",…}         of an entry, the fields that left or came
 *     {"client":"declaration",…}  what the client said
 *     {"client":"request",…}      what the client asked by right
 *     {"client":"hidden",…}       how many acts a law hides for a time, and until when
 *     {"client":"field",…}        what each field that is named is called, and means
 *
 * No third person is named (AVG 15(4)): a field that may name others is told of without what stands in it. */

#include "exchange/whole_client.h"

#define CLIENT_PART_HIDES 1000u /* acts */
#define CLIENT_PART_HIDES_MONTHS 12u

struct client_part_request {
	const char *record, *number; /* one of them: an id, or a BSN */
	bool texts_read;             /* somebody read what people typed there, and it names nobody else */
	const uint64_t *hidden;      /* acts that aren't told now, by their entries … */
	size_t hidden_count;
	const char *article; /* … the article that hides them, and a day: until then */
	moment until;
};

/* Of an entry's private fields, those that are told: not the words that somebody wrote, nor a machine's name,
 * which is a colleague's (CJEU C-579/21). */
void client_part_fields(bool ret[PRIVATE_COUNT]);

struct client_part {
	const struct client_part_request *request;
	struct act *act;
	struct whole_client client;
	struct buffer records, went, terms, lines;
	bool *fields; /* by the place in the desk's catalogue: named somewhere */
	bool *found;  /* of the acts to hide, which were */
	uint64_t hidden;
	char **told; /* terms that were told: "agreement version purpose" */
	size_t told_count;
	struct sha256 *set; /* of each set by which the client is known */
	size_t sets;
	bool says; /* once it ended: a record or a declaration of the client is told */
};
void client_part_clear(struct client_part *p);
/* Finds the client. ERR_NOT_FOUND; ERR_VALUE: a day that can't be. */
bool client_part_begin(struct client_part *p, struct act *a, const struct client_part_request *q,
                       struct error *e) _must_check_;
/* Is what is of this act to be left out? Counts the acts. */
bool client_part_hides(struct client_part *p, uint64_t act);
/* Of each entry that is told, in their order: what went, and on which terms. */
bool client_part_entry(struct client_part *p, uint64_t index, struct error *e) _must_check_;
/* The rest; `p->lines` is whole then. ERR_NOT_FOUND: an act to hide that is none of this client. */
bool client_part_end(struct client_part *p, struct error *e) _must_check_;
