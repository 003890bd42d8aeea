/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file: reading with a limit, atomic writing, the names of unfinished files.
 *
 * Writing: O_EXCL in the same folder -> write loop -> fsync -> close -> rename -> fsync
 * of the folder. Checked by tests/unit/test_file.c on /dev/full, a full tmpfs and
 * killed writers. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sha2.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NAME_ROOM = 256, ATTEMPTS = 32 };

void fc_sha256_hex(const void *bytes, size_t length, char hex[65])
{
    SHA2_CTX context;
    SHA256Init(&context);
    SHA256Update(&context, bytes, length);
    SHA256End(&context, hex);
}

/* Opens without waiting for a pipe's other end; only a regular file will do. */
static fc_status open_regular(const char *path, size_t limit, int *out, size_t *size,
                              struct fc_error *err)
{
    const int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (file < 0)
        return FC_FAIL(err, FC_E_NO_INPUT, "cannot open '%s': %s", path,
                       strerror(errno));
    struct stat facts;
    const char *why = NULL;
    if (fstat(file, &facts) != 0)
        why = strerror(errno);
    else if (!S_ISREG(facts.st_mode))
        why = "it is not a regular file";
    if (why) {
        close(file);
        return FC_FAIL(err, FC_E_NO_INPUT, "cannot read '%s': %s", path, why);
    }
    if ((uintmax_t)facts.st_size > limit) {
        close(file);
        return FC_FAIL(err, FC_E_NO_INPUT, "'%s' has %jd bytes; at most %zu are read",
                       path, (intmax_t)facts.st_size, limit);
    }
    *out = file;
    *size = (size_t)facts.st_size;
    return FC_OK;
}

fc_status fc_file_read(const char *path, size_t limit, char **out, size_t *length,
                       struct fc_error *err)
{
    int file = -1;
    size_t size = 0, done = 0;
    FC_TRY(open_regular(path, limit, &file, &size, err));
    char *text = malloc(size + 1);
    if (!text) {
        close(file);
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the %zu bytes of '%s'", size,
                       path);
    }
    while (done < size) {
        const ssize_t got = read(file, text + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            const int cause = errno;
            close(file);
            free(text);
            return FC_FAIL(err, FC_E_IO, "cannot read '%s': %s", path, strerror(cause));
        }
        if (got == 0) /* somebody shortened it meanwhile */
            break;
        done += (size_t)got;
    }
    close(file);
    text[done] = '\0';
    *out = text;
    *length = done;
    return FC_OK;
}

/* ---- names of unfinished files ---- */
void fc_file_mark(char *out, size_t size, const char *prefix, char separator,
                  unsigned attempt)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    uint64_t mix = (uint64_t)now.tv_nsec * 0x9E3779B97F4A7C15u + (uint64_t)now.tv_sec;
    mix = (mix ^ (mix >> 31)) * 0xBF58476D1CE4E5B9u + attempt;
    snprintf(out, size, "%s%ld%c%08" PRIx32, prefix, (long)getpid(), separator,
             (uint32_t)(mix >> 32) ^ (uint32_t)mix);
}

bool fc_file_is_stale(const char *name, const char *prefix, char separator)
{
    const size_t length = strlen(prefix);
    if (strncmp(name, prefix, length) != 0)
        return false;
    const char *at = name + length;
    if (*at < '1' || *at > '9')
        return false;
    char *end;
    errno = 0;
    const long pid = strtol(at, &end, 10);
    if (errno || *end != separator || pid > INT32_MAX)
        return false;
    if (end[1] == '\0' || end[1 + strspn(end + 1, "0123456789abcdef")] != '\0')
        return false;
    return kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

static void clear_stale(int folder, const char *prefix)
{
    const int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = copy < 0 ? NULL : fdopendir(copy);
    if (!list) {
        if (copy >= 0)
            close(copy);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(list)) != NULL;)
        if (fc_file_is_stale(entry->d_name, prefix, '.'))
            unlinkat(folder, entry->d_name, 0);
    closedir(list);
}

/* ---- atomic writing ---- */
static bool write_all(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        const ssize_t put = write(file, bytes, length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0) {
            if (put == 0)
                errno = ENOSPC;
            return false;
        }
        bytes += put;
        length -= (size_t)put;
    }
    return true;
}

/* Writes `bytes` under the new name and renames it; errno tells the cause of a failure.
 */
static bool write_beside(int folder, const char *temporary, int file, const char *name,
                         const void *bytes, size_t length)
{
    const bool written = write_all(file, bytes, length) && fsync(file) == 0;
    int cause = errno;
    if (close(file) != 0 && written)
        cause = errno;
    else if (written && renameat(folder, temporary, folder, name) == 0)
        return fsync(folder) == 0 || errno == EINVAL;
    else if (written)
        cause = errno;
    unlinkat(folder, temporary, 0);
    errno = cause;
    return false;
}

static fc_status write_in(int folder, const char *path, const char *name,
                          const void *bytes, size_t length, struct fc_error *err)
{
    char prefix[NAME_ROOM], temporary[NAME_ROOM + 32];
    if ((size_t)snprintf(prefix, sizeof prefix, ".%s.tmp.", name) >= sizeof prefix)
        return FC_FAIL(err, FC_E_CREATE, "the file name of '%s' is too long", path);
    clear_stale(folder, prefix);
    int file = -1;
    for (unsigned i = 0; i < ATTEMPTS && file < 0; i++) {
        fc_file_mark(temporary, sizeof temporary, prefix, '.', i);
        file = openat(folder, temporary,
                      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
        if (file < 0 && errno != EEXIST)
            break;
    }
    if (file < 0)
        return FC_FAIL(err, FC_E_CREATE, "cannot create '%s': %s", path,
                       strerror(errno));
    if (!write_beside(folder, temporary, file, name, bytes, length))
        return FC_FAIL(err, FC_E_IO, "cannot write '%s': %s", path, strerror(errno));
    return FC_OK;
}

fc_status fc_file_write(const char *path, const void *bytes, size_t length,
                        struct fc_error *err)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    if (*name == '\0')
        return FC_FAIL(err, FC_E_CREATE, "'%s' names no file", path);
    char *parent = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    if (!parent)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for a path");
    const int folder = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(parent);
    if (folder < 0)
        return FC_FAIL(err, FC_E_CREATE, "cannot create '%s': %s", path,
                       strerror(errno));
    const fc_status status = write_in(folder, path, name, bytes, length, err);
    close(folder);
    return status;
}
