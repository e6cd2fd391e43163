/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What an agreement's entry in the register (trust/dpv.h) and a client's receipt (trust/consent_receipt.h)
 * say in the same terms of the Data Privacy Vocabulary. A failure stays in the writer's buffer. */

#include "codec/json.h"
#include "trust/agreement.h"

/* --- small parts --- */

/* A part of this agreement, by the prefix that the context gives it: "this:unit:oss.nl/wmo". */
void dpv_part_id(struct json_writer *w, const char *kind, const char *name);
void dpv_reference(struct json_writer *w, const char *key, const char *kind, const char *name);
/* A term of a vocabulary, by its short IRI. */
void dpv_term(struct json_writer *w, const char *key, const char *iri);
void dpv_in_language(struct json_writer *w, const char *language, const char *text);
void dpv_in_both(struct json_writer *w, const char *key, const char *en, const char *nl);
void dpv_typed(struct json_writer *w, const char *key, const char *value, const char *type);
/* A node of which no more is known than what it is called. */
void dpv_labelled(struct json_writer *w, const char *key, const char *label);
/* A node without a name: its class and what the agreement says of it. Nothing when it says nothing. */
void dpv_described(struct json_writer *w, const char *key, const char *class, const char *text);
/* The same where the program, not the agreement, has the words. */
void dpv_explained(struct json_writer *w, const char *class, const char *en, const char *nl);

/* --- larger ones --- */

/* "@context"; `self` names the agreement. `receipt`: with the prefixes that only a receipt has. */
void dpv_context(struct json_writer *w, const char *self, bool receipt);
/* The name of a text by its hash (RFC 6920): base64 for URLs, without padding. */
void dpv_hash_name(const struct sha256 *h, struct buffer *out);
bool dpv_is_joint(const struct agreement *a);
/* An organisation all of whose units are processors. */
bool dpv_only_processes(const struct agreement *a, const char *name);
/* With its units. `r` gives its data protection officer; NULL: without. */
void dpv_organisation(struct json_writer *w, const struct agreement *a, const struct roster *r,
                      const char *name);
/* A purpose, under `key`; NULL: in an array. `fields`: only these, names with a blank between; NULL: all that
 * it lists. `g`: its row of the table of grounds; NULL: not known. */
void dpv_process(struct json_writer *w, const struct agreement *a, const struct agreement_purpose *p,
                 const struct ground *g, const char *fields, const char *key);
