/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What logging an act costs in a store whose log is long, beside its commit: the entry
 * with its private part, tree, day and signed checkpoint. At a thousand entries and at
 * N; and what it takes to find a client's entries, and the entries of a day, among N. */
#include "one_clerk.h"

#define ACTS 200u /* measured */

/* Milliseconds an act, the median: to log it and sign the checkpoint, and to commit. The machine may have
 * other work. */
static void report(struct store *s, double *ret_logging)
{
	double logging[ACTS], commits[ACTS];
	for (unsigned i = 0; i < ACTS; i++) {
		NEED(store_begin(s, &e));
		double start = now();
		act(s);
		NEED(store_sign_log(s, NULL, &e));
		double logged = now();
		NEED(store_commit(s, &e));
		logging[i] = (logged - start) * 1000;
		commits[i] = (now() - logged) * 1000;
	}
	qsort(logging, ACTS, sizeof *logging, by_size);
	qsort(commits, ACTS, sizeof *commits, by_size);
	*ret_logging = logging[ACTS / 2];
	printf("# %llu entries: an act takes %.3f ms to log and sign, %.3f ms to commit\n",
	       (unsigned long long)log_size(store_log(s)), *ret_logging, commits[ACTS / 2]);
}

static bool count(void *context, uint64_t index, struct error *error)
{
	(void)index, (void)error;
	++*(uint64_t *)context;
	return true;
}

/* Milliseconds for one client's. */
static double report_finding(struct store *s)
{
	uint64_t found = 0, index;
	double start = now();
	NEED(store_log_of_subject(s, "000000123", count, &found, &e));
	double taken = (now() - start) * 1000;
	printf("# %llu entries of one client found in %.2f ms\n", (unsigned long long)found, taken);
	start = now();
	NEED(store_log_day(s, day - 10 * SECONDS_A_DAY, &index, &e));
	printf("# a day found in %.3f ms\n", (now() - start) * 1000);
	return taken;
}

int main(int argc, char **argv)
{
	uint64_t size = argc > 1 ? strtoull(argv[1], NULL, 10) : 100000;
	char folder[] = "/tmp/sluis-bench-XXXXXX";
	double small, large;
	NEED(crypto_start(&e));
	if (!mkdtemp(folder))
		return 1;
	_cleanup_(string_freep) char *home = path_join(folder, "home");
	struct store *s = make_store(home);
	grow(s, 1000);
	report(s, &small);
	double start = now();
	grow(s, size);
	printf("# grown to %llu entries in %.1f s\n", (unsigned long long)size, now() - start);
	report(s, &large);
	double finding = report_finding(s);
	store_freep(&s);
	roster_freep(&roster);
	(void)nftw(folder, remove_item, 16, FTW_DEPTH | FTW_PHYS);
	printf("%s 1 - logging an act costs under 2 ms beyond its commit at %llu entries\n",
	       large < 2 ? "ok" : "not ok", (unsigned long long)size);
	printf("%s 2 - one client's entries are found within 50 ms\n1..2\n", finding <= 50 ? "ok" : "not ok");
	return large < 2 && finding <= 50 ? EXIT_SUCCESS : EXIT_FAILURE;
}
