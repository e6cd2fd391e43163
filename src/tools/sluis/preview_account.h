/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What preview tells: on which terms, who and what leaves, what stays and why. Of clients it holds opaque
 * record ids, for its page (preview_page.h) case numbers, the decision on each field, and what travels of
 * declarations but the BSN; no other value of a record. */

#include "cli/output.h"
#include "exchange/pack.h"

/* Of one field of a client who leaves. */
struct preview_field {
	uint8_t rule;       /* enum rule, by which it leaves or stays */
	bool leaves, stays; /* neither: the record doesn't have it; both: a part of it stays */
};
struct preview_client {
	char record[RECORD_ID_SIZE + 1];
	char *number; /* of the case; NULL: the record has none */
	bool leaves;
	enum rule rule;               /* of the client */
	uint64_t leaving, staying;    /* fields */
	struct preview_field *fields; /* by field index; NULL of a client who stays */
};
/* What goes along of what a client said, as its line has it. */
struct preview_declaration {
	char record[RECORD_ID_SIZE + 1];
	char *number;
	struct consent said;
};
struct preview_clients {
	struct preview_client *items;
	size_t count, room;
	struct preview_declaration *declarations;
	size_t declaration_count, declaration_room;
};
void preview_clients_clear(struct preview_clients *c);
bool preview_clients_add(struct preview_clients *c, const struct screened *s, struct error *e) _must_check_;
bool preview_clients_add_declaration(struct preview_clients *c, const struct screened *s, struct bytes line,
                                     struct error *e) _must_check_;

/* On which terms, what it rests on, who and which fields stay and why: of a preview, and of what is packed.
 */
void preview_tell(struct account *a, const struct catalogue *c, const struct pack_request *q,
                  const struct pack_result *r);
/* A row for each client, under the key "decisions", and one for each declaration that goes along, under
 * "declarations". */
void preview_tell_clients(struct account *a, const struct catalogue *catalogue, const struct pack_result *r,
                          const struct preview_clients *c);

/* The parts of these that a page has, too, each a section. */
void preview_tell_terms(struct account *a, const struct pack_request *q, const struct pack_result *r);
void preview_tell_stays(struct account *a, const struct pack_result *r);
void preview_tell_declarations(struct account *a, const struct catalogue *catalogue,
                               const struct pack_result *r, const struct preview_clients *c);
