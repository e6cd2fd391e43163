/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/label.h"

#include "cli/language.h"

#include <string.h>

const char *label_of(const struct field *f)
{
	return field_label(f, strcmp(language_code(), "nl") == 0);
}

const char *gloss_of(const struct field *f)
{
	return strcmp(language_code(), "nl") == 0 ? f->gloss_nl : f->gloss;
}

const char *label_of_name(const struct catalogue *c, const char *name)
{
	const struct field *f = catalogue_find(c, bytes_of_string(name));
	return f ? label_of(f) : name;
}

void labels_append(struct buffer *out, const struct catalogue *c, const char *names)
{
	for (const char *at = names; *at; at += strspn(at, " ")) {
		struct bytes name = bytes_of(at, strcspn(at, " "));
		const struct field *f = catalogue_find(c, name);
		if (at != names)
			buffer_append_string(out, ", ");
		buffer_append(out, f ? bytes_of_string(label_of(f)) : name);
		at += name.size;
	}
}

const struct field *field_called(const struct catalogue *c, const char *typed)
{
	const struct field *found = catalogue_find(c, bytes_of_string(typed));
	for (size_t i = 0; !found && i < catalogue_size(c); i++) {
		const struct field *f = catalogue_field(c, i);
		if (strcasecmp(label_of(f), typed) == 0)
			found = f;
	}
	return found;
}
