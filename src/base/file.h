/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files and folders that appear whole or not at all.
 *
 * A file is written beside its place as `.NAME.tmp.PID.RANDOM`, a folder as
 * `.NAME.partial-PID-RANDOM`; both are renamed last. Every write is checked four times:
 * ferror, fflush, fsync, fclose (platform facts 2.2: each of them may be the only one
 * that reports a full disk). What a dead process left behind is cleared by the next
 * one. */
#ifndef FC_BASE_FILE_H
#define FC_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* SHA-256 of `length` bytes, in hex. */
void fc_sha256_hex(const void *bytes, size_t length, char hex[65]);

/* Reads a regular file of at most `limit` bytes; a NUL is added behind the text. The
 * caller frees *out. FC_E_NO_INPUT: it cannot be opened, is no regular file, or is too
 * large. */
fc_status fc_file_read(const char *path, size_t limit, char **out, size_t *length,
                       struct fc_error *err);

/* Writes or replaces one file atomically. FC_E_CREATE, FC_E_IO, FC_E_MEMORY. */
fc_status fc_file_write(const char *path, const void *bytes, size_t length,
                        struct fc_error *err);

/* ---- a folder in the making ---- */
typedef struct fc_folder fc_folder;
typedef struct fc_out fc_out; /* one file in it, open for writing */

/* Starts the folder `path`; clears what dead processes left of it.
 *
 * An existing `path` is refused, except with `overwrite` if it holds a file
 * `manifest.json` which contains the text `mark` and names everything that lies in the
 * folder: so that only results are replaced, and no notes that somebody put beside
 * them. FC_E_CREATE, FC_E_IO, FC_E_MEMORY. */
fc_status fc_folder_new(const char *path, const char *mark, bool overwrite,
                        fc_folder **out, struct fc_error *err);

/* Would fc_folder_new() refuse it? Nothing is made. */
fc_status fc_folder_check(const char *path, const char *mark, bool overwrite,
                          struct fc_error *err);

/* A sub-folder. `name` without slash. */
fc_status fc_folder_make(fc_folder *self, const char *name, struct fc_error *err);

/* Descriptor of the folder in the making (a child process works there). Borrowed. */
int fc_folder_descriptor(const fc_folder *self);

/* Opens a new file such as "charts/revenue.svg"; close it with fc_out_close(). */
fc_status fc_folder_create(fc_folder *self, const char *name, fc_out **out,
                           struct fc_error *err);

/* A whole small file at once. */
fc_status fc_folder_put(fc_folder *self, const char *name, const void *bytes,
                        size_t length, struct fc_error *err);

/* Failures are kept until fc_out_close() tells. */
void fc_out_bytes(fc_out *self, const void *bytes, size_t length);
void fc_out_text(fc_out *self, const char *text);
void fc_out_print(fc_out *self, const char *format, ...) FC_PRINTF(2, 3);
/* Always frees `self`. FC_E_IO: not all bytes are on the disk. */
fc_status fc_out_close(fc_out *self, struct fc_error *err);

/* Files closed without failure so far, in the order of closing. Borrowed. */
struct fc_file_facts {
    const char *name;
    uint64_t bytes;
    char sha256[65];
};
size_t fc_folder_files(const fc_folder *self);
const struct fc_file_facts *fc_folder_file(const fc_folder *self, size_t i);

/* Renames the folder to its place and frees `self`; on failure nothing is left behind
 * and an older folder stays as it was. */
fc_status fc_folder_commit(fc_folder *self, struct fc_error *err);

/* Gives up: removes what was written. NULL is allowed. */
void fc_folder_drop(fc_folder *self);

/* Removes a folder with all it holds, never through a symbolic link. `at` may be
 * AT_FDCWD. */
void fc_folder_remove(int at, const char *name);

/* Is `name` of the form PREFIX<pid>SEPARATOR<hex> of a process that no longer lives? */
bool fc_file_is_stale(const char *name, const char *prefix, char separator);

/* "PREFIX<pid>SEPARATOR<random>" into `out`. `attempt` gives another name each time. */
void fc_file_mark(char *out, size_t size, const char *prefix, char separator,
                  unsigned attempt);

#endif
