/* SPDX-FileCopyrightText: 2026 The sluis authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/key_room.h"

#include "crypto/secret.h"

#include <sqlcipher/sqlite3.h>

#include <pthread.h>
#include <string.h>
#include <sys/mman.h>

/* A piece holds what SQLCipher keeps of a key: its bytes, their hexadecimal form, a context with it. */
#define PIECE_SIZE 256u
#define PIECES 512u

static sqlite3_mem_methods ordinary;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct secret room; /* PIECES of them, left open; empty where it can't be had */
static bool taken[PIECES];
static size_t next;
static _Thread_local bool is_open;

static bool is_inside(const void *piece)
{
	const uint8_t *p = piece;
	return room.data && p >= room.data && p < room.data + room.size;
}

/* SQLCipher locks each piece of a key by itself, and unlocks the page that it is on when it gives it back,
 * with whatever else is on that page: that page is locked again. libc rounds to whole ones. */
static void lock_again(const void *piece, size_t size)
{
	(void)mlock(piece, size);
}

static void *take(void)
{
	void *piece = NULL;
	pthread_mutex_lock(&lock);
	for (size_t i = 0; !piece && i < PIECES; i++, next = (next + 1) % PIECES)
		if (!taken[next]) {
			taken[next] = true;
			piece = room.data + next * PIECE_SIZE;
		}
	pthread_mutex_unlock(&lock);
	return piece;
}

static void *room_malloc(int size)
{
	void *piece = is_open && room.data && size <= (int)PIECE_SIZE ? take() : NULL;
	return piece ? piece : ordinary.xMalloc(size);
}

static void room_free(void *piece)
{
	if (!is_inside(piece)) {
		ordinary.xFree(piece);
		return;
	}
	memory_wipe(piece, PIECE_SIZE);
	pthread_mutex_lock(&lock);
	taken[(size_t)((uint8_t *)piece - room.data) / PIECE_SIZE] = false;
	pthread_mutex_unlock(&lock);
	if (!is_open)
		lock_again(piece, PIECE_SIZE);
}

static int room_size(void *piece)
{
	return is_inside(piece) ? (int)PIECE_SIZE : ordinary.xSize(piece);
}

static void *room_realloc(void *piece, int size)
{
	if (!is_inside(piece))
		return ordinary.xRealloc(piece, size);
	if (size <= (int)PIECE_SIZE)
		return piece;
	void *larger = ordinary.xMalloc(size);
	if (larger) {
		memcpy(larger, piece, PIECE_SIZE);
		room_free(piece);
	}
	return larger;
}

static int room_roundup(int size)
{
	return ordinary.xRoundup(size);
}

static int room_init(void *context)
{
	(void)context;
	return ordinary.xInit(ordinary.pAppData);
}

static void room_shutdown(void *context)
{
	(void)context;
	ordinary.xShutdown(ordinary.pAppData);
}

static bool started;

static void start(void)
{
	static const sqlite3_mem_methods ours = { room_malloc,  room_free, room_realloc,  room_size,
		                                  room_roundup, room_init, room_shutdown, NULL };
	struct error none;
	if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &ordinary) != SQLITE_OK ||
	    sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) != SQLITE_OK)
		return;
	(void)!secret_new(&room, (size_t)PIECES * PIECE_SIZE, &none);
	started = true;
}

bool key_room_start(struct error *e)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, start);
	return started || error_set(e, ERR_SQLCIPHER, NULL, "%s", N_("its allocator can't be set"));
}

void key_room_open(void)
{
	is_open = true;
}

void key_room_close(void)
{
	is_open = false;
	if (room.data)
		lock_again(room.data, room.size);
}
