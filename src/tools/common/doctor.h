/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* `doctor`: what is wrong around this program, how bad it is, and what to do; each check stands alone
 * (tools/common/checks.h). With a store it is opened, and logs what opening one logs. */

#include "cli/command.h"

extern const struct option doctor_officer_options[];
bool doctor(struct session *s, struct error *e);
