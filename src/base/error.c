/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/error.h"

#include "base/told.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What a terminal or a log viewer might interpret never gets into an error, since
 * subjects and details may quote a foreign file. UTF-8 passes. */
static void replace_controls(char *text)
{
	for (unsigned char *c = (unsigned char *)text; *c; c++)
		if (*c < 0x20 || *c == 0x7f)
			*c = '?';
}

static enum error_code code_of_errno(int sys_errno, enum error_code otherwise)
{
	switch (sys_errno) {
	case ENOSPC:
	case EDQUOT:
		return ERR_DISK_FULL;
	case ENOENT:
		return ERR_FILE_MISSING;
	case EEXIST:
		return ERR_FILE_EXISTS;
	case ELOOP:
		return ERR_FILE_UNSAFE;
	case EISDIR:
		return ERR_FOLDER;
	case ENOTDIR:
		return ERR_NOT_FOLDER;
	case EROFS:
		return ERR_READ_ONLY;
	case EPIPE:
		return ERR_PIPE;
	case ENOMEM:
		return ERR_MEMORY;
	case EINTR:
		return ERR_INTERRUPTED;
	default:
		return otherwise;
	}
}

static void add(struct error *e, const char *format, va_list args)
{
	size_t size = strlen(e->detail), told_size = strlen(e->told);
	va_list again;
	va_copy(again, args);
	vsnprintf(e->detail + size, sizeof e->detail - size, format, args);
	told_format(e->told + told_size, sizeof e->told - told_size, format, again);
	va_end(again);
	replace_controls(e->detail + size);
	replace_controls(e->told + told_size);
}

bool error_fill(struct error *e, enum error_code code, int sys_errno, uint64_t line, const char *where,
                const char *subject, const char *format, ...)
{
	assert(e && code != ERR_NONE && code < ERR_COUNT);
	*e = (struct error){
		.code = sys_errno ? code_of_errno(sys_errno, code) : code,
		.sys_errno = sys_errno,
		.line = line,
		.where = where,
	};
	if (subject)
		snprintf(e->subject, sizeof e->subject, "%s", subject);
	va_list args;
	va_start(args, format);
	add(e, format, args);
	va_end(args);
	replace_controls(e->subject);
	return false;
}

void error_add(struct error *e, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	add(e, format, args);
	va_end(args);
}

void error_add_detail(struct error *e, const struct error *why)
{
	size_t size = strlen(e->detail), told_size = strlen(e->told);
	snprintf(e->detail + size, sizeof e->detail - size, "%s", why->detail);
	snprintf(e->told + told_size, sizeof e->told - told_size, "%s", why->told);
}

static const struct {
	const char *name;
	enum error_class class;
} rows[] = {
#define X(code, class, name) [code] = { name, CLASS_##class },
	ERROR_CODES(X)
#undef X
};

const char *error_name(enum error_code code)
{
	return (unsigned)code < ERR_COUNT ? rows[code].name : "unknown";
}

enum error_class error_class(enum error_code code)
{
	return (unsigned)code < ERR_COUNT ? rows[code].class : CLASS_NONE;
}

bool error_is_refusal(enum error_code code)
{
	enum error_class class = error_class(code);
	return class == CLASS_ROW || class == CLASS_TEXT || class == CLASS_REFUSAL;
}
