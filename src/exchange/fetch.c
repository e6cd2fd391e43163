/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/fetch.h"

#include "base/limits.h"
#include "crypto/age.h"
#include "io/file.h"
#include "store/statements.h"

#include <errno.h>
#include <unistd.h>

/* The header may be so long, and armored it is a third longer; the nonce and the first chunk stand behind it.
 */
#define FETCHED_FIRST (512u << 10)
_Static_assert(FETCHED_FIRST >= LIMIT_AGE_HEADER_SIZE / 3 * 4 + 2 * AGE_CHUNK, "a whole header");

/* What stands beside the members: texts, proofs and the headers of the tar, each at its own limit. */
#define BESIDE_MEMBERS \
	((uint64_t)LIMIT_NOTE_SIZE * (LIMIT_PACKAGE_ROSTERS + 1) + LIMIT_PROOF_SIZE + LIMIT_WITNESS_SIZE + \
	 (uint64_t)LIMIT_PACKAGE_MEMBERS * 1024)

/* `*context`, a uint64_t, becomes the most that any version allows for its members. */
static bool most_of_version(void *context, const struct agreement *a, struct error *e)
{
	uint64_t *most = context, size = a->largest_package_mib << 20;
	(void)e;
	*most = size > *most ? size : *most;
	return true;
}

struct versions {
	struct store *store;
	uint64_t most;
};

static bool most_of_agreement(void *context, const struct agreement *newest, struct error *e)
{
	struct versions *v = context;
	return statements_each_agreement(v->store, newest->id, most_of_version, &v->most, e);
}

/* The largest letter that could be taken in, as it travels: members and what is beside them, padded (by an
 * eighth at most), sealed in chunks, and armored. */
static bool most_of_letter(struct store *s, uint64_t *ret, struct error *e)
{
	struct versions v = { .store = s };
	if (!statements_each_agreement(s, NULL, most_of_agreement, &v, e))
		return false;
	uint64_t most = (v.most + BESIDE_MEMBERS) / 8 * 9;
	most = (most + most / 1024) / 2 * 3;
	*ret = most < LIMIT_PACKAGE_SIZE ? most : LIMIT_PACKAGE_SIZE;
	return true;
}

/* At most `most` bytes more. */
static bool fetch_some(struct source in, int fd, uint64_t most, bool keep_room, bool *ret_ended,
                       const char *directory, struct error *e)
{
	struct fd_stream copy = { fd, directory };
	uint8_t block[65536];
	for (*ret_ended = false; most > 0 && !*ret_ended;) {
		size_t got, want = most < sizeof block ? (size_t)most : sizeof block;
		if (!in.read(in.context, block, want, &got, e) ||
		    (keep_room && !file_leaves_room(fd, directory, got, e)) ||
		    !sink_write(fd_sink(&copy), bytes_of(block, got), e))
			return false;
		*ret_ended = got == 0;
		most -= got;
	}
	return true;
}

static bool rewind_copy(int fd, const char *directory, struct error *e)
{
	return lseek(fd, 0, SEEK_SET) == 0 || error_errno(e, errno, directory, "%s", "rewind");
}

/* Is it for this unit, and is the header whole, by its MAC? Why not, opening the copy tells. */
static bool header_opens(struct desk *d, int fd)
{
	_cleanup_(age_reader_freep) struct age_reader *reader = NULL;
	struct fd_stream copy = { fd, "" };
	struct age_keys keys = { 0 };
	struct error ignored;
	keys.identities = store_identities(d->store, &keys.identity_count);
	return age_reader_start(fd_source(&copy), &keys, &reader, &ignored);
}

static bool too_large(const char *path, uint64_t most, struct error *e)
{
	return error_set(e, ERR_TOO_LARGE, path,
	                 "more than %llu MiB, and no agreement here lets a letter be that large",
	                 (unsigned long long)(most >> 20));
}

static bool fetch_rest(struct desk *d, struct source in, uint64_t size, const char *path, int fd,
                       struct error *e)
{
	const char *directory = store_home(d->store);
	uint64_t most, left = size > FETCHED_FIRST ? size - FETCHED_FIRST : 0;
	bool ended;
	if (!most_of_letter(d->store, &most, e))
		return false;
	if (size > most)
		return too_large(path, most, e);
	if (!file_leaves_room(fd, directory, left, e))
		return false;
	if (lseek(fd, 0, SEEK_END) < 0)
		return error_errno(e, errno, directory, "%s", "seek");
	return fetch_some(in, fd, most + 1 - FETCHED_FIRST, true, &ended, directory, e) &&
	       (ended || too_large(path, most, e));
}

bool fetch_letter(struct desk *d, struct source in, uint64_t size, const char *path, int *ret_fd,
                  struct error *e)
{
	const char *directory = store_home(d->store);
	_cleanup_(fd_closep) int fd = -1;
	bool ended;
	if (!file_anonymous(directory, &fd, e) ||
	    !fetch_some(in, fd, FETCHED_FIRST, false, &ended, directory, e) || !rewind_copy(fd, directory, e))
		return false;
	if (!ended && header_opens(d, fd) && !fetch_rest(d, in, size, path, fd, e))
		return false;
	if (!rewind_copy(fd, directory, e))
		return false;
	*ret_fd = fd;
	fd = -1;
	return true;
}
