/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* An exhaustive search through the states that a model can reach: breadth first, each once, so that the way
 * to one that mustn't be is a shortest one. A state is bytes without padding; a model makes those that
 * follow. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct search;
struct model {
	const char *name;
	size_t size; /* of a state */
	/* What follows `state`: each is given to search_reach, with what was done. */
	void (*follow)(struct search *s, const void *state);
	/* What is wrong with it; NULL: nothing. */
	const char *(*fault)(const void *state);
	void (*print)(const void *state);
};
void search_reach(struct search *s, const void *state, const char *done);
/* From `first` on, at most `most` states. True when none that was reached is at fault; else the way there is
 * printed. `*ret_count` is how many there are. More than `most` is a failure of the bound, and false. */
bool search_all(const struct model *m, const void *first, size_t most, size_t *ret_count);
