/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A bundle: what `log export DIR` writes and `sluis-audit` reads. Plain files:
 *
 *     checkpoint                 signed note
 *     tile/L/N…                  hashes (c2sp.org/tlog-tiles), partial ones as N….p/W
 *     tile/entries/N…            entries: u16be length ‖ E, 256 a file
 *     rosters/000001.note …      the chain
 *     agreements/ID-vN.note
 *     law/HASH.note, HASH.yaml   what agreements pin: grounds, overrides, additions; the catalogue
 *     manifests/ID.note          of packages and receipts, sent and received
 *     witnessed/000000000040.note         an earlier checkpoint, with the cosignatures got for it
 *     peers/oss.nl/wmo/000000000012.note  a checkpoint of a peer's log, as seen here
 *     policy                     which files and formats these are, for a reader in 2041
 *
 * Verification never trusts a stored hash: leaves are recomputed from the entries'
 * bytes, and every tile compared with what the entries give. */

#include "log/finding.h"
#include "log/log.h"
#include "trust/agreement.h"
#include "trust/manifest.h"

/* `directory` must not exist. Everything is written under a temporary name beside it and
 * renamed by `bundle_end`. `bundle_file` takes the other parts ("rosters/000001.note"). */
struct bundle_writer;
bool bundle_start(const char *directory, struct bundle_writer **ret, struct error *e) _must_check_;
bool bundle_log(struct bundle_writer *w, struct log *l, struct bytes checkpoint_note, struct error *e)
	_must_check_;
bool bundle_file(struct bundle_writer *w, const char *name, struct bytes content, struct error *e)
	_must_check_;
bool bundle_end(struct bundle_writer *w, struct error *e) _must_check_;
void bundle_writer_freep(struct bundle_writer **w);

/* --- verification --- */

struct entry;
struct signed_texts;
typedef void (*verify_progress)(void *context, uint64_t done, uint64_t total);

/* What a verification starts from, and who looks on. */
struct verify_request {
	const struct sha256 *fingerprint;
	const struct bytes *rosters; /* as `extra_rosters` below */
	size_t roster_count;
	const struct bytes *checkpoints; /* signed checkpoints of this log that somebody else kept: the log
	                                    must go on from each */
	size_t checkpoint_count;
	moment now;               /* by which what is still to come is told; 0: the clock's */
	verify_progress progress; /* may be NULL */
	void *progress_context;
	/* Each entry in order, after its checks; may be NULL. What is seen is only worth something when there
	 * are no findings. */
	bool (*each)(void *context, const struct entry *entry, struct error *e);
	void *each_context;
};
/* As bundle_verify; `ret_signed_texts` (may be NULL) gets the signed texts, for `signed_texts_clear`. */
bool bundle_examine(const char *directory, const struct verify_request *request, struct verify_result *ret,
                    struct signed_texts *ret_signed_texts, struct error *e) _must_check_;

/* Verify a bundle against the root fingerprint. `extra_rosters` are notes given by --roster, tried before the
 * bundle's own: the chain must start at `fingerprint` whichever file it comes from. Everything wrong with the
 * bundle becomes a finding, and the result is "verified" only when there is none; false only when reading
 * failed for another reason (ERR_FILE_MISSING of the directory itself, ERR_MEMORY, ERR_IO). `progress` may be
 * NULL. */
bool bundle_verify(const char *directory, const struct bytes *extra_rosters, size_t extra_roster_count,
                   const struct sha256 *fingerprint, verify_progress progress, void *context,
                   struct verify_result *ret, struct error *e) _must_check_;

/* --- reading --- */

/* The log in a bundle, for proofs and for single entries. It believes the tiles as far as the checkpoint's
 * root goes: what comes out is checked by who uses it, against a root that was verified. */
struct bundle_reader;
bool bundle_reader_open(const char *directory, const struct unit_keys *log_keys, struct bundle_reader **ret,
                        struct error *e) _must_check_;
struct log *bundle_reader_log(struct bundle_reader *r);
void bundle_reader_freep(struct bundle_reader **r);
