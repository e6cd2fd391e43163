/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Taking in a bare note: a roster, an agreement, or a checkpoint of this unit's log that a witness cosigned,
 * each an act with its entry. Nothing is parsed that no officer signed. Packages are `open`'s. */

#include "exchange/opened.h"

/* `path` is for errors only. A refusal is logged. */
bool open_note(struct desk *d, struct bytes note, const char *path, struct open_result *ret, struct error *e)
	_must_check_;
/* Would a roster, an agreement or what agreements pin be taken in as it lies there, and isn't it here yet? A
 * draft, one with too few signatures and one for others isn't due. Nothing is logged, since nobody opened
 * anything: it is a look at a folder where texts lie in every state. */
bool open_note_is_due(struct desk *d, struct bytes note, const char *path, bool *ret, struct error *e)
	_must_check_;
