/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/spool.h"

#include "io/file.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct spool {
	struct fd_stream file;
	struct age_identity key;
	struct age_writer *writer;
	struct age_reader *reader;
};

void spool_freep(struct spool **s)
{
	if (!*s)
		return;
	age_writer_freep(&(*s)->writer);
	age_reader_freep(&(*s)->reader);
	age_identity_clear(&(*s)->key);
	fd_closep(&(*s)->file.fd);
	free(*s);
	*s = NULL;
}

bool spool_start(const char *directory, struct spool **ret, struct error *e)
{
	_cleanup_(spool_freep) struct spool *s = calloc(1, sizeof *s);
	if (!s)
		return error_memory(e);
	s->file = (struct fd_stream){ .fd = -1, .path = "spool" };
	if (!file_anonymous(directory, &s->file.fd, e) || !age_identity_generate(&s->key, e) ||
	    !age_writer_start(fd_sink(&s->file), &s->key.recipient, 1, &s->writer, e))
		return false;
	*ret = s;
	s = NULL;
	return true;
}

struct sink spool_sink(struct spool *s)
{
	return age_writer_sink(s->writer);
}

bool spool_rewind(struct spool *s, struct error *e)
{
	if (!age_writer_end(s->writer, e))
		return false;
	if (lseek(s->file.fd, 0, SEEK_SET) < 0)
		return error_errno(e, errno, "spool", "%s", "rewind");
	const struct age_keys keys = { .identities = &s->key, .identity_count = 1 };
	return age_reader_start(fd_source(&s->file), &keys, &s->reader, e);
}

struct source spool_source(struct spool *s)
{
	return age_reader_source(s->reader);
}
