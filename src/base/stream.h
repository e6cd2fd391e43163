/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Where bytes come from and go to, without saying what is behind: a file, memory,
 * an age payload, a tar member. Pull from a source, push to a sink. */

#include "base/bytes.h"

struct source {
	/* Up to `size` bytes into `out`; `*ret_size` 0 only at the end. */
	bool (*read)(void *context, uint8_t *out, size_t size, size_t *ret_size, struct error *e);
	void *context;
};

struct sink {
	/* All of `bytes`. */
	bool (*write)(void *context, struct bytes bytes, struct error *e);
	void *context;
};

/* Reads until `size` bytes are there; fewer only when the source ends. */
bool source_fill(struct source s, uint8_t *out, size_t size, size_t *ret_size, struct error *e) _must_check_;
/* Exactly `size`, else ERR_TRUNCATED with `subject`. */
bool source_exactly(struct source s, uint8_t *out, size_t size, const char *subject, struct error *e)
	_must_check_;
/* All that is left, at most `limit` bytes, else ERR_TOO_LARGE. */
bool source_drain(struct source s, size_t limit, struct buffer *out, struct error *e) _must_check_;

static inline bool _must_check_ sink_write(struct sink s, struct bytes b, struct error *e)
{
	return s.write(s.context, b, e);
}

/* What was read to look at it, and then the rest of the same source. */
struct peek {
	uint8_t head[4096];
	struct bytes left; /* of `head` */
	struct source rest;
};
/* Looks at the first bytes: as many as fit, fewer when the source ends; they are `p->left` until reading
 * begins. */
bool peek_start(struct peek *p, struct source in, struct error *e) _must_check_;
struct source peek_source(struct peek *p); /* all of it; `p` must outlive it */

struct source source_of_bytes(struct bytes *left); /* consumes `*left`, which must outlive it */
struct sink sink_to_buffer(struct buffer *out);    /* fails as `buffer_ok` does */
