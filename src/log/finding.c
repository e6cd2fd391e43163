/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "log/finding.h"

#include "base/told.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void verify_result_clear(struct verify_result *r)
{
	if (!r)
		return;
	free(r->findings);
	free(r->resumptions);
	*r = (struct verify_result){ 0 };
}

/* Room doubles at each power of two. */
static struct verify_finding *next_finding(struct verify_result *r, struct error *e)
{
	size_t count = r->finding_count;
	if ((count & (count - 1)) == 0) {
		struct verify_finding *more = reallocarray(r->findings, count ? 2 * count : 1, sizeof *more);
		if (!more) {
			error_memory(e);
			return NULL;
		}
		r->findings = more;
	}
	return &r->findings[r->finding_count++];
}

static void replace_controls(char *text)
{
	for (unsigned char *c = (unsigned char *)text; *c; c++)
		if (*c < 0x20 || *c == 0x7f)
			*c = '?';
}

bool finding_add(struct verify_result *r, enum error_code code, uint64_t index, const char *subject,
                 struct error *e, const char *format, ...)
{
	if (r->finding_count >= FINDINGS_MAX) {
		r->more_findings = true;
		return true;
	}
	struct verify_finding *f = next_finding(r, e);
	if (!f)
		return false;
	*f = (struct verify_finding){ .code = code, .index = index };
	snprintf(f->subject, sizeof f->subject, "%s", subject ? subject : "");
	va_list args;
	va_start(args, format);
	vsnprintf(f->detail, sizeof f->detail, format, args);
	va_end(args);
	va_start(args, format);
	told_format(f->told, sizeof f->told, format, args);
	va_end(args);
	replace_controls(f->subject);
	replace_controls(f->detail);
	replace_controls(f->told);
	return true;
}

bool finding_of_error(struct verify_result *r, const struct error *why, uint64_t index, const char *subject,
                      struct error *e)
{
	enum error_code code = why->code;
	/* A file where a folder should stand is the bundle's fault too. */
	if (code == ERR_FILE_MISSING || code == ERR_NOT_FOLDER)
		code = ERR_LOG_MISSING;
	if (code == ERR_FOLDER)
		code = ERR_FILE_UNSAFE;
	if (code == ERR_MEMORY || code == ERR_IO || code == ERR_DISK_FULL || code == ERR_INTERRUPTED ||
	    code == ERR_LIBRARY) {
		*e = *why;
		return false;
	}
	const char *about = why->subject[0] && !strstr(why->subject, subject) && why->subject[0] != '/'
	                            ? why->subject
	                            : NULL;
	size_t before = r->finding_count;
	if (!finding_add(r, code, index, subject, e, "%s%s%s", about ? about : "",
	                 about && why->detail[0] ? ": " : "", why->detail))
		return false;
	if (r->finding_count > before) {
		struct verify_finding *f = &r->findings[before];
		snprintf(f->told, sizeof f->told, "%.100s%s%.210s", about ? about : "",
		         about && why->told[0] ? ": " : "", why->told);
	}
	return true;
}
