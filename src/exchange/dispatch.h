/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* How a package leaves, whatever its kind: numbered, signed, logged, written,
 * committed, and only then given its name. In this order, which a crash at any
 * point leaves whole (design.md, promise 1):
 *
 *     dispatch_prepare   number, previous hash, recipients; manifest signed
 *     (act_run logs the act, the caller its clients)
 *     dispatch_write     checkpoint signed; file written under a temporary name, fsynced; outbox row
 *     (act_run commits)
 *     dispatch_publish   renamed
 */

#include "exchange/act.h"
#include "exchange/package.h"
#include "io/file.h"

#define LASTING_DAYS 3650 /* receipts and retractions are history: they stay welcome for ten years */

struct dispatch {
	struct manifest manifest; /* the caller sets kind, receiver, agreement…, counts, use_by */
	struct buffer note;
	struct file_write file;
	char *path; /* where it will stand: HOME/outbox/UNIT-NUMBER-KIND.sluis */
	const struct roster *rosters[64];
	size_t roster_count;
	bool approved; /* it was held before */
};

/* Draws the package's id: first of all. */
void dispatch_start(struct dispatch *p);
/* `spools` hold the members, in order. */
bool dispatch_prepare(struct dispatch *p, struct act *a, struct member_spool *const *spools,
                      size_t spool_count, struct error *e) _must_check_;
/* What the act's entry says of the package: before that is logged. */
void dispatch_describe(const struct dispatch *p, struct entry *entry);
bool dispatch_write(struct dispatch *p, struct act *a, struct member_spool *const *spools, size_t spool_count,
                    struct error *e) _must_check_;
/* Instead of dispatch_write, where a second person has to approve: the row alone, with the manifest as the
 * first one signed it. No file. */
bool dispatch_hold(struct dispatch *p, struct act *a, struct error *e) _must_check_;
/* That second person, instead of dispatch_prepare: takes the held manifest up, and dispatch_approve puts the
 * desk's signature under it, once the members and the receiver's keys are those that were signed
 * (ERR_PENDING_CHANGED). Then dispatch_write as always. */
bool dispatch_take_up(struct dispatch *p, struct act *a, struct bytes manifest_note, struct error *e)
	_must_check_;
bool dispatch_approve(struct dispatch *p, struct act *a, struct member_spool *const *spools,
                      size_t spool_count, struct error *e) _must_check_;
/* The file under its name. A failure here loses nothing: the next start finishes it. */
bool dispatch_publish(struct dispatch *p, struct desk *d, struct error *e) _must_check_;
/* The act failed. Its file goes; but when the commit's fsync failed nobody knows whether it was done: then
 * the file stays under its temporary name, and the next start finishes it or sweeps it away. */
void dispatch_failed(struct dispatch *p, const struct error *why);
void dispatch_clear(struct dispatch *p);

/* Write a package again whose manifest was signed and logged before (a receipt that got lost): same
 * manifest, fresh encryption, the checkpoint of then. Without members. `p->path` is where it stands; when
 * `*ret_written`, the file has its temporary name still, and is published once the act is committed. */
bool dispatch_again(struct dispatch *p, struct act *a, const uint8_t id[PACKAGE_ID_SIZE], bool *ret_written,
                    struct error *e) _must_check_;
bool dispatch_publish_again(struct dispatch *p, struct desk *d, struct error *e) _must_check_;
