/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/trusted.h"

#include "base/limits.h"
#include "codec/keyed.h"

#include <stdlib.h>

static const struct keyed controller_item = KEYED_TEXT_ITEM(.least = 1);
static const struct keyed trusted_keys[] = {
	KEYED_CONSTANT("type", TRUSTED_TYPE),
	KEYED_TEXT("roster", struct trusted, roster, .least = 1),
	KEYED_VALUES("controllers", struct trusted, controllers, controller_count, controller_item,
	             LIMIT_ROSTER_CONTROLLERS, .least = 1),
	KEYED_HEX("fingerprint", struct trusted, fingerprint),
	KEYED_MOMENT("kept", struct trusted, kept),
	{ 0 },
};

void trusted_clear(struct trusted *t)
{
	keyed_clear(t, trusted_keys);
	*t = (struct trusted){ 0 };
}

bool trusted_parse(struct bytes text, const char *subject, struct trusted *ret, struct error *e)
{
	struct trusted t = { 0 };
	if (!keyed_read(text, subject, trusted_keys, &t, NULL, e))
		return false;
	*ret = t;
	return true;
}

bool trusted_format(const struct roster *root, moment now, struct buffer *out, struct error *e)
{
	char **controllers = calloc(root->controller_count + 1, sizeof *controllers);
	if (!controllers)
		return error_memory(e);
	for (size_t i = 0; i < root->controller_count; i++)
		controllers[i] = root->controllers[i].name;
	const struct trusted t = { .roster = root->id,
		                   .controllers = controllers,
		                   .controller_count = root->controller_count,
		                   .fingerprint = root->hash,
		                   .kept = now };
	keyed_write(&t, trusted_keys, KEYED_PLAIN, out);
	free(controllers);
	return buffer_ok(out, e);
}
