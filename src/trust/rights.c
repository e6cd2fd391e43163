/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/rights.h"

#include "base/code.h"
#include "trust/withdrawal.h"

#define WMO_ERASURE "Wmo 2015 art. 5.3.5 lid 1"

static const struct {
	const char *code, *article, *words;
} rights[RIGHT_COUNT] = {
#define X(right, code, article, words) [right] = { code, article, words },
	RIGHTS(X)
#undef X
};
static const struct code outcomes[RIGHT_OUTCOME_COUNT] = {
#define X(outcome, code, words) [outcome] = { code, words },
	RIGHT_OUTCOMES(X)
#undef X
};

const char *right_name(enum right r)
{
	return (unsigned)r < RIGHT_COUNT ? rights[r].code : "";
}

const char *right_words(enum right r)
{
	return (unsigned)r < RIGHT_COUNT ? rights[r].words : "";
}

bool right_parse(struct bytes code, enum right *ret)
{
	for (unsigned r = 0; r < RIGHT_COUNT; r++)
		if (bytes_equal_string(code, rights[r].code)) {
			*ret = (enum right)r;
			return true;
		}
	return false;
}

const char *right_outcome_name(enum right_outcome o)
{
	return code_name(outcomes, RIGHT_OUTCOME_COUNT, o);
}

const char *right_outcome_words(enum right_outcome o)
{
	return code_words(outcomes, RIGHT_OUTCOME_COUNT, o);
}

bool right_outcome_parse(struct bytes code, enum right_outcome *ret)
{
	int found = code_find(outcomes, RIGHT_OUTCOME_COUNT, code);
	if (found >= 0)
		*ret = (enum right_outcome)found;
	return found >= 0;
}

static bool by_wmo(enum right r, bool wmo)
{
	return wmo && r == RIGHT_ERASURE;
}

const char *right_article(enum right r, bool wmo)
{
	return by_wmo(r, wmo) ? WMO_ERASURE : (unsigned)r < RIGHT_COUNT ? rights[r].article : "";
}

moment right_due(enum right r, bool wmo, moment asked, bool postponed)
{
	moment day = asked - asked % SECONDS_A_DAY;
	return moment_add_months(day, by_wmo(r, wmo) || postponed ? 3 : 1);
}

bool right_may_postpone(enum right r, bool wmo, moment asked, moment now)
{
	return !by_wmo(r, wmo) && now - now % SECONDS_A_DAY <= right_due(r, wmo, asked, false);
}

bool right_outcome_fits(enum right r, enum right_outcome o, const char *reason, const char *article)
{
	enum keep_reason why;
	if ((unsigned)r >= RIGHT_COUNT || (unsigned)o >= RIGHT_OUTCOME_COUNT ||
	    (article && !keep_article_is_valid(bytes_of_string(article))) ||
	    (reason && !keep_reason_parse(bytes_of_string(reason), &why)))
		return false;
	return (article != NULL) == (o == RIGHT_GRANTED || o == RIGHT_REFUSED) &&
	       (reason != NULL) == (o == RIGHT_REFUSED);
}
