/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/officer/interview_questions.h"

#include "cli/words.h"
#include "trust/agreement.h"

#include <stddef.h>

/* Wmo 5.3.4(1) binds the college, the provider and who is paid from a budget; of Work and Income the
 * selection list has ten years for comparable rows (I). */
static const char *months_kept(unsigned receiver)
{
	return receiver & AGREEMENT_WMO_KEEPERS ? "180" : receiver & PARTY_PW ? "120" : NULL;
}

static const char *kept_by(unsigned receiver)
{
	return receiver & AGREEMENT_WMO_KEEPERS ? "Wmo 2015 art. 5.3.4 lid 1"
	       : receiver & PARTY_PW            ? "Archiefwet; selectielijst gemeenten (I)"
	                                        : NULL;
}

/* clang-format off */
const struct interview_question interview_questions_opening[] = {
	{ "id", N_("A short name for the agreement"),
	  N_("Letters a-z, digits, dots and hyphens, such as oss-wmo-wi. Packages and logs refer to it."),
	  KIND_TEXT, false, NULL },
	{ "version", N_("Its version"),
	  N_("1 for a new agreement; one more for each version that follows."), KIND_TEXT, false, "1" },
	{ "title", N_("Its title"), N_("As it stands above the paper."), KIND_TEXT, false, NULL },
	{ "kind", N_("What kind of agreement is it?"),
	  N_("What it is called doesn't change what may be exchanged: an agreement to cooperate creates no "
	     "ground by itself."), KIND_FORM, false, "convenant" },
	{ "goal", N_("What is the cooperation for?"),
	  N_("The first of the seven parts: the goal, for the clients, in one or two sentences."),
	  KIND_TEXT, false, NULL },
	{ "target_group", N_("Whose data is it about?"),
	  N_("The target group: who are they, and from when does it hold for them."), KIND_TEXT, false,
	  NULL },
	{ "excluded", N_("Whose data is it not about?"),
	  N_("Who could be thought to belong to them, and doesn't. Answer - when there is nobody."),
	  KIND_TEXT, true, NULL },
	{ 0 },
};
const struct interview_question interview_questions_of_party[] = {
	{ "unit", N_("Which unit takes part?"), N_("Its name in the roster, such as oss.nl/wmo."),
	  KIND_UNIT, false, NULL },
	{ "controller", N_("Who is the controller?"),
	  N_("In whose name the unit works, such as oss.nl. Its officers have to sign."), KIND_TEXT, false,
	  NULL },
	{ "kind", N_("What does it do with the data?"),
	  N_("The law under which it works: what one team may have, the other may not therefore have."),
	  KIND_ROLE_KIND, false, NULL },
	{ "role", N_("What is its role?"),
	  N_("In your own words: provider, receiver. Where it is a processor, begin with: verwerker; where "
	     "controllers decide together, with: gezamenlijk verwerkingsverantwoordelijke. The register of "
	     "processing then says so."), KIND_TEXT, false, NULL },
	{ "tasks", N_("What are its tasks?"),
	  N_("Who asks the client, who chooses the records, who deletes and when."), KIND_TEXT, false, NULL },
	{ "decision", N_("By which decision do its officers sign?"),
	  N_("Of the college, or by mandate of it (Awb 10:3): what it is called and where it can be found."),
	  KIND_TEXT, false, NULL },
	{ "decided_on", N_("Day of that decision"), N_("As 2026-12-01."), KIND_TEXT, false, NULL },
	{ 0 },
};
const struct interview_question interview_questions_of_purpose[] = {
	{ "code", N_("A short name for the purpose"),
	  N_("Letters a-z, digits, dots and hyphens, such as onderzoek-2.3.2. The consulent types it. A "
	     "purpose has one direction."), KIND_TEXT, false, NULL },
	{ "description", N_("What is the purpose?"), N_("So that a client would understand it."),
	  KIND_TEXT, false, NULL },
	{ "from", N_("Who gives?"), N_("One of the parties."), KIND_PARTY, false, NULL },
	{ "to", N_("Who receives?"), N_("One of the parties."), KIND_PARTY, false, NULL },
	{ "ground", N_("On which ground?"),
	  N_("A row of the table of grounds. S: the statute says so; I: inference; ?: unsettled, ask a "
	     "lawyer."), KIND_GROUND, false, NULL },
	{ "task", N_("Which statutory task does it serve?"), N_("One of those that the ground carries."),
	  KIND_TASK, false, NULL },
	{ "phase", N_("In which phase?"),
	  N_("Of the client's case. At melding no more than contact data may go."), KIND_PHASE, false, NULL },
	{ "basis", N_("Which paragraph of AVG 6(1)?"),
	  N_("The lawfulness of the processing; consent that a statute asks is a condition and not the "
	     "basis."), KIND_BASIS, false, NULL },
	{ "exception", N_("Which paragraph of AVG 9(2)?"),
	  N_("The exception for data on health and the like. Answer - when no such field is needed."),
	  KIND_EXCEPTION, true, NULL },
	{ "necessity", N_("Why can it not be done with less?"),
	  N_("Proportionality and subsidiarity: what goes wrong without these data, and why there is no "
	     "gentler way."), KIND_TEXT, false, NULL },
	{ "free_text", N_("May free text leave, such as a report?"),
	  N_("Free text may hold anything: say yes only if the purpose can't do without."), KIND_TRUTH,
	  false, "false" },
	{ "secret_address", N_("May an address leave that the client keeps secret?"),
	  N_("Where the BRP has an indication of secrecy, the address stays unless you say yes."),
	  KIND_TRUTH, false, "false" },
	{ "household", N_("May records of members of the household leave too?"),
	  N_("Only to align support."), KIND_TRUTH, false, "false" },
	{ "consent_months", N_("For how many months does what a client says hold at most?"),
	  N_("More than twelve is remarked on: by then ask again. Answer - to set no limit of your own."),
	  KIND_TEXT, true, "12" },
	{ "retention_months", N_("How many months does the receiver keep its copy?"),
	  N_("Wmo 5.3.4(1): the college, the provider and who is paid from a budget keep what they hold "
	     "under that law fifteen years, 180 months, from the last change (S). Of Work and Income "
	     "the selection list has ten years, 120 months, for comparable records (I)."),
	  KIND_TEXT, false, NULL, months_kept },
	{ "retention_article", N_("By which article so long?"),
	  N_("The statute or the selection list that the term comes from."), KIND_TEXT, false, NULL,
	  kept_by },
	{ "retention_why", N_("Why not fifteen years?"),
	  N_("Wmo 5.3.4(1) says fifteen years. Answer - when there is no reason; the check then remarks on "
	     "it."),
	  KIND_TEXT, true, NULL },
	{ "weighed", N_("How was the client's privacy weighed?"),
	  N_("Participatiewet 67(3): nothing goes where the client's privacy would be harmed out of "
	     "proportion. What was looked at, and what came of it."), KIND_TEXT, false, NULL },
	{ "weighed_on", N_("Day on which it was weighed"), N_("As 2026-12-01."), KIND_TEXT, false, NULL },
	{ "acts_for", N_("For which controller does one of the two act?"),
	  N_("A service organisation that carries out a college's task names that college, whose officers "
	     "sign too. Answer - where each acts for itself."),
	  KIND_TEXT, true, NULL },
	{ 0 },
};
const struct interview_question interview_questions_of_field[] = {
	{ "field", N_("Which field?"), N_("A name in the catalogue, or a part of it to search. No field is "
	                                  "needed merely because a form has it."), KIND_FIELD, false, NULL },
	{ "why", N_("Why is it needed?"), N_("For this purpose, in one sentence."), KIND_TEXT, false, NULL },
	{ 0 },
};
const struct interview_question interview_questions_closing[] = {
	{ "approval_by_two", N_("Must a second person approve each package?"),
	  N_("The package waits until another person with the mandate has approved it."), KIND_TRUTH,
	  false, "false" },
	{ "use_by_days", N_("For how many days may a package be opened?"),
	  N_("After that it is refused, so that a found stick is worth less. At most 366."), KIND_TEXT,
	  false, "14" },
	{ "largest_package_mib", N_("The largest package, in MiB"), NULL, KIND_TEXT, false, "256" },
	{ "accept", N_("Within how many days does the receiver accept or decline each client?"),
	  N_("Until then a case has arrived and isn't part of the receiver's files. Answer at-once when "
	     "nobody needs to look: what is opened is accepted then."), KIND_TEXT, false, "7" },
	{ "handover", N_("May the direction of a case (regisseur) go from one unit to another by letter?"),
	  N_("One family, one plan, one who directs: then both logs tell which unit does. Answer no where "
	     "that is settled otherwise."), KIND_TRUTH, false, "false" },
	{ "dpia", N_("Where is the DPIA, or why is there none?"),
	  N_("Its reference and day. AVG 35 asks for one where the risk is high; without one, say why not."),
	  KIND_TEXT, false, NULL },
	{ "joint_arrangement", N_("Where is the arrangement between the joint controllers?"),
	  N_("Its reference (AVG 26)."), KIND_TEXT, false, NULL },
	{ "processor_agreement", N_("Where is the agreement with the processor?"),
	  N_("Its reference (AVG 28)."), KIND_TEXT, false, NULL },
	{ "rights", N_("How do clients get access, correction and erasure?"),
	  N_("Where they ask, and how the other side hears of it (AVG 15 to 19)."), KIND_TEXT, false, NULL },
	{ "incidents", N_("Who does what after a breach?"),
	  N_("Whom to call, and who reports it within 72 hours (AVG 33)."), KIND_TEXT, false, NULL },
	{ "contact", N_("Whom to ask about this agreement?"),
	  N_("A function rather than a person's name."), KIND_TEXT, false, NULL },
	{ "budget", N_("What does it cost, and who pays?"), NULL, KIND_TEXT, false, NULL },
	{ "results", N_("What should it bring, and how is that measured?"),
	  N_("Results wanted, with indicators."), KIND_TEXT, false, NULL },
	{ "valid_from", N_("First day"), N_("As 2027-01-01."), KIND_TEXT, false, NULL },
	{ "valid_until", N_("Last day"), N_("As 2030-12-31; it counts too."), KIND_TEXT, false, NULL },
	{ "evaluation", N_("Day of the evaluation"), N_("Within the term."), KIND_TEXT, false, NULL },
	{ "supersedes", N_("Which agreement does it take the place of?"),
	  N_("The short name of that one. Answer - when there is none."), KIND_TEXT, true, NULL },
	{ "witness_days", N_("How many days may the log go without a witness?"),
	  N_("How old the oldest entry that no other unit has seen may be when a package is made. Answer - "
	     "to set no limit."), KIND_TEXT, true, NULL },
	{ 0 },
};
/* clang-format on */
