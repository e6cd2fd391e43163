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
	X("FILE", VALUE_FILES, "", NULL) \
	X("KEY", VALUE_FILES, "key", NULL) \
	X("CARD", VALUE_FILES, "card", NULL) \
	X("NOTE", VALUE_FILES, "note", NULL)          /* a text that is signed, or its draft */ \
	X("LETTER", VALUE_FILES, "sluis note", NULL) /* what the post brings */ \
	X("FOLDER", VALUE_FOLDERS, "", NULL) \
	X("DIR", VALUE_FOLDERS, "", NULL) \
	X("LANGUAGE", VALUE_TABLE, "", languages) \
	X("SHELL", VALUE_TABLE, "", shells) \
	X("KIND", VALUE_TABLE, "", kinds) \
	X("GIVER", VALUE_TABLE, "", givers) \
	X("BAND", VALUE_TABLE, "", bands) \
	X("ASSURANCE", VALUE_TABLE, "", assurances) \
	X("REASON", VALUE_TABLE, "", reasons) \
	X("LAW", VALUE_TABLE, "", laws) \
	X("ACTION", VALUE_TABLE, "", powers) \
	X("FIELD", VALUE_TABLE, "", fields) \
	X("UNIT", VALUE_ASKED, "", NULL) \
	X("AGREEMENT", VALUE_ASKED, "", NULL) \
	X("PURPOSE", VALUE_ASKED, "", NULL) \
	X("PERSON", VALUE_ASKED, "", NULL) \
	X("PACKAGE", VALUE_ASKED, "", NULL)           /* that waits for a second person */ \
	X("ID", VALUE_FREE, "", NULL) \
	X("NAME", VALUE_FREE, "", NULL) \
	X("DAY", VALUE_FREE, "", NULL) \
	X("N", VALUE_FREE, "", NULL) \
	X("M", VALUE_FREE, "", NULL) \
	X("HEX", VALUE_FREE, "", NULL) \
	X("TEXT", VALUE_FREE, "", NULL) \
	X("ARTICLE", VALUE_FREE, "", NULL) \
	X("URI", VALUE_FREE, "", NULL) \
	X("ROLE", VALUE_FREE, "", NULL) \
	X("ROW", VALUE_FREE, "", NULL) \
	X("CODE", VALUE_FREE, "", NULL) \
	X("TEMPLATE", VALUE_FREE, "", NULL)
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
