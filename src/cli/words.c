/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "cli/words.h"

#include "base/file_kind.h"
#include "base/text.h"
#include "codec/json.h"
#include "log/act_kinds.h"
#include "trust/letter_kinds.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* One row for each code. The sentence follows "SUBJECT, line N: " and is followed by
 * the system's words and the detail; it says what failed and, where that isn't
 * obvious, how serious it is. `detail_alone`: where there is a detail, it is the
 * sentence. */
struct row {
	int exit;
	const char *sentence;
	const char *hint;
	bool detail_alone;
};

/* clang-format off */
static const struct row rows[ERR_COUNT] = {
	[ERR_NONE] = { EXIT_DONE, N_("no error"), NULL, false },

	/* the machine */
	[ERR_MEMORY] = { EXIT_FAILED, N_("there is not enough memory; nothing was changed"),
		N_("close other programs and try again"), false },
	[ERR_IO] = { EXIT_FAILED, N_("reading or writing failed"),
		N_("check the disk, the share and the permissions, then try again"), false },
	[ERR_DISK_FULL] = { EXIT_FAILED, N_("the disk is full; nothing was changed"),
		N_("make room and run the same command again"), false },
	[ERR_FILE_MISSING] = { EXIT_NOT_FOUND, N_("there is no such file"),
		N_("check the path"), false },
	[ERR_FILE_EXISTS] = { EXIT_EXISTS, N_("this file exists already and was left as it is"),
		N_("choose another name, or move the old file away first"), false },
	[ERR_FILE_UNSAFE] = { EXIT_FAILED,
	  N_("this is a link, a device or another special file, and those are not followed"),
		N_("give the path of the file itself"), false },
	[ERR_FOLDER] = { EXIT_FAILED, N_("this is a folder, and a file is needed"),
		N_("name the files in it"), false },
	[ERR_NOT_FOLDER] = { EXIT_FAILED, N_("a folder is needed here, and this is a file"),
		N_("if it was sent packed, as a zip, unpack it first, and name the folder that comes of "
		   "it"),
		false },
	[ERR_NOT_LOG] = { EXIT_FAILED, N_("this folder holds no log that `sluis log export` wrote"),
		N_("name the folder in which `checkpoint` and `policy` stand: not the one above it, nor "
		   "one in it"), false },
	[ERR_READ_ONLY] = { EXIT_FAILED, N_("the file system is read-only; nothing was changed"),
		N_("look whether the stick has a lock, and how the disk or the share was connected; then run "
		   "the same command again"), false },
	[ERR_TOLD] = { EXIT_FAILED,
	  N_("what this command has to tell could not be written; what it did is done"),
		N_("make room, and look with `status` or `show` at what is there before you run it again"),
		false },
	[ERR_COPY] = { EXIT_FAILED, N_("the package is made and logged; only this copy of it failed"),
		N_("don't pack again: copy the file from the folder `outbox` yourself"), false },
	[ERR_PIPE] = { EXIT_FAILED, N_("who reads this has stopped reading"),
		N_("look at the program that reads it"), false },
	[ERR_WRONG_FILE] = { EXIT_FAILED, N_("this is another kind of file than is needed"),
		N_("name the file that you meant"), false },
	[ERR_TOO_LARGE] = { EXIT_FAILED, N_("this is larger than what is accepted; nothing was changed"),
		N_("check that this is the file you meant; if it is, split it"), false },
	[ERR_NETWORK_FS] = { EXIT_FAILED,
	  N_("this folder is on a network file system, where a store gets damaged"),
		N_("keep the store on a local disk; only its folders `inbox` and `outbox` may be on a "
		   "share"), false },
	[ERR_CLOCK] = { EXIT_FAILED,
	  N_("the clock of this machine can't be right: it stands before what was made earlier"),
		N_("set the clock, and run the same command again"), false },
	[ERR_BUSY] = { EXIT_BUSY, N_("another program is using this; nothing was changed"),
		N_("wait until it is done and run the same command again"), false },
	[ERR_INTERRUPTED] = { EXIT_INTERRUPTED, N_("interrupted; the store is as it was"),
		N_("run the same command again when you like"), false },
	[ERR_LIBRARY] = { EXIT_FAILED, N_("a library that is needed doesn't work on this machine"),
		N_("ask your functional administrator to reinstall the program and its libraries"), false },
	[ERR_KEYRING] = { EXIT_FAILED, N_("the kernel's session keyring can't be used here; nothing was "
	                                  "kept"),
		N_("go on without `unlock`: each command then asks for your passphrase"), false },
	[ERR_KEYRING_SHARED] = { EXIT_FAILED,
	  N_("there is no session here to keep the key in, so every program of this account could use "
	     "it; nothing was kept"),
		N_("begin a session (`keyctl session`, of the package keyutils) and unlock in it; or, if "
		   "this account is yours alone, `sluis unlock --whole-account`"), false },

	/* what the user typed */
	[ERR_USAGE] = { EXIT_USAGE, N_("this is not how the command is used"), NULL, true },
	[ERR_NOT_FOUND] = { EXIT_NOT_FOUND, N_("this was not found"),
		N_("check the spelling; `list`, `show` and `status` tell what there is"), false },
	[ERR_AMBIGUOUS] = { EXIT_USAGE, N_("more than one fits"), N_("name the one that you mean"), false },
	[ERR_NO_TERMINAL] = { EXIT_NO_KEY, N_("there is no terminal to ask on"),
		N_("run this in a terminal, or give passphrases with --passphrase-fd N and recovery shares "
		   "with --shares-fd N"), false },
	[ERR_NAME] = { EXIT_USAGE, N_("this is not a valid name"),
		N_("a unit is named like oss.nl/wmo, a person like oss.nl/p-7f3k: a-z, 0-9, '.' and '-' "
		   "only"), false },
	[ERR_NOT_OFFICER] = { EXIT_REFUSED,
	  N_("this key is not of an officer whose signature counts here; nothing was signed"),
		N_("name an officer's key with --key; `sluis-officer roster show` tells who they "
		   "are"), false },

	/* foreign text */
	[ERR_SYNTAX] = { EXIT_FAILED, N_("this can't be read: it breaks the rules of its format"),
		N_("correct the file, or ask who made it for a new one"), false },
	[ERR_UTF8] = { EXIT_FAILED, N_("this text is not UTF-8"),
		N_("export it again as UTF-8; spreadsheets ask for it when saving"), false },
	[ERR_CONTROL_CHARACTER] = { EXIT_FAILED,
	  N_("this text holds a control character, which could mislead its reader"),
		N_("in a text of your own take it out; don't trust one from elsewhere, and ask who made it "
		   "for a clean one"), false },
	[ERR_VALUE] = { EXIT_FAILED, N_("this value is not allowed here"), N_("correct the value"), false },
	[ERR_UNKNOWN_KEY] = { EXIT_FAILED, N_("this text has a part that isn't known"),
		N_("correct the spelling, or use the version of sluis that the text was made with"), false },
	[ERR_DUPLICATE] = { EXIT_FAILED, N_("this stands there twice"), N_("remove one of them"), false },
	[ERR_MISSING] = { EXIT_FAILED, N_("a part that is needed is missing"), N_("add what is missing"),
	  false },
	[ERR_VERSION] = { EXIT_FAILED, N_("this was made by a newer version of sluis, or is something else"),
		N_("check that this is the file you meant; if it is, install the newer version"), false },
	[ERR_TRUNCATED] = { EXIT_VERIFICATION, N_("this ends too early: a part is missing"),
		N_("copy the file again from where it came from"), false },

	/* records and import */
	[ERR_BSN] = { EXIT_FAILED, N_("this is not a valid BSN: the eleven test fails"),
		N_("compare the BSN with the identity document"), false },
	[ERR_FIELD_UNKNOWN] = { EXIT_FAILED, N_("this field is not in the catalogue"),
		N_("`sluis-officer catalogue show` lists the fields; a mapping file can rename them"),
		  false },
	[ERR_FIELD_VALUE] = { EXIT_FAILED, N_("this value doesn't fit its field"),
		N_("`sluis-officer catalogue show` tells what the field may hold"), false },
	[ERR_NO_IDENTITY] = { EXIT_FAILED, N_("this record doesn't tell whom it is about"),
		N_("a record needs a BSN, or surname, first names, birth date, postcode and house "
		   "number; for a consent the birth date has to be whole, and what names the client has "
		   "to go along"),
		  false },
	[ERR_CSV_QUOTE] = { EXIT_FAILED, N_("a quote in this CSV is not closed or stands in the wrong place"),
		N_("correct the line, or export the file again"), false },
	[ERR_CSV_COLUMNS] = { EXIT_FAILED, N_("this line has another number of columns than the heading"),
		N_("correct the line; a stray separator or line break is the usual cause"), false },
	[ERR_NUL_BYTE] = { EXIT_FAILED, N_("there is a NUL byte in this text"),
		N_("this is not a text file, or it was damaged; export it again"), false },
	[ERR_PROTECTION] = { EXIT_FAILED,
	  N_("this row would take away a protection that the record has; the record is as it was"),
		N_("ask whether that is so; if it is, import the row again with --accept"), false },
	[ERR_MAPPING] = { EXIT_FAILED, N_("this mapping file doesn't fit the source or the catalogue"),
		N_("correct the mapping; nothing was imported"), false },
	[ERR_UNMAPPED] = { EXIT_FAILED,
	  N_("this is a table, and nothing says which of its columns is which field; nothing was imported"),
		N_("draft a mapping with `sluis import --guess FILE -o mapping.yaml`, look it through, and "
		   "import with --map mapping.yaml"), false },
	[ERR_ROWS_REJECTED] = { EXIT_SOME_REJECTED, N_("some rows were not taken; the others were"),
		N_("correct the rows listed above and import the file again: rows that are in already are "
		   "left alone"), false },
	[ERR_IMPORT_PACKED] = { EXIT_REFUSED,
	  N_("this import can't be undone: records of it have been packed; nothing was changed"),
		N_("import the corrected rows: they supersede the old ones; who received them must be "
		   "told"), false },
	[ERR_IMPORT_RECEIVED] = { EXIT_REFUSED,
	  N_("this came in a package, and a package that was opened isn't undone; nothing was changed"),
		N_("ask the sender for a correction or a retraction"), false },

	/* keys and encryption */
	[ERR_PASSPHRASE] = { EXIT_NO_KEY, N_("the passphrase is wrong; nothing was changed"),
		N_("try again; mind the caps lock and the keyboard's language"), false },
	[ERR_PASSPHRASE_WEAK] = { EXIT_USAGE,
	  N_("this passphrase is too easy to guess; nothing was changed"),
		N_("take sixteen characters or more, or four different words, as in a sentence of your own"),
		false },
	[ERR_NO_KEY] = { EXIT_NO_KEY, N_("none of your keys opens this"),
		N_("check that the file is meant for you or your unit, and that --key names your own key "
		   "file"), false },
	[ERR_AGE_HEADER] = { EXIT_VERIFICATION,
	  N_("this is not an age file, or its header is damaged; nothing of it was used"),
		N_("copy the file again from where it came from; if it stays damaged, ask the sender to "
		   "send it again"), false },
	[ERR_AGE_HMAC] = { EXIT_VERIFICATION,
	  N_("the header of this encrypted file was changed or damaged; nothing of it was used"),
		N_("copy the file again; if that doesn't help, tell your privacy officer and ask the sender "
		   "to send it again"), false },
	[ERR_AGE_PAYLOAD] = { EXIT_VERIFICATION,
	  N_("this encrypted file was cut off, changed or damaged; nothing of it was used"),
		N_("copy the file again; if that doesn't help, tell your privacy officer and ask the sender "
		   "to send it again"), false },
	[ERR_AGE_ARMOR] = { EXIT_VERIFICATION,
	  N_("the text form of this encrypted file is damaged; nothing of it was used"),
		N_("send the file itself, not a pasted copy"), false },
	[ERR_WORK_FACTOR] = { EXIT_NO_KEY,
	  N_("the work factor of this file's passphrase is outside what is accepted"),
		N_("a key file has a work factor between 14 and 20; make a new key if this one was made "
		   "elsewhere"), false },
	[ERR_WORK_MEMORY] = { EXIT_NO_KEY,
	  N_("this passphrase takes more memory than there is here; nothing was done"),
		N_("close other programs and try again; on a machine that has the memory, `sluis key "
		   "passphrase --work-factor 18` makes a key file that takes 256 MiB"), false },
	[ERR_KEYFILE] = { EXIT_VERIFICATION, N_("this key file is damaged, or is not a key file"),
		N_("take your copy of the key file; without one, ask your privacy officer for a new mandate "
		   "with a new key"), false },
	[ERR_KEY_UNBOUND] = { EXIT_NO_KEY,
	  N_("your key doesn't know this store: it may be someone else's, put in its place"),
		N_("ask your privacy officer whether this store is your unit's before you go on"), false },

	/* recovery */
	[ERR_SHARE_WORD] = { EXIT_VERIFICATION, N_("a word of this share isn't in the list of SLIP-0039"),
		N_("look at that word on the page, and type the share again"), false },
	[ERR_SHARE_LENGTH] = { EXIT_VERIFICATION, N_("no share has so many words"),
		N_("look whether a word was left out or typed twice; a share of sluis has 33"), false },
	[ERR_SHARE_CHECKSUM] = { EXIT_VERIFICATION,
	  N_("these words don't belong together: one or more are wrong, or stand in another order"),
		N_("compare them with the page, word by word"), false },
	[ERR_SHARE] = { EXIT_VERIFICATION, N_("no share of SLIP-0039 can be so, though its checksum fits"),
		N_("use the other shares, and make new ones: `sluis-officer recovery split`"), false },
	[ERR_SHARE_OTHER_SET] = { EXIT_REFUSED,
	  N_("this share is of another set than the ones before it"),
		N_("take pages that bear the same number of the set"), false },
	[ERR_SHARE_TWICE] = { EXIT_REFUSED, N_("this share was given already"),
		N_("take another officer's page"), false },
	[ERR_SHARES_MISSING] = { EXIT_NO_KEY, N_("there are too few shares; so many more are needed"),
		N_("ask other officers for theirs"), false },
	[ERR_SHARES_DIGEST] = { EXIT_VERIFICATION,
	  N_("each share is right by itself, and yet they don't fit each other"),
		N_("one is of another set with the same number, or was made to mislead: try others"), false },
	[ERR_RECOVERY_NONE] = { EXIT_REFUSED, N_("the roster lists no recovery key for this unit"),
		N_("the officers make one with `sluis-officer recovery split`, and list it with "
		   "`sluis-officer roster set --recovery`"), false },
	[ERR_RECOVERY_OTHER] = { EXIT_NO_KEY,
	  N_("these shares give another recovery key than the roster lists for this unit"),
		N_("take the pages of that key: each shows the key's public half"), false },

	/* signatures and trust */
	[ERR_NOTE] = { EXIT_VERIFICATION, N_("this is not a signed text, or it is damaged"),
		N_("copy the file again from where it came from"), false },
	[ERR_SIGNATURE] = { EXIT_VERIFICATION,
	  N_("a signature is not right: the text was changed after it was signed; nothing of it was used"),
		N_("don't use this file; tell your privacy officer, and ask the sender for it by another "
		   "way"), false },
	[ERR_UNSIGNED] = { EXIT_VERIFICATION,
	  N_("a signature that is needed is missing; nothing of it was used"),
		N_("have it signed by the person named, and try again"), false },
	[ERR_QUORUM] = { EXIT_VERIFICATION, N_("too few officers have signed this; nothing of it was used"),
		N_("have the other officers sign it, and try again"), false },
	[ERR_FINGERPRINT] = { EXIT_VERIFICATION,
	  N_("the fingerprint is not that of this roster; nothing was changed"),
		N_("read it again together with your privacy officer, by telephone; if it still differs, "
		   "don't use this roster"), false },
	[ERR_SPOKEN] = { EXIT_VERIFICATION,
	  N_("three times the paper said another fingerprint than the machine: the ceremony stops here"),
		N_("read it aloud from the screen once more, group by group, and write it anew; where it "
		   "still differs, the card isn't what its owner made, or this machine can't be trusted: end "
		   "the ceremony, and find out which"), false },
	[ERR_TRANSCRIPT] = { EXIT_VERIFICATION,
	  N_("this transcript isn't of the ceremony in which this partnership began; nothing was changed"),
		N_("ask your privacy officer for the transcript that lies beside the first roster"), false },
	[ERR_ROSTER_CHAIN] = { EXIT_VERIFICATION,
	  N_("this roster doesn't follow on the one that is known; nothing was changed"),
		N_("ask your privacy officer for the versions in between, and open them in their order"),
		  false },
	[ERR_ROSTER_FORK] = { EXIT_VERIFICATION,
	  N_("there are two different rosters with this version number: this is an incident; nothing was "
	     "changed"),
		N_("tell your privacy officers at once, and keep both files"), false },
	[ERR_ROSTER_OLD] = { EXIT_EXISTS,
	  N_("this roster is not newer than the one that is known; nothing was changed"),
		N_("nothing needs to be done; if you expected a newer one, ask your privacy officer"),
		  false },
	[ERR_ROSTER_MERGE] = { EXIT_REFUSED,
	  N_("these two rosters can't become one as they are; nothing was written"),
		N_("have the officers of one of them sign a version in which it is settled, and merge again"),
		  false },
	[ERR_ROSTER_STALE] = { EXIT_REFUSED,
	  N_("the roster is past its review date and its grace: nothing may be packed with it"),
		N_("ask your privacy officer for a reviewed roster; opening, reading and verifying go on as "
		   "before"), false },
	[ERR_ROSTER_INVALID] = { EXIT_VERIFICATION,
	  N_("this roster contradicts itself or breaks a rule; nothing was changed"),
		N_("the officers correct it and sign it again"), false },
	[ERR_ROSTER_FUTURE] = { EXIT_REFUSED,
	  N_("this roster says that it was issued on a day that is still to come; nothing was changed"),
		N_("check the clock of this machine; if it is right, ask the officers to draft this version "
		   "again: no later one could follow on it before that day"), false },
	[ERR_NO_ROSTER] = { EXIT_NOT_FOUND, N_("the roster that is needed is not here"),
		N_("open the roster that your privacy officer sent, and try again"), false },
	[ERR_UNIT_UNKNOWN] = { EXIT_NOT_FOUND, N_("this unit is not in the roster"),
		N_("check the spelling; `sluis-officer roster show` lists the units"), false },
	[ERR_UNIT_NOT_READY] = { EXIT_NO_KEY,
	  N_("the roster doesn't hold this unit's keys yet; nothing was changed"),
		N_("send the unit's card to the officers, and open the roster that they make with it"),
		  false },
	[ERR_PERSON_UNKNOWN] = { EXIT_NOT_FOUND, N_("this person is not in the roster"),
		N_("check the spelling; an officer adds a person with `sluis-officer roster add`"), false },
	[ERR_MANDATE] = { EXIT_REFUSED, N_("there is no mandate for this; nothing was changed"),
		N_("ask your privacy officer which mandates the roster gives you"), false },
	[ERR_NOT_YET] = { EXIT_REFUSED,
	  N_("this person, key or mandate is not valid yet on that day; nothing was changed"),
		N_("is the clock right, of this machine and of who made it? If so, ask your privacy officer "
		   "from which day it holds"), false },
	[ERR_REVOKED] = { EXIT_REFUSED, N_("this key or person was revoked; nothing was changed"),
		N_("ask your privacy officer since when, and why"), false },

	/* the agreement and the law */
	[ERR_AGREEMENT_UNKNOWN] = { EXIT_REFUSED,
	  N_("this agreement is not known here; nothing was exchanged"),
		N_("open the agreement that your privacy officer sent, and try again"), false },
	[ERR_AGREEMENT_EXPIRED] = { EXIT_REFUSED,
	  N_("this agreement is not valid on this day; nothing was exchanged"),
		N_("ask your privacy officer for an agreement that is"), false },
	[ERR_AGREEMENT_INVALID] = { EXIT_REFUSED, N_("this agreement is incomplete or contradicts itself"),
		N_("correct the agreement; `sluis-officer agreement check` names each fault"), false },
	[ERR_GROUNDS_FLOOR] = { EXIT_REFUSED,
	  N_("this table of grounds, or an agreement on it, holds what was withdrawn or drops what the law "
	     "asks"),
		N_("have the table signed that ships with this version (`sluis-officer grounds new`), and a "
		   "new version of the agreement on it"), false },
	[ERR_AGREEMENT_FORK] = { EXIT_VERIFICATION,
	  N_("there are two different agreements with this version number: this is an incident; nothing was "
	     "changed"),
		N_("tell your privacy officers at once, and keep both files"), false },
	[ERR_PINNED] = { EXIT_NOT_FOUND, N_("the agreement pins a text that isn't here"),
		N_("ask the privacy officers for that text; a unit opens it with `sluis open` before the "
		   "agreement, an officer gives it with --pinned"), false },
	[ERR_CATALOGUE] = { EXIT_NOT_FOUND,
	  N_("the agreement was made with a field catalogue that this version of sluis doesn't have"),
		N_("ask your administrator for the version of sluis that the agreement was made with, or a "
		   "newer one, and open the agreement again"), false },
	[ERR_PURPOSE] = { EXIT_REFUSED, N_("the agreement doesn't have this purpose; nothing was exchanged"),
		N_("choose a purpose that the agreement lists (`sluis agreement show`), or leave the data "
		   "where it is"), false },
	[ERR_DIRECTION] = { EXIT_REFUSED,
	  N_("the agreement doesn't allow this direction; nothing was exchanged"),
		N_("the two directions have different grounds in law; ask your privacy officer"), false },
	[ERR_FIELD_NOT_AGREED] = { EXIT_REFUSED,
	  N_("this field is not in the agreement for this purpose; nothing was exchanged"),
		N_("the sender leaves the field out, or the officers agree on it first"), false },
	[ERR_CONSENT] = { EXIT_REFUSED,
	  N_("the client's consent or no-objection for this is missing, past or withdrawn; nothing was "
	     "exchanged"),
		N_("ask the client, and record the answer with `sluis consent record`"), false },
	[ERR_OPTED_OUT] = { EXIT_REFUSED, N_("the client objected; nothing was recorded"),
		N_("telling it again takes no objection away: when the client asks for the exchange, on a "
		   "later day than the objection, record that with `--assured own-request`"), false },
	[ERR_RESTRICTED] = { EXIT_REFUSED,
	  N_("this record is restricted: it is kept, and not used"),
		N_("when the client asks to see it, `sluis show ID --to-client`; what comes of it is decided "
		   "with `sluis restriction`"), false },
	[ERR_HELD] = { EXIT_REFUSED, N_("this record must not be erased; nothing was changed"),
		N_("release the hold with `sluis retention release` once its reason is gone, or refuse the "
		   "request with `sluis client erase ID --refuse`"), false },
	[ERR_NOT_RESTRICTED] = { EXIT_REFUSED,
	  N_("there is nothing to decide on this record: it isn't restricted, or it was decided to keep it"),
		N_("`sluis restriction list` shows what waits for a decision"), false },
	[ERR_NOT_ACCEPTED] = { EXIT_REFUSED,
	  N_("this record has arrived, and isn't accepted: it isn't part of this unit's files yet"),
		N_("accept it with `sluis accept`, or decline it with `sluis decline`"), false },
	[ERR_OUTCOME_SAID] = { EXIT_REFUSED,
	  N_("this can't be said of the record: it didn't arrive to be accepted, or more was said of it "
	     "before; nothing was changed"),
		N_("`sluis show` tells where it stands"), false },
	[ERR_NOT_DIRECTING] = { EXIT_REFUSED,
	  N_("this unit doesn't direct the case; nothing was changed"),
		N_("`sluis show` tells which unit does; only that one hands it over"), false },
	[ERR_HANDOVER] = { EXIT_REFUSED,
	  N_("this case can't be handed over to that unit; nothing was changed"),
		N_("the agreement must allow it with `handover: true`, and the unit must have accepted the "
		   "case, or be the one that sent it"), false },
	[ERR_ORDER] = { EXIT_REFUSED,
	  N_("this order of the officers doesn't allow it; nothing was changed"),
		N_("read what it says with `sluis-officer order show`; the officers can make another one"),
		false },
	[ERR_BREACH] = { EXIT_REFUSED,
	  N_("this can't be said of the breach; nothing was changed"),
		N_("`sluis incident list` shows what was said of each"), false },
	[ERR_PART] = { EXIT_REFUSED,
	  N_("this file can't go into the report; nothing was made"),
		N_("leave it out, or ask that unit for another with `sluis client export`"), false },
	[ERR_NO_RETRACTION] = { EXIT_NOT_FOUND,
	  N_("there is no retraction of it to send again: it wasn't withdrawn, or no package went on it"),
		N_("`sluis consent list` shows what was withdrawn and when"), false },
	[ERR_NOTHING_LEAVES] = { EXIT_REFUSED, N_("of this selection nothing may leave; no package was made"),
		N_("`sluis preview` tells for each client and each field why"), false },
	[ERR_OWN_APPROVAL] = { EXIT_REFUSED, N_("who packed it can't approve it; it still waits"),
		N_("ask a colleague who may approve to run `sluis approve`; you can take it back with "
		   "--decline"), false },
	[ERR_NOT_PENDING] = { EXIT_NOT_FOUND,
	  N_("this package doesn't wait for approval; nothing was changed"),
		N_("`sluis status` shows which packages wait"), false },
	[ERR_PENDING_CHANGED] = { EXIT_REFUSED,
	  N_("what would leave is no longer what your colleague signed; it still waits, and nothing has "
	     "left"),
		N_("decline it with `sluis approve ID --decline`, and pack again"), false },
	[ERR_NO_RESEND] = { EXIT_REFUSED, N_("this letter isn't sent again; nothing was changed"),
		N_("`sluis status --log` shows what became of it"), false },
	[ERR_SENT_CHANGED] = { EXIT_REFUSED,
	  N_("what would go is no longer what was sent then; nothing has left"),
		N_("send what is there now: `sluis send`"), false },
	[ERR_NO_VOID] = { EXIT_REFUSED, N_("this letter isn't voided; nothing was changed"),
		N_("`sluis status --log` shows what became of it"), false },
	[ERR_NO_CORRECTION] = { EXIT_REFUSED, N_("this isn't corrected here; nothing was changed"),
		N_("of a record that came from another unit: `sluis record dispute`; of who it is about: "
		   "void what went, and import it anew"), false },
	[ERR_NOT_DISPUTED] = { EXIT_REFUSED,
	  N_("nobody disputes this record, or it was answered before; nothing was changed"),
		N_("`sluis record corrections` shows what is disputed"), false },

	/* packages */
	[ERR_PACKAGE] = { EXIT_VERIFICATION,
	  N_("this package is not put together as it should be; nothing of it was used"),
		N_("ask the sender to send it again; if it happens again, tell your privacy officer"),
		  false },
	[ERR_PACKAGE_NOT_OURS] = { EXIT_REFUSED,
	  N_("this package is for another unit; nothing of it was used"),
		N_("give it back to the sender, or to the unit it is for"), false },
	[ERR_PACKAGE_RECIPIENTS] = { EXIT_REFUSED,
	  N_("this package is encrypted to others than its sender signed for; nothing of it was used"),
		N_("someone may have passed it on: tell your privacy officer, and ask the sender to send it "
		   "again"), false },
	[ERR_PACKAGE_REPLAYED] = { EXIT_EXISTS, N_("this package was opened before; nothing was changed"),
		N_("nothing needs to be done; where it was answered by a receipt, that was written again"),
		  false },
	[ERR_PACKAGE_CONFLICT] = { EXIT_VERIFICATION,
	  N_("another package with this number came before: this is an incident; nothing of it was used"),
		N_("tell your privacy officer at once, and keep the file"), false },
	[ERR_PACKAGE_NUMBER] = { EXIT_VERIFICATION,
	  N_("this package's number is far ahead of the last one that came: no post loses that many "
	     "letters; nothing of it was used"),
		N_("ask the sender by another way how many packages were sent, and tell your privacy "
		   "officer"), false },
	[ERR_PACKAGE_VOIDED] = { EXIT_REFUSED,
	  N_("this package was voided by its sender since; nothing of it was used"),
		N_("destroy the file: nothing else needs to be done"), false },
	[ERR_PACKAGE_EARLY] = { EXIT_REFUSED,
	  N_("this letter corrects a package that wasn't opened here yet; nothing of it was used"),
		N_("open that package first, or ask its sender for it"), false },
	[ERR_PACKAGE_CONTENT] = { EXIT_VERIFICATION,
	  N_("this package is signed as it should be, but what it says can't be right; nothing of it was "
	     "used"),
		N_("tell the sender, who can correct it and pack again; if it happens again, tell your "
		   "privacy officer"), false },
	[ERR_PACKAGE_EXPIRED] = { EXIT_REFUSED, N_("this package is past its use-by; nothing of it was used"),
		N_("ask the sender to pack it again"), false },
	[ERR_PACKAGE_FUTURE] = { EXIT_REFUSED,
	  N_("this package says it was made in the future; nothing of it was used"),
		N_("check the clocks of this machine and of the sender's"), false },
	[ERR_MEMBER_NAME] = { EXIT_VERIFICATION,
	  N_("a part of this package has a name that is not allowed; nothing of it was used"),
		N_("don't unpack this file by other means; tell your privacy officer"), false },
	[ERR_MEMBER_TYPE] = { EXIT_VERIFICATION,
	  N_("a part of this package is a link, a folder or a device; nothing of it was used"),
		N_("don't unpack this file by other means; tell your privacy officer"), false },
	[ERR_MEMBER_DUPLICATE] = { EXIT_VERIFICATION,
	  N_("a part of this package occurs twice; nothing of it was used"),
		N_("tell your privacy officer, and ask the sender to send it again"), false },
	[ERR_MEMBER_UNLISTED] = { EXIT_VERIFICATION,
	  N_("this package holds a part that its sender didn't sign for; nothing of it was used"),
		N_("tell your privacy officer, and ask the sender to send it again"), false },
	[ERR_MEMBER_MISSING] = { EXIT_VERIFICATION,
	  N_("a part that the sender signed for is missing; nothing of it was used"),
		N_("copy the file again; if that doesn't help, ask the sender to send it again"), false },
	[ERR_MEMBER_HASH] = { EXIT_VERIFICATION,
	  N_("a part of this package is not what the sender signed for; nothing of it was used"),
		N_("tell your privacy officer, and ask the sender to send it again"), false },
	[ERR_MEMBER_SIZE] = { EXIT_VERIFICATION,
	  N_("a part of this package has another size than the sender signed for; nothing of it was used"),
		N_("tell your privacy officer, and ask the sender to send it again"), false },
	[ERR_MEMBER_COUNT] = { EXIT_VERIFICATION,
	  N_("this package has more parts than are accepted; nothing of it was used"),
		N_("ask the sender to send fewer records at a time"), false },
	[ERR_GZIP] = { EXIT_VERIFICATION,
	  N_("a compressed part is damaged or larger than it says; nothing of it was used"),
		N_("ask the sender to send it again; if it happens again, tell your privacy officer"),
		  false },
	[ERR_PADDING] = { EXIT_VERIFICATION,
	  N_("the padding of this package is not as it should be; nothing of it was used"),
		N_("ask the sender to send it again; if it happens again, tell your privacy officer"),
		  false },
	[ERR_RECEIPT] = { EXIT_VERIFICATION,
	  N_("this receipt doesn't belong to a package that was sent from here; nothing was changed"),
		N_("give it to the unit that sent the package; if that is yours, tell your privacy "
		   "officer"), false },
	[ERR_REQUEST] = { EXIT_VERIFICATION,
	  N_("this isn't an answer to what was asked from here; nothing of it was used"),
		N_("tell the unit that sent it, which can answer the request anew; `sluis requests` shows "
		   "what was asked"), false },
	[ERR_ANSWERED] = { EXIT_EXISTS, N_("this request was answered already; nothing was changed"),
		N_("`sluis requests` shows what became of it; what is lost on its way goes again by "
		   "`sluis resend`"), false },
	[ERR_REFUSAL] = { EXIT_VERIFICATION,
	  N_("this notice doesn't belong to a package that was sent from here; nothing was changed"),
		N_("give it to the unit that sent the package; if that is yours, tell your privacy "
		   "officer"), false },

	/* the store */
	[ERR_STORE] = { EXIT_FAILED, N_("the store refused this; it is as it was"),
		N_("keep the folder as it is and ask your functional administrator; the detail says what "
		   "the database reported"), false },
	[ERR_STORE_KEY] = { EXIT_VERIFICATION,
	  N_("the store can't be opened: its key is another, or it is damaged; it was not changed"),
		N_("don't delete anything: ask your functional administrator to compare it with a backup"),
		  false },
	[ERR_STORE_DAMAGED] = { EXIT_VERIFICATION, N_("what the store holds doesn't fit together"),
		N_("keep the folder as it is, tell your privacy officer and functional administrator, and "
		   "restore a backup"), false },
	[ERR_STORE_PLAINTEXT] = { EXIT_VERIFICATION,
	  N_("this store is not encrypted, so it was not made by this program; it was not opened"),
		N_("tell your privacy officer: someone may have put another file in its place"), false },
	[ERR_STORE_VERSION] = { EXIT_FAILED,
	  N_("this store was made by a newer version of sluis; it was not changed"),
		N_("install that version"), false },
	[ERR_STORE_ROLLBACK] = { EXIT_VERIFICATION,
	  N_("this store is older than it was before: an old copy was put in its place; it was not changed"),
		N_("put the newest copy back; where it is lost for good, `sluis log resume` drafts what the "
		   "officers sign, and then this copy goes on"), false },
	[ERR_STORE_ANCHOR] = { EXIT_VERIFICATION,
	  N_("the file `anchor` beside the store is missing, damaged or not its own; the store was not "
	     "changed"),
		N_("don't delete anything: tell your privacy officer, who can tell whether the store is the "
		   "newest"), false },
	[ERR_STORE_FSYNC] = { EXIT_FAILED,
	  N_("the disk didn't confirm that it kept what was written; the last act may be lost"),
		N_("have the disk checked before you go on, and see with `sluis status` what the store "
		   "holds"), false },
	[ERR_SQLCIPHER] = { EXIT_FAILED,
	  N_("this machine's SQLCipher is too old or is not SQLCipher; the store was not opened"),
		N_("ask your functional administrator to install SQLCipher 4.6 or later"), false },
	[ERR_SLOT_THERE] = { EXIT_EXISTS, N_("this person has access already; nothing was changed"),
		N_("`sluis access list` shows who has access"), false },
	[ERR_SLOT_OTHER_KEY] = { EXIT_REFUSED,
	  N_("this person has access with another key than the roster lists; nothing was changed"),
		N_("take that away first: `sluis access remove`, and then `sluis access add`"), false },
	[ERR_SLOT_MISSING] = { EXIT_NOT_FOUND,
	  N_("this person has no access to this store; nothing was changed"),
		N_("`sluis access list` shows who has access"), false },
	[ERR_SLOT_LAST] = { EXIT_REFUSED,
	  N_("nobody who may work here would have access any more; nothing was changed"),
		N_("give a colleague access first: `sluis access add`"), false },
	[ERR_ACCESS_LIST] = { EXIT_VERIFICATION,
	  N_("the store's list of who has access isn't one that a colleague signed who might"),
		N_("tell your privacy officer: somebody with access changed it outside sluis"), false },
	[ERR_ACCESS_UNFINISHED] = { EXIT_REFUSED,
	  N_("the last change of who has access was cut off; it must be finished first"),
		N_("`sluis access list` shows which command finishes it"), false },
	[ERR_REGAINING] = { EXIT_REFUSED,
	  N_("the officers' roster doesn't say yet what it must for this; nothing was changed"),
		N_("`sluis access recover` makes the card for it, and tells what the officers sign"), false },
	[ERR_UNIT_KEYS_OWED] = { EXIT_REFUSED,
	  N_("somebody who left had this unit's keys in reach, and the roster doesn't list the new ones "
	     "yet; nothing was sent"),
		N_("give `unit.card`, in the store's folder, to your privacy officers; packages go again "
		   "when you have opened the roster that lists it"), false },
	[ERR_BACKUP] = { EXIT_VERIFICATION,
	  N_("this is no backup, or not a whole one; nothing of it was used"),
		N_("copy it again from where it is kept, or take another one"), false },
	[ERR_NO_RECOVERY] = { EXIT_REFUSED,
	  N_("the roster lists no recovery key for this unit, and a backup is encrypted to that"),
		N_("ask the officers for one; until then --to-clerks makes a backup that whoever has access "
		   "now can open"), false },

	/* the log */
	[ERR_LOG] = { EXIT_VERIFICATION, N_("the log is damaged or was changed"),
		N_("keep the files as they are, and tell the privacy officers and the auditor"), false },
	[ERR_LOG_MISSING] = { EXIT_VERIFICATION, N_("a part of the log is missing"),
		N_("export the log again; if the part stays missing, tell the privacy officers"), false },
	[ERR_LOG_UNSIGNED] = { EXIT_VERIFICATION, N_("the log's checkpoint is not signed by the log's key"),
		N_("export the log again with its own unit's store; until then, don't rely on it"), false },
	[ERR_LOG_KEY] = { EXIT_VERIFICATION,
	  N_("the log's key was replaced, and nothing shows that the one before vouched for the new one"),
		N_("ask the unit and its officers who made the new key, and why; until then, don't rely on "
		   "it"), false },
	[ERR_LOG_ROOT] = { EXIT_VERIFICATION,
	  N_("the entries are not those that the checkpoint was signed for: the log was changed"),
		N_("keep the files as they are, and tell the privacy officers"), false },
	[ERR_LOG_SHORTER] = { EXIT_VERIFICATION,
	  N_("the log is shorter than it was seen before: entries were removed"),
		N_("keep both copies, and tell the privacy officers"), false },
	[ERR_LOG_FORK] = { EXIT_VERIFICATION,
	  N_("there are two versions of this log that contradict each other: this is an incident"),
		N_("keep both copies, and tell the privacy officers at once"), false },
	[ERR_LOG_ABANDONED] = { EXIT_VERIFICATION,
	  N_("this is of a part of its log that the sender lost and gave up; nothing of it was used"),
		N_("ask the sender to make it again"), false },
	[ERR_RESUMPTION] = { EXIT_VERIFICATION,
	  N_("the officers' word that a log goes on from an older place doesn't fit the log"),
		N_("tell the privacy officers of that unit what doesn't fit; they sign another text"),
		  false },
	[ERR_LOG_PROOF] = { EXIT_VERIFICATION,
	  N_("the proof that this stands in the sender's log is not right; nothing of it was used"),
		N_("ask the sender to send it again; if it happens again, tell your privacy officer"),
		  false },
	[ERR_EVIDENCE] = { EXIT_VERIFICATION, N_("this file doesn't show what it says it shows"),
		N_("ask whoever gave it to you for the file as it was written; until then, accuse nobody"),
		  false },
	[ERR_UNWITNESSED] = { EXIT_REFUSED,
	  N_("the newest entries of the log have been seen by nobody else for longer than the agreement "
	     "allows; no package was made"),
		N_("open the receipts and packages that came in, or have a privacy officer witness a `sluis "
		   "log export`, and open the note that comes of it"), false },
	[ERR_LOG_COMMITMENT] = { EXIT_VERIFICATION,
	  N_("a value shown is not the one that the log entry commits to"),
		N_("don't rely on this file; tell the privacy officer, and ask for it anew"), false },
	[ERR_LOG_ENTRY] = { EXIT_VERIFICATION, N_("an entry of the log is not written as it should be"),
		N_("keep the files as they are, and tell the privacy officers"), false },
	[ERR_LOG_SEQUENCE] = { EXIT_VERIFICATION,
	  N_("the numbers of the log's entries don't follow on each other"),
		N_("keep the files as they are, and tell the privacy officers"), false },
	[ERR_LOG_MANDATE] = { EXIT_VERIFICATION, N_("the log holds an act without a mandate on that day"),
		N_("ask the unit's privacy officer on whose authority it was done"), false },
	[ERR_LOG_AGREEMENT] = { EXIT_VERIFICATION,
	  N_("the log holds an exchange under an agreement that was not valid on that day"),
		N_("ask the unit's privacy officer on which agreement it rests"), false },
	[ERR_LOG_GROUND] = { EXIT_VERIFICATION,
	  N_("the log holds an exchange on a ground that its agreement, or the table of grounds that this "
	     "pins, doesn't allow"),
		N_("ask the privacy officers which ground it should have rested on; until then the exchange "
		   "has none"), false },
	[ERR_LOG_OVERRIDE] = { EXIT_VERIFICATION,
	  N_("the log holds an exchange that needed an override, and none was signed and valid on that day"),
		N_("ask the privacy officers on which decision it rested; until then the exchange has no "
		   "ground"), false },
	[ERR_LOG_OVERRIDES_NAMED] = { EXIT_VERIFICATION,
	  N_("an entry of the log names other overrides than its agreement has for the purpose"),
		N_("keep the files as they are, and ask the privacy officers on which decision the exchange "
		   "rested"), false },
	[ERR_EXCHANGE_LACKS] = { EXIT_VERIFICATION,
	  N_("one unit's log tells of an exchange that the other unit's log should have, and doesn't"),
		N_("keep both folders as they are, and tell the privacy officers of both units"), false },
	[ERR_EXCHANGE_DIFFERS] = { EXIT_VERIFICATION,
	  N_("the logs of two units tell different things of one exchange"),
		N_("keep both folders as they are, and tell the privacy officers of both units"), false },
	[ERR_LOG_STRANGER] = { EXIT_VERIFICATION,
	  N_("this file doesn't belong to the log that was exported into this folder"),
		N_("take it out of the folder and verify again; it changes nothing in the log itself"),
		false },
	[ERR_LOG_POLICY] = { EXIT_VERIFICATION,
	  N_("what this bundle says of itself isn't vouched for by the roster that you gave"),
		N_("use the roster whose fingerprint you heard from the privacy officer"), false },
	[ERR_LOG_COSIGNED] = { EXIT_VERIFICATION,
	  N_("a cosignature bears a time at which it can't have been made"),
		N_("check the clock of this machine; if it is right, the witness's was wrong, and its next "
		   "cosignature takes the place of this one"), false },
};
/* clang-format on */

static const struct row *row_of(enum error_code code)
{
	static const struct row unknown = { EXIT_FAILED, N_("something failed that has no words yet"), NULL,
		                            false };
	return (unsigned)code < ERR_COUNT && rows[code].sentence ? &rows[code] : &unknown;
}

int words_exit_code(enum error_code code)
{
	return row_of(code)->exit;
}

const char *words_sentence(enum error_code code)
{
	return gettext(row_of(code)->sentence);
}

struct kind_row {
	const char *sentence, *hint;
};
static const struct kind_row kinds_of_files[] = {
#define X(kind, name, uses, words, hint) [kind] = { words, hint },
	FILE_KINDS(X)
#undef X
};

/* Of a file of the wrong kind: what it is. NULL for any other error. */
static const struct kind_row *kind_told(const struct error *e)
{
	for (size_t i = 0; e->code == ERR_WRONG_FILE && i < ELEMENTS(kinds_of_files); i++)
		if (i != FILE_OTHER && strcmp(file_kind_name((enum file_kind)i), e->detail) == 0)
			return &kinds_of_files[i];
	return NULL;
}

const char *words_hint(const struct error *e)
{
	const struct kind_row *kind = kind_told(e);
	const char *hint = kind ? kind->hint : row_of(e->code)->hint;
	return hint ? gettext(hint) : NULL;
}

struct pair {
	const char *token, *words;
};

/* The token itself where the table doesn't have it; not translated yet. */
static const char *words_of(const struct pair *pairs, size_t count, const char *token)
{
	for (size_t i = 0; token && i < count; i++)
		if (strcmp(pairs[i].token, token) == 0)
			return pairs[i].words;
	return token;
}

const char *words_kind(const char *kind)
{
	static const struct pair kinds[] = {
#define X(kind, name, powers, traits, answer, words) { name, words },
		LETTER_KINDS(X)
#undef X
	};
	return words_of(kinds, ELEMENTS(kinds), kind);
}

const char *words_act(const char *action)
{
	static const struct pair acts[] = {
#define X(kind, name, powers, traits, words) { name, words },
		ACT_KINDS(X)
#undef X
	};
	return words_of(acts, ELEMENTS(acts), action);
}

const char *words_rule(enum rule rule)
{
	return gettext(rule_sentence(rule));
}

const char *words_category(enum category category)
{
	static const char *const words[CATEGORY_COUNT] = {
		[CATEGORY_IDENTIFICATION] = N_("who it is, and how to reach them"),
		[CATEGORY_ORDINARY] = N_("the case and the plan"),
		[CATEGORY_SPECIAL] = N_("special categories"),
		[CATEGORY_FINANCIAL] = N_("money"),
		[CATEGORY_CRIMINAL] = N_("criminal data"),
		[CATEGORY_HEALTH] = N_("health, and what tells of it"),
	};
	return gettext(words[category]);
}

/* As glibc says it, whose own catalogue most machines lack. */
const char *words_system(int sys_errno)
{
	static const struct {
		int number;
		const char *words;
	} said[] = {
		{ EACCES, N_("Permission denied") },
		{ EPERM, N_("Operation not permitted") },
		{ EIO, N_("Input/output error") },
		{ ENAMETOOLONG, N_("File name too long") },
		{ EMFILE, N_("Too many open files") },
		{ EFBIG, N_("File too large") },
		{ EXDEV, N_("Invalid cross-device link") },
		{ ESTALE, N_("Stale file handle") },
		{ ETIMEDOUT, N_("Connection timed out") },
		{ EINVAL, N_("Invalid argument") },
		{ EBADF, N_("Bad file descriptor") },
		{ EBUSY, N_("Device or resource busy") },
		{ ENODEV, N_("No such device") },
		{ ENOTEMPTY, N_("Directory not empty") },
		{ ENOENT, N_("No such file or directory") },
		{ EEXIST, N_("File exists") },
		{ ENOSPC, N_("No space left on device") },
		{ EROFS, N_("Read-only file system") },
	};
	for (size_t i = 0; i < ELEMENTS(said); i++)
		if (said[i].number == sys_errno)
			return gettext(said[i].words);
	return strerror(sys_errno);
}

/* Where the system said no, the detail is most often the call that it said it to ("rename"): that tells a
 * user nothing. What the system said is told where the code doesn't say it already. */
static bool is_call(const struct error *e)
{
	return e->sys_errno && !strchr(e->detail, ' ');
}

void words_append_error(struct buffer *out, const struct error *e)
{
	const struct row *row = row_of(e->code);
	const struct kind_row *kind = kind_told(e);
	bool alone = row->detail_alone && e->detail[0];
	text_append_shown(out, bytes_of_string(e->subject));
	if (e->line) {
		buffer_append_string(out, e->subject[0] ? ", " : "");
		buffer_printf(out, _("line %llu"), (unsigned long long)e->line);
	}
	if (e->subject[0] || e->line)
		buffer_append_string(out, ": ");
	if (!alone)
		buffer_append_string(out, gettext(kind ? kind->sentence : row->sentence));
	if (e->sys_errno && e->code == ERR_IO)
		buffer_printf(out, "%s%s", alone ? "" : ": ", words_system(e->sys_errno));
	if (alone) {
		text_append_shown(out, bytes_of_string(e->told));
	} else if (e->detail[0] && !kind && !is_call(e)) {
		buffer_append_string(out, " (");
		text_append_shown(out, bytes_of_string(e->told));
		buffer_append_string(out, ")");
	}
}
