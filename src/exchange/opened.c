/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/opened.h"

#include <stdlib.h>

void open_result_clear(struct open_result *r)
{
	free(r->sender);
	free(r->signer);
	free(r->letter.mandate);
	terms_named_clear(&r->terms);
	free(r->letter.approver);
	free(r->letter.receipt);
	refusal_clear(&r->excess.refusal);
	free(r->excess.why);
	free(r->excess.notice);
	if (r->what == OPENED_LETTER && r->letter.kind == PACKAGE_RETRACTION)
		retraction_results_clear(r->retraction.onward, r->retraction.onward_count);
	if (r->what == OPENED_LETTER && r->letter.kind == PACKAGE_CORRECTION) {
		free(r->corrected.answer);
		told_letters_free(r->corrected.onward, r->corrected.onward_count);
	}
	if (r->what == OPENED_LETTER && r->letter.kind == PACKAGE_REQUEST)
		free(r->requested.fields);
	if (r->what == OPENED_LETTER && r->letter.kind == PACKAGE_HANDOVER)
		told_letters_free(r->handover.replies, r->handover.reply_count);
	*r = (struct open_result){ 0 };
}
