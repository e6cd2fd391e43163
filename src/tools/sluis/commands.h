/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The subcommands of `sluis`, as its table names them; a source file a subject. */

#include "cli/output.h"
#include "tools/common/session.h"
#include "tools/sluis/selection_options.h"

/* What became of a package that was made and logged: where it is, whether it waits for a second person, and
 * the copy that was asked for (begun, or without a path). The exit code. */
struct pack_result;
struct file_write;
int output_package(struct invocation *in, struct output *o, const struct pack_result *r,
                   struct file_write *copy);

extern const struct option init_options[], trust_options[], unlock_options[], import_options[],
	list_options[], show_options[], search_options[], export_options[], consent_record_options[],
	consent_list_options[], preview_options[], pack_options[], approve_options[], log_show_options[],
	log_export_options[], log_disclose_options[], log_forget_options[], no_options[];

int init(struct invocation *in);
int key_trust(struct invocation *in);
int unlock(struct invocation *in);
int lock(struct invocation *in);
int import(struct invocation *in);
int list(struct invocation *in);
int show(struct invocation *in);
int search(struct invocation *in);
int export(struct invocation *in);
int consent_record(struct invocation *in);
int consent_withdraw(struct invocation *in);
int consent_list(struct invocation *in);
int preview_command(struct invocation *in);
int pack_command(struct invocation *in);
int approve_command(struct invocation *in);
int open_command(struct invocation *in);
int status(struct invocation *in);
/* The part of it on witnesses. */
bool status_witnesses(struct output *o, struct desk *d, struct error *e) _must_check_;
int log_show(struct invocation *in);
int log_export(struct invocation *in);
int log_disclose(struct invocation *in);
int log_forget(struct invocation *in);
