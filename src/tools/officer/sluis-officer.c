/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* sluis-officer: what privacy officers use. The whole program at a glance. */

#include "cli/program.h"
#include "cli/words.h"
#include "tools/common/doctor.h"
#include "tools/common/key_commands.h"
#include "tools/officer/commands.h"

#include <stdint.h>

/* Still to come, with its own issue: match replay. */
/* clang-format off */
static const struct command commands[] = {
	{ COMMAND("setup", KEY, setup, setup_options), ARGUMENT("FOLDER"),
	  .summary = N_("Set up a partnership, or go on with that"),
	  .details = N_("FOLDER is one that the officers share. Each officer runs this in it, and "
	                "again whenever something waits: it makes a key and a card for who has "
	                "none, asks which municipality, officers, units and people there are, "
	                "drafts the roster, the table of grounds and the agreements of them, puts "
	                "the keys of units into the next roster, signs what waits for your "
	                "signature, and tells who does what next. `?` explains a question, `<` "
	                "goes back, `-` leaves a part out and `.` stops; what was answered is "
	                "kept in setup.yaml. For a script, standard input has an answer a line, "
	                "or --from has them all.") },
	{ COMMAND("ceremony", NOTHING, ceremony, ceremony_options), ARGUMENTS("[FOLDER]", 0, 1),
	  .summary = N_("Set up a partnership together, at one machine, step by step"),
	  .details = N_("For officers who sit at one machine, that is best connected to nothing. --script "
	                "prints beforehand who must be there, what to bring and each step with the words to "
	                "speak. Then each officer in turn makes her key, or brings it; every fingerprint is "
	                "read aloud by one and typed from paper by another; the roster is drafted as `setup` "
	                "does, signed by each, and its fingerprint written down; a recovery key is split, "
	                "and tried. What was done stands in FOLDER/transcript.note, which all of them sign "
	                "at the end, and whose hash goes into the units' logs. `.` stops, and the same "
	                "command goes on where it was.") },
	{ COMMAND("sign", KEY, sign_folder, sign_folder_options), ARGUMENT("FOLDER"),
	  .summary = N_("Sign everything in a folder that waits for your signature") },
	KEY_COMMANDS(key_new_officer),
	{ COMMAND("doctor", KEY, doctor, doctor_officer_options),
	  .summary = N_("Look whether something is wrong, how bad it is, and what to do"),
	  .details = N_("The machine, your key, and with --roster the age of a roster and the clock. The "
	                "exit code is that of the first thing that is wrong.") },
	{ COMMAND("roster init", NOTHING, roster_init, roster_init_options),
	  .summary = N_("Draft the first roster of a partnership"),
	  .details = N_("Every officer signs the draft with `roster sign`. The fingerprint of this first "
	                "version, read aloud, is what all trust rests on.") },
	{ COMMAND("roster add", NOTHING, roster_add, roster_add_options), ARGUMENTS("CARD…", 1, SIZE_MAX),
	  .summary = N_("Put persons or a unit's keys in the roster"),
	  .details = N_("With --officer-of they are officers of that controller, which comes into the "
	                "roster with them when it is new and --threshold says how many must "
	                "sign. A person "
	                "who has a new key gets it with --replace: the old key is revoked and "
	                "stays in the "
	                "roster, so that what it signed can be judged for ever. --instead-of exchanges "
	                "officers: in "
	                "one version fewer than the threshold, those who get another key included.") },
	{ COMMAND("roster remove", NOTHING, roster_remove_command, roster_remove_options), ARGUMENT("NAME"),
	  .summary = N_("Take out a person, a unit, a controller or a mandate"),
	  .details = N_("What somebody signed while he was in the roster stands. Somebody whose "
	                "signatures of "
	                "before don't count, or count up to a day, is revoked with `roster revoke`. A "
	                "controller leaves with its officers, once another one answers "
	                "for its units.") },
	{ COMMAND("roster revoke", NOTHING, roster_revoke, roster_revoke_options), ARGUMENT("PERSON|KEY"),
	  .summary = N_("Revoke a person or a key, from a day on"),
	  .details = N_("PERSON is a name, KEY one as `roster show` tells it (name+1a2b3c4d), or "
	                "whole; the name "
	                "of a unit is the key that signs its log. left and superseded: what was "
	                "signed before "
	                "the day stands, and packages under way are taken until their last "
	                "day. lost and "
	                "compromised: of what the key signed only that counts which others "
	                "saw before the "
	                "day. The key of a log counts up to a number of entries, whatever the day.") },
	{ COMMAND("roster set", NOTHING, roster_set, roster_set_options), ARGUMENTS("[NAME]", 0, 1),
	  .summary = N_("Change a person, a unit, a mandate or a controller, or what holds for every log"),
	  .details = N_("Of a person: --label, --from, --until. Of a mandate, by its id: --from, --until. "
	                "Of a unit: --label, --controller, --recovery. Of a controller: --threshold. "
	                "Without NAME: --log-months, --disclosure-by, --access-by, --review-by. A unit's "
	                "name can't be changed: it stands in its keys, its log, agreements and letters; "
	                "what it is called now is its label.") },
	{ COMMAND("roster merge", NOTHING, roster_merge_command, roster_merge_options),
	  ARGUMENTS(N_("NOTE NOTE"), 2, 2),
	  .summary = N_("Draft one roster of two partnerships that become one"),
	  .details = N_("Each NOTE is the newest version of one of the two rosters; its earlier versions lie "
	                "beside it. The draft has all rows of both, and is signed by the officers of every "
	                "controller of both. What both have must be the same in both. Every store goes on "
	                "with the fingerprint that it has: letters under way are opened, logs go on, and "
	                "agreements stay as they are.") },
	{ COMMAND("roster sign", KEY, roster_sign, roster_sign_options), OUTPUT_ARGUMENT("NOTE"),
	  .summary = N_("Sign a roster") },
	{ COMMAND("roster show", NOTHING, roster_show, roster_show_options),
	  ARGUMENTS("NOTE…", 1, SIZE_MAX),
	  .summary = N_("Show what a roster says and who signed it, or who had what on a day") },
	{ COMMAND("roster diff", NOTHING, roster_diff, NULL), ARGUMENTS(N_("NOTE NOTE"), 2, 2),
	  .summary = N_("Show in what two versions of a roster differ, the older one first") },
	{ COMMAND("roster verify", NOTHING, roster_verify, roster_verify_options),
	  ARGUMENTS("NOTE…", 1, SIZE_MAX), .summary = N_("Verify a chain of rosters, oldest first") },
	{ COMMAND("grounds new", NOTHING, grounds_new, grounds_new_options),
	  .summary = N_("Draft a table of grounds from the shipped one") },
	{ COMMAND("grounds check", NOTHING, grounds_check, NULL), ARGUMENT("NOTE"),
	  .summary = N_("Check a table of grounds, and tell what differs from the shipped one") },
	{ COMMAND("grounds sign", KEY, grounds_sign, signing_options), OUTPUT_ARGUMENT("NOTE"),
	  .summary = N_("Adopt a table of grounds by signing it") },
	{ COMMAND("grounds show", NOTHING, grounds_show, law_show_options), ARGUMENTS("[NOTE]", 0, 1),
	  .summary = N_("Show a table of grounds, or the shipped one") },
	{ COMMAND("grounds law", NOTHING, grounds_law, grounds_law_options), ARGUMENT("DIR"),
	  .summary = N_("Tell which rows rest on words that a newer text of the law doesn't have"),
	  .details = N_("DIR holds statutes' texts: the XML of wetten.overheid.nl, or YAML as in the open "
	                "corpus MinBZK/regelrecht-corpus. Of each law the newest counts. Every "
	                "article that "
	                "a row names is compared, where the program has its words; exit code 8 when one "
	                "differs or is gone. With --agreement and --pinned it tells which purposes, "
	                "declarations and overrides rest on such a row; clients' "
	                "declarations themselves "
	                "stand in the units' stores.") },
	{ COMMAND("override new", NOTHING, override_new, override_new_options),
	  .summary = N_("Draft an override of a row of the table of grounds"),
	  .details = N_("An override lets a row whose default is `ask` apply to one purpose of one "
	                "agreement, with the officers' reasons and the FG's written advice in its text. "
	                "The FG advises and doesn't decide: a signature of the person named "
	                "as FG doesn't "
	                "count.") },
	{ COMMAND("override sign", KEY, override_sign, signing_options), OUTPUT_ARGUMENT("NOTE"),
	  .summary = N_("Sign an override") },
	{ COMMAND("override show", NOTHING, override_show, law_show_options), ARGUMENT("NOTE"),
	  .summary = N_("Show what an override says") },
	{ COMMAND("catalogue sign", KEY, catalogue_sign, signing_options), OUTPUT_ARGUMENT("NOTE"),
	  .summary = N_("Sign a municipality's additions to the catalogue") },
	{ COMMAND("catalogue show", NOTHING, catalogue_show, NULL), ARGUMENTS("[NOTE]", 0, 1),
	  .summary = N_("Show the fields that a record may have, a municipality's additions included") },
	{ COMMAND("agreement new", NOTHING, agreement_new, agreement_new_options),
	  .summary = N_("Draft an agreement: question by question, or from a template"),
	  .details = N_("Without --template it asks what an agreement must say, one question at a time, "
	                "and checks each answer by the rules of `agreement check`. `?` "
	                "explains, `<` goes "
	                "back, `-` leaves a part out and `.` stops; the draft holds what was "
	                "answered, and "
	                "--resume goes on with it. For a script, standard input has an "
	                "answer a line.") },
	{ COMMAND("agreement list-templates", NOTHING, agreement_list_templates, NULL),
	  .summary = N_("Show the templates that `agreement new` can start from") },
	{ COMMAND("agreement check", NOTHING, agreement_check_command, agreement_check_options),
	  ARGUMENT("NOTE"), .summary = N_("Find what is missing or contradictory") },
	{ COMMAND("agreement sign", KEY, agreement_sign, agreement_sign_options), OUTPUT_ARGUMENT("NOTE"),
	  .summary = N_("Sign an agreement, or the end of one") },
	{ COMMAND("report sign", KEY, report_sign, signing_options), OUTPUT_ARGUMENT("NOTE"),
	  .summary = N_("Sign the note of an auditor's report"),
	  .details = N_("The note lists the hashes of the report's files; `sluis-audit report` writes it, "
	                "and has no code that could read a key.") },
	{ COMMAND("agreement show", NOTHING, agreement_show, agreement_show_options), ARGUMENT("NOTE"),
	  .summary = N_("Show what an agreement says, or the end of one") },
	{ COMMAND("agreement end", NOTHING, agreement_end_command, agreement_end_options), ARGUMENT("NOTE"),
	  .summary = N_("Draft the end of an agreement, by one controller alone"),
	  .details = N_("NOTE is the newest version of the agreement. As many officers of the controller "
	                "sign the text as sign a roster; the other parties aren't asked. Each unit that "
	                "opens it sends and takes nothing under the agreement from that day on, and its "
	                "letters tell the others. What went before stays lawful, is kept as agreed, and "
	                "can be withdrawn, corrected and erased.") },
	{ COMMAND("log witness", KEY, log_witness, log_witness_options), ARGUMENT("DIR"),
	  .summary = N_("Cosign a unit's exported log, as a witness"),
	  .details = N_("DIR is what `sluis log export` wrote. Every entry is hashed anew, and the log "
	                "must go on from what you cosigned before; that is kept beside your "
	                "key file, so "
	                "keep it with the key. The unit opens the note that is written, and "
	                "can't change "
	                "those entries unseen any more.") },
	{ COMMAND("resumption sign", KEY, resumption_sign, signing_options), OUTPUT_ARGUMENT("NOTE"),
	  .summary = N_("Sign that a unit's log goes on from an older copy of its store"),
	  .details = N_("`sluis log resume` drafts the text. What others saw of the log behind the place "
	                "that it names, up to the size that it names, is given up for good; as many "
	                "officers of the unit's controller sign it as sign a roster.") },
	{ COMMAND("resumption show", NOTHING, resumption_show, law_show_options), ARGUMENT("NOTE"),
	  .summary = N_("Show from where a unit's log goes on, and what is given up") },
	{ COMMAND("order new", NOTHING, order_new, order_new_options),
	  .summary = N_("Draft an order to disclose what a log keeps private of one person or client"),
	  .details = N_("For when a report on a month gives reason to look further (`sluis-audit report "
	                "--month`). It is about the acts of one person, or about one client, in some days, "
	                "and for one auditor. As many officers of the unit's controller sign it as sign a "
	                "roster; the one it is about doesn't count.") },
	{ COMMAND("order sign", KEY, order_sign, signing_options), OUTPUT_ARGUMENT("NOTE"),
	  .summary = N_("Sign an order to disclose from a log") },
	{ COMMAND("order show", NOTHING, order_show, law_show_options), ARGUMENT("NOTE"),
	  .summary = N_("Show what an order says") },
	{ COMMAND("recovery split", NOTHING, recovery_split, recovery_split_options),
	  .summary = N_("Make a recovery key, in shares to be printed"),
	  .details = N_("For when nobody of a unit can open its store any more. The key is made here and "
	                "kept nowhere: what there is of it are the shares, a page of 33 words each "
	                "(SLIP-0039). Any M of the N pages give it back; fewer tell nothing. Print "
	                "each, give each to another officer, and erase the files. The recipient that is "
	                "told is public, and goes into the roster.") },
	{ COMMAND("recovery combine", NOTHING, recovery_combine, recovery_combine_options),
	  .summary = N_("Put a recovery key together from enough shares"),
	  .details = N_("Officers type their words one after another; nothing is shown meanwhile. With the "
	                "file that comes of it, `age` decrypts the units' packages and the slots of their "
	                "stores, without sluis.") },
	{ 0 },
};
/* clang-format on */

static const struct task tasks[] = {
	{ N_("A partnership in one sitting"), COMMAND_NAMES("setup", "ceremony", "sign") },
	{ N_("Your own key"), COMMAND_NAMES("key new", "key show", "key passphrase") },
	{ N_("Who may do what"),
	  COMMAND_NAMES("roster show", "roster add", "roster set", "roster remove", "roster revoke",
	                "roster merge", "roster diff", "roster sign") },
	{ N_("What may be exchanged"), COMMAND_NAMES("agreement new", "agreement check", "agreement show",
	                                             "agreement sign", "agreement end") },
	{ N_("What the law says"), COMMAND_NAMES("grounds show", "grounds check", "override new") },
	{ N_("When nobody can open a store any more"), COMMAND_NAMES("recovery split", "recovery combine") },
	{ N_("Watch over a unit's log"), COMMAND_NAMES("log witness", "resumption sign", "order new") },
	{ N_("When something doesn't work"), COMMAND_NAMES("doctor") },
	{ 0 },
};

static const struct program program = {
	.name = "sluis-officer",
	.summary = N_("keys, roster and agreements, for privacy officers"),
	.commands = commands,
	.tasks = tasks,
	.secrets = true,
};

int main(int argc, char **argv)
{
	return program_main(&program, argc, argv);
}
