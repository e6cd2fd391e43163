/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/correction_answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void correction_answers_clear(struct correction_answers *a)
{
	free(a->records);
	following_clear(&a->letter);
	*a = (struct correction_answers){ 0 };
}

bool correction_answers_start(struct correction_answers *a, struct act *act, const char *to,
                              const struct terms_named *terms, struct error *e)
{
	return following_start(&a->letter, act, PACKAGE_OUTCOME, "outcomes", to, terms, e);
}

bool correction_answers_add(struct correction_answers *a, struct act *act, const char *tag,
                            const char *record, const uint8_t letter[PACKAGE_ID_SIZE],
                            enum correction_outcome outcome, enum correction_keep kept, struct error *e)
{
	_cleanup_(buffer_clear) struct buffer line = { 0 };
	struct correction_answer said = { .outcome = outcome, .kept = kept, .decided = act->desk->now };
	const uint64_t count = a->letter.records;
	memcpy(said.tag, tag, sizeof said.tag);
	memcpy(said.letter, letter, sizeof said.letter);
	void *more = reallocarray(a->records, count + 1, sizeof *a->records);
	if (!more)
		return error_memory(e);
	a->records = more;
	snprintf(a->records[count], sizeof *a->records, "%s", record ? record : "");
	return correction_answer_format(&said, &line, e) &&
	       following_line(&a->letter, buffer_bytes(&line), e);
}

static bool name_clients(struct act *act, void *context, struct error *e)
{
	const struct correction_answers *a = context;
	for (uint64_t i = 0; i < a->letter.records; i++) {
		const char *record = *a->records[i] ? a->records[i] : NULL;
		if (!act_client_bsn(act, bytes_of(NULL, 0), record, NULL, NULL, e))
			return false;
	}
	return true;
}

bool correction_answers_send(struct correction_answers *a, struct act *act, struct error *e)
{
	return following_send(&a->letter, act, name_clients, a, e);
}

char *correction_answers_publish(struct correction_answers *a, struct act *act)
{
	following_publish(&a->letter, act);
	return a->letter.path ? string_copy(a->letter.path) : NULL;
}

void correction_answers_failed(struct correction_answers *a, const struct error *why)
{
	following_failed(&a->letter, why);
}
