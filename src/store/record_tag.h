/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a receiver tells one of the sender's records from another by, whatever fields go: 128 bits of
 * HMAC-SHA-256 over the record's key, under a secret of the sender's store that never leaves it. The same
 * whenever the record goes to that receiver again, another for each receiver, and nothing about the client to
 * whoever lacks the secret. docs/adr/0064. */

#include "store/records.h"

/* `ret` in hex. Makes the store's secret when there is none yet: inside a transaction. */
/* Of a record that came: what its sender put, in hex; empty when that unit's version put none yet. */
void record_tag_of_received(const struct stored_record *r, char ret[RECORD_TAG_SIZE + 1]);
bool record_tag(struct store *s, const struct stored_record *r, const char *receiver,
                char ret[RECORD_TAG_SIZE + 1], struct error *e) _must_check_;
