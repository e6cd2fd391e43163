/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a bench needs goes well, or there is no figure. `e` is the bench's struct error. */

#include <stdio.h>
#include <stdlib.h>

#define NEED(call) \
	do { \
		if (!(call)) { \
			fprintf(stderr, "%s: %s %s %s\n", #call, error_name(e.code), e.subject, e.detail); \
			printf("not ok 1 - %s\n1..1\n", #call); \
			exit(1); \
		} \
	} while (0)
/* Of SQLite, where it stands beside the store by itself. */
#define SQL(call) \
	do { \
		int result_ = (call); \
		if (result_ != SQLITE_OK) { \
			fprintf(stderr, "%s: %s\n", #call, sqlite3_errstr(result_)); \
			exit(1); \
		} \
	} while (0)
