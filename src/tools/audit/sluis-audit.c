/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* sluis-audit: what auditors use. The whole program at a glance. It holds nothing
 * that decrypts and needs no key. */

#include "cli/program.h"
#include "cli/words.h"
#include "tools/audit/commands.h"

static const struct option verify_options[] = {
	AUDIT_OPTIONS,
	{ "checkpoint", 0, OPTION_VALUES, "NOTE…",
	  N_("checkpoints of this log that you or somebody else kept: it must go on from each") },
	{ 0 },
};

static const struct option reconcile_options[] = {
	AUDIT_OPTIONS,
	{ "all", 0, OPTION_FLAG, NULL, N_("show the finished exchanges as well; --json always does") },
	{ 0 },
};
static const struct option prove_options[] = {
	AUDIT_OPTIONS,
	{ "order", 0, OPTION_VALUE, "NOTE",
	  N_("of a disclosure: that it was made on this order of the officers, and is about nothing else") },
	{ 0 },
};
static const struct option report_options[] = {
	AUDIT_OPTIONS,
	{ "checkpoint", 0, OPTION_VALUES, "NOTE…",
	  N_("checkpoints that you or somebody else kept, for a report on one log: it must go on from "
	     "each") },
	{ "output", 'o', OPTION_OUTPUT, "NAME",
	  N_("what the files are called: NAME.html, NAME.json, NAME.txt and NAME.note") },
	{ "format", 0, OPTION_VALUE, "html|json|text", N_("only this form: html, json or text") },
	{ "tester", 0, OPTION_VALUE, "NAME", N_("who tests: the name in your key") },
	{ "seed", 0, OPTION_VALUES, "HEX…", N_("the nonces of the samples that were drawn") },
	{ "month", 0, OPTION_VALUE, "MONTH",
	  N_("on one month, as 2026-11, by role and without persons: looks, and what to ask about") },
	{ 0 },
};

static const struct option sample_options[] = {
	AUDIT_OPTIONS,
	{ "checkpoint", 0, OPTION_VALUE, "NOTE", N_("draw from this root, which you or somebody else kept") },
	{ "nonce", 0, OPTION_VALUE, "HEX", N_("16 to 64 random bytes of your own, in hexadecimal") },
	{ "count", 0, OPTION_VALUE, "N", N_("how many entries") },
	{ 0 },
};

/* clang-format off */
static const struct command commands[] = {
	{ COMMAND("trust", NOTHING, audit_trust, trust_options), ARGUMENTS("NOTE", 0, 1),
	  .summary = N_("Check the fingerprint of a partnership once, and keep it"),
	  .details = N_("NOTE is the first roster of the partnership. The fingerprint is typed as an "
	                "officer reads it aloud, in either form; when it fits, the other commands take it "
	                "from here, and need --fingerprint no more. One that is given to them and differs "
	                "is an error. Without NOTE it is shown which partnerships are trusted.") },
	{ COMMAND("verify", NOTHING, audit_verify, verify_options), ARGUMENT("DIR"),
	  .summary = N_("Verify a log that was written by `sluis log export`"),
	  .details = N_("Every entry is hashed anew and compared with what the unit signed; every act is "
	                "held against the roster and the agreement of its day. Each thing that is wrong is "
	                "told with a code, and the exit code is then 3. What no log can show: that an "
	                "entry is true, that no act went around the tool, or a tail that nobody has seen "
	                "yet.") },
	{ COMMAND("reconcile", NOTHING, audit_reconcile, reconcile_options), ARGUMENTS("DIR DIR…", 2, 64),
	  .summary = N_("Compare the logs of two or more units, exchange by exchange"),
	  .details = N_("Each log is verified first. Then each package is followed: packed there, opened "
	                "here, its receipt back, with the same hashes and the same counts. What isn't "
	                "finished is open, since when. What one log tells and another denies, or a log "
	                "that isn't the one that its peer saw, is a contradiction, and the exit code is "
	                "then 3. A log that was exported too early to tell is no contradiction: export it "
	                "again.") },
	{ COMMAND("prove", NOTHING, audit_prove, prove_options), ARGUMENT("FILE"),
	  .summary = N_("Check a file that proves something, with public keys alone"),
	  .details = N_("Evidence that a log was forked or rolled back, as `sluis open` and `sluis-officer "
	                "log witness` write it: by which keys it is signed, and what it shows. Or a "
	                "disclosure from a log: that its entries stand in the log, and that the values "
	                "shown are those that they commit to. FILE may be - for standard input, so that "
	                "what was decrypted needs no file.") },
	{ COMMAND("report", NOTHING, audit_report, report_options), ARGUMENTS("DIR…", 1, 64),
	  .summary = N_("Write a report on one or more logs, to be signed"),
	  .details = N_("The logs are verified and compared, and what was done is counted: the verdict "
	                "first, then findings, exchanges, activity by time, unit, purpose and person-role, "
	                "what to ask about, and what a log can't tell. One account as an HTML page that "
	                "needs nothing from outside, as text and as JSON. The note lists their hashes; it "
	                "is signed where the tester's key is, with `sluis-officer report sign`. The exit "
	                "code is 3 when there are findings; the report is written all the same.") },
	{ COMMAND("sample", NOTHING, audit_sample, sample_options), ARGUMENT("DIR"),
	  .summary = N_("Draw entries to ask about, so that neither side can steer it"),
	  .details = N_("From the newest root that somebody else witnessed, or from a checkpoint that you "
	                "kept, and from your nonce. Give the unit the SHA-256 of the nonce before the log "
	                "is exported, and the nonce itself with your questions: then both can draw the "
	                "same, and neither could choose. The log is verified first.") },
	{ 0 },
};
/* clang-format on */

static const struct program program = {
	.name = "sluis-audit",
	.summary = N_("verify what was logged, with public keys alone"),
	.commands = commands,
};

int main(int argc, char **argv)
{
	return program_main(&program, argc, argv);
}
