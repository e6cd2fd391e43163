/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/breach.h"

#include "base/code.h"

#include <string.h>

static const struct code sources[BREACH_SOURCE_COUNT] = {
#define X(source, code, words) [source] = { code, words },
	BREACH_SOURCES(X)
#undef X
};
static const char *const steps[BREACH_STEP_COUNT] = {
#define X(step, code) [step] = code,
	BREACH_STEPS(X)
#undef X
};
static const struct {
	const char *code;
	bool authority, clients;
	const char *article, *words;
} reasons[BREACH_REASON_COUNT] = { [BREACH_UNSAID] = { "", false, false, "", "" },
#define X(reason, code, authority, clients, article, words) \
	[reason] = { code, authority, clients, article, words },
	                           BREACH_REASONS(X)
#undef X
};

const char *breach_source_name(enum breach_source s)
{
	return code_name(sources, BREACH_SOURCE_COUNT, s);
}

const char *breach_source_words(enum breach_source s)
{
	return code_words(sources, BREACH_SOURCE_COUNT, s);
}

bool breach_source_parse(struct bytes code, enum breach_source *ret)
{
	int found = code_find(sources, BREACH_SOURCE_COUNT, code);
	if (found >= 0)
		*ret = (enum breach_source)found;
	return found >= 0;
}

const char *breach_step_name(enum breach_step s)
{
	return (unsigned)s < BREACH_STEP_COUNT ? steps[s] : "";
}

bool breach_step_parse(struct bytes code, enum breach_step *ret)
{
	for (unsigned s = 0; s < BREACH_STEP_COUNT; s++)
		if (bytes_equal_string(code, steps[s])) {
			*ret = (enum breach_step)s;
			return true;
		}
	return false;
}

const char *breach_reason_name(enum breach_reason r)
{
	return (unsigned)r < BREACH_REASON_COUNT ? reasons[r].code : "";
}

const char *breach_reason_words(enum breach_reason r)
{
	return (unsigned)r < BREACH_REASON_COUNT ? reasons[r].words : "";
}

const char *breach_reason_article(enum breach_reason r)
{
	return (unsigned)r < BREACH_REASON_COUNT ? reasons[r].article : "";
}

bool breach_reason_parse(struct bytes code, enum breach_reason *ret)
{
	for (unsigned r = BREACH_UNSAID + 1; r < BREACH_REASON_COUNT; r++)
		if (bytes_equal_string(code, reasons[r].code)) {
			*ret = (enum breach_reason)r;
			return true;
		}
	return false;
}

bool breach_reason_fits(enum breach_reason r, enum breach_step step)
{
	if ((unsigned)r >= BREACH_REASON_COUNT)
		return false;
	return (step == BREACH_NOT_REPORTED && reasons[r].authority) ||
	       (step == BREACH_NOT_TOLD && reasons[r].clients);
}

moment breach_due(moment learned)
{
	return learned + (moment)BREACH_HOURS * 3600;
}

bool breach_step_fits(enum breach_step step, const char *reason, const char *article, const char *at)
{
	enum breach_reason why = BREACH_UNSAID;
	moment when;
	bool undone = step == BREACH_NOT_REPORTED || step == BREACH_NOT_TOLD,
	     timed = step == BREACH_LEARNED || step == BREACH_REPORTED || step == BREACH_TOLD;
	if ((unsigned)step >= BREACH_STEP_COUNT || (at != NULL) != timed ||
	    (at && !moment_parse(bytes_of_string(at), &when)))
		return false;
	if (!undone)
		return !reason && !article;
	return reason && article && breach_reason_parse(bytes_of_string(reason), &why) &&
	       breach_reason_fits(why, step) && strcmp(article, breach_reason_article(why)) == 0;
}
