/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Taking in a bare note: a roster, an agreement, or a checkpoint of this unit's log that a witness cosigned,
 * each an act with its entry. Nothing is parsed that no officer signed. Packages are `open`'s. */

#include "exchange/opened.h"

/* `path` is for errors only. A refusal is logged. */
bool open_note(struct desk *d, struct bytes note, const char *path, struct open_result *ret, struct error *e)
	_must_check_;
