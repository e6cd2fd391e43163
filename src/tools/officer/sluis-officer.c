/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* sluis-officer: what privacy officers use. The whole program at a glance. */

#include "cli/program.h"
#include "cli/words.h"
#include "tools/common/key_commands.h"
#include "tools/officer/commands.h"

#include <stdint.h>

/* Still to come, each with its own issue: roster revoke, recovery split, combine and drill, match replay. */
/* clang-format off */
static const struct command commands[] = {
	KEY_COMMANDS(key_new_officer),
	{ .name = "roster init", .summary = N_("Draft the first roster of a partnership"),
	  .details = N_("Every officer signs the draft with `roster sign`. The fingerprint of this first "
	                "version, read aloud, is what all trust rests on."),
	  .options = roster_init_options, .run = roster_init },
	{ .name = "roster add", .arguments = "CARD", .least = 1, .most = 1,
	  .summary = N_("Put a person or a unit's keys in the roster"),
	  .options = roster_add_options, .run = roster_add },
	{ .name = "roster remove", .arguments = "NAME", .least = 1, .most = 1,
	  .summary = N_("Take out a person, a unit or a mandate"),
	  .options = roster_remove_options, .run = roster_remove_command },
	{ .name = "roster set", .summary = N_("Set what holds for every unit's log"),
	  .options = roster_set_options, .run = roster_set },
	{ .name = "roster sign", .arguments = "FILE", .least = 1, .most = 1, .summary = N_("Sign a roster"),
	  .options = sign_options, .wants_key = true, .run = roster_sign },
	{ .name = "roster show", .arguments = "FILE", .least = 1, .most = 1,
	  .summary = N_("Show what a roster says and who signed it"),
	  .options = roster_show_options, .run = roster_show },
	{ .name = "roster verify", .arguments = "FILE…", .least = 1, .most = SIZE_MAX,
	  .summary = N_("Verify a chain of rosters, oldest first"),
	  .options = roster_verify_options, .run = roster_verify },
	{ .name = "grounds new", .summary = N_("Draft a table of grounds from the shipped one"),
	  .options = grounds_new_options, .run = grounds_new },
	{ .name = "grounds check", .arguments = "FILE", .least = 1, .most = 1,
	  .summary = N_("Check a table of grounds, and tell what differs from the shipped one"),
	  .run = grounds_check },
	{ .name = "grounds sign", .arguments = "FILE", .least = 1, .most = 1,
	  .summary = N_("Adopt a table of grounds by signing it"),
	  .options = sign_options, .wants_key = true, .run = grounds_sign },
	{ .name = "grounds show", .arguments = "[FILE]", .least = 0, .most = 1,
	  .summary = N_("Show a table of grounds, or the shipped one"),
	  .options = law_show_options, .run = grounds_show },
	{ .name = "override new", .summary = N_("Draft an override of a row of the table of grounds"),
	  .details = N_("An override lets a row whose default is `ask` apply to one purpose of one "
	                "agreement, with the officers' reasons and the FG's written advice in its text. The "
	                "FG advises and doesn't decide: a signature of the person named as FG doesn't "
	                "count."),
	  .options = override_new_options, .run = override_new },
	{ .name = "override sign", .arguments = "FILE", .least = 1, .most = 1,
	  .summary = N_("Sign an override"),
	  .options = sign_options, .wants_key = true, .run = override_sign },
	{ .name = "override show", .arguments = "FILE", .least = 1, .most = 1,
	  .summary = N_("Show what an override says"),
	  .options = law_show_options, .run = override_show },
	{ .name = "catalogue sign", .arguments = "FILE", .least = 1, .most = 1,
	  .summary = N_("Sign a municipality's additions to the catalogue"),
	  .options = sign_options, .wants_key = true, .run = catalogue_sign },
	{ .name = "catalogue show", .arguments = "[FILE]", .least = 0, .most = 1,
	  .summary = N_("Show the fields that a record may have, a municipality's additions included"),
	  .options = catalogue_show_options, .run = catalogue_show },
	{ .name = "agreement new", .summary = N_("Draft an agreement: question by question, or from a "
	                                         "template"),
	  .details = N_("Without --template it asks what an agreement must say, one question at a time, and "
	                "checks each answer by the rules of `agreement check`. `?` explains, `<` goes back, "
	                "`-` leaves a part out and `.` stops; the draft holds what was answered, and "
	                "--resume goes on with it. For a script, standard input has an answer a line."),
	  .options = agreement_new_options, .run = agreement_new },
	{ .name = "agreement list-templates",
	  .summary = N_("Show the templates that `agreement new` can start from"),
	  .run = agreement_list_templates },
	{ .name = "agreement check", .arguments = "FILE", .least = 1, .most = 1,
	  .summary = N_("Find what is missing or contradictory"),
	  .options = agreement_check_options, .run = agreement_check_command },
	{ .name = "agreement sign", .arguments = "FILE", .least = 1, .most = 1,
	  .summary = N_("Sign an agreement"),
	  .options = agreement_sign_options, .wants_key = true, .run = agreement_sign },
	{ .name = "report sign", .arguments = "FILE", .least = 1, .most = 1,
	  .summary = N_("Sign the note of an auditor's report"),
	  .details = N_("The note lists the hashes of the report's files; `sluis-audit report` writes it, "
	                "and has no code that could read a key."),
	  .options = sign_options, .wants_key = true, .run = report_sign },
	{ .name = "agreement show", .arguments = "FILE", .least = 1, .most = 1,
	  .summary = N_("Show what an agreement says"),
	  .options = agreement_show_options, .run = agreement_show },
	{ .name = "log witness", .arguments = "DIR", .least = 1, .most = 1,
	  .summary = N_("Cosign a unit's exported log, as a witness"),
	  .details = N_("DIR is what `sluis log export` wrote. Every entry is hashed anew, and the log must "
	                "go on from what you cosigned before; that is kept "
	                "beside your key file, so keep it with the key. The unit opens the note that is "
	                "written, and can't change those entries unseen any more."),
	  .options = log_witness_options, .wants_key = true, .run = log_witness },
	{ 0 },
};
/* clang-format on */

static const struct program program = {
	.name = "sluis-officer",
	.summary = N_("keys, roster and agreements, for privacy officers"),
	.commands = commands,
	.secrets = true,
};

int main(int argc, char **argv)
{
	return program_main(&program, argc, argv);
}
