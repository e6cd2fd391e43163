/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/retracted.h"

#include <stdlib.h>

void retraction_result_clear(struct retraction_result *r)
{
	free(r->to);
	free(r->packages);
	free(r->path);
	retraction_results_clear(r->onward, r->onward_count);
	*r = (struct retraction_result){ 0 };
}

void retraction_results_clear(struct retraction_result *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		retraction_result_clear(&list[i]);
	free(list);
}
