/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of cli/ share: the table of commands, the option tables, the terminal.
 *
 * The command line sees only include/funnelcloud/ and itself. A command is one file: a
 * page (option table, help, example) and an action; README.md beside this file adds one
 * in four steps.
 */
#ifndef FC_CLI_CLI_H
#define FC_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "funnelcloud/funnelcloud.h"

/* ---- main.c: the table of commands ---- */
struct cli_command {
    const char *group; /* heading, given in the first row of a group */
    const char *name;
    int (*run)(int argc, char **argv); /* returns the exit code */
    const char *line;                  /* one line of help */
};
extern const struct cli_command cli_commands[]; /* ended by name = NULL */

int cmd_check(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_run(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_structures(int argc, char **argv);
int cmd_autopsy(int argc, char **argv);
int cmd_stress(int argc, char **argv);
int cmd_frontier(int argc, char **argv);
int cmd_ledger(int argc, char **argv);
int cmd_plot(int argc, char **argv);
int cmd_init(int argc, char **argv);
int cmd_help(int argc, char **argv);
int cmd_version(int argc, char **argv);

/* Runs the command argv[0]; 64 with a suggestion if there is none of this name. */
int cli_dispatch(int argc, char **argv);

/* ---- options.c: one table drives parsing, help, man page and completion ---- */
enum cli_kind {
    CLI_FLAG,   /* bool */
    CLI_COUNT,  /* uint64_t, low <= value <= high */
    CLI_NUMBER, /* double, low <= value <= high */
    CLI_TIME,   /* double, seconds; suffix s, m or h */
    CLI_BYTES,  /* size_t; suffix K, M or G */
    CLI_TEXT,   /* const char * */
    CLI_CHOICE, /* const char *, one of `of` = "a|b" */
    CLI_WORDS,  /* const char *, comma-separated words of `of` */
    CLI_MANY    /* struct cli_many: the option may be given again */
};
struct cli_many {
    const char **at;
    size_t n;
};

/* Everything a command line can ask for; a command's table says what it takes. */
struct cli_request {
    uint64_t paths, seed, threads, only_path, target, worlds;
    uint64_t step, speed; /* frontier */
    const char *by;
    struct cli_many bound;
    double time_limit_seconds, budget;
    size_t max_memory_bytes;
    const char *output, *charts, *precision, *plan, *lang, *template, *causes;
    const char *reverse;
    struct cli_many set, test;
    bool policies; /* compare: one scenario without, with and with seeing rules */
    bool json, detail, twin, dry_run, quiet, force, sourced, diff, list, bash, man;
    bool replay;           /* --only-path was given */
    const char **operands; /* what is left behind the options; borrowed from argv */
    size_t n_operands;
};

struct cli_option {
    const char *name;
    char letter; /* 0: none */
    enum cli_kind kind;
    size_t at;         /* offset in struct cli_request */
    const char *value; /* "N", "DIR": as help shows it; NULL for a flag */
    double low, high;
    const char *preset; /* read like a given value; NULL: stays zero */
    const char *of, *help;
};
#define CLI_AT(field) offsetof(struct cli_request, field)

/* Rows that several commands share. */
#define CLI_OPTION_OUTPUT                                                              \
    {                                                                                  \
        "output", 'o', CLI_TEXT, CLI_AT(output), "DIR", 0, 0, NULL, NULL,              \
            "folder for tables, charts and the report; it appears whole or not at all" \
    }
#define CLI_OPTION_PATHS(preset)                                                       \
    {                                                                                  \
        "paths", 'n', CLI_COUNT, CLI_AT(paths), "N", 1, FC_MOST_PATHS, preset, NULL,   \
            "worlds to simulate"                                                       \
    }
#define CLI_OPTION_SEED                                                                \
    {                                                                                  \
        "seed", 0, CLI_COUNT, CLI_AT(seed), "N", 0, 2e19, "1", NULL,                   \
            "whole number that picks the worlds; the same seed gives the same bytes"   \
    }
#define CLI_OPTION_THREADS                                                             \
    {                                                                                  \
        "threads", 'j', CLI_COUNT, CLI_AT(threads), "N", 1, 1024, NULL, NULL,          \
            "threads [all processors]"                                                 \
    }
#define CLI_OPTION_PLAN                                                                \
    {                                                                                  \
        "plan", 0, CLI_CHOICE, CLI_AT(plan), "PLAN", 0, 0, "plain",                    \
            "plain|stratified",                                                        \
            "how worlds are drawn; stratified: those with a rare crisis more often, "  \
            "and weighed"                                                              \
    }
#define CLI_OPTION_TIME_LIMIT                                                          \
    {                                                                                  \
        "time-limit", 0, CLI_TIME, CLI_AT(time_limit_seconds), "TIME", 0, 0, NULL,     \
            NULL,                                                                      \
            "stop after this time with a partial result: seconds, or 90s, 15m, 2h"     \
    }
#define CLI_OPTION_MAX_MEMORY                                                          \
    {                                                                                  \
        "max-memory", 0, CLI_BYTES, CLI_AT(max_memory_bytes), "BYTES", 0, 0, NULL,     \
            NULL,                                                                      \
            "refuse to use more: bytes, or 800M, 2G [half of what is free, at most "   \
            "4G]"                                                                      \
    }
#define CLI_OPTION_DRY_RUN                                                             \
    {                                                                                  \
        "dry-run", 0, CLI_FLAG, CLI_AT(dry_run), NULL, 0, 0, NULL, NULL,               \
            "only say what the run would need"                                         \
    }
#define CLI_OPTION_SET                                                                 \
    {                                                                                  \
        "set", 0, CLI_MANY, CLI_AT(set), "KEY=VALUE", 0, 0, NULL, NULL,                \
            "override a number of the scenario; may be repeated"                       \
    }
#define CLI_OPTION_JSON                                                                \
    {                                                                                  \
        "json", 0, CLI_FLAG, CLI_AT(json), NULL, 0, 0, NULL, NULL,                     \
            "machine-readable output on stdout"                                        \
    }
#define CLI_OPTION_CHARTS                                                              \
    {                                                                                  \
        "charts", 0, CLI_WORDS, CLI_AT(charts), "LIST", 0, 0, "svg",                   \
            "svg|png|pdf|none", "formats of the charts"                                \
    }
#define CLI_OPTION_QUIET                                                               \
    {                                                                                  \
        "quiet", 'q', CLI_FLAG, CLI_AT(quiet), NULL, 0, 0, NULL, NULL,                 \
            "no progress and no remarks; errors are still shown"                       \
    }
#define CLI_OPTION_LANG                                                                \
    {                                                                                  \
        "lang", 0, CLI_CHOICE, CLI_AT(lang), "LANG", 0, 0, NULL, "en|ru",              \
            "language of sentences [from LC_MESSAGES or LANG]"                         \
    }
#define CLI_OPTION_FORCE                                                               \
    {                                                                                  \
        "force", 0, CLI_FLAG, CLI_AT(force), NULL, 0, 0, NULL, NULL,                   \
            "replace what an earlier run left at the output"                           \
    }

struct cli_page {
    const char *name, *operands;      /* "run", "SCENARIO" */
    const char *about;                /* a few lines */
    const struct cli_option *options; /* ended by name = NULL */
    const char *example;              /* works in the repository */
    size_t least, most;               /* how many operands */
};

enum { CLI_GO_ON = -1 };

/* Reads the options of a command. CLI_GO_ON, or an exit code: 0 after --help or
 * --version, 64 after a message. Call cli_request_clear() in every case. */
int cli_parse(const struct cli_page *page, int argc, char **argv,
              struct cli_request *out);
void cli_request_clear(struct cli_request *self);

/* ---- value.c: strict numbers ---- */
/* Reads `text` as the option wants it into `request`; 64 after a message. */
int cli_value(const struct cli_page *page, const struct cli_option *option,
              const char *text, struct cli_request *request);
/* Is `word` (n bytes) one of "a|b|c"? */
bool cli_is_one_of(const char *of, const char *word, size_t n);

/* ---- page.c: help, man page, completion ---- */
enum cli_format { CLI_HELP, CLI_MAN, CLI_BASH };
void cli_page_print(const struct cli_page *page, enum cli_format format);
/* Prints `text` broken at `width` columns, lines after the first indented. */
void cli_wrap(const char *text, int indent, int width);

/* ---- message.c: talk for people, on stderr ---- */
#if defined(__GNUC__)
#define CLI_PRINTF(nth, first) __attribute__((format(printf, nth, first)))
#else
#define CLI_PRINTF(nth, first)
#endif
/* "funnelcloud NAME: ..." and "Try 'funnelcloud NAME --help'."; returns 64. */
int cli_usage(const char *name, const char *format, ...) CLI_PRINTF(2, 3);
/* "funnelcloud: ..."; returns the exit code of `status`. */
int cli_fail(fc_status status, const char *format, ...) CLI_PRINTF(2, 3);
/* The message of a failed library call; returns its exit code. */
int cli_error(fc_status status, const struct fc_error *err);
/* The nearest word. Zero it, offer candidates, read `word` (NULL: none is near). */
struct cli_nearest {
    const char *word;
    size_t distance;
};
void cli_nearest_offer(struct cli_nearest *self, const char *wanted,
                       const char *candidate);
/* A JSON string with quotes. */
void cli_json_text(FILE *to, const char *text);

/* ---- source.c: scenarios ---- */
/* Reads a scenario, compiles it for `how` (NULL: it is only read) and lists all its
 * problems on stderr, then a count. 0, or an exit code; *out is also given with 65 and
 * the caller frees it in every case. *need (may be NULL) is what the run would take. */
int cli_scenario_read(const char *path, const struct cli_many *set,
                      const struct fc_run_options *how, struct fc_run_estimate *need,
                      fc_scenario **out);

/* Lists all problems of a scenario on stderr, then a count. */
void cli_scenario_problems(const fc_scenario *scenario);

/* ---- terminal.c: streams, signals, progress ---- */
void cli_start(void);
/* Checks stdout, then ends as asked: by the caught signal or with the returned code. */
int cli_finish(int code);
/* Catches SIGINT and SIGTERM once; a second one kills at once. */
void cli_catch_signals(void);
bool cli_stopped(void *unused);
/* "en" or "ru" from LC_ALL, LC_MESSAGES or LANG. */
const char *cli_lang(void);

struct cli_progress {
    bool bar, lines;
    double last;
    int width; /* columns on the screen */
};
struct cli_progress cli_progress_new(bool quiet);
void cli_progress_show(void *self, uint64_t done, uint64_t planned, double seconds);
void cli_progress_clear(struct cli_progress *self);

/* ---- compare_policies.c ---- */
int cli_compare_policies(const struct cli_request *request, const char *command);

/* ---- simulate.c: what commands that simulate share ---- */
struct fc_run_options cli_run_options(const struct cli_request *request,
                                      struct cli_progress *progress);
/* What a dry run tells: size; how fast a scenario runs here (0, or an exit code); time.
 */
void cli_need(uint64_t paths, const struct fc_run_estimate *need);
int cli_speed(const char *path, const struct cli_request *request, bool whole,
              struct fc_run_speed *out);
void cli_time(double seconds);
/* All of it, for commands that run each of their scenarios so often. */
int cli_dry_run(const struct cli_request *request, const struct fc_run_estimate *need,
                uint64_t runs, bool whole);
struct fc_report_options cli_report_options(const struct cli_request *request,
                                            const char *command);
/* Reads the command line, then acts; the exit code. */
int cli_command(const struct cli_page *page, int argc, char **argv,
                int (*act)(const struct cli_request *request, const char *command));

/* How the library tells a result of one kind: as a folder, in sentences, as JSON. */
struct cli_report {
    fc_status (*write)(const void *result, const char *folder,
                       const struct fc_report_options *how, struct fc_error *err);
    fc_status (*summary)(const void *result, const char *lang, char **out,
                         struct fc_error *err);
    fc_status (*json)(const void *result, char **out, struct fc_error *err);
};
/* `static const struct cli_report report` over fc_report_KIND_write and its like. */
#define CLI_REPORT(kind)                                                               \
    static fc_status report_write(const void *result, const char *folder,              \
                                  const struct fc_report_options *how,                 \
                                  struct fc_error *err)                                \
    {                                                                                  \
        return fc_report_##kind##_write(result, folder, how, err);                     \
    }                                                                                  \
    static fc_status report_summary(const void *result, const char *lang, char **out,  \
                                    struct fc_error *err)                              \
    {                                                                                  \
        return fc_report_##kind##_summary(result, lang, out, err);                     \
    }                                                                                  \
    static fc_status report_json(const void *result, char **out, struct fc_error *err) \
    {                                                                                  \
        return fc_report_##kind##_json(result, out, err);                              \
    }                                                                                  \
    static const struct cli_report report = {report_write, report_summary, report_json}

/* The folder first, if one is asked for, then stdout; the exit code. */
int cli_tell(const struct cli_report *report, const void *result,
             const struct cli_request *request, const char *command);
/* Prints a text of the library and frees it; the exit code. */
int cli_print(fc_status status, char *text, const struct fc_error *err);
/* Tells how the writing of the folder went; its exit code. */
int cli_written(const struct cli_request *request, fc_status status,
                const struct fc_error *err);

/* ---- output.c: what a run leaves ---- */
/* Can the folder be made? Asked before hours are spent. 0, or 73 after a message. */
int cli_output_free(const struct cli_request *request);
/* Makes the folders above `path` that are missing. 0, or an exit code after a message.
 */
int cli_make_parents(const char *path);
/* Writes the folder, if one was asked for, then the summary to stdout. */
int cli_write(const fc_scenario *scenario, const fc_forecast *forecast,
              const struct cli_request *request, const char *command);
/* The command line as a shell reads it back; the caller frees it. NULL: no memory. */
char *cli_command_line(int argc, char **argv);

/* ---- trace.c: one path, every array, as CSV ---- */
int cli_trace(fc_scenario *scenario, const struct cli_request *request);

/* ---- templates.c (made by CMake from scenarios/): starter scenarios ---- */
struct cli_template {
    const char *name, *line; /* the line is the file's first comment */
    const unsigned char *text;
    size_t n;
};
extern const struct cli_template cli_templates[]; /* ended by name = NULL */

#endif
