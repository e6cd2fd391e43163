/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
/* sluis: what consulenten use. The whole program at a glance. */

#include "cli/program.h"
#include "cli/words.h"
#include "tools/common/doctor.h"
#include "tools/common/key_commands.h"
#include "tools/sluis/commands.h"
#include "tools/sluis/completing.h"

#include <stdint.h>

/* clang-format off */
static const struct command commands[] = {
	{ COMMAND("join", HOME, join, join_options), ARGUMENT("FOLDER"),
	  .summary = N_("Join a partnership, or go on with that"),
	  .details = N_("FOLDER is one that the officers share with you. Run this in it, and "
	                "again when an officer says so: it makes your key and puts its card "
	                "there; once the officers have signed the roster, it makes the store of "
	                "your unit, or lets your key work with the one that a colleague made, for "
	                "which the fingerprint is asked as an officer reads it aloud; and it "
	                "opens rosters, the table of grounds and agreements that came since. Where the "
	                "store was made before you came, a colleague gives you access first: it says "
	                "with which command.") },
	KEY_COMMANDS(key_new),
	{ COMMAND("key trust", HOME, key_trust, trust_options),
	  .summary = N_("Let your key work with a store"),
	  .details = N_("A store that your key has not been used with is refused, because anyone who can "
	                "write the folder could have put it there. Type the roster's fingerprint as an "
	                "officer reads it aloud.") },
	{ COMMAND("unlock", KEY, unlock, unlock_options),
	  .summary = N_("Keep your key unlocked for some hours"),
	  .details = N_("The kernel's session keyring holds it until you lock it, log out, or the time is "
	                "over.") },
	{ COMMAND("lock", KEY, lock, NULL), .summary = N_("Forget every unlocked key"),
	  .details = N_("Whichever file it is of, and whatever became of that file since.") },
	{ COMMAND("init", HOME, init, init_options), .summary = N_("Make the store of a unit") },
	{ COMMAND("import", STORE_BULK, import, import_options), ARGUMENTS("FILE", 0, 1),
	  .check = import_check, .summary = N_("Take in case records from a source file"),
	  .details = N_("A row that is wrong is told with its line and reason; the others go in. The same "
	                "file twice adds nothing twice.") },
	{ COMMAND("list", STORE_READ, list, list_options), .summary = N_("List case records") },
	{ COMMAND("show", STORE_READ, show, show_options), ARGUMENT("ID"), .summary = N_("Show one record") },
	{ COMMAND("why", STORE_READ, why_command, NULL), ARGUMENTS(N_("ID FIELD"), 2, 2),
	  .summary = N_("Tell why a field of a record left, came or stayed"),
	  .details = N_("Each package with this record that the log knows of: what for, on which article "
	                "and in which words, what the client had said, under which mandate; or the rule that "
	                "kept the field here. FIELD is its name in the catalogue, or what people call it.") },
	{ COMMAND("search", STORE_READ, search, search_options),
	  .summary = N_("Search records; the terms are asked for") },
	{ COMMAND("export", STORE_WORK, export, export_options),
	  .summary = N_("Write records to a file, in the clear") },
	{ COMMAND("consent record", STORE_WORK, consent_record, consent_record_options),
	  .summary = N_("Record that clients consented or did not object"),
	  .details = N_("What you leave out is asked for, one question after the other. A client without a "
	                "BSN is named by surname, first names, birth date, postcode and house number, as the "
	                "record has them; they are shown, to be compared with the form.") },
	{ COMMAND("consent withdraw", STORE_WORK, consent_withdraw, consent_withdraw_options),
	  ARGUMENTS("ID", 0, 1),
	  .summary = N_("Record that a client withdrew, and tell who received"),
	  .details = N_("The declaration ends, and with it any other of this client for the very same. The "
	                "packages that went on it are listed, and a retraction stands ready to be sent: "
	                "opening it at the other unit restricts what rested on the declaration, until it "
	                "is decided on there. With --again the retraction is made once more, by whoever may "
	                "record consents or pack: opening it twice does no harm.") },
	{ COMMAND("consent list", STORE_READ, consent_list, consent_list_options),
	  .summary = N_("List consents and no-objections") },
	{ COMMAND("restriction list", STORE_READ, restriction_list_command, NULL),
	  .summary = N_("List the records that are restricted since a client withdrew") },
	{ COMMAND("restriction erase", STORE_WORK, restriction_erase, NULL), ARGUMENT("ID"),
	  .summary = N_("Decide that a restricted record is erased"),
	  .details = N_("With its history, its words in the search index and what the log keeps in "
	                "private of it. Needs the power `decide`.") },
	{ COMMAND("restriction keep", STORE_WORK, restriction_keep_command, restriction_keep_options),
	  ARGUMENT("ID"), .summary = N_("Decide that a restricted record is kept, and on which article"),
	  .details = N_("It stays restricted: nobody uses it, and only the client is shown it. Needs the "
	                "power `decide`.") },
	{ COMMAND("restriction unlock", STORE_WORK, restriction_unlock, NULL), ARGUMENT("ID"),
	  .summary = N_("Decide that a restricted record may be used again"),
	  .details = N_("Needs the power `decide`, and that the client consented anew: the sender records "
	                "it and sends a new package.") },
	{ COMMAND("client request", STORE_WORK, client_request, client_request_options), ARGUMENT("ID"),
	  .summary = N_("Put down what a client asks by right, and on which day"),
	  .details = N_("ID is a record of the client. From that day the law counts: a month, and for "
	                "erasure under the Wmo three; `sluis status` shows it until it is answered.") },
	{ COMMAND("client requests", STORE_READ, client_requests, client_requests_options),
	  .summary = N_("List what clients asked, by when to answer, and what came of it") },
	{ COMMAND("client postpone", STORE_WORK, client_postpone, client_postpone_options),
	  ARGUMENT("N"), .summary = N_("Take two months more for a request, once the client was told"),
	  .details = N_("Once, and within a month of the day that it came (AVG art. 12 lid 3). Not for "
	                "erasure under the Wmo.") },
	{ COMMAND("client answer", STORE_WORK, client_answer, client_answer_options), ARGUMENT("N"),
	  .summary = N_("Put down that a request was done, or refused and on which article"),
	  .details = N_("What was asked to see or to correct is done elsewhere; erasing, restricting and "
	                "objecting have commands of their own, and are refused here as well. N is the "
	                "number that `sluis client requests` shows. Needs the power `decide`.") },
	{ COMMAND("client erase", STORE_WORK, client_erase, client_erase_options), ARGUMENT("ID"),
	  .summary = N_("Erase a client who asked it, and tell whoever received"),
	  .details = N_("All records of the client of record ID, everywhere in this store "
	                "(docs/forgetting.md), and a letter to each unit that received one. A hold, or a "
	                "decision to keep a copy, opposes; what else may oppose a person weighs: AVG art. 17 "
	                "lid 3, Wmo 2015 art. 5.3.5 lid 2, the Archiefwet, another's interest. With "
	                "--refuse it is refused, which the log tells as well. Needs the power `decide`.") },
	{ COMMAND("client restrict", STORE_WORK, client_restrict, client_state_options), ARGUMENT("ID"),
	  .summary = N_("Restrict the data of a client who asked it"),
	  .details = N_("All records of the client of record ID, and those that come: they are kept, and "
	                "only the client is shown them, until `sluis client unrestrict` (AVG art. 18). "
	                "Needs the power `decide`.") },
	{ COMMAND("client object", STORE_WORK, client_object, client_state_options), ARGUMENT("ID"),
	  .summary = N_("Restrict the data of a client who objects, until that is weighed"),
	  .details = N_("As `sluis client restrict`, on AVG art. 21 and art. 18 lid 1 onder d. Needs the "
	                "power `decide`.") },
	{ COMMAND("client unrestrict", STORE_WORK, client_unrestrict, client_unrestrict_options),
	  ARGUMENT("ID"), .summary = N_("Let the data of a client be used again, once the client was told"),
	  .details = N_("What the client asked to restrict, or objected to (AVG art. 18 lid 3). What a "
	                "withdrawal restricted stays so. Needs the power `decide`.") },
	{ COMMAND("client export", STORE_READ, client_export, client_export_options),
	  ARGUMENTS("[ID]", 0, 1),
	  .summary = N_("Write what there is of a client, for the clerk who answers"),
	  .details = N_("This unit's part of the report that a clerk of another unit hands to the client: "
	                "her records, and each entry of the log that touched her, with its proof. It is "
	                "encrypted to that clerk, who joins it with `sluis client report --with FILE`. ID is "
	                "a record of the client; of one who has none here any more, name the BSN with "
	                "--select-from. What names somebody else is left out, and said so. Needs the power "
	                "`log`.") },
	{ COMMAND("client report", STORE_READ, client_report, client_report_options),
	  ARGUMENTS("[ID]", 0, 1),
	  .summary = N_("Answer a client: which data, from where, to whom, why, who looked"),
	  .details = N_("Makes a folder with a page and a text to hand over (AVG art. 15; Wmo 2015 art. "
	                "5.3.2), and for each unit a file that `sluis-audit prove` checks. With --with the "
	                "parts of other units go in, which they made with `sluis client export`. Read it "
	                "before it goes: what people typed is left out until somebody has read it "
	                "(--texts-read). An act that a law hides for a time is left out with --hide, and the "
	                "client is told how many, on which article and until when. Needs the power `log`.") },
	{ COMMAND("retention list", STORE_READ, retention_list_command, retention_list_options),
	  .summary = N_("List the records whose term is over or nearly so, and those that are held") },
	{ COMMAND("retention run", STORE_WORK, retention_run_command, retention_run_options),
	  .summary = N_("Destroy the records whose term is over"),
	  .details = N_("On the day on which a term is over its record goes from every place in this store, "
	                "unless it is held; docs/forgetting.md lists the places. What was destroyed is told "
	                "by origin and purpose, on which article, and how: the list of destruction that "
	                "Archiefbesluit 1995 art. 8 asks for, which `sluis retention report` writes again. "
	                "Run it every day, or let a timer do so. Backups, and copies that others received, "
	                "aren't reached. Needs the power `decide`.") },
	{ COMMAND("retention report", STORE_READ, retention_report_command, retention_report_options),
	  .summary = N_("Write the list of what a run destroyed, as text and as a page"),
	  .details = N_("It names no client: what came from whom, for which purpose, how many, taken in and "
	                "due when, on which article it was kept so long, and how it was destroyed.") },
	{ COMMAND("retention hold", STORE_WORK, retention_hold_command, retention_reason_options),
	  ARGUMENT("ID"), .summary = N_("Keep a record from being destroyed, and say why"),
	  .details = N_("As for a legal claim, an objection or an appeal. Neither the end of its term nor a "
	                "client's request destroys it until it is released. Needs the power `decide`.") },
	{ COMMAND("retention release", STORE_WORK, retention_release_command, NULL), ARGUMENT("ID"),
	  .summary = N_("Lift the hold on a record"), .details = N_("Needs the power `decide`.") },
	{ COMMAND("retention extend", STORE_WORK, retention_extend_command, retention_extend_options),
	  ARGUMENT("ID"), .summary = N_("Keep a record longer than its term, and say why"),
	  .details = N_("A record of this unit itself has no term until it gets one in this way. Needs the "
	                "power `decide`.") },
	{ COMMAND("agreement list", STORE_READ, agreement_list_command, NULL),
	  .summary = N_("List the agreements of this unit: with whom, and until when") },
	{ COMMAND("agreement show", STORE_READ, agreement_show_command, NULL),
	  ARGUMENTS("AGREEMENT", 0, 1),
	  .summary = N_("Show what an agreement lets this unit send and receive, and what for"),
	  .details = N_("Purpose by purpose: what goes, which way, on which article, what the client must "
	                "have said, and how long it is kept. Without AGREEMENT it is asked which, where "
	                "there are several. No client is looked at, so that the log has no entry of it.") },
	{ COMMAND("preview", STORE_WORK, preview_command, preview_options),
	  .summary = N_("Show what would leave, what stays, and why") },
	{ COMMAND("pack", STORE_WORK, pack_command, pack_options),
	  .summary = N_("Make a package for another unit"),
	  .details = N_("Only what the agreement allows goes in, field by field. `sluis preview` shows it "
	                "first.") },
	{ COMMAND("send", STORE_WORK, send_command, send_options),
	  .summary = N_("Send clients' records to another unit, step by step"),
	  .details = N_("Asks which clients, which team and which purpose; what they still have to say; "
	                "shows who and what would leave, and why the rest stays; then packs it, and puts the "
	                "file where you say. What you give as an option isn't asked.") },
	{ COMMAND("approve", STORE_WORK, approve_command, approve_options), ARGUMENT("PACKAGE"),
	  .summary = N_("Approve a package that a colleague packed, or decline it"),
	  .details = N_("Where the agreement asks for two persons, `sluis pack` leaves the package "
	                "waiting; `sluis status` shows it. What leaves is made again and must be what your "
	                "colleague signed: when a record or a consent changed since, it is declined and "
	                "packed anew.") },
	{ COMMAND("resend", STORE_WORK, resend_command, resend_options), ARGUMENT("PACKAGE"),
	  .summary = N_("Send a package of cases, or a request, again that got lost"),
	  .details = N_("The file that is still in the outbox, or the same package made again, under its "
	                "own number: opening it twice does no harm. When a record, the agreement or what a "
	                "client said changed since, it isn't sent; send what is there now.") },
	{ COMMAND("void", STORE_WORK, void_command, void_options), ARGUMENT("PACKAGE"),
	  .summary = N_("Take back a package of cases, or a request, whether it left or not"),
	  .details = N_("Its receiver is told by a letter: what wasn't opened there never opens, and what "
	                "was is restricted there, until it is decided on. A package that still waits for "
	                "approval never leaves, and a request isn't answered any more. The reason is a "
	                "code: nothing about a client is said.") },
	{ COMMAND("record correct", STORE_WORK, record_correct, correct_options),
	  ARGUMENTS("[ID]", 0, 1), .summary = N_("Correct a record, and tell whoever received it"),
	  .details = N_("What it said before stays in its history. Each unit that the log says got it is "
	                "told by a letter of those fields that had gone there, and no others, also when the "
	                "agreement ended since; what comes of it there `sluis record corrections` shows. "
	                "With --changed no record is changed: whoever got what an import changed since is "
	                "told of that.") },
	{ COMMAND("record dispute", STORE_WORK, record_dispute, dispute_options), ARGUMENT("ID"),
	  .summary = N_("Tell where a record came from that it isn't right"),
	  .details = N_("A record that came from another unit isn't changed here. The letter says what it "
	                "should say; that unit corrects it, or keeps it and says why.") },
	{ COMMAND("record keep", STORE_WORK, record_keep, keep_options), ARGUMENT("ID"),
	  .summary = N_("Keep a record that another unit disputes, and tell it why") },
	{ COMMAND("record corrections", STORE_READ, record_corrections, NULL),
	  .summary = N_("List corrections and disputes, and what came of them") },
	{ COMMAND("request", STORE_WORK, request_command, request_options),
	  ARGUMENTS("FIELD…", 1, SIZE_MAX), .summary = N_("Ask another unit for fields of clients"),
	  .details = N_("Only what the agreement lets that unit give can be asked, for a purpose that is "
	                "agreed from there to yours. The letter holds no more of a client than the BSN, or "
	                "the names, birth date and address that stand in its place. FIELD is its name in "
	                "the catalogue, or what people call it. Where the article sets a term for the "
	                "answer, that is the day.") },
	{ COMMAND("requests", STORE_READ, requests_command, NULL), ARGUMENTS("[REQUEST]", 0, 1),
	  .summary = N_("Show what was asked, by you and of you, and what came of it"),
	  .details = N_("With REQUEST, client by client: what came, what was refused and why, what is still "
	                "open. That is logged as a look.") },
	{ COMMAND("answer", STORE_WORK, answer_command, answer_options), ARGUMENT("REQUEST"),
	  .summary = N_("Answer what another unit asked"),
	  .details = N_("Packs what may go of what was asked, decided client by client as always, and says "
	                "of each client what came of it. A request is answered once, whole; past its day, "
	                "too. Where the agreement asks for two persons, a colleague approves the package.") },
	{ COMMAND("open", STORE_WORK, open_command, open_options), ARGUMENTS("LETTER…", 1, SIZE_MAX),
	  .summary = N_("Open a package, a receipt, a retraction, a roster or an agreement"),
	  .details = N_("The file is verified whole before anything of it counts. A package is answered "
	                "with a receipt to send back. A note by who countersigned this unit's log is "
	                "taken in as well. Of several files the rosters come first, then what agreements "
	                "pin, the agreements, and the rest. Of a folder what is new in it is opened; the "
	                "rest is counted.") },
	{ COMMAND("status", STORE_READ, status, status_options),
	  .summary = N_("Show what there is to do; with --log also what was sent, and what came") },
	{ COMMAND("doctor", HOME, doctor, NULL),
	  .summary = N_("Look whether something is wrong, how bad it is, and what to do"),
	  .details = N_("The machine, your key, the folder of the store, the store itself, the clock, the "
	                "roster, the agreements, and how long the post can go on. Also when the store can't "
	                "be opened. The exit code is that of the first thing that is wrong.") },
	{ COMMAND("access list", STORE_READ, access_list_command, NULL),
	  .summary = N_("Show who has access to this store, and where that differs from the mandates"),
	  .details = N_("Who has access is one thing, and who has a mandate another: the roster gives "
	                "mandates, and a colleague with access gives it and takes it away. What is to be "
	                "done where the two differ stands in the last column.") },
	{ COMMAND("access add", STORE_WORK, access_add_command, access_options), ARGUMENT("PERSON"),
	  .summary = N_("Give a colleague access to this store"),
	  .details = N_("PERSON has a mandate at this unit in the newest roster that was opened here, and "
	                "gets access with the key that the roster lists. Your own mandate must allow "
	                "`access`. The colleague then runs `sluis join`.") },
	{ COMMAND("access remove", STORE_WORK, access_remove_command, access_options), ARGUMENT("PERSON"),
	  .summary = N_("Take access to this store away, and encrypt the store anew"),
	  .details = N_("What is made from then on doesn't open with PERSON's key; what PERSON copied "
	                "before does, and is told. Nobody else may have the store open meanwhile. When it "
	                "is cut off, the store still opens for the others; run the same command again. "
	                "Your own mandate must allow `access`.") },
	{ COMMAND("access recover", HOME, access_recover_command, access_recover_options),
	  ARGUMENTS("[NOTE…]", 0, SIZE_MAX),
	  .summary = N_("Get access by the officers' recovery key, where nobody has it any more"),
	  .details = N_("With your own key, and enough officers with their shares. Twice: without NOTE it "
	                "makes new keys for the unit, since the recovery key opens none that sign, and says "
	                "what the officers put into the roster: their card, an end to the log's old key, and "
	                "your mandate. With the rosters that came since, oldest first, you get access, "
	                "alone: the store is encrypted anew, and whoever had access has none any more. You "
	                "then give it to your colleagues.") },
	{ COMMAND("unit show", STORE_READ, unit_show, NULL),
	  .summary = N_("Show this unit's own keys: in use, waiting, replaced") },
	{ COMMAND("unit renew", STORE_WORK, unit_renew, unit_options),
	  .summary = N_("Make new keys for this unit"),
	  .details = N_("Decryption key, the log's key and the countersigning key, all three. The card of "
	                "the new ones goes to the officers. The old ones do all work until the roster that "
	                "lists the new ones is opened here; letters under way can be opened after that, "
	                "too. Your own mandate must allow `access`.") },
	{ COMMAND("unit destroy", STORE_WORK, unit_destroy, unit_options),
	  .summary = N_("Destroy decryption keys that were replaced and aren't needed any more"),
	  .details = N_("A replaced key is needed as long as letters to it may be under way: the longest "
	                "time that an agreement gives them, and thirty days. Your own mandate must allow "
	                "`access`.") },
	{ COMMAND("recovery drill", STORE_WORK, recovery_drill_command, recovery_drill_options),
	  .summary = N_("Show that the officers' recovery shares still open this store"),
	  .details = N_("The officers type their shares here, one after another, until there are enough; "
	                "nothing is shown meanwhile. With the key that comes of them the slots and the "
	                "database are opened and closed again. The key is shown to nobody and kept nowhere, "
	                "and nothing is changed: the log says that it was done.") },
	{ COMMAND("backup", STORE_WORK, backup_command, backup_options), .check = backup_check,
	  .summary = N_("Make a backup of this store, while it is in use"),
	  .details = N_("One file, encrypted to the unit's recovery key, which the officers hold; with "
	                "--to-clerks also to everybody who has access now. It is read back before it gets "
	                "its name. In a folder its name says unit, store and moment, and --keep removes "
	                "this store's older ones once the new one is there. Nobody needs to stop working.") },
	{ COMMAND("restore", KEY, restore_command, restore_options), ARGUMENTS(N_("BACKUP DIR"), 2, 2),
	  .summary = N_("Get a store out of a backup, at a new place"),
	  .details = N_("DIR isn't there yet. --key is the recovery key, in the file that the officers made "
	                "of their shares, or the key file of somebody for whom the backup was made. What "
	                "comes out is looked through before it gets its name; then swap the folders. Who "
	                "had access then has it again, and nobody else.") },
	{ COMMAND("check", HOME, check_command, NULL),
	  .summary = N_("Look through the whole store: whether it is what it says"),
	  .details = N_("Every page, the search index, the log from its entries on, the anchor, who has "
	                "access, and the outbox: what is wrong, how bad it is, and what to do. Takes some "
	                "minutes for a large store. The exit code is that of the first thing that is wrong. "
	                "It changes nothing but what opening a store does.") },
	{ COMMAND("log show", STORE_READ, log_show, log_show_options), .summary = N_("Show the log") },
	{ COMMAND("log export", STORE_READ, log_export, log_export_options), OUTPUT_ARGUMENT("DIR"),
	  .summary = N_("Write the log for the auditor"),
	  .details = N_("The folder names no client and needs no key. With --format ldv, DIR is a file "
	                "instead: the entries as Logboek Dataverwerkingen records, clients under a "
	                "pseudonym.") },
	{ COMMAND("log disclose", STORE_READ, log_disclose, log_disclose_options),
	  .summary = N_("Give one person what the log keeps private of some entries"),
	  .details = N_("For a client who asks who saw his data, or for an inquiry. The file is encrypted "
	                "to that person, holds the proof that the entries stand in the log, and its making "
	                "is itself logged.") },
	{ COMMAND("log follow-up", STORE_WORK, log_follow_up, log_follow_up_options), ARGUMENT("REMARK"),
	  .summary = N_("Put down what came of a remark that a report made on a month of this log"),
	  .details = N_("A remark of `sluis-audit report --month` says where somebody should look, and is no "
	                "verdict. REMARK is its code. The log tells that somebody did, and what came of it; "
	                "why, it keeps in private. Your own mandate must allow `log` or `decide`.") },
	{ COMMAND("log resume", HOME, log_resume, log_resume_options), ARGUMENTS("[NOTE]", 0, 1),
	  .check = log_resume_check,
	  .summary = N_("Go on from an older copy of this store, by the word of the officers"),
	  .details = N_("When the newest copy is lost and others have seen more of the log than a backup "
	                "holds, the store refuses everything. Without an argument it tells what is known. "
	                "With --output it drafts the text that says from where the log goes on and what is "
	                "given up; officers sign it with `sluis-officer resumption sign`. With NOTE, the "
	                "signed text, the log goes on. Your own mandate must allow `open`.") },
	{ COMMAND("log forget", STORE_WORK, log_forget, log_forget_options),
	  .summary = N_("Erase whom old log entries are about"),
	  .details = N_("After the term that the officers set in the roster, five years otherwise. Entries "
	                "and proofs stay, and the log still verifies.") },
	{ COMMAND("accept", STORE_WORK, accept_command, accept_options),
	  .summary = N_("Accept records that arrived into this unit's files"),
	  .details = N_("Where the agreement has a term for it, what is opened has arrived and no more: it "
	                "is shown, and goes nowhere. Accepting makes it part of the files, and a letter "
	                "tells the unit that sent it. A record whose client withdrew meanwhile can't be "
	                "accepted.") },
	{ COMMAND("decline", STORE_WORK, decline_command, decline_options),
	  .summary = N_("Decline records that arrived, with a reason; they are forgotten"),
	  .details = N_("With their history, their words in the search index and what the log keeps in "
	                "private of them. A letter tells the unit that sent them, client by client.") },
	{ COMMAND("done", STORE_WORK, done_command, accept_options),
	  .summary = N_("Say that the purpose of received records is fulfilled"),
	  .details = N_("The day is kept with each, and a letter tells the unit that sent them.") },
	{ COMMAND("handover", STORE_WORK, handover_command, handover_options),
	  .summary = N_("Hand over who directs cases (regisseur), or ask who does"),
	  .details = N_("A case of this unit's own goes to a unit that accepted it, and one that was "
	                "received back to its sender; only the unit that directs it may, and where the "
	                "agreement says so. From then on it isn't directed here, and once the letter is "
	                "opened it is there. "
	                "With --ask the units that might direct it are asked, since a letter got lost or a "
	                "backup was restored: once all of them say that they don't, it is directed here.") },
	{ COMMAND("incident report", STORE_READ, incident_report, incident_report_options),
	  ARGUMENTS("[FILE…]", 0, SIZE_MAX),
	  .summary = N_("Put down a breach, and tell whose data it laid open"),
	  .details = N_("Whose data, which fields, since when, in which letters, and who holds a key that "
	                "reads them, as this unit's store and log know it. Files of a stick are looked at by "
	                "their first bytes and never opened. With --output it writes what the form of the "
	                "Autoriteit Persoonsgegevens asks (AVG art. 33) and a letter to clients (art. 34), "
	                "both with blanks: whether there is a risk, people decide. `sluis status` counts the "
	                "72 hours.") },
	{ COMMAND("incident show", STORE_READ, incident_show, incident_show_options), ARGUMENT("N"),
	  .summary = N_("Tell once more what a breach laid open, or write a letter to one client"),
	  .details = N_("N is the number that `sluis incident list` shows. It is counted anew: who was "
	                "forgotten since still counts.") },
	{ COMMAND("incident note", STORE_WORK, incident_note, incident_note_options), ARGUMENT("N"),
	  .summary = N_("Put down that the AP or the clients were told of a breach, or why not"),
	  .details = N_("One of them at a time. A later note takes the place of an earlier one; the log "
	                "keeps both. Needs the power `decide`.") },
	{ COMMAND("incident close", STORE_WORK, incident_close, NULL), ARGUMENT("N"),
	  .summary = N_("Close a breach, once the AP and the clients were told, or it was said why not"),
	  .details = N_("Needs the power `decide`.") },
	{ COMMAND("incident list", STORE_READ, incident_list, NULL),
	  .summary = N_("List breaches, by when to report each, and what was said of it") },
	{ COMMAND("plan show", STORE_READ, plan_show, joint_options), ARGUMENT("ID"),
	  .summary = N_("Show what this unit holds of a joint plan: who directs, what was agreed, what is "
	                "due"),
	  .details = N_("ID is the plan's number, as records have it (`sluis show` tells). Of the records "
	                "that have it nothing else is shown, and each client who is has an entry in the log; "
	                "of those that are restricted only how many. Where two units gave one number to "
	                "plans that share no client, it is asked of which with --from.") },
	{ COMMAND("household show", STORE_READ, household_show, joint_options), ARGUMENT("ID"),
	  .summary = N_("Show what this unit holds of a household: its cases, who directs, what is due"),
	  .details = N_("As `sluis plan show`, by the household's number.") },
	{ COMMAND("consent receipt", STORE_READ, consent_receipt, consent_receipt_options), ARGUMENT("ID"),
	  .summary = N_("Make the client's receipt of what the client said"),
	  .details = N_("In plain words, to print and hand over: who asked, what for, which data, to whom, "
	                "until when, and how to withdraw. Of a consent there is a file for programs as well, "
	                "by ISO/IEC TS 27560. What was withdrawn says so. It names the client, so it is the "
	                "client's; the log tells that it was made.") },
	{ 0 },
};
/* clang-format on */

static const struct task tasks[] = {
	{ N_("Before the first day"), COMMAND_NAMES("join", "import") },
	{ N_("What is to be done"), COMMAND_NAMES("status") },
	{ N_("Look something up"),
	  COMMAND_NAMES("list", "search", "show", "plan show", "household show", "why") },
	{ N_("What a client said"), COMMAND_NAMES("consent record", "consent withdraw", "consent list") },
	{ N_("What may be exchanged"), COMMAND_NAMES("agreement list", "agreement show") },
	{ N_("Send"), COMMAND_NAMES("send", "preview", "pack", "approve", "resend", "void") },
	{ N_("When something isn't right"),
	  COMMAND_NAMES("record correct", "record dispute", "record keep", "record corrections") },
	{ N_("What came in"),
	  COMMAND_NAMES("open", "accept", "decline", "done", "handover", "restriction list") },
	{ N_("Ask, and answer"), COMMAND_NAMES("request", "requests", "answer") },
	{ N_("What a client asks by right"),
	  COMMAND_NAMES("client request", "client requests", "client report", "client erase") },
	{ N_("When data may be in others' hands"),
	  COMMAND_NAMES("incident report", "incident list", "incident note") },
	{ N_("When a term is over"), COMMAND_NAMES("retention list", "retention run") },
	{ N_("Colleagues who come and go"), COMMAND_NAMES("access list", "access add", "access remove") },
	{ N_("The unit's own keys"), COMMAND_NAMES("unit show", "unit renew", "unit destroy") },
	{ N_("For when nobody can open the store any more"),
	  COMMAND_NAMES("recovery drill", "access recover") },
	{ N_("Begin and end of the day"), COMMAND_NAMES("unlock", "lock") },
	{ N_("So that nothing is lost"), COMMAND_NAMES("backup", "restore", "log resume") },
	{ N_("When something doesn't work"), COMMAND_NAMES("doctor", "check") },
	{ 0 },
};

static const struct program program = {
	.name = "sluis",
	.summary = N_("exchange case records between departments, lawfully and provably"),
	.commands = commands,
	.tasks = tasks,
	.secrets = true,
	.open = session_open,
	.close = session_close,
	.complete = complete_from_store,
};

int main(int argc, char **argv)
{
	return program_main(&program, argc, argv);
}
