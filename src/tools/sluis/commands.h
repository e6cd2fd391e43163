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
int output_package(struct session *s, const struct pack_result *r, struct file_write *copy);

extern const struct option init_options[], trust_options[], unlock_options[], import_options[],
	list_options[], show_options[], search_options[], export_options[], consent_record_options[],
	consent_list_options[], consent_withdraw_options[], preview_options[], pack_options[], send_options[],
	status_options[], open_options[], approve_options[], resend_options[], log_show_options[],
	log_export_options[], access_options[], unit_options[], backup_options[], restore_options[],
	log_disclose_options[], log_forget_options[], restriction_keep_options[], join_options[],
	recovery_drill_options[], log_resume_options[], access_recover_options[], void_options[],
	correct_options[], dispute_options[], keep_options[], request_options[], answer_options[],
	retention_list_options[], retention_run_options[], retention_report_options[],
	retention_reason_options[], retention_extend_options[], client_request_options[],
	client_requests_options[], client_postpone_options[], client_answer_options[], client_erase_options[],
	client_state_options[], client_unrestrict_options[], accept_options[], decline_options[],
	handover_options[], incident_report_options[], incident_show_options[], incident_note_options[],
	log_follow_up_options[], joint_options[], consent_receipt_options[], client_export_options[],
	client_report_options[];

bool join(struct session *s, struct error *e);
bool init(struct session *s, struct error *e);
bool key_trust(struct session *s, struct error *e);
bool unlock(struct session *s, struct error *e);
bool lock(struct session *s, struct error *e);
bool import_check(const struct invocation *in, struct error *e);
bool import(struct session *s, struct error *e);
bool list(struct session *s, struct error *e);
bool show(struct session *s, struct error *e);
bool search(struct session *s, struct error *e);
bool export(struct session *s, struct error *e);
bool consent_record(struct session *s, struct error *e);
bool consent_withdraw(struct session *s, struct error *e);
bool consent_list(struct session *s, struct error *e);
bool restriction_list_command(struct session *s, struct error *e);
bool restriction_erase(struct session *s, struct error *e);
bool restriction_keep_command(struct session *s, struct error *e);
bool restriction_unlock(struct session *s, struct error *e);
bool agreement_list_command(struct session *s, struct error *e);
bool agreement_show_command(struct session *s, struct error *e);
bool preview_command(struct session *s, struct error *e);
bool pack_command(struct session *s, struct error *e);
bool send_command(struct session *s, struct error *e);
bool why_command(struct session *s, struct error *e);
bool approve_command(struct session *s, struct error *e);
bool resend_command(struct session *s, struct error *e);
bool void_command(struct session *s, struct error *e);
bool record_correct(struct session *s, struct error *e);
bool record_dispute(struct session *s, struct error *e);
bool record_keep(struct session *s, struct error *e);
bool record_corrections(struct session *s, struct error *e);
bool request_command(struct session *s, struct error *e);
bool requests_command(struct session *s, struct error *e);
bool answer_command(struct session *s, struct error *e);
bool open_command(struct session *s, struct error *e);
bool status(struct session *s, struct error *e);
bool access_list_command(struct session *s, struct error *e);
bool unit_show(struct session *s, struct error *e);
bool unit_renew(struct session *s, struct error *e);
bool unit_destroy(struct session *s, struct error *e);
bool access_add_command(struct session *s, struct error *e);
bool access_remove_command(struct session *s, struct error *e);
bool access_recover_command(struct session *s, struct error *e);
bool recovery_drill_command(struct session *s, struct error *e);
bool backup_check(const struct invocation *in, struct error *e);
bool backup_command(struct session *s, struct error *e);
bool restore_command(struct session *s, struct error *e);
bool log_show(struct session *s, struct error *e);
bool log_export(struct session *s, struct error *e);
bool log_disclose(struct session *s, struct error *e);
bool log_resume_check(const struct invocation *in, struct error *e);
bool log_resume(struct session *s, struct error *e);
bool log_forget(struct session *s, struct error *e);
bool client_request(struct session *s, struct error *e);
bool client_requests(struct session *s, struct error *e);
bool client_postpone(struct session *s, struct error *e);
bool client_answer(struct session *s, struct error *e);
bool client_erase(struct session *s, struct error *e);
bool client_restrict(struct session *s, struct error *e);
bool client_object(struct session *s, struct error *e);
bool client_unrestrict(struct session *s, struct error *e);
bool client_export(struct session *s, struct error *e);
bool client_report(struct session *s, struct error *e);
bool retention_list_command(struct session *s, struct error *e);
bool retention_run_command(struct session *s, struct error *e);
bool retention_report_command(struct session *s, struct error *e);
bool retention_hold_command(struct session *s, struct error *e);
bool retention_release_command(struct session *s, struct error *e);
bool retention_extend_command(struct session *s, struct error *e);
bool accept_command(struct session *s, struct error *e);
bool decline_command(struct session *s, struct error *e);
bool done_command(struct session *s, struct error *e);
bool handover_command(struct session *s, struct error *e);
bool incident_report(struct session *s, struct error *e);
bool incident_show(struct session *s, struct error *e);
bool incident_note(struct session *s, struct error *e);
bool incident_close(struct session *s, struct error *e);
bool incident_list(struct session *s, struct error *e);
bool log_follow_up(struct session *s, struct error *e);
bool plan_show(struct session *s, struct error *e);
bool household_show(struct session *s, struct error *e);
bool consent_receipt(struct session *s, struct error *e);
