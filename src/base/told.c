/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/told.h"

#include <libintl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct told {
	char *out;
	size_t size, at;
	va_list args;
};

static const char *words_of(const char *text)
{
	return *text ? gettext(text) : text;
}

static _printf_(2, 3) void piece(struct told *t, const char *format, ...)
{
	if (t->at + 1 >= t->size)
		return;
	va_list args;
	va_start(args, format);
	int length = vsnprintf(t->out + t->at, t->size - t->at, format, args);
	va_end(args);
	t->at += length > 0 ? (size_t)length : 0;
}

/* What one conversion makes. `spec` is that conversion alone, so the format is what the caller of error_set()
 * wrote and the compiler checked. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void convert(struct told *t, const char *spec, bool whole)
{
	size_t size = strlen(spec);
	char kind = spec[size - 1], length = size > 2 ? spec[size - 2] : 0;
	if (strchr(spec, '*')) { /* "%.*s" alone is used */
		int precision = va_arg(t->args, int);
		piece(t, "%.*s", precision, va_arg(t->args, const char *));
	} else if (kind == 's') {
		const char *text = va_arg(t->args, const char *);
		piece(t, spec, text && (whole || strchr(text, ' ')) ? words_of(text) : text);
	} else if (length == 'z') {
		piece(t, spec, va_arg(t->args, size_t));
	} else if (length == 'l' && spec[size - 3] == 'l') {
		piece(t, spec, va_arg(t->args, unsigned long long));
	} else if (length == 'l') {
		piece(t, spec, va_arg(t->args, unsigned long));
	} else {
		piece(t, spec, va_arg(t->args, unsigned));
	}
}
#pragma GCC diagnostic pop

void told_format(char *out, size_t size, const char *format, va_list args)
{
	struct told t = { .out = out, .size = size };
	bool whole = strcmp(format, "%s") == 0;
	*out = 0;
	va_copy(t.args, args);
	for (const char *at = whole ? format : words_of(format); *at;) {
		size_t plain = strcspn(at, "%");
		piece(&t, "%.*s", (int)plain, at);
		at += plain;
		if (at[0] == '%' && at[1] == '%') {
			piece(&t, "%%");
			at += 2;
		} else if (*at) {
			char spec[16];
			size_t length = 1 + strcspn(at + 1, "sdiuxXc");
			length += at[length] != 0;
			snprintf(spec, sizeof spec, "%.*s", (int)length, at);
			convert(&t, spec, whole);
			at += length;
		}
	}
	va_end(t.args);
}
