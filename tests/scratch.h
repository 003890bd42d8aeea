/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario of a test as a file. */
#ifndef FC_TESTS_SCRATCH_H
#define FC_TESTS_SCRATCH_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Writes a text into a new file; `path` ends in XXXXXX and becomes its name. 0 or -1,
 * as a set-up of cmocka wants it. */
static inline int scratch_put(char *path, const char *text)
{
    const int fd = mkstemp(path);
    const size_t n = strlen(text);
    const bool good = fd >= 0 && write(fd, text, n) == (ssize_t)n;
    close(fd);
    return good ? 0 : -1;
}

#endif
