/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* `sluis open`: takes in any file that sluis makes. A package is verified whole, in
 * one pass and one transaction, before anything of it counts; a bare roster or
 * agreement likewise. What was said no to leaves the store as it was, but for the
 * log entry that says so. */

#include "exchange/opened.h"

/* Files that are opened together go by what each needs: rosters first, then what agreements pin, agreements,
 * and all else. Found by a look at the first line, which nothing else rests on; `open_file` reads and
 * verifies for itself. */
#define OPEN_RANKS 5
int open_rank(const char *path);
/* A look that leaves no trace, for folders in which old files lie as well: is it the very letter that was
 * opened here; or is it nothing to be opened, as a letter to others, and a text that is here already, or
 * lacks signatures? What can't be told, and what can't be read, is new: opening it says what is wrong. */
enum open_look { OPEN_NEW, OPEN_BEFORE, OPEN_NOT_DUE };
enum open_look open_look(struct desk *d, const char *path);
/* On ERR_FIELD_NOT_AGREED and ERR_CONSENT `ret` holds what was too much, and the path of the notice to send
 * back. On ERR_PACKAGE_REPLAYED nothing changed, but `ret` holds the package's id and the path of its
 * receipt, written again when it was gone. */
bool open_file(struct desk *d, const char *path, struct open_result *ret, struct error *e) _must_check_;
