/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a word of a command line takes. The word that usage shows for it names its kind ("--to UNIT"), so that
 * a row of the tables says it once: usage shows it, completion offers what there is of it, and what names a
 * file is known to be one. A word with bars in it is its own list ("one|two"). */

#include "base/bytes.h"

enum value_source {
	VALUE_FREE,  /* nobody can tell what it will be */
	VALUE_FILES, /* files whose names end so, where there are any; and folders on the way to them */
	VALUE_FOLDERS,
	VALUE_TABLE, /* one of a list that the programs have */
	VALUE_ASKED, /* known to the program that has a store: struct program's `complete` */
};

/* A row: what usage shows, where the values come from, and of files the endings (none: any). What is typed of
 * a client, and what an id stands for, isn't offered: to see those is an act, and is logged. */
/* clang-format off */
#define VALUE_KINDS(X) \
	X(N_("FILE"), VALUE_FILES, "", NULL) \
	X(N_("KEY"), VALUE_FILES, "key", NULL) \
	X(N_("CARD"), VALUE_FILES, "card", NULL) \
	X(N_("NOTE"), VALUE_FILES, "note", NULL)          /* a text that is signed, or its draft */ \
	X(N_("LETTER"), VALUE_FILES, "sluis note", NULL) /* what the post brings */ \
	X(N_("BACKUP"), VALUE_FILES, "backup", NULL) \
	X(N_("FOLDER"), VALUE_FOLDERS, "", NULL) \
	X(N_("DIR"), VALUE_FOLDERS, "", NULL) \
	X(N_("LANGUAGE"), VALUE_TABLE, "", languages) \
	X(N_("SHELL"), VALUE_TABLE, "", shells) \
	X(N_("KIND"), VALUE_TABLE, "", kinds) \
	X(N_("GIVER"), VALUE_TABLE, "", givers) \
	X(N_("BAND"), VALUE_TABLE, "", bands) \
	X(N_("ASSURANCE"), VALUE_TABLE, "", assurances) \
	X(N_("REASON"), VALUE_TABLE, "", reasons) \
	X(N_("WHY"), VALUE_TABLE, "", declines) \
	X(N_("RIGHT"), VALUE_TABLE, "", rights) \
	X(N_("WHO"), VALUE_TABLE, "", finders) \
	X(N_("LAW"), VALUE_TABLE, "", laws) \
	X(N_("ACTION"), VALUE_TABLE, "", powers) \
	X(N_("FIELD"), VALUE_TABLE, "", fields) \
	X(N_("UNIT"), VALUE_ASKED, "", NULL) \
	X(N_("AGREEMENT"), VALUE_ASKED, "", NULL) \
	X(N_("PURPOSE"), VALUE_ASKED, "", NULL) \
	X(N_("PERSON"), VALUE_ASKED, "", NULL) \
	X(N_("PACKAGE"), VALUE_ASKED, "", NULL)           /* that waits for a second person */ \
	X(N_("REQUEST"), VALUE_ASKED, "", NULL)           /* that was asked of this unit, and is open */ \
	X(N_("ID"), VALUE_FREE, "", NULL) \
	X(N_("NAME"), VALUE_FREE, "", NULL) \
	X(N_("DAY"), VALUE_FREE, "", NULL) \
	X(N_("MOMENT"), VALUE_FREE, "", NULL) \
	X(N_("CAUSE"), VALUE_TABLE, "", breach_reasons) \
	X(N_("REMARK"), VALUE_TABLE, "", remarks) \
	X(N_("OUTCOME"), VALUE_TABLE, "", follow_ups) \
	X(N_("MONTH"), VALUE_FREE, "", NULL) \
	X(N_("N"), VALUE_FREE, "", NULL) \
	X(N_("M"), VALUE_FREE, "", NULL) \
	X(N_("HEX"), VALUE_FREE, "", NULL) \
	X(N_("TEXT"), VALUE_FREE, "", NULL) \
	X(N_("ARTICLE"), VALUE_FREE, "", NULL) \
	X(N_("URI"), VALUE_FREE, "", NULL) \
	X(N_("ROLE"), VALUE_FREE, "", NULL) \
	X(N_("RECIPIENT"), VALUE_FREE, "", NULL) \
	X(N_("ROW"), VALUE_FREE, "", NULL) \
	X(N_("CODE"), VALUE_FREE, "", NULL) \
	X(N_("TEMPLATE"), VALUE_FREE, "", NULL)
/* clang-format on */

struct value_kind {
	const char *name; /* "UNIT" */
	enum value_source source;
	const char *endings;              /* with a blank between */
	void (*list)(struct buffer *out); /* of a table: a line each */
};
/* By the word of a table: "UNIT", "CARD…", "[FILE]". A word of a list of words ("DIR DIR…") by itself. NULL
 * for one that has no row, such as "one|two". */
const struct value_kind *value_kind_of(const char *word, size_t size);

/* The words as a reader is shown them: "[FILE]", "DIR DIR…" or "UNIT" with each that has a row in his
 * language. */
void value_kind_append(struct buffer *out, const char *shown);
