/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A letter is copied next to the store before anything of it is believed: where it may come from (a stick, a
 * share, a pipe without end), and how much of this machine's disk it may take. It verifies no more than the
 * header. */

#include "exchange/desk.h"

/* Into a file without a name in the store's own folder, which is gone with the program; `*ret_fd` stands at
 * its beginning, and is the caller's. Nobody need hold the store's lock meanwhile, and what is verified and
 * used is that copy. It stays the ciphertext that it is. Of what isn't for this unit only the beginning is
 * copied, which is enough to refuse it; of the rest no more than a letter under an agreement that this unit
 * knows may have, and never the disk's last room. `size` is what the file says that it is, 0 when nobody
 * knows: what it tells is too much isn't begun. ERR_TOO_LARGE, ERR_DISK_FULL, ERR_IO. docs/adr/0028, 0056. */
bool fetch_letter(struct desk *d, struct source in, uint64_t size, const char *path, int *ret_fd,
                  struct error *e) _must_check_;
