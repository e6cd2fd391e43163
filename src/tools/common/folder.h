/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The texts of a partnership that lie together in a folder, such as one on the officers' share: cards,
 * rosters, tables of grounds, agreements. Found by their first line, whatever they are called; what else
 * lies there is left alone. Nothing is verified. */

#include "crypto/note.h"
#include "trust/roster.h"
#include "trust/statement.h"

struct folder_text {
	char *path;       /* the folder's and the file's name */
	const char *name; /* the file's, in `path` */
	char type[STATEMENT_TYPE_MAX + 1];
	struct buffer raw;
};
struct folder {
	struct folder_text *list; /* in the order of their names */
	size_t count;
	char *key; /* the path of a key file that lies there too, where it doesn't belong; NULL: none */
};

/* ERR_FILE_MISSING, ERR_NOT_FOLDER. A text that can't be read, or is damaged, isn't in the list. */
bool folder_read(const char *path, struct folder *ret, struct error *e) _must_check_;
void folder_clear(struct folder *f);
/* The first of that type behind `after` (NULL: the very first); NULL when there is no more. */
const struct folder_text *folder_next(const struct folder *f, const char *type,
                                      const struct folder_text *after);
/* The roster of the greatest version that lies there, signed or not, and where (`ret_path` is borrowed, and
 * may be NULL). NULL, and true, where there is none. ERR_AMBIGUOUS when two different ones are in question.
 */
bool folder_roster(const struct folder *f, struct roster **ret, const char **ret_path, struct error *e)
	_must_check_;
/* The first version, if as many officers signed it as it asks itself; NULL: none lies there. Whether it is
 * the right one, its fingerprint tells, read aloud. ERR_AMBIGUOUS when two lie there. */
bool folder_root(const struct folder *f, struct roster **ret, struct error *e) _must_check_;
/* The versions that one follows on: one, or of a merger two. */
struct rosters_before {
	struct roster *list[2];
	size_t count; /* those that are at hand */
};
void rosters_before_clear(struct rosters_before *b);
/* Are they all at hand? */
bool rosters_before_whole(const struct rosters_before *b, const struct roster *r);
/* Takes `candidate` over, if `r` follows on it; else leaves it. */
bool rosters_before_take(struct rosters_before *b, const struct roster *r, struct roster **candidate);
/* Those of them that lie there. */
bool folder_rosters_before(const struct folder *f, const struct roster *r, struct rosters_before *ret,
                           struct error *e) _must_check_;
