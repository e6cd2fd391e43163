/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* How a package leaves, whatever its kind: numbered, signed, logged, written,
 * committed, and only then given its name. In this order, which a crash at any
 * point leaves whole:
 *
 *     outgoing_prepare   number, previous hash, recipients; manifest signed
 *     (act_run logs the act and its clients)
 *     outgoing_write     checkpoint signed; file written under a temporary name, fsynced; outbox row
 *     (act_run commits)
 *     outgoing_publish   renamed
 */

#include "exchange/act.h"
#include "exchange/package.h"
#include "io/file.h"

#define LASTING_DAYS 3650 /* receipts and retractions are history: they stay welcome for ten years */

struct outgoing {
	struct manifest manifest; /* the caller sets kind, receiver, agreement…, counts, use_by */
	struct buffer note;
	struct file_write file;
	char *path; /* where it will stand: HOME/outbox/UNIT-NUMBER-KIND.sluis */
	const struct roster *rosters[64];
	size_t roster_count;
	bool approved;                         /* it was held before */
	char answers[2 * PACKAGE_ID_SIZE + 1]; /* set by outgoing_describe, of one that answers a request */
};

/* Draws the package's id: first of all. */
void outgoing_start(struct outgoing *p);
/* `spools` hold the members, in order. */
bool outgoing_prepare(struct outgoing *p, struct act *a, struct member_spool *const *spools,
                      size_t spool_count, struct error *e) _must_check_;
/* What the act's entry says of the package: before that is logged. */
void outgoing_describe(struct outgoing *p, struct entry *entry);
bool outgoing_write(struct outgoing *p, struct act *a, struct member_spool *const *spools, size_t spool_count,
                    struct error *e) _must_check_;
/* Instead of outgoing_write, where a second person has to approve: the row alone, with the manifest as the
 * first one signed it. No file. */
bool outgoing_hold(struct outgoing *p, struct act *a, struct error *e) _must_check_;
/* That second person, instead of outgoing_prepare: takes the held manifest up, and outgoing_approve puts the
 * desk's signature under it, once the members and the receiver's keys are those that were signed
 * (ERR_PENDING_CHANGED). Then outgoing_write as always. */
bool outgoing_take_up(struct outgoing *p, struct act *a, struct bytes manifest_note, struct error *e)
	_must_check_;
bool outgoing_check_same(const struct outgoing *p, const struct act *a, struct member_spool *const *spools,
                         size_t spool_count, struct error *e) _must_check_; /* ERR_PENDING_CHANGED */
bool outgoing_approve(struct outgoing *p, struct act *a, struct member_spool *const *spools,
                      size_t spool_count, struct error *e) _must_check_;
/* The file under its name. A failure here loses nothing: the next start finishes it. */
bool outgoing_publish(struct outgoing *p, struct desk *d, struct error *e) _must_check_;
/* The act failed. Its file goes; but when the commit's fsync failed nobody knows whether it was done: then
 * the file stays under its temporary name, and the next start finishes it or sweeps it away. */
void outgoing_failed(struct outgoing *p, const struct error *why);
void outgoing_clear(struct outgoing *p);

/* Write a package again whose manifest was signed and logged before (it got lost): same manifest, fresh
 * encryption, the checkpoint of then; a receipt has no members. `p` holds nothing yet. `p->path` is where it
 * stands; when
 * `*ret_written`, the file has its temporary name still, and is published once the act is committed. */
bool outgoing_again(struct outgoing *p, struct act *a, const uint8_t id[PACKAGE_ID_SIZE],
                    struct member_spool *const *spools, size_t spool_count, bool *ret_written,
                    struct error *e) _must_check_;
bool outgoing_publish_again(struct outgoing *p, struct desk *d, struct error *e) _must_check_;
