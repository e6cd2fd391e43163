/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "io/memory.h"

#include "base/bytes.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define UNBOUNDED UINT64_MAX

/* The rest of the first line of that file that begins with `prefix`, or false. */
static bool line_of(const char *root, const char *path, const char *prefix, char *out, size_t size)
{
	_cleanup_(string_freep) char *whole = string_printf("%s%s", root, path);
	FILE *file = whole ? fopen(whole, "re") : NULL;
	bool found = false;
	if (!file)
		return false;
	while (!found && fgets(out, (int)size, file)) {
		out[strcspn(out, "\n")] = 0;
		found = strncmp(out, prefix, strlen(prefix)) == 0;
	}
	fclose(file);
	if (found)
		memmove(out, out + strlen(prefix), strlen(out + strlen(prefix)) + 1);
	return found;
}

/* The number that the line begins with, times `unit`; a word as "max" bounds nothing. */
static uint64_t number_of(const char *line, uint64_t unit)
{
	uint64_t number;
	line += strspn(line, " \t");
	return number_parse(bytes_of(line, strspn(line, "0123456789")), UNBOUNDED / unit, &number)
	               ? number * unit
	               : UNBOUNDED;
}

static uint64_t of_machine(const char *root)
{
	char line[256];
	return line_of(root, "/proc/meminfo", "MemAvailable:", line, sizeof line) ? number_of(line, 1024)
	                                                                          : UNBOUNDED;
}

/* Of the group itself: what the groups around it leave is for the administrator to weigh. */
static uint64_t of_group(const char *root)
{
	char group[1024], line[256];
	if (!line_of(root, "/proc/self/cgroup", "0::", group, sizeof group))
		return UNBOUNDED;
	_cleanup_(string_freep) char *path = string_printf("/sys/fs/cgroup%s/memory.max", group);
	return path && line_of(root, path, "", line, sizeof line) ? number_of(line, 1) : UNBOUNDED;
}

static uint64_t of_address_space(const char *root)
{
	struct rlimit limit;
	char line[256];
	if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
	    !line_of(root, "/proc/self/statm", "", line, sizeof line))
		return UNBOUNDED;
	uint64_t used = number_of(line, (uint64_t)sysconf(_SC_PAGESIZE));
	return used < limit.rlim_cur ? limit.rlim_cur - used : 0;
}

uint64_t memory_available(const char *root)
{
	uint64_t least = of_machine(root), group = of_group(root), space = of_address_space(root);
	least = group < least ? group : least;
	return space < least ? space : least;
}
