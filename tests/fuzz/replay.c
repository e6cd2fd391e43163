/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* replay FOLDER: gives every file of a corpus to the target this is linked with, as it is,
 * cut off at several places, and with single bytes changed; the same ones every time.
 * A file whose name begins with "valid" must be accepted as it is. Each input is a
 * copy of exactly its size, so that a sanitizer sees the first byte read behind it. */

#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PLACES 48u /* in a file, at most: where it is cut, and where a byte changes */
#define LARGEST (4u << 20)

static uint64_t inputs;

static void give(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);
	MUST(copy);
	if (size)
		memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
	inputs++;
}

/* All places of a small file, evenly spread ones of a larger. */
static size_t place(size_t i, size_t count, size_t size)
{
	return count < size ? (size_t)((uint64_t)i * size / count) : i;
}

static void replay(uint8_t *data, size_t size)
{
	static const uint8_t masks[] = { 0x01, 0x20, 0x80, 0xff };
	size_t count = size < PLACES ? size : PLACES;
	for (size_t i = 0; i < count; i++) {
		size_t at = place(i, count, size);
		give(data, at);
		for (size_t m = 0; m < ELEMENTS(masks); m++) {
			data[at] ^= masks[m];
			give(data, size);
			data[at] ^= masks[m];
		}
	}
	if (size)
		give(data, size - 1);
}

static bool replay_file(int folder, const char *name)
{
	struct stat status;
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
	MUST(fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= LARGEST);
	size_t size = (size_t)status.st_size;
	uint8_t *data = malloc(size + 1);
	MUST(data && read(fd, data, size + 1) == (ssize_t)size);
	close(fd);
	fprintf(stderr, "%s\n", name); /* the last one named is the one that broke it */
	fuzz_accepted = false;
	give(data, size);
	bool good = fuzz_accepted || strncmp(name, "valid", 5) != 0;
	if (!good)
		printf("%s: refused\n", name);
	replay(data, size);
	free(data);
	return good;
}

static int is_seed(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	struct dirent **names;
	MUST(argc == 2);
	int folder = open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int count = scandir(argv[1], &names, is_seed, alphasort), bad = 0;
	MUST(folder >= 0 && count > 0);
	for (int i = 0; i < count; i++) {
		bad += !replay_file(folder, names[i]->d_name);
		free(names[i]);
	}
	free(names);
	close(folder);
	printf("%d files, %llu inputs, %d that should have been accepted were not\n", count,
	       (unsigned long long)inputs, bad);
	return bad != 0;
}
