/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* `doctor`: what is wrong around this program, how bad it is, and what to do; and `check`: the same of a
 * store, looked through whole. Each check is a row of tools/common/checks.h. The store is opened for it, and
 * logs what opening one logs. */

#include "cli/command.h"

extern const struct option doctor_officer_options[];
bool doctor(struct session *s, struct error *e);
bool check_command(struct session *s, struct error *e);
