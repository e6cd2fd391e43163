/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "trust/pinned.h"

#include <stdlib.h>

void pinned_clear(struct pinned *p)
{
	for (size_t i = 0; i < p->override_count; i++)
		override_freep(&p->overrides[i]);
	free(p->overrides);
	grounds_freep(&p->grounds);
	catalogue_freep(&p->catalogue);
	*p = (struct pinned){ 0 };
}
