/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder that appears whole or not at all.
 *
 * mkdir `.NAME.partial-PID-RANDOM` beside -> files, each checked and fsynced -> fsync
 * of the folders -> rename. To replace a folder, the old one is renamed to
 * `.NAME.old-PID-RANDOM`, the new one takes its place, the old one is deleted; if the
 * process dies in between, the next one puts the old folder back. Checked by
 * tests/unit/test_file.c. */
#include "base/array.h"
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sha2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_MOST = 200, MARK_ROOM = 256, ATTEMPTS = 32, DEPTH = 8, PRINT_ROOM = 4096 };

struct fc_folder {
    int parent, self;         /* descriptors */
    char *path;               /* as the user typed it, without slashes at the end */
    char name[NAME_MOST + 1]; /* last part of path */
    char partial[MARK_ROOM];
    bool replace;
    struct fc_file_facts *files;
    size_t n, room;
    char **subfolders;
    size_t n_subfolders, subfolder_room;
};

struct fc_out {
    fc_folder *folder;
    FILE *stream;
    SHA2_CTX context;
    uint64_t bytes;
    bool broken;
    char name[NAME_MOST + 1];
};

/* No room or no device is trouble with the disk; anything else is a wrong place. */
static fc_status create_status(int cause)
{
    const bool disk = cause == ENOSPC || cause == EDQUOT || cause == EIO;
    return disk ? FC_E_IO : FC_E_CREATE;
}

/* ---- removing ---- */
static void remove_deep(int at, const char *name, int depth)
{
    if (unlinkat(at, name, 0) == 0 || errno == ENOENT || depth == 0)
        return;
    const int folder =
        openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *list = folder < 0 ? NULL : fdopendir(folder);
    if (!list) {
        if (folder >= 0)
            close(folder);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(list)) != NULL;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove_deep(dirfd(list), entry->d_name, depth - 1);
    closedir(list);
    unlinkat(at, name, AT_REMOVEDIR);
}

void fc_folder_remove(int at, const char *name)
{
    remove_deep(at, name, DEPTH);
}

/* ---- starting ---- */

/* Unfinished folders of dead processes go; an old folder whose successor never came
 * returns to its place. */
static void clear_stale(const fc_folder *self)
{
    char partial[MARK_ROOM], old[MARK_ROOM];
    snprintf(partial, sizeof partial, ".%s.partial-", self->name);
    snprintf(old, sizeof old, ".%s.old-", self->name);
    const int copy = openat(self->parent, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = copy < 0 ? NULL : fdopendir(copy);
    if (!list) {
        if (copy >= 0)
            close(copy);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(list)) != NULL;) {
        const char *name = entry->d_name;
        struct stat facts;
        if (fc_file_is_stale(name, partial, '-'))
            fc_folder_remove(self->parent, name);
        else if (fc_file_is_stale(name, old, '-') &&
                 (fstatat(self->parent, self->name, &facts, AT_SYMLINK_NOFOLLOW) == 0 ||
                  renameat(self->parent, name, self->parent, self->name) != 0))
            fc_folder_remove(self->parent, name);
    }
    closedir(list);
}

/* Does the manifest name `entry` as a file ("entry") or a folder ("entry/...")? */
static bool manifest_names(const char *manifest, const char *entry)
{
    if (strcmp(entry, "manifest.json") == 0)
        return true;
    char quoted[NAME_MAX + 4];
    const int length = snprintf(quoted, sizeof quoted, "\"%s", entry);
    for (const char *at = manifest; (at = strstr(at, quoted)) != NULL; at++)
        if (at[length] == '"' || at[length] == '/')
            return true;
    return false;
}

/* An existing folder may be replaced if all in it is known to be ours. */
static fc_status allow_replacing(const fc_folder *self, const char *mark,
                                 struct fc_error *err)
{
    enum { MANIFEST_MOST = 64 * 1024 * 1024 };
    char manifest_path[PATH_MAX], *manifest = NULL;
    size_t length;
    snprintf(manifest_path, sizeof manifest_path, "%s/manifest.json", self->path);
    if (fc_file_read(manifest_path, MANIFEST_MOST, &manifest, &length, NULL) != FC_OK ||
        !strstr(manifest, mark)) {
        free(manifest);
        return FC_FAIL(
            err, FC_E_CREATE,
            "'%s' exists and is no result folder of this program; name another "
            "one",
            self->path);
    }
    fc_status status = FC_OK;
    DIR *list = opendir(self->path);
    for (const struct dirent *entry; list && (entry = readdir(list)) != NULL;)
        if (status == FC_OK && strcmp(entry->d_name, ".") != 0 &&
            strcmp(entry->d_name, "..") != 0 &&
            !manifest_names(manifest, entry->d_name))
            status =
                FC_FAIL(err, FC_E_CREATE,
                        "'%s' also holds '%s', which this program did not write; move "
                        "it away first",
                        self->path, entry->d_name);
    if (list)
        closedir(list);
    free(manifest);
    return status;
}

static fc_status check_place(fc_folder *self, const char *mark, bool overwrite,
                             struct fc_error *err)
{
    struct stat facts;
    if (fstatat(self->parent, self->name, &facts, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return FC_OK;
        return FC_FAIL(err, FC_E_CREATE, "cannot create '%s': %s", self->path,
                       strerror(errno));
    }
    if (!S_ISDIR(facts.st_mode))
        return FC_FAIL(err, FC_E_CREATE,
                       "'%s' exists and is no folder; name another one", self->path);
    if (!overwrite)
        return FC_FAIL(err, FC_E_CREATE,
                       "folder '%s' exists; name another one or ask to overwrite it",
                       self->path);
    self->replace = true;
    return allow_replacing(self, mark, err);
}

/* Splits the path into an open parent and a name. */
static fc_status split(fc_folder *self, const char *path, struct fc_error *err)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    self->path = strndup(path, length);
    if (!self->path)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for a path");
    char *slash = strrchr(self->path, '/');
    const char *name = slash ? slash + 1 : self->path;
    if (*name == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return FC_FAIL(err, FC_E_CREATE, "'%s' cannot be a new folder; name one", path);
    if (strlen(name) > NAME_MOST || strlen(self->path) > PATH_MAX - MARK_ROOM)
        return FC_FAIL(err, FC_E_CREATE, "the folder name is longer than %d bytes",
                       NAME_MOST);
    strcpy(self->name, name);
    char *parent =
        slash ? strndup(self->path, (size_t)(slash - self->path) + 1) : strdup(".");
    if (!parent)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for a path");
    self->parent = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int cause = errno;
    free(parent);
    if (self->parent < 0)
        return FC_FAIL(err, FC_E_CREATE, "cannot create '%s': its parent folder: %s",
                       self->path, strerror(cause));
    return FC_OK;
}

static fc_status make_partial(fc_folder *self, struct fc_error *err)
{
    char prefix[MARK_ROOM], mark[MARK_ROOM];
    snprintf(prefix, sizeof prefix, ".%s.partial-", self->name);
    for (unsigned i = 0; i < ATTEMPTS; i++) {
        fc_file_mark(mark, sizeof mark, prefix, '-', i);
        if (mkdirat(self->parent, mark, 0777) == 0) {
            strcpy(self->partial, mark);
            break;
        }
        if (errno != EEXIST)
            break;
    }
    if (self->partial[0] != '\0')
        self->self =
            openat(self->parent, mark, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (self->self < 0)
        return FC_FAIL(err, create_status(errno), "cannot create '%s': %s", self->path,
                       strerror(errno));
    return FC_OK;
}

fc_status fc_folder_check(const char *path, const char *mark, bool overwrite,
                          struct fc_error *err)
{
    fc_folder *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for a folder");
    self->parent = self->self = -1;
    fc_status status = split(self, path, err);
    if (status == FC_OK)
        status = check_place(self, mark, overwrite, err);
    fc_folder_drop(self);
    return status;
}

fc_status fc_folder_new(const char *path, const char *mark, bool overwrite,
                        fc_folder **out, struct fc_error *err)
{
    fc_folder *self = fc_array_new(1, sizeof *self);
    if (!self)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for a folder");
    self->parent = self->self = -1;
    fc_status status = split(self, path, err);
    if (status == FC_OK) {
        clear_stale(self);
        status = check_place(self, mark, overwrite, err);
    }
    if (status == FC_OK)
        status = make_partial(self, err);
    if (status != FC_OK)
        fc_folder_drop(self);
    else
        *out = self;
    return status;
}

fc_status fc_folder_make(fc_folder *self, const char *name, struct fc_error *err)
{
    char **grown = fc_array_grow(self->subfolders, &self->subfolder_room,
                                 self->n_subfolders + 1, sizeof *grown);
    if (!grown)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for a folder");
    self->subfolders = grown;
    if (mkdirat(self->self, name, 0777) != 0)
        return FC_FAIL(err, create_status(errno), "cannot create '%s/%s': %s",
                       self->path, name, strerror(errno));
    grown[self->n_subfolders] = strdup(name);
    if (!grown[self->n_subfolders])
        return FC_FAIL(err, FC_E_MEMORY, "no memory for a folder");
    self->n_subfolders++;
    return FC_OK;
}

int fc_folder_descriptor(const fc_folder *self)
{
    return self->self;
}

/* ---- files in it ---- */
fc_status fc_folder_create(fc_folder *self, const char *name, fc_out **out,
                           struct fc_error *err)
{
    fc_out *file = fc_array_new(1, sizeof *file);
    if (!file)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the file '%s'", name);
    snprintf(file->name, sizeof file->name, "%s", name);
    file->folder = self;
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    const int descriptor = openat(self->self, name, flags, 0666);
    if (descriptor >= 0)
        file->stream = fdopen(descriptor, "w");
    if (!file->stream) {
        const int cause = errno;
        if (descriptor >= 0)
            close(descriptor);
        free(file);
        return FC_FAIL(err, create_status(cause), "cannot create '%s/%s': %s",
                       self->path, name, strerror(cause));
    }
    SHA256Init(&file->context);
    *out = file;
    return FC_OK;
}

fc_status fc_folder_put(fc_folder *self, const char *name, const void *bytes,
                        size_t length, struct fc_error *err)
{
    fc_out *file;
    FC_TRY(fc_folder_create(self, name, &file, err));
    fc_out_bytes(file, bytes, length);
    return fc_out_close(file, err);
}

void fc_out_bytes(fc_out *self, const void *bytes, size_t length)
{
    if (fwrite(bytes, 1, length, self->stream) != length)
        self->broken = true;
    SHA256Update(&self->context, bytes, length);
    self->bytes += length;
}

void fc_out_text(fc_out *self, const char *text)
{
    fc_out_bytes(self, text, strlen(text));
}

void fc_out_print(fc_out *self, const char *format, ...)
{
    char line[PRINT_ROOM];
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (length < 0 || (size_t)length >= sizeof line)
        self->broken = true;
    else
        fc_out_bytes(self, line, (size_t)length);
}

static fc_status record(fc_out *self, struct fc_error *err)
{
    fc_folder *folder = self->folder;
    struct fc_file_facts *grown =
        fc_array_grow(folder->files, &folder->room, folder->n + 1, sizeof *grown);
    if (!grown)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the list of files");
    folder->files = grown;
    struct fc_file_facts *facts = &grown[folder->n];
    char *name = strdup(self->name);
    if (!name)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the list of files");
    facts->name = name;
    facts->bytes = self->bytes;
    SHA256End(&self->context, facts->sha256);
    folder->n++;
    return FC_OK;
}

fc_status fc_out_close(fc_out *self, struct fc_error *err)
{
    errno = 0;
    bool bad = self->broken | (ferror(self->stream) != 0);
    bad |= fflush(self->stream) != 0;
    if (!bad) /* a descriptor that cannot be synced (a pipe) says EINVAL */
        bad |= fsync(fileno(self->stream)) != 0 && errno != EINVAL;
    const int cause = errno;
    bad |= fclose(self->stream) != 0;
    fc_status status = FC_OK;
    if (bad)
        status = FC_FAIL(err, FC_E_IO, "cannot write '%s/%s': %s", self->folder->path,
                         self->name,
                         strerror(cause   ? cause
                                  : errno ? errno
                                          : ENOSPC));
    else
        status = record(self, err);
    free(self);
    return status;
}

size_t fc_folder_files(const fc_folder *self)
{
    return self->n;
}

const struct fc_file_facts *fc_folder_file(const fc_folder *self, size_t i)
{
    return &self->files[i];
}

/* ---- the end ---- */
static bool sync_folders(const fc_folder *self)
{
    for (size_t i = 0; i < self->n_subfolders; i++) {
        const int sub = openat(self->self, self->subfolders[i],
                               O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (sub < 0)
            return false;
        const bool bad = fsync(sub) != 0 && errno != EINVAL;
        close(sub);
        if (bad)
            return false;
    }
    return fsync(self->self) == 0 || errno == EINVAL;
}

/* Puts the new folder in its place; the old one, if any, is then called `old`. */
static bool take_place(const fc_folder *self, const char *old)
{
    if (self->replace && renameat(self->parent, self->name, self->parent, old) != 0)
        return false;
    if (renameat(self->parent, self->partial, self->parent, self->name) == 0)
        return true;
    const int cause = errno;
    if (self->replace && renameat(self->parent, old, self->parent, self->name) != 0)
        return false;
    errno = cause;
    return false;
}

fc_status fc_folder_commit(fc_folder *self, struct fc_error *err)
{
    char prefix[MARK_ROOM], old[MARK_ROOM];
    snprintf(prefix, sizeof prefix, ".%s.old-", self->name);
    fc_file_mark(old, sizeof old, prefix, '-', 0);
    fc_status status = FC_OK;
    if (!sync_folders(self))
        status =
            FC_FAIL(err, FC_E_IO, "cannot write '%s': %s", self->path, strerror(errno));
    else if (!take_place(self, old))
        status = FC_FAIL(err, create_status(errno), "cannot create '%s': %s",
                         self->path, strerror(errno));
    else {
        self->partial[0] = '\0';
        if (self->replace)
            fc_folder_remove(self->parent, old);
        fsync(self->parent);
    }
    fc_folder_drop(self);
    return status;
}

void fc_folder_drop(fc_folder *self)
{
    if (!self)
        return;
    if (self->self >= 0)
        close(self->self);
    if (self->partial[0] != '\0')
        fc_folder_remove(self->parent, self->partial);
    if (self->parent >= 0)
        close(self->parent);
    for (size_t i = 0; i < self->n; i++)
        free((void *)(uintptr_t)self->files[i].name);
    for (size_t i = 0; i < self->n_subfolders; i++)
        free(self->subfolders[i]);
    free(self->files);
    free(self->subfolders);
    free(self->path);
    free(self);
}
