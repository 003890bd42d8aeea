/* SPDX-License-Identifier: GPL-3.0-or-later */
/* posix_spawn, two pipes, poll. No shell, no popen: nothing that a user wrote is ever a
 * command. Checked by tests/unit/test_report_gnuplot.c. */
#define _GNU_SOURCE /* prlimit, posix_spawn_file_actions_addfchdir_np */
#include "report/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ERRORS_MOST = 2000, READ_ROOM = 65536 };

fc_status fc__tool_find(const char *name, char *path, size_t size, struct fc_error *err)
{
    const char *at = getenv("PATH");
    if (!at)
        at = "/usr/local/bin:/usr/bin:/bin";
    while (*at) {
        const size_t n = strcspn(at, ":");
        struct stat facts;
        if (n > 0 && at[0] == '/' && n + strlen(name) + 2 <= size) {
            snprintf(path, size, "%.*s/%s", (int)n, at, name);
            if (stat(path, &facts) == 0 && S_ISREG(facts.st_mode) &&
                access(path, X_OK) == 0)
                return FC_OK;
        }
        at += n + (at[n] == ':');
    }
    return FC_FAIL(err, FC_E_TOOL, "the program '%s' is not in PATH", name);
}

void fc__tool_clear(struct fc_tool_result *self)
{
    fc_builder_clear(&self->out);
    fc_builder_clear(&self->errors);
    memset(self, 0, sizeof *self);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* The child's processor time; the wall clock holds where this is not known. */
static void limit_time(pid_t child, double seconds)
{
#ifdef __linux__
    const rlim_t whole = (rlim_t)seconds + 1;
    const struct rlimit limit = {whole, whole + 1};
    prlimit(child, RLIMIT_CPU, &limit, NULL);
#else
    (void)child, (void)seconds;
#endif
}

static bool open_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return true;
}

/* Starts the child; returns 0 or the cause. */
static int spawn(const char *path, const char *const *argv, int folder, int out,
                 int errors, pid_t *child)
{
    char search[PATH_MAX];
    const char *value = getenv("PATH");
    snprintf(search, sizeof search, "PATH=%s", value ? value : "/usr/bin:/bin");
    char home[] = "HOME=/nonexistent", locale[] = "LC_ALL=C.UTF-8";
    char *environment[] = {search, home, locale, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    int cause = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (!cause)
        cause = posix_spawn_file_actions_adddup2(&actions, out, 1);
    if (!cause)
        cause = posix_spawn_file_actions_adddup2(&actions, errors, 2);
    if (!cause && folder >= 0)
        cause = posix_spawn_file_actions_addfchdir_np(&actions, folder);
    if (!cause) /* posix_spawn changes no argument; its prototype is older than const */
        cause = posix_spawn(child, path, &actions, &attributes,
                            (char *const *)(uintptr_t)argv, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return cause;
}

/* Takes what there is; false at the end of the file. */
static bool take(int from, struct fc_builder *into, size_t most, bool *too_much)
{
    char room[READ_ROOM];
    const ssize_t got = read(from, room, sizeof room);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN;
    const size_t space = into->n < most ? most - into->n : 0;
    const size_t n = (size_t)got < space ? (size_t)got : space;
    fc_builder_add_bytes(into, room, n);
    *too_much = n < (size_t)got;
    return got > 0;
}

/* Reads both pipes to their ends; false if the time is up or there is too much. */
static bool collect(int out, int errors, double deadline, size_t most,
                    struct fc_tool_result *result)
{
    struct pollfd pipes[2] = {{out, POLLIN, 0}, {errors, POLLIN, 0}};
    while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
        const double left = deadline - now();
        if (left <= 0.0)
            return false;
        const int ready = poll(pipes, 2, (int)(1000.0 * left) + 1);
        if (ready < 0 && errno != EINTR)
            return false;
        if (ready <= 0)
            continue;
        bool too_much = false, ignored = false;
        if (pipes[0].revents && !take(out, &result->out, most, &too_much))
            pipes[0].fd = -1;
        if (pipes[1].revents && !take(errors, &result->errors, ERRORS_MOST, &ignored))
            pipes[1].fd = -1;
        if (too_much)
            return false;
    }
    return true;
}

static int wait_for(pid_t child, double deadline)
{
    const struct timespec pause = {0, 2000000};
    int status = 0;
    while (true) {
        const pid_t ended = waitpid(child, &status, WNOHANG);
        if (ended == child)
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (ended < 0 && errno != EINTR)
            return -1;
        if (now() > deadline)
            kill(child, SIGKILL);
        nanosleep(&pause, NULL);
    }
}

fc_status fc__tool_run(const char *path, const char *const *argv, int folder,
                       double seconds, size_t most, struct fc_tool_result *result,
                       struct fc_error *err)
{
    int out[2], errors[2];
    pid_t child = -1;
    memset(result, 0, sizeof *result);
    if (!open_pipe(out))
        return FC_FAIL(err, FC_E_TOOL, "cannot start '%s': %s", path, strerror(errno));
    if (!open_pipe(errors)) {
        close(out[0]);
        close(out[1]);
        return FC_FAIL(err, FC_E_TOOL, "cannot start '%s': %s", path, strerror(errno));
    }
    const double deadline = now() + seconds;
    const int cause = spawn(path, argv, folder, out[1], errors[1], &child);
    close(out[1]);
    close(errors[1]);
    bool good = false;
    if (!cause) {
        limit_time(child, seconds);
        good = collect(out[0], errors[0], deadline, most, result);
        if (!good)
            kill(child, SIGKILL);
        result->exit_code = wait_for(child, deadline);
    }
    close(out[0]);
    close(errors[0]);
    if (cause)
        return FC_FAIL(err, FC_E_TOOL, "cannot start '%s': %s", path, strerror(cause));
    if (!good)
        return FC_FAIL(err, FC_E_TOOL,
                       "'%s' was stopped: more than %.0f s or %zu bytes of output",
                       path, seconds, most);
    if (result->out.failed || result->errors.failed)
        return FC_FAIL(err, FC_E_MEMORY, "no memory for the output of '%s'", path);
    return FC_OK;
}
