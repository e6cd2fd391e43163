/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The list of destruction (verklaring van vernietiging): Archiefbesluit 1995 art. 8 asks which archives were
 * destroyed, on what ground and in what way. Told by origin and purpose; no client is in it. */

#include "cli/command.h"

#include <stdint.h>

/* Of the run with that entry in the log; 0: of the last. ERR_NOT_FOUND: it destroyed nothing, or there was
 * none. */
bool destruction_tell(struct session *s, struct account *a, uint64_t entry, struct error *e) _must_check_;
/* As BASE.txt and BASE.html, neither of which may be there. */
bool destruction_write(struct session *s, const char *base, uint64_t entry, struct error *e) _must_check_;
