/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files and folders appear whole or not at all: full disks, unwritable parents, foreign
 * folders, dead writers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

static const char MARK[] = "\"program\": \"funnelcloud\"";
static const char MANIFEST[] = "{\"program\": \"funnelcloud\", \"outputs\": "
                               "[\"a.txt\", \"charts/b.txt\"]}";
static char place[] = "/tmp/fc_test_file_XXXXXX";

static const char *in_place(const char *name)
{
    static char path[4][512];
    static int next;
    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", place, name);
    return path[next];
}

/* Entries of the test folder, hidden ones too. */
static int entries(const char *path)
{
    DIR *list = opendir(path);
    assert_non_null(list);
    int n = 0;
    while (readdir(list))
        n++;
    closedir(list);
    return n - 2;
}

static void assert_text(const char *path, const char *expected)
{
    char *text;
    size_t n;
    assert_int_equal(fc_file_read(path, 1 << 20, &text, &n, NULL), FC_OK);
    assert_string_equal(text, expected);
    free(text);
}

static void fill(fc_folder *folder, const char *text)
{
    assert_int_equal(fc_folder_make(folder, "charts", NULL), FC_OK);
    assert_int_equal(fc_folder_put(folder, "a.txt", text, strlen(text), NULL), FC_OK);
    fc_out *out;
    assert_int_equal(fc_folder_create(folder, "charts/b.txt", &out, NULL), FC_OK);
    fc_out_text(out, "x");
    fc_out_print(out, "%d\n", 42);
    assert_int_equal(fc_out_close(out, NULL), FC_OK);
    assert_int_equal(
        fc_folder_put(folder, "manifest.json", MANIFEST, strlen(MANIFEST), NULL),
        FC_OK);
}

static void folder_appears_whole(void **state)
{
    (void)state;
    fc_folder *folder;
    struct fc_error err = {0};
    assert_int_equal(fc_folder_new(in_place("out/"), MARK, false, &folder, &err),
                     FC_OK);
    fill(folder, "one");
    struct stat facts;
    assert_int_not_equal(stat(in_place("out"), &facts), 0); /* not yet */
    assert_int_equal(fc_folder_files(folder), 3);
    assert_string_equal(fc_folder_file(folder, 1)->name, "charts/b.txt");
    assert_int_equal(fc_folder_file(folder, 1)->bytes, 4);
    char hex[65];
    fc_sha256_hex("x42\n", 4, hex);
    assert_string_equal(fc_folder_file(folder, 1)->sha256, hex);
    assert_int_equal(fc_folder_commit(folder, &err), FC_OK);
    assert_text(in_place("out/a.txt"), "one");
    assert_text(in_place("out/charts/b.txt"), "x42\n");
    assert_int_equal(entries(place), 1); /* nothing beside it */
}

static void overwriting(void **state)
{
    (void)state;
    fc_folder *folder = NULL;
    struct fc_error err = {0};
    assert_int_equal(fc_folder_new(in_place("out"), MARK, false, &folder, &err),
                     FC_E_CREATE);
    assert_non_null(strstr(err.message, "exists"));
    assert_int_equal(fc_folder_new(in_place("out"), MARK, true, &folder, NULL), FC_OK);
    fill(folder, "two");
    assert_text(in_place("out/a.txt"), "one"); /* the old one until the end */
    assert_int_equal(fc_folder_commit(folder, NULL), FC_OK);
    assert_text(in_place("out/a.txt"), "two");
    assert_int_equal(entries(place), 1);
    /* somebody's notes are not deleted */
    assert_int_equal(fc_file_write(in_place("out/notes.txt"), "mine", 4, NULL), FC_OK);
    memset(&err, 0, sizeof err);
    assert_int_equal(fc_folder_new(in_place("out"), MARK, true, &folder, &err),
                     FC_E_CREATE);
    assert_non_null(strstr(err.message, "notes.txt"));
    unlink(in_place("out/notes.txt"));
    /* dropped: the old one stays */
    assert_int_equal(fc_folder_new(in_place("out"), MARK, true, &folder, NULL), FC_OK);
    fill(folder, "three");
    fc_folder_drop(folder);
    assert_text(in_place("out/a.txt"), "two");
    assert_int_equal(entries(place), 1);
}

static void foreign_places(void **state)
{
    (void)state;
    fc_folder *folder = NULL;
    mkdir(in_place("foreign"), 0777);
    assert_int_equal(fc_folder_new(in_place("foreign"), MARK, true, &folder, NULL),
                     FC_E_CREATE);
    assert_int_equal(fc_file_write(in_place("foreign/manifest.json"), "{}", 2, NULL),
                     FC_OK);
    assert_int_equal(fc_folder_new(in_place("foreign"), MARK, true, &folder, NULL),
                     FC_E_CREATE);
    assert_int_equal(symlink(in_place("out"), in_place("link")), 0);
    static const char *const bad[] = {"link", "no/such/parent", ".",
                                      "..",   "out/a.txt/x",    ""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(fc_folder_new(in_place(bad[i]), MARK, i > 0, &folder, NULL),
                         FC_E_CREATE);
    assert_int_equal(fc_folder_new("/dev/full", MARK, true, &folder, NULL),
                     FC_E_CREATE);
    assert_int_equal(fc_folder_new("/proc/x", MARK, true, &folder, NULL), FC_E_CREATE);
    char name[400];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_int_equal(fc_folder_new(in_place(name), MARK, true, &folder, NULL),
                     FC_E_CREATE);
    unlink(in_place("link"));
    fc_folder_remove(AT_FDCWD, in_place("foreign"));
    assert_int_equal(entries(place), 1);
}

/* A process that has ended, so that its number belongs to nobody (for a while). */
static long dead_process(void)
{
    const pid_t child = fork();
    if (child == 0)
        _exit(0);
    waitpid(child, NULL, 0);
    return (long)child;
}

static void dead_writers(void **state)
{
    (void)state;
    char name[128];
    const long dead = dead_process();
    snprintf(name, sizeof name, ".out.partial-%ld-0a1b2c3d", dead);
    mkdir(in_place(name), 0777);
    strcat(name, "/charts");
    mkdir(in_place(name), 0777);
    snprintf(name, sizeof name, ".out.partial-%ld-0a1b2c3d", (long)getppid());
    mkdir(in_place(name), 0777); /* its process lives */
    mkdir(in_place(".out.partial-nonsense"), 0777);
    char *old = strdup(in_place("out"));
    snprintf(name, sizeof name, ".out.old-%ld-00000001", dead);
    assert_int_equal(rename(old, in_place(name)), 0); /* it died between two renames */
    fc_folder *folder;
    assert_int_equal(fc_folder_new(old, MARK, true, &folder, NULL), FC_OK);
    assert_text(in_place("out/a.txt"), "two"); /* back in its place */
    fc_folder_drop(folder);
    assert_int_equal(entries(place), 3); /* out, the living one, the nonsense */
    snprintf(name, sizeof name, ".out.partial-%ld-0a1b2c3d", (long)getppid());
    rmdir(in_place(name));
    rmdir(in_place(".out.partial-nonsense"));
    free(old);
}

static void single_files(void **state)
{
    (void)state;
    char name[128], *text;
    size_t n;
    snprintf(name, sizeof name, ".f.txt.tmp.%ld.0badcafe", dead_process());
    assert_int_equal(fc_file_write(in_place(name), "left over", 9, NULL), FC_OK);
    assert_int_equal(fc_file_write(in_place("f.txt"), "one", 3, NULL), FC_OK);
    assert_int_equal(fc_file_write(in_place("f.txt"), "two", 3, NULL), FC_OK);
    assert_text(in_place("f.txt"), "two");
    assert_int_equal(entries(place), 2);
    struct fc_error err = {0};
    assert_int_equal(fc_file_read(in_place("f.txt"), 2, &text, &n, &err),
                     FC_E_NO_INPUT);
    assert_non_null(strstr(err.message, "at most 2"));
    assert_int_equal(fc_file_read(in_place("none"), 9, &text, &n, NULL), FC_E_NO_INPUT);
    assert_int_equal(fc_file_read(place, 9, &text, &n, NULL), FC_E_NO_INPUT);
    assert_int_equal(mkfifo(in_place("pipe"), 0600), 0);
    assert_int_equal(fc_file_read(in_place("pipe"), 9, &text, &n, NULL), FC_E_NO_INPUT);
    assert_int_equal(fc_file_write(in_place("no/f"), "x", 1, NULL), FC_E_CREATE);
    unlink(in_place("pipe"));
    unlink(in_place("f.txt"));
}

/* A file system of 64 KiB; false if this process may not mount. */
static bool mount_small(const char *path)
{
    char command[700];
    mkdir(path, 0777);
    snprintf(command, sizeof command,
             "mount -t tmpfs -o size=64k tmpfs '%s' 2>/dev/null", path);
    return system(command) == 0;
}

static void full_disk(void **state)
{
    (void)state;
    const char *small = in_place("small");
    if (!mount_small(small)) {
        rmdir(small);
        print_message("skipped: this process may not mount a tmpfs\n");
        skip();
    }
    char *big = calloc(1, 200000), path[600];
    snprintf(path, sizeof path, "%s/f.txt", small);
    struct fc_error err = {0};
    assert_int_equal(fc_file_write(path, "kept", 4, NULL), FC_OK);
    assert_int_equal(fc_file_write(path, big, 200000, &err), FC_E_IO);
    assert_text(path, "kept");
    snprintf(path, sizeof path, "%s/out", small);
    fc_folder *folder;
    assert_int_equal(fc_folder_new(path, MARK, false, &folder, NULL), FC_OK);
    assert_int_equal(fc_folder_put(folder, "a", big, 200000, NULL), FC_E_IO);
    fc_out *out; /* the same in small pieces, and a failed piece in the middle */
    assert_int_equal(fc_folder_create(folder, "b", &out, NULL), FC_OK);
    for (int i = 0; i < 50000; i++)
        fc_out_text(out, "line\n");
    assert_int_equal(fc_out_close(out, NULL), FC_E_IO);
    fc_folder_drop(folder);
    assert_int_equal(entries(small), 1);
    free(big);
    snprintf(path, sizeof path, "umount '%s'", small);
    assert_int_equal(system(path), 0);
    rmdir(small);
}

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(place) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    fc_folder_remove(AT_FDCWD, place);
    return access(place, F_OK) == 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folder_appears_whole), cmocka_unit_test(overwriting),
        cmocka_unit_test(foreign_places),       cmocka_unit_test(dead_writers),
        cmocka_unit_test(single_files),         cmocka_unit_test(full_disk),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
