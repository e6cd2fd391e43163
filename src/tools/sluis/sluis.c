/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* sluis: what consulenten use. The whole program at a glance. */

#include "cli/program.h"
#include "cli/words.h"
#include "tools/common/key_commands.h"
#include "tools/sluis/commands.h"

#include <stdint.h>

/* clang-format off */
static const struct command commands[] = {
	KEY_COMMANDS(key_new),
	{ .name = "key trust", .summary = N_("Let your key work with a store"),
	  .details = N_("A store that your key has not been used with is refused, because anyone who can "
	                "write the folder could have put it "
	                "there. Type the roster's fingerprint as an officer reads it aloud."),
	  .options = trust_options, .wants_key = true, .wants_home = true, .run = key_trust },
	{ .name = "unlock", .summary = N_("Keep your key unlocked for some hours"),
	  .details = N_("The kernel's session keyring holds it until you lock it, log out, or the time is "
	                "over."),
	  .options = unlock_options, .wants_key = true, .run = unlock },
	{ .name = "lock", .summary = N_("Forget the unlocked key"), .options = no_options,
	  .wants_key = true, .run = lock },
	{ .name = "init", .summary = N_("Make the store of a unit"), .options = init_options,
	  .wants_key = true, .wants_home = true, .run = init },
	{ .name = "import", .arguments = "FILE", .least = 0, .most = 1,
	  .summary = N_("Take in case records from a source file"),
	  .details = N_("A row that is wrong is told with its line and reason; the others go in. The same "
	                "file twice adds nothing twice."),
	  .options = import_options, .wants_key = true, .wants_home = true, .run = import },
	{ .name = "list", .summary = N_("List case records"), .options = list_options, .wants_key = true,
	  .wants_home = true, .run = list },
	{ .name = "show", .arguments = "ID", .least = 1, .most = 1, .summary = N_("Show one record"),
	  .options = show_options, .wants_key = true, .wants_home = true, .run = show },
	{ .name = "search", .summary = N_("Search records; the terms are asked for"),
	  .options = search_options, .wants_key = true, .wants_home = true, .run = search },
	{ .name = "export", .summary = N_("Write records to a file, in the clear"),
	  .options = export_options, .wants_key = true, .wants_home = true, .run = export },
	{ .name = "consent record", .summary = N_("Record that clients consented or did not object"),
	  .details = N_("What you leave out is asked for, one question after the other. The selection is an "
	                "option always."),
	  .options = consent_record_options, .wants_key = true, .wants_home = true, .run = consent_record },
	{ .name = "consent withdraw", .arguments = "ID", .least = 1, .most = 1,
	  .summary = N_("Record that a client withdrew, and tell who received"),
	  .details = N_("The declaration ends, and with it any other of this client for the very same. The "
	                "packages that went on it are listed, and a "
	                "retraction stands ready in the outbox: opening it at the other unit removes what "
	                "rested on the declaration."),
	  .options = no_options, .wants_key = true, .wants_home = true, .run = consent_withdraw },
	{ .name = "consent list", .summary = N_("List consents and no-objections"),
	  .options = consent_list_options, .wants_key = true, .wants_home = true, .run = consent_list },
	{ .name = "preview", .summary = N_("Show what would leave, what stays, and why"),
	  .options = preview_options, .wants_key = true, .wants_home = true, .run = preview_command },
	{ .name = "pack", .summary = N_("Make a package for another unit"),
	  .details = N_("Only what the agreement allows goes in, field by field. `sluis preview` shows it "
	                "first."),
	  .options = pack_options, .wants_key = true, .wants_home = true, .run = pack_command },
	{ .name = "approve", .arguments = "ID", .least = 1, .most = 1,
	  .summary = N_("Approve a package that a colleague packed, or decline it"),
	  .details = N_("Where the agreement asks for two persons, `sluis pack` leaves the package waiting; "
	                "`sluis status` shows it. What leaves is made "
	                "again and must be what your colleague signed: when a record or a consent changed "
	                "since, it is declined and packed anew."),
	  .options = approve_options, .wants_key = true, .wants_home = true, .run = approve_command },
	{ .name = "open", .arguments = "FILE…", .least = 1, .most = SIZE_MAX,
	  .summary = N_("Open a package, a receipt, a retraction, a roster or an agreement"),
	  .details = N_("The file is verified whole before anything of it counts. A package is answered "
	                "with a receipt to send back. "
	                "A note that a witness made of this unit's log is taken in as well. "
	                "Of several files the rosters come first, then what agreements pin, the agreements, "
	                "and the rest."),
	  .options = no_options, .wants_key = true, .wants_home = true, .run = open_command },
	{ .name = "status", .summary = N_("Show what was sent, what came, and what is missing"),
	  .options = no_options, .wants_key = true, .wants_home = true, .run = status },
	{ .name = "log show", .summary = N_("Show the log"), .options = log_show_options,
	  .wants_key = true, .wants_home = true, .run = log_show },
	{ .name = "log export", .arguments = "DIR", .least = 1, .most = 1,
	  .summary = N_("Write the log for the auditor"),
	  .details = N_("The folder names no client and needs no key. With --format ldv, DIR is a file "
	                "instead: the entries as Logboek "
	                "Dataverwerkingen records, clients under a pseudonym."),
	  .options = log_export_options, .wants_key = true, .wants_home = true, .run = log_export },
	{ .name = "log disclose", .summary = N_("Give one person what the log keeps private of some entries"),
	  .details = N_("For a client who asks who saw his data, or for an inquiry. The file is encrypted "
	                "to that person, holds the proof that "
	                "the entries stand in the log, and its making is itself logged."),
	  .options = log_disclose_options, .wants_key = true, .wants_home = true, .run = log_disclose },
	{ .name = "log forget", .summary = N_("Erase whom old log entries are about"),
	  .details = N_("After the term that the officers set in the roster, five years otherwise. Entries "
	                "and proofs stay, and the log still verifies."),
	  .options = log_forget_options, .wants_key = true, .wants_home = true, .run = log_forget },
	{ 0 },
};
/* clang-format on */

static const struct program program = {
	.name = "sluis",
	.summary = N_("exchange case records between departments, lawfully and provably"),
	.commands = commands,
	.secrets = true,
};

int main(int argc, char **argv)
{
	return program_main(&program, argc, argv);
}
