/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Streams, signals and the progress bar.
 *
 * A write to a full disk may show only in ferror(), only in fflush() or only in
 * fclose(), so all three are asked at the end. A reader that went away (`| head`) is no
 * failure: the files are complete by then. A caught signal is raised again after
 * everything is written, so that shells and batch systems see it. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

static volatile sig_atomic_t caught;

static void on_signal(int number)
{
    caught = number;
}

void cli_start(void)
{
    /* A closed standard stream must not become the first file the program opens. */
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) == -1 &&
            open("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_RDWR) != fd)
            _exit(fc_status_exit_code(FC_E_IO));
    signal(SIGPIPE, SIG_IGN);
}

static void catch_one(int number)
{
    struct sigaction action = {.sa_handler = on_signal}, before;
    sigemptyset(&action.sa_mask);
    action.sa_flags = (int)SA_RESETHAND; /* the second one kills at once */
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(number, &action, NULL);
}

void cli_catch_signals(void)
{
    catch_one(SIGINT);
    catch_one(SIGTERM);
}

bool cli_stopped(void *unused)
{
    (void)unused;
    return caught != 0;
}

/* Did whoever read our stdout go away? */
static bool reader_gone(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

int cli_finish(int code)
{
    const bool gone = reader_gone();
    int bad = ferror(stdout) != 0;
    bad |= fflush(stdout) != 0;
    bad |= fclose(stdout) != 0;
    if (bad && !gone) {
        const int lost = cli_fail(FC_E_IO, "standard output could not be written");
        code = code == 0 ? lost : code;
    }
    if (caught) {
        signal(caught, SIG_DFL);
        raise(caught);
    }
    return code;
}

const char *cli_lang(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && value[0])
            return strncmp(value, "ru", 2) == 0 ? "ru" : "en";
    }
    return "en";
}

struct cli_progress cli_progress_new(bool quiet)
{
    const char *term = getenv("TERM");
    const bool person =
        isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0 && term[0];
    return (struct cli_progress){.bar = person && !quiet, .lines = !person && !quiet};
}

static void time_left(double seconds, char *out, size_t size)
{
    if (!(seconds < 360000))
        snprintf(out, size, "?");
    else if (seconds < 90)
        snprintf(out, size, "%.0f s", seconds);
    else if (seconds < 5400)
        snprintf(out, size, "%.0f min", seconds / 60);
    else
        snprintf(out, size, "%.1f h", seconds / 3600);
}

void cli_progress_show(void *data, uint64_t done, uint64_t planned, double seconds)
{
    enum { CELLS = 24 };
    struct cli_progress *self = data;
    static const char cells[] = "########################";
    char left[24], line[160];
    if (!self->bar && !(self->lines && seconds - self->last >= 30))
        return;
    if (self->bar && done < planned && seconds - self->last < 0.1)
        return;
    self->last = seconds;
    const double share = planned ? (double)done / (double)planned : 0;
    const double rate = seconds > 0 ? (double)done / seconds : 0;
    time_left(rate > 0 ? (double)(planned - done) / rate : 1e9, left, sizeof left);
    snprintf(line, sizeof line, "%llu of %llu paths, %.0f a second, %s left",
             (unsigned long long)done, (unsigned long long)planned, rate, left);
    if (!self->bar) {
        fprintf(stderr, "%s\n", line);
        return;
    }
    const int full = share < 1 ? (int)(share * CELLS) : CELLS;
    const int n =
        fprintf(stderr, "\r[%.*s%*s] %s", full, cells, CELLS - full, "", line);
    if (n < self->width)
        fprintf(stderr, "%*s", self->width - n, "");
    self->width = n;
    fflush(stderr);
}

void cli_progress_clear(struct cli_progress *self)
{
    if (self->bar && self->width > 0)
        fprintf(stderr, "\r%*s\r", self->width, "");
    fflush(stderr);
    self->width = 0;
}
