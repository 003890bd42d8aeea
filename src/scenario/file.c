/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens and reads scenario files: regular files of at most 1 MiB, never a pipe or a
 * device (O_NONBLOCK, then fstat). Keeps the raw bytes and their SHA-256, which go into
 * the manifest of a run. Checked by tests/unit/test_scenario_files.c. */
#include <errno.h>
#include <fcntl.h>
#include <sha256.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "scenario/own.h"

static void hash(struct fc__file *file)
{
    uint8_t digest[32];
    SHA2_CTX context;
    SHA256Init(&context);
    SHA256Update(&context, (const uint8_t *)file->text, file->length);
    SHA256Final(digest, &context);
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < sizeof digest; i++) {
        file->sha256[2 * i] = hex[digest[i] >> 4];
        file->sha256[2 * i + 1] = hex[digest[i] & 15];
    }
    file->sha256[64] = 0;
}

/* Reports a file that cannot be read: at the line that extends it, or to the caller. */
static fc_status cannot(fc_scenario *self, const char *path, int line, const char *why,
                        struct fc_error *err)
{
    if (line < 0)
        return FC_FAIL_AT(err, FC_E_NO_INPUT, path, 0, "cannot read '%s': %s", path,
                          why);
    fc__error(self, line, "cannot read '%s': %s", path, why);
    return FC_E_SCENARIO;
}

static const char *reason(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return "there is no such file";
    case EACCES:
    case EPERM:
        return "permission denied";
    case EISDIR:
    case ENXIO:
        return "it is not a regular file";
    case ENAMETOOLONG:
        return "the path is too long";
    case ELOOP:
        return "too many symbolic links";
    default:
        return "the system refused";
    }
}

/* Reads up to `room` bytes; the number read, or -1. */
static ssize_t read_all(int fd, char *at, size_t room)
{
    size_t n = 0;
    while (n < room) {
        const ssize_t got = read(fd, at + n, room - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        n += (size_t)got;
    }
    return (ssize_t)n;
}

fc_status fc__file_from_text(fc_scenario *self, const char *name, const char *text,
                             size_t length, int *file)
{
    *file = (int)self->n_files;
    struct fc__file *made = &self->files[self->n_files++];
    made->name = fc__arena_text(&self->arena, name);
    if (length > FC_FILE_BYTES_MAX) {
        made->text = "";
        hash(made);
        fc__error(self, fc__line(*file, 0), "is larger than 1 MiB");
        return FC_E_SCENARIO;
    }
    made->text = fc__arena_bytes(&self->arena, text, length);
    made->length = self->arena.failed ? 0 : length;
    hash(made);
    return self->arena.failed ? FC_E_MEMORY : FC_OK;
}

/* The content of an open regular file into a new row of files. */
static fc_status take(fc_scenario *self, const char *path, int fd, int line, int *file,
                      struct fc_error *err)
{
    const size_t room = FC_FILE_BYTES_MAX + 1;
    char *text = fc_array_new(room + 1, 1);
    if (text == NULL)
        return FC_E_MEMORY;
    const ssize_t n = read_all(fd, text, room);
    const fc_status status =
        n < 0 ? cannot(self, path, line, "reading failed", err)
              : fc__file_from_text(self, path, text, (size_t)n, file);
    free(text);
    return status;
}

fc_status fc__file_read(fc_scenario *self, const char *path, int line, int *file,
                        struct fc_error *err)
{
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return cannot(self, path, line, reason(errno), err);
    struct stat about;
    fc_status status = FC_OK;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))
        status = cannot(self, path, line, "it is not a regular file", err);
    for (size_t i = 0; status == FC_OK && i < self->n_files; i++)
        if (self->files[i].device == about.st_dev &&
            self->files[i].inode == about.st_ino)
            status = cannot(self, path, line, "it extends itself in a circle", err);
    if (status == FC_OK)
        status = take(self, path, fd, line, file, err);
    if (status == FC_OK) {
        self->files[*file].device = about.st_dev;
        self->files[*file].inode = about.st_ino;
    }
    close(fd);
    return status;
}

size_t fc_scenario_files(const fc_scenario *self)
{
    return self ? self->n_files : 0;
}

const char *fc_scenario_file(const fc_scenario *self, size_t i, const char **text,
                             size_t *length, const char **sha256)
{
    static const struct fc__file none = {.name = "", .text = ""};
    const struct fc__file *file = i < fc_scenario_files(self) ? &self->files[i] : &none;
    if (text)
        *text = file->text;
    if (length)
        *length = file->length;
    if (sha256)
        *sha256 = file->sha256;
    return file->name;
}
