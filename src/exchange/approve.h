/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The second person. Where an agreement asks for two, `pack` leaves a package pending:
 * numbered, signed by its packer, without a file. Another person finishes or declines
 * it. What leaves is made again from the records and has to be, byte for byte, what
 * the packer signed; who withdrew a consent since is heard. docs/adr/0013-approval-by-two.md. */

#include "exchange/pack.h"

/* What would leave, client by client, before anybody says yes: logged as a preview is. `ret` has what the
 * colleague packed; nothing of it is written. Fails as `approve` would. */
bool approve_look(struct desk *d, const char *id,
                  bool (*each)(void *context, const struct screened *s, struct error *e), void *context,
                  struct pack_result *ret, struct error *e) _must_check_;
/* `id` is the package's, in hex. ERR_NOT_FOUND, ERR_NOT_PENDING, ERR_OWN_APPROVAL, ERR_PACKAGE_EXPIRED past
 * the use-by, ERR_PENDING_CHANGED when the package would no longer be the one that was signed; and what keeps
 * any package from leaving. */
bool approve(struct desk *d, const char *id, struct pack_result *ret, struct error *e) _must_check_;
/* It doesn't leave, and its number stays unused. Its packer may do this as well. `reason` goes into the log's
 * private part; may be NULL. */
bool approve_decline(struct desk *d, const char *id, const char *reason, struct pack_result *ret,
                     struct error *e) _must_check_;
