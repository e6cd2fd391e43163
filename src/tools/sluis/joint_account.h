/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What is told of a joint plan or a household (exchange/joint.h): in a command's account, where clients are
 * named as a consulent knows them, and as a page to lay on the table, where they are numbers of cases. */

#include "exchange/joint.h"
#include "tools/common/session.h"

void joint_tell(struct account *a, const struct desk *d, const struct joint_view *v, const char *value);
/* In the language of messages, to a new file. */
bool joint_page_write(const char *path, const struct desk *d, const struct joint_view *v, const char *value,
                      struct error *e) _must_check_;
