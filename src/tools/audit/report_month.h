/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A month of looking at clients, as municipalities know it of Suwinet's general reports: by role and without
 * persons, with remarks (trust/remark.h) on where somebody who knows the work should look, and what came of
 * them. Which person or client it was takes an order of the officers (trust/order.h). */

#include "report/account.h"
#include "report/activity.h"
#include "trust/remark.h"

void report_month_put(struct account *r, const struct activity *a);
void report_month_limits(struct account *r);
