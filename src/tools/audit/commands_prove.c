/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/audit/commands.h"

#include "base/file_kind.h"
#include "base/limits.h"
#include "cli/words.h"
#include "io/file.h"
#include "log/disclosure.h"
#include "log/evidence.h"
#include "tools/audit/prove_disclosure.h"
#include "tools/audit/prove_evidence.h"

/* The file's type says what it proves. */
bool audit_prove(struct session *s, struct error *e)
{
	struct invocation *in = s->in;
	struct account *o = s->out;
	_cleanup_(audit_start_clear) struct audit_start start = { 0 };
	_cleanup_(buffer_clear) struct buffer file = { 0 };
	_cleanup_(fd_closep) int fd = -1;
	const char *path = invocation_argument(in, 0);
	if (!audit_start_read(in, false, &start, e) || !file_open(path, true, &fd, e))
		return false;
	struct fd_stream stream = { fd, path };
	trusting_tell(o, &start.trusting);
	if (!source_drain(fd_source(&stream), LIMIT_EVIDENCE_SIZE, &file, e))
		return false;
	if (evidence_is(buffer_bytes(&file))) {
		bool proven;
		if (!evidence_prove(o, buffer_bytes(&file), start.rosters.views, start.rosters.count,
		                    &start.trusting.fingerprint, &proven, e))
			return false;
		s->outcome = proven ? EXIT_DONE : EXIT_REFUSED;
		return true;
	}
	if (disclosure_looks_like(buffer_bytes(&file)))
		return disclosure_prove(o, buffer_bytes(&file), path, start.rosters.views,
		                        start.rosters.count, &start.trusting.fingerprint,
		                        invocation_value(in, "order"), e);
	return file_kind_check(buffer_bytes(&file), path, FILE_FOR_PROOF, e) &&
	       error_set(e, ERR_VERSION, path, "%s", _("nothing that `prove` knows"));
}
