/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Log entries as records of Logboek Dataverwerkingen (LDV, Logius), one JSON object a
 * line, for organisations that collect those: trace_id, span_id, parent_span_id, status, name,
 * start_time, end_time, resource, attributes. Trace and span follow from the entries
 * (docs/adr/0024), so a record can be held against the log. A client is there under a
 * pseudonym, keyed so that nobody tries out BSNs. docs/format/log.md.
 *
 * Only dpl.core attributes are written: LDV allows others once an extension defines them. */

#include "log/entry.h"

#define LDV_KEY_SIZE 32u
#define LDV_TRACE_SIZE 32u /* hex */
#define LDV_SPAN_SIZE 16u

/* Of an act. A child has its act's trace, and a span from its own commitment. */
void ldv_trace(const struct entry *act, char out[LDV_TRACE_SIZE + 1]);
void ldv_span(const struct entry *entry, char out[LDV_SPAN_SIZE + 1]);

struct ldv {
	const char *activity;      /* URI, for acts that name none */
	uint8_t key[LDV_KEY_SIZE]; /* of the pseudonyms */
	/* the act that children come after */
	bool begun;
	uint64_t index;
	char trace[LDV_TRACE_SIZE + 1], span[LDV_SPAN_SIZE + 1];
	moment start, end;
	const char *status;
	struct buffer name, unit, act_activity;
};
void ldv_clear(struct ldv *l);
/* Appends the record of an entry, with its LF. Children come after their act (ERR_LOG_ENTRY otherwise).
 * `subject` and `type` ("bsn", "record") of a child. */
bool ldv_append(struct ldv *l, const struct entry *entry, const char *type, const char *subject,
                struct buffer *out, struct error *e) _must_check_;
