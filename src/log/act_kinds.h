/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* The acts that a log knows, each said once: its name in entries, what a mandate must allow
 * for it, what kind of act it is, and its words for people. Whoever does an act, verifies one,
 * counts or shows it takes what it needs from this list. Names are never reused or renamed. */

#include "trust/roster.h"

/* What it is besides an act, as bits. */
enum act_traits {
	ACT_PLAIN = 0,
	ACT_EXCHANGES = 1 << 0, /* has a package, its manifest and an agreement */
	ACT_SENDS = 1 << 1,     /* of a letter that this unit signed */
	ACT_VOIDS = 1 << 2,     /* a letter that was numbered won't go */
	ACT_CONSULTS = 1 << 3,  /* shows or gives out clients' records */
	ACT_TAKES_LAW = 1 << 4, /* takes in a text that officers signed (log/law.h) */
};

/* Any of the powers will do. POWER_ANY: whoever has a mandate. */
/* clang-format off */
#define ACT_KINDS(X) \
	X(ACT_INIT, "init", POWER_ANY, ACT_PLAIN, N_("made the store")) \
	X(ACT_READ, "read", POWER_READ, ACT_CONSULTS, N_("read")) \
	X(ACT_SEARCH, "search", POWER_READ, ACT_CONSULTS, N_("searched")) \
	X(ACT_IMPORT, "import", POWER_IMPORT, ACT_PLAIN, N_("imported")) \
	X(ACT_UNDO, "undo", POWER_IMPORT, ACT_PLAIN, N_("took back an import")) \
	X(ACT_EXPORT, "export", POWER_EXPORT, ACT_CONSULTS, N_("exported")) \
	X(ACT_CONSENT, "consent", POWER_CONSENT, ACT_PLAIN, N_("recorded a consent")) \
	X(ACT_WITHDRAW, "withdraw", POWER_CONSENT, ACT_PLAIN, N_("withdrew a consent")) \
	X(ACT_PREVIEW, "preview", POWER_PACK | POWER_APPROVE, ACT_PLAIN, N_("previewed")) \
	X(ACT_PACK, "pack", POWER_PACK, ACT_EXCHANGES | ACT_SENDS, N_("packed")) \
	X(ACT_APPROVE, "approve", POWER_APPROVE, ACT_EXCHANGES | ACT_SENDS, N_("approved")) \
	X(ACT_RESEND, "resend", POWER_PACK | POWER_OPEN, ACT_PLAIN, N_("wrote a letter again")) \
	X(ACT_VOID, "void", POWER_PACK, ACT_VOIDS, N_("withdrew a package")) \
	X(ACT_OPEN, "open", POWER_OPEN, ACT_EXCHANGES, N_("opened")) \
	X(ACT_ROSTER, "roster", POWER_OPEN, ACT_PLAIN, N_("took in a roster")) \
	X(ACT_AGREEMENT, "agreement", POWER_OPEN, ACT_PLAIN, N_("took in an agreement")) \
	X(ACT_GROUNDS, "grounds", POWER_OPEN, ACT_TAKES_LAW, N_("took in grounds")) \
	X(ACT_OVERRIDE, "override", POWER_OPEN, ACT_TAKES_LAW, N_("took in an override")) \
	X(ACT_CATALOGUE, "catalogue", POWER_OPEN, ACT_TAKES_LAW, N_("took in a catalogue")) \
	X(ACT_CEREMONY, "ceremony", POWER_OPEN, ACT_TAKES_LAW, N_("took in the transcript of a ceremony")) \
	X(ACT_REFUSAL, "refusal", POWER_OPEN, ACT_PLAIN, N_("took in a notice of refusal")) \
	X(ACT_WITNESS, "witness", POWER_OPEN, ACT_PLAIN, N_("a witness saw the log")) \
	X(ACT_INCIDENT, "incident", POWER_ANY, ACT_PLAIN, N_("INCIDENT")) \
	X(ACT_DECLINE, "decline", POWER_PACK | POWER_APPROVE, ACT_VOIDS, N_("declined")) \
	X(ACT_DECIDE, "decide", POWER_DECIDE, ACT_PLAIN, N_("decided on a restricted record")) \
	X(ACT_LOG, "log", POWER_LOG, ACT_PLAIN, N_("looked at the log")) \
	X(ACT_DISCLOSE, "disclose", POWER_LOG, ACT_PLAIN, N_("disclosed entries")) \
	X(ACT_FORGET, "forget", POWER_LOG, ACT_PLAIN, N_("erased private values")) \
	X(ACT_ACCESS, "access", POWER_ACCESS, ACT_PLAIN, N_("changed who has access")) \
	X(ACT_REFUSE, "refuse", POWER_ANY, ACT_PLAIN, N_("refused")) \
	X(ACT_RECOVER, "recover", POWER_ANY, ACT_PLAIN, N_("finished after a crash")) \
	X(ACT_KEY, "key", POWER_ANY, ACT_PLAIN, N_("changed a key")) \
	X(ACT_CHECK, "check", POWER_ANY, ACT_PLAIN, N_("checked the store")) \
	X(ACT_BACKUP, "backup", POWER_ANY, ACT_PLAIN, N_("made a backup")) \
	X(ACT_RESTORE, "restore", POWER_ANY, ACT_PLAIN, N_("restored a backup")) \
	X(ACT_DRILL, "drill", POWER_ANY, ACT_PLAIN, N_("showed that recovery works")) \
	X(ACT_RESUME, "resume", POWER_OPEN, ACT_TAKES_LAW, N_("took in a resumption")) \
	X(ACT_CORRECT, "correct", POWER_PACK, ACT_PLAIN, N_("corrected a record")) \
	X(ACT_PURGE, "purge", POWER_DECIDE, ACT_PLAIN, N_("destroyed what was due")) \
	X(ACT_RETAIN, "retain", POWER_DECIDE, ACT_PLAIN, N_("changed how long a record is kept")) \
	X(ACT_RIGHT, "right", POWER_DECIDE, ACT_PLAIN, N_("dealt with a client's request")) \
	X(ACT_ACCEPTANCE, "acceptance", POWER_OPEN, ACT_PLAIN, N_("said what becomes of arrived records")) \
	X(ACT_HANDOVER, "handover", POWER_PACK, ACT_PLAIN, \
	  N_("handed cases over, or asked who directs them")) \
	X(ACT_TERMINATION, "termination", POWER_OPEN, ACT_TAKES_LAW, \
	  N_("took in the end of an agreement")) \
	X(ACT_BREACH, "breach", POWER_READ | POWER_LOG | POWER_DECIDE, ACT_PLAIN, N_("dealt with a breach")) \
	X(ACT_ORDER, "order", POWER_OPEN, ACT_TAKES_LAW, N_("took in an order of the officers")) \
	X(ACT_FOLLOW, "follow-up", POWER_DECIDE | POWER_LOG, ACT_PLAIN, \
	  N_("followed up a remark"))
/* clang-format on */

enum act_kind {
	ACT_UNKNOWN, /* a name that no act has, or none */
#define X(kind, name, powers, traits, words) kind,
	ACT_KINDS(X)
#undef X
		ACT_COUNT
};
const char *act_kind_name(enum act_kind kind); /* "unknown" of ACT_UNKNOWN */
enum act_kind act_kind_of(const char *name);   /* NULL is unknown */
unsigned act_kind_powers(enum act_kind kind);  /* enum power bits */
bool act_kind_is(enum act_kind kind, enum act_traits trait);
