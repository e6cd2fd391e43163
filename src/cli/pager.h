/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A pager for what is longer than the screen: PAGER, or less. It sees what the terminal would have shown, and
 * keeps nothing of it: less is told to have no history and to start no other program (LESSSECURE). It is
 * given no descriptor of ours but the three of every program. */

#include "base/bytes.h"

/* Whether `text` is longer than the screen that standard output is; never when that is none. */
bool pager_is_wanted(struct bytes text);
/* False when there was no pager, or none that could be started: nothing was shown then. Comes back once its
 * user has left it, who needn't have read all. */
bool pager_show(struct bytes text);
