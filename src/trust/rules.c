/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* The list of rules as a table, and what is looked up in it. */
#include "trust/rules.h"

#include <string.h>

static const struct {
	const char *name, *article, *certainty, *sentence;
	enum rule_kind kind;
	enum error_code code;
} rules[RULE_COUNT] = {
#define X(rule, kind, name, article, certainty, code, sentence) \
	[rule] = { name, article, certainty, sentence, kind, code },
	RULES(X)
#undef X
};

static bool is_known(enum rule rule)
{
	return (size_t)rule < ELEMENTS(rules);
}

const char *rule_name(enum rule rule)
{
	return is_known(rule) ? rules[rule].name : "unknown";
}

bool rule_is_declared(enum rule rule)
{
	return rule >= RULE_NOT_TOLD && rule <= RULE_NO_EVIDENCE;
}

enum rule_kind rule_kind(enum rule rule)
{
	return is_known(rule) ? rules[rule].kind : RULE_OF_TEXT;
}

bool rule_decides(enum rule rule)
{
	return rule_kind(rule) < RULE_OF_TEXT;
}

const char *rule_article(enum rule rule)
{
	return is_known(rule) ? rules[rule].article : "";
}

const char *rule_certainty(enum rule rule)
{
	return is_known(rule) ? rules[rule].certainty : "";
}

enum error_code rule_error(enum rule rule)
{
	return is_known(rule) ? rules[rule].code : ERR_NONE;
}

const char *rule_sentence(enum rule rule)
{
	return is_known(rule) ? rules[rule].sentence : rule_name(rule);
}

bool rule_parse(const char *name, enum rule *ret)
{
	for (enum rule rule = 0; rule < RULE_COUNT; rule++) {
		if (!rule_decides(rule) || strcmp(name, rules[rule].name) != 0)
			continue;
		*ret = rule;
		return true;
	}
	return false;
}
