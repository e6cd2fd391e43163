/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The subcommands of `sluis-officer`, as its table names them. */

#include "cli/output.h"
#include "tools/common/session.h"
#include "trust/agreement.h"

extern const struct option roster_init_options[], roster_add_options[], roster_remove_options[],
	roster_set_options[], roster_revoke_options[], roster_show_options[], roster_sign_options[],
	signing_options[], roster_verify_options[], agreement_new_options[], agreement_check_options[],
	agreement_sign_options[], agreement_show_options[], log_witness_options[], grounds_new_options[],
	grounds_law_options[], law_show_options[], override_new_options[], setup_options[],
	sign_folder_options[], recovery_split_options[], recovery_combine_options[], ceremony_options[];

extern const struct option roster_merge_options[], agreement_end_options[];

bool roster_init(struct session *s, struct error *e);
bool roster_add(struct session *s, struct error *e);
bool roster_remove_command(struct session *s, struct error *e);
bool roster_merge_command(struct session *s, struct error *e);
bool roster_set(struct session *s, struct error *e);
bool roster_revoke(struct session *s, struct error *e);
bool roster_diff(struct session *s, struct error *e);
bool roster_sign(struct session *s, struct error *e);
bool roster_show(struct session *s, struct error *e);
bool roster_verify(struct session *s, struct error *e);
bool resumption_sign(struct session *s, struct error *e);
bool resumption_show(struct session *s, struct error *e);
extern const struct option order_new_options[];
bool order_new(struct session *s, struct error *e);
bool order_sign(struct session *s, struct error *e);
bool order_show(struct session *s, struct error *e);
bool catalogue_show(struct session *s, struct error *e);
bool catalogue_sign(struct session *s, struct error *e);
bool grounds_new(struct session *s, struct error *e);
bool grounds_check(struct session *s, struct error *e);
bool grounds_sign(struct session *s, struct error *e);
bool grounds_show(struct session *s, struct error *e);
bool grounds_law(struct session *s, struct error *e);
bool override_new(struct session *s, struct error *e);
bool override_sign(struct session *s, struct error *e);
bool override_show(struct session *s, struct error *e);
bool agreement_new(struct session *s, struct error *e);
bool agreement_list_templates(struct session *s, struct error *e);
bool agreement_check_command(struct session *s, struct error *e);
bool agreement_sign(struct session *s, struct error *e);
bool agreement_end_command(struct session *s, struct error *e);
bool report_sign(struct session *s, struct error *e);
bool agreement_show(struct session *s, struct error *e);
bool recovery_split(struct session *s, struct error *e);
bool recovery_combine(struct session *s, struct error *e);
bool log_witness(struct session *s, struct error *e);
bool ceremony(struct session *s, struct error *e);
bool setup(struct session *s, struct error *e);
bool sign_folder(struct session *s, struct error *e);

/* A file of signed or yet to be signed text, whole. Of a command that writes it again, cli/outputs.h has
 * refused what is no file. */
bool officer_read(const char *path, struct buffer *ret, struct error *e) _must_check_;
/* What an agreement is held against: what is built in, and the roster of --roster (NULL when it isn't given).
 */
bool officer_catalogue(struct catalogue **ret, struct error *e) _must_check_;
bool officer_grounds(struct grounds **ret, struct error *e) _must_check_;
bool officer_roster(struct invocation *in, struct roster **ret, struct error *e) _must_check_;
/* The agreement that is named, read with what --pinned gives; with a roster verified. */
bool officer_agreement(struct invocation *in, const struct roster *r, struct agreement **ret, struct error *e)
	_must_check_;
/* `agreement show` of the text that ends one (trust/termination.h). */
bool termination_show(struct session *s, struct bytes raw, const char *path, struct error *e) _must_check_;
/* The findings of a check, as a table. */
/* Faults, then remarks. The number of faults. */
size_t officer_output_findings(struct account *o, const struct agreement_finding *findings, size_t count);
