/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What preview shows of each client, and the whole of it as a page: to look at together
 * with a colleague, or to print. Of clients it holds opaque record ids, the names of
 * fields, and what travels of declarations but the BSN; no value of a record. */

#include "cli/output.h"
#include "exchange/pack.h"

struct preview_client {
	char record[RECORD_ID_SIZE + 1];
	bool leaves;
	enum rule rule;       /* of the client */
	uint64_t field_count; /* fields that leave */
	char *fields, *stays; /* "naam.voornamen postcode"; "geslacht:not-agreed verslag:free-text" */
	char *differs; /* of `stays`, what doesn't stay for everyone because the agreement doesn't list it;
	                  fields by their labels, for people */
	char *labels;  /* `fields` for people */
	char *words;   /* `stays` in words, rule by rule */
};
/* What goes along of what a client said, as its line has it. */
struct preview_declaration {
	char record[RECORD_ID_SIZE + 1];
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
void preview_tell_clients(struct account *a, const struct catalogue *catalogue,
                          const struct preview_clients *c);
/* Both as a page, in the language of messages, to a new file. */
bool preview_page_write(const char *path, const struct desk *d, const struct pack_request *q,
                        const struct pack_result *r, const struct preview_clients *clients, struct error *e)
	_must_check_;
