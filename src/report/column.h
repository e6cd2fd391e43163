/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A column of a table, in every form that an account takes (report/account.h). Its kind
 * says what the column holds, so that one place can decide how it is shown: what is an
 * identifier, a name, a date, a state or a number is to be used, and text is to be read. */

#include <stdbool.h>

/* The forms. A column, or a part of an account, may belong to some of them alone. */
enum account_sink {
	ACCOUNT_TEXT = 1 << 0, /* on a terminal, or in a file of plain text */
	ACCOUNT_JSON = 1 << 1, /* for programs */
	ACCOUNT_PAGE = 1 << 2, /* HTML */
};
#define ACCOUNT_PEOPLE ((unsigned)ACCOUNT_TEXT | ACCOUNT_PAGE)

enum column_kind {
	COLUMN_TEXT,   /* sentences, words, lists of words */
	COLUMN_ID,     /* what is typed or compared: ids, hashes, entries of a log, codes */
	COLUMN_NAME,   /* of a person, a unit, a field, an agreement, a purpose, a file */
	COLUMN_DATE,   /* a day or a moment */
	COLUMN_STATE,  /* one of a few tokens, shown in words */
	COLUMN_NUMBER, /* right-aligned */
};

#define COLUMNS_MOST 24u
struct column {
	const char *key;   /* in JSON */
	const char *title; /* N_("…"): translated where it is shown */
	enum column_kind kind;
	unsigned in;  /* the forms that have it; 0: all */
	bool english; /* whatever the language is (WCAG 3.1.2): details that aren't translated */
};

/* The title in the language of messages. */
const char *column_title(const struct column *c);
